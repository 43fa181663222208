import type { Operation } from '@/lib/http/operation';
import { own } from '@/lib/testing/access/callers';
import { cases } from '@/lib/testing/access/cases';
import {
  type Aimed,
  type Api,
  fresh,
  type MakeCall,
  makeEvent,
  makeIncident,
} from '@/lib/testing/access/make';
import { environmentNames, familyNames, numbered, serviceNames } from './payloads';

/** What it takes to call each operation that writes: a world of hostile names to call it in, and the few values that have to be right. */

/** What pages are looked at for; all families meet in each of them. */
export interface Rich {
  event: string;
  incident: string;
  service: string;
  environment: string;
}

export interface Plan {
  make(api: Api, rich: Rich, round: number): Promise<Partial<Aimed>> | Partial<Aimed>;
  /** How often: once for each family, when left out. */
  rounds?: number;
  /** Places of the body that are hostile as the call says them. */
  written?: readonly string[];
  /** Places of the body that stay as the call says. */
  keep?: readonly string[] | ((round: number) => readonly string[]);
}

export const target = (round: number) => ({
  name: 'hostile',
  service: serviceNames[round % serviceNames.length] as string,
  environment: environmentNames[round % environmentNames.length] as string,
});

const ofCase =
  (id: string): Plan['make'] =>
  async (api, _, round) => {
    const [make] = cases[id] as readonly [MakeCall];
    const call = await make(api, target(round));
    if (!call) throw new Error(`${id}: no case`);
    return call;
  };

const onEvent: Plan['make'] = (_, { event }) => ({ params: { id: event } });
const onIncident: Plan['make'] = (_, { incident }) => ({ params: { number: incident } });
const at = (round: number) => ({ service: target(round).service, environment: target(round).environment });

const detectionRule = () => ({ name: fresh('rule'), threshold: 2, services: ['x'], messagePattern: 'x' });
const makeDetectionRule = async (api: Api) =>
  String((await api('POST', '/api/v2/detection-rules', { name: fresh('rule') })).id);
const tokenBody = { name: 'x', scopes: ['events:write'], services: ['x'], environments: ['x'] };
const trustBody = {
  name: 'x',
  provider: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'x',
  claims: { repository_id: ['123'], ref: ['x'] },
  scopes: ['events:write'],
  services: ['x'],
  environments: ['x'],
};
const link = { group: 'x', name: 'x', url: 'https://docs.example.com', description: 'x' };
const preference = () => ({ body: { event_type: 'deployment.failed', channel_id: 'x' } });
const invitation = () => ({ name: 'x', email: `${fresh('ann')}@example.com`, role: 'viewer' });
const invited = async (api: Api) => (await api('POST', '/api/v2/people', invitation())).person.id as string;
const yaml = (round: number) =>
  [
    'apiVersion: backstage.io/v1alpha1',
    'kind: Component',
    `metadata: ${JSON.stringify({
      name: target(round).service,
      description: numbered(`<svg onload=__executed=§> of ${familyNames[round]}`, 8000 + round),
      links: [
        { url: 'https://docs.example.com/<svg onload=__executed=1>', title: '"><svg onload=__executed=1>' },
      ],
    })}`,
    'spec: { type: service, lifecycle: "<b>__executed", owner: "<svg onload=__executed=1>" }',
  ].join('\n');

/** One of each kind, one after the other. Each is for a service of its own, so that none is in the way of what is deployed here. */
const deploymentRule = (round: number) => ({
  name: 'x',
  mode: 'disabled',
  reason: 'x',
  services: ['x'],
  environments: ['x'],
  ...[
    { kind: 'window', schedule: { recurrence: 'daily', from: '01:00', to: '02:00', zone: 'UTC' } },
    {
      kind: 'window',
      schedule: { recurrence: 'once', startsAt: '2026-01-01T10:00', endsAt: '2026-01-01T11:00', zone: 'UTC' },
    },
    { kind: 'order', prerequisites: ['x'] },
    { kind: 'approval', types: ['x'] },
  ][round % 4],
});
/** Changes of a rule of each kind, as Versioner writes them. */
const versionerRule = [
  {
    schedule: {
      timezone: 'UTC',
      blocked_windows: [{ day: 'monday', start_time: '01:00', end_time: '02:00' }],
    },
  },
  {},
  { source_environment: 'x', target_environments: ['x'], target_product_ids: ['x'] },
  { approval_types: ['x'], target_environment: 'x' },
];

