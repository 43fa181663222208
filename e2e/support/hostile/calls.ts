import type { Operation } from '@/lib/http/operation';
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
  keep?: readonly string[];
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
  updateEvent: { make: onEvent, keep: ['/environment', '/service', '/kind', '/status'] },
  commentOnEvent: { make: onEvent },
  trackerAddChangelogEntry: { make: onEvent },
  noteOnIncident: { make: onIncident },
  updateIncident: { make: onIncident },
  moveIncident: {
    make: (_, { incident }, round) => ({
      params: { number: incident },
      body: { status: round % 2 ? 'open' : 'investigating' },
    }),
    keep: ['/from', '/at'],
  },
  createDetectionRule: { make: () => ({ body: detectionRule() }) },
  updateDetectionRule: { make: async (api) => ({ params: { id: await makeDetectionRule(api) } }), rounds: 4 },
  replayDetectionRule: { make: () => ({ body: { rule: detectionRule() } }), rounds: 3 },
  replaySavedDetectionRule: {
    make: async (api) => ({ params: { id: await makeDetectionRule(api) }, body: { patch: detectionRule() } }),
    rounds: 3,
  },
  preflightDeployment: { make: (_, __, round) => ({ body: at(round) }) },
  invitePerson: { make: () => ({ body: invitation() }), keep: ['/email'] },
  updatePerson: {
    make: async (api) => ({ params: { id: await invited(api) } }),
    keep: ['/status'],
    rounds: 4,
  },
  createToken: { make: () => ({ body: tokenBody }), keep: ['/expiresAt'] },
  updateToken: {
    make: async (api) => ({
      params: { id: (await api('POST', '/api/v2/tokens', tokenBody)).id },
      body: tokenBody,
    }),
    keep: ['/expiresAt'],
    rounds: 4,
  },
  createTrustRule: { make: () => ({ body: trustBody }), keep: ['/issuer', '/claims/repository_id/0'] },
  putTrustRule: {
    make: async (api) => ({
      params: { id: (await api('POST', '/api/v2/trust-rules', trustBody)).id },
      body: trustBody,
    }),
    keep: ['/issuer', '/claims/repository_id/0'],
    rounds: 4,
  },
  trackerUpdateEvent: { make: ofCase('trackerUpdateEvent'), keep: ['/id', '/attributes/relatedId'] },
  trackerCreateUpdateCatalog: {
    make: () => ({
      body: {
        name: 'x',
        version: '1',
        sla: { description: 'x' },
        usedDeliverables: [{ name: 'x', version: 'x', description: 'x' }],
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
  versionerChangeProduct: { make: ofCase('versionerChangeProduct'), keep: ['/name'] },
  versionerChangeRule: {
    make: async (api, rich, round) => ({
      ...(await ofCase('versionerChangeRule')(api, rich, round)),
      body: { name: 'x', description: 'x', enforcement_mode: 'disabled', target_environments: ['x'] },
    }),
    keep: ['/rule_type', '/schedule', '/source_environment', '/target_environment', '/approval_types'],
  },
  releaseLock: { make: ofCase('releaseLock'), keep: ['/claimId'] },
  importCatalog: {
    make: (_, __, round) => ({ body: { yaml: yaml(round) } }),
    keep: ['/yaml'],
    written: ['/yaml'],
  },
  createDeploymentRule: {
    make: (_, __, round) => ({
      body: [
        { kind: 'concurrency', name: 'x', mode: 'disabled', ...{ services: ['x'], environments: ['x'] } },
        {
          kind: 'window',
          name: 'x',
          mode: 'disabled',
          schedule: { recurrence: 'daily', from: '01:00', to: '02:00', zone: 'UTC' },
        },
      ][round % 2],
    }),
  },
};

/** Operations that change something and are not filled here, and why. */
export const left: Record<string, string> = {
  setUp: 'Ends protected mode; what an administrator may be called is what a person may be called.',
  join: 'Needs a person who was invited; the name is that of updatePerson.',
  openLink: 'Takes a code, stores nothing.',
  signIn: 'Takes an address and a password, stores neither.',
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