const timesOfDay = ['start_time', 'end_time'].map((name) => `/schedule/blocked_windows/0/${name}`);

const plans: Record<string, Plan> = {
  createEvents: {
    make: () => ({
      body: {
        events: (
          ['deployment', 'operation', 'drift', 'incident', 'rpa_usage', 'build', 'signal', 'infra'] as const
        ).map((kind) => ({
          kind,
          title: 'x',
          service: 'x',
          status: kind === 'deployment' ? 'success' : undefined,
        })),
      },
    }),
  },
  updateEvent: {
    // One of its own goes elsewhere; what pages are looked at for stays where it is.
    make: async (api, { event }, round) => ({
      params: { id: round < familyNames.length ? event : await makeEvent(api, target(round)) },
    }),
    keep: (round) => [
      '/kind',
      '/status',
      ...(round < familyNames.length ? ['/environment', '/service'] : []),
    ],
    rounds: familyNames.length + 2,
  },
  commentOnEvent: { make: onEvent },
  trackerAddChangelogEntry: { make: onEvent },
  noteOnIncident: { make: onIncident },
  updateIncident: { make: onIncident },
  moveIncident: {
    make: (_, { incident }, round) => ({
      params: { number: incident },
      body: { status: round % 2 ? 'open' : 'investigating' },
    }),
    keep: ['/from'],
  },
  moveOpsAssistIncident: { make: ofCase('moveOpsAssistIncident'), keep: ['/status'] },
  approveVersion: {
    make: async (api, _, round) => {
      const { service, environment } = target(round);
      const version = `${fresh('2.0')} <svg onload=__executed=1>`;
      // There it counts for how well one delivers.
      const place = { ...target(round), environment: own.environment };
      await makeEvent(api, place, { kind: 'deployment', status: 'success', version });
      return { params: { service, version }, body: { type: 'QA', environment } };
    },
  },
  createDetectionRule: { make: () => ({ body: detectionRule() }) },
  updateDetectionRule: { make: async (api) => ({ params: { id: await makeDetectionRule(api) } }), rounds: 4 },
  replayDetectionRule: { make: () => ({ body: { rule: detectionRule() } }), rounds: 3 },
  replaySavedDetectionRule: {
    make: async (api) => ({ params: { id: await makeDetectionRule(api) }, body: { patch: detectionRule() } }),
    rounds: 3,
  },
  preflightDeployment: { make: (_, __, round) => ({ body: at(round) }) },
  invitePerson: { make: () => ({ body: invitation() }) },
  updatePerson: {
    make: async (api) => ({ params: { id: await invited(api) } }),
    keep: ['/status'],
    rounds: 4,
  },
  createToken: { make: () => ({ body: tokenBody }) },
  updateToken: {
    make: async (api) => ({
      params: { id: (await api('POST', '/api/v2/tokens', tokenBody)).id },
      body: tokenBody,
    }),
    rounds: 4,
  },
  createTrustRule: { make: () => ({ body: trustBody }), keep: ['/claims/repository_id/0'] },
  putTrustRule: {
    make: async (api) => ({
      params: { id: (await api('POST', '/api/v2/trust-rules', trustBody)).id },
      body: trustBody,
    }),
    keep: ['/claims/repository_id/0'],
    rounds: 4,
  },
  trackerUpdateEvent: { make: ofCase('trackerUpdateEvent'), keep: ['/id', '/attributes/relatedId'] },
  trackerCreateUpdateCatalog: {
    make: () => ({
      body: {
        name: 'x',
        version: '1',
        sla: { description: 'x' },
        usedDeliverables: [{ name: 'x', description: 'x' }],
        communicationChannels: [{ name: 'x', url: 'https://chat.example.com', description: 'x' }],
        dashboardLinks: [{ name: 'x', url: 'https://boards.example.com', description: 'x' }],
        vulnerabilitySummary: {
          sources: [{ name: 'x', url: 'https://scans.example.com', description: 'x' }],
        },
        infrastructureResources: [{ id: 'x', name: 'x', description: 'x', provider: 'x', region: 'x' }],
      },
    }),
  },
  createQuickLink: { make: () => ({ body: link }) },
  replaceQuickLink: {
    make: async (api) => ({ params: { id: (await api('POST', '/api/links', link)).id }, body: link }),
  },
  versionerCreatePreference: { make: preference },
  versionerCreatePreferenceBelow: { make: preference },
  versionerChangeProduct: { make: ofCase('versionerChangeProduct') },
  versionerChangeRule: {
    make: async (api, _, round) => {
      const made = await api('POST', '/api/v2/deployment-rules', deploymentRule(round));
      return { params: { id: made.id }, body: { name: 'x', description: 'x', ...versionerRule[round % 4] } };
    },
    keep: (round) => ['/rule_type', ...(round % 4 === 0 ? timesOfDay : ['/schedule'])],
  },
  releaseLock: { make: ofCase('releaseLock'), keep: ['/claimId'] },
  importCatalog: {
    make: (_, __, round) => ({ body: { yaml: yaml(round) } }),
    keep: ['/yaml'],
    written: ['/yaml'],
  },
  createDeploymentRule: { make: (_, __, round) => ({ body: deploymentRule(round) }) },
  putDeploymentRule: {
    make: async (api, _, round) => {
      const made = await api('POST', '/api/v2/deployment-rules', deploymentRule(round));
      return { params: { id: made.id }, body: deploymentRule(round) };
    },
  },
};

/** Operations that change something and fields that are not filled here, and why. */
export const left: Record<string, string> = {
  'releaseLock body/claimId': 'Has to be that of the claim, where acquireLock takes it.',
  'versionerChangeProduct body/name':
    'Only another spelling of the name that is there; versionerCreateProduct takes any.',
  'versionerChangeRule body/schedule/blocked_windows/0/start_time':
    'A time of day, eight characters at most.',
  'versionerChangeRule body/schedule/blocked_windows/0/end_time': 'A time of day, eight characters at most.',
  'trackerUpdateEvent body/id':
    'Has to be the id of an event; the same text is refused in the path of updateEvent.',
  'trackerUpdateEvent body/attributes/relatedId': 'Has to be the id of an event, as in trackerCreateEvent.',
  setUp: 'Ends protected mode: in a test of its own.',
  join: 'Needs somebody who was invited: in a test of its own.',
  openLink: 'Takes a code, stores nothing.',
  signIn:
    'Takes an address and a password; what was tried in vain is in the audit log: in a test of its own.',
  changePassword: 'Takes passwords, stores none of them as text.',
  checkTrust: 'Takes a token, stores nothing.',
  verifyAudit: 'Takes numbers and a hash.',
};

export function planOf({ id }: Operation): Plan | undefined {
  return plans[id] ?? (cases[id] ? { make: ofCase(id) } : undefined);
}

/** Makes what all rounds add to. */
export async function makeRich(api: Api): Promise<Rich> {
  const { service, environment } = target(0);
  const place = { name: 'rich', service, environment };
  return {
    service,
    environment,
    event: await makeEvent(api, place, {
      kind: 'deployment',
      status: 'success',
      version: '1.0<svg onload=__executed=1>',
    }),
    incident: await makeIncident(api, place),
  };
}
