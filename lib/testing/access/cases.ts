import { everywhere, type Place } from '@/lib/access/place';
import { own } from './callers';
import {
  type Aimed,
  type Api,
  at,
  fresh,
  here,
  type MakeCall,
  makeEvent,
  makeIncident,
  makeLock,
  makeRule,
  makeSignals,
  named,
  ruleFor,
  say,
  type Target,
} from './make';

/** For each operation that changes something about services or environments: calls of it, and where they act. */

const byEvent: MakeCall = async (api, target) => ({
  params: { id: await makeEvent(api, target) },
  acts: [at(target)],
});
const byIncident =
  (body?: unknown): MakeCall =>
  async (api, target) => ({ params: { number: await makeIncident(api, target) }, body, acts: [at(target)] });
const withBody =
  (make: MakeCall, body: unknown): MakeCall =>
  async (api, target) => {
    const call = await make(api, target);
    return call && { ...call, body };
  };
const byLockId: MakeCall = async (api, target) => ({
  params: { id: (await makeLock(api, target)).id },
  acts: [at(target)],
});
const everywhereWith =
  (body: unknown): MakeCall =>
  (_, target) =>
    target === here ? { body, acts: [everywhere] } : null;

const post = (target: Target, more: object) => ({
  product_name: target.service,
  version: fresh('1.0'),
  source_system: 'test',
  ...more,
});
const deployment: MakeCall = (_, target) =>
  target.environment === null
    ? null
    : { body: post(target, { environment_name: target.environment, status: 'success' }), acts: [at(target)] };
const build: MakeCall = (_, target) => ({
  body: post(target, { status: 'completed' }),
  acts: [{ service: target.service }],
});
const preference = everywhereWith({ event_type: 'deployment.failed', channel_id: 'C024BE91L' });

export async function productId(api: Api, name: string): Promise<string> {
  const products: { id: string; name: string }[] = await api('GET', '/api/versioner/products?limit=500');
  return (products.find((product) => product.name === name) as { id: string }).id;
}

const link = () => ({ group: 'Runbooks', name: fresh('Link'), url: 'https://docs.example.com/x' });

const entry = ({ service }: Target): Place[] => [{ service, environment: null }];

/** By id of the operation; several where an operation acts in several ways. */
export const cases: Record<string, readonly MakeCall[]> = {
  createEvent: [
    (_, target) => ({ body: { kind: 'operation', title: 'New', ...named(target) }, acts: [at(target)] }),
    // What it is related to says where it is.
    async (api, target) => ({
      body: { kind: 'operation', title: 'Follows', relatedId: await makeEvent(api, target) },
      acts: [at(target)],
    }),
    async (api, target) => ({
      body: {
        kind: 'operation',
        title: 'Inherits an environment',
        service: own.service,
        relatedId: await makeEvent(api, target),
      },
      acts: [{ service: own.service, environment: target.environment }],
    }),
    (_, { service, environment }) => ({
      body: { kind: 'build', title: 'Build', service, ...(environment ? { environment } : {}) },
      acts: [environment ? { service, environment } : { service }],
    }),
  ],
  createEvents: [
    (_, target) => ({
      body: {
        events: [here, target].map((place) => ({ kind: 'drift', title: 'One of two', ...named(place) })),
      },
      acts: [at(here), at(target)],
    }),
  ],
  updateEvent: [
    withBody(byEvent, { message: 'Changed' }),
    // Away from here.
    async (api, target) => ({
      params: { id: await makeEvent(api, here) },
      body: { service: target.service, environment: target.environment },
      acts: [at(here), at(target)],
    }),
    // To here.
    async (api, target) => ({
      params: { id: await makeEvent(api, target) },
      body: { ...own },
      acts: [at(here), at(target)],
    }),
    // An event that was in no environment is not one that never had any.
    async (api, target) => ({
      params: { id: await makeEvent(api, target) },
      body: { kind: 'build' },
      acts: [at(target)],
    }),
  ],
  deleteEvent: [byEvent],
  commentOnEvent: [withBody(byEvent, { comment: 'Seen' })],

  createIncident: [
    (_, target) => ({ body: { title: fresh('Incident'), ...named(target) }, acts: [at(target)] }),
  ],
  updateIncident: [byIncident({ summary: 'Changed' })],
  acknowledgeIncident: [byIncident()],
  noteOnIncident: [byIncident({ text: 'Seen' })],
  moveIncident: [byIncident({ status: 'investigating' })],
  triageIncident: [byIncident()],
  mergeIncident: [
    async (api, target) => ({
      params: { number: await makeIncident(api, here) },
      body: { into: Number(await makeIncident(api, target)) },
      acts: [at(here), at(target)],
    }),
    async (api, target) => ({
      params: { number: await makeIncident(api, target) },
      body: { into: Number(await makeIncident(api, here)) },
      acts: [at(here), at(target)],
    }),
  ],
  splitIncident: [
    async (api, target) => {
      const { number, eventId } = await makeSignals(api, target);
      return { params: { number }, body: { eventIds: [eventId] }, acts: [at(target)] };
    },
  ],
  judgeSuspect: [
    async (api, target) => ({
      params: { number: await makeIncident(api, target), eventId: await makeEvent(api, here) },
      body: { verdict: 'cleared' },
      acts: [at(target)],
    }),
  ],

  changeEnvironment: [
    (_, { environment }) =>
      environment === null
        ? null
        : {
            params: { name: environment },
            body: { position: 70 },
            acts: [{ service: null, environment }],
          },
  ],
  approveVersion: [
    async (api, target) => {
      const version = fresh('2.0');
      await makeEvent(
        api,
        { ...target, environment: own.environment },
        { kind: 'deployment', status: 'success', version },
      );
      const { service, environment } = target;
      return {
        params: { service, version },
        body: { type: 'QA', ...(environment ? { environment } : {}) },
        acts: [at(target)],
      };
    },
  ],
  createDeploymentRule: [
    (_, target) => ({ body: ruleFor(target), acts: [at(target)] }),
    (_, target) => ({
      body: { ...ruleFor(target), services: [] },
      acts: [{ service: null, environment: target.environment }],
    }),
    // In whichever order they are named.
    ...[(names: string[]) => names, (names: string[]) => names.toReversed()].map(
      (ordered): MakeCall =>
        (_, target) => ({
          body: {
            ...ruleFor(target),
            services: ordered([own.service, target.service]),
            environments: [own.environment],
          },
          acts: [at(here), { service: target.service, environment: own.environment }],
        }),
    ),
  ],
  putDeploymentRule: [
    async (api, target) => ({
      params: { id: await makeRule(api, target) },
      body: ruleFor(here),
      acts: [at(target), at(here)],
    }),
    async (api, target) => ({
      params: { id: await makeRule(api, here) },
      body: ruleFor(target),
      acts: [at(target), at(here)],
    }),
  ],
  deleteDeploymentRule: [
    async (api, target) => ({ params: { id: await makeRule(api, target) }, acts: [at(target)] }),
  ],
  putDeliveryRule: [everywhereWith({ windowMinutes: 120 })],

  acquireLock: [
    (_, target) => ({ body: { ...named(target), resource: fresh('lock') }, acts: [at(target)] }),
    (_, { environment }) =>
      environment === null
        ? null
        : { body: { environment }, acts: [{ service: null, environment }], onlyRefusals: true },
    (_, target) =>
      target === here ? { body: { environment: '*' }, acts: [everywhere], onlyRefusals: true } : null,
    // The changelog of its event tells of a lock.
    async (api, target) => ({
      body: { ...own, resource: fresh('lock'), eventId: await makeEvent(api, target) },
      acts: [at(here), at(target)],
    }),
  ],
  releaseLock: [
    async (api, target) => {
      const { id, token } = await makeLock(api, target);
      return { params: { id }, body: { token }, acts: [at(target)] };
    },
  ],
  renewLock: [
    async (api, target) => {
      const { id, token } = await makeLock(api, target);
      return { params: { id }, body: { token }, acts: [at(target)] };
    },
  ],
  takeOverLock: [withBody(byLockId, { reason: 'Its holder is gone' })],

  importCatalog: [
    (_, target) => ({
      body: {
        yaml: [own.service, target.service]
          .map((name) =>
            [
              'apiVersion: backstage.io/v1alpha1',
              'kind: Component',
              `metadata: { name: ${name} }`,
              `spec: { type: service, lifecycle: production, owner: ${fresh('team')} }`,
            ].join('\n'),
          )
          .join('\n---\n'),
      },
      acts: [{ service: own.service, environment: null }, ...entry(target)],
    }),
  ],
  putCatalogEntry: [
    (_, target) => ({
      params: { name: target.service },
      body: { owner: fresh('team') },
      acts: entry(target),
    }),
  ],
  patchCatalogEntry: [
    (_, target) => ({
      params: { name: target.service },
      body: { owner: fresh('team') },
      acts: entry(target),
    }),
    // To say who depends on one is to say it of them.
    async (api, target) => {
      if (target.service === own.service) return null;
      await api('PATCH', `/api/v2/catalog/${own.service}`, { dependents: [] });
      return {
        params: { name: own.service },
        body: { dependents: [target.service] },
        acts: [{ service: own.service, environment: null }, ...entry(target)],
      };
    },
  ],
  deleteCatalogEntry: [
    async (api, target) => {
      await say(api, target.service);
      return { params: { name: target.service }, acts: entry(target) };
    },
  ],
  createQuickLink: [everywhereWith(link())],
  replaceQuickLink: [
    async (api, target) =>
      target === here
        ? { params: { id: (await api('POST', '/api/links', link())).id }, body: link(), acts: [everywhere] }
        : null,
  ],
  deleteQuickLink: [
    async (api, target) =>
      target === here
        ? { params: { id: (await api('POST', '/api/links', link())).id }, acts: [everywhere] }
        : null,
  ],

  trackerCreateEvent: [
    (_, target) => ({
      body: { title: 'New', attributes: { type: 'operation', ...named(target) } },
      acts: [at(target)],
    }),
    async (api, target) => ({
      body: { title: 'Follows', attributes: { type: 2, related_id: await makeEvent(api, target) } },
      acts: [at(target)],
    }),
  ],
  trackerUpdateEvent: [
    async (api, target) => ({
      body: { id: await makeEvent(api, target), attributes: { message: 'Changed' } },
      acts: [at(target)],
    }),
    async (api, target) => ({
      body: {
        id: await makeEvent(api, here),
        attributes: { service: target.service, environment: target.environment },
      },
      acts: [at(here), at(target)],
    }),
    async (api, target) => {
      const slackId = fresh('slack');
      await makeEvent(api, target, { slackId });
      return { body: { slackId, attributes: { message: 'Changed' } }, acts: [at(target)] };
    },
  ],
  trackerDeleteEvents: [
    byEvent,
    async (api, target) => {
      const slackId = fresh('slack');
      await makeEvent(api, target, { slackId });
      return { params: { id: '-' }, query: { slack_id: slackId }, acts: [at(target)] };
    },
  ],
  trackerAddChangelogEntry: [withBody(byEvent, { entry: { user: 'ann', comment: 'Seen' } })],
  trackerAddSlackId: [
    async (api, target) => ({
      params: { id: await makeEvent(api, target) },
      body: { slackId: fresh('slack') },
      acts: [at(target)],
    }),
  ],
  trackerCreateLock: [
    (_, target) => ({ body: { ...named(target), who: 'ann', resource: fresh('lock') }, acts: [at(target)] }),
  ],
  trackerUpdateLock: [
    withBody(byLockId, { who: 'bob' }),
    async (api, target) => ({
      params: { id: (await makeLock(api, here)).id },
      body: { ...named(target), resource: fresh('lock') },
      // What is left out stays.
      acts: [at(here), { service: target.service, environment: target.environment ?? own.environment }],
    }),
  ],
  trackerDeleteLock: [byLockId],
  trackerPostUnLock: [byLockId],
  trackerUnLock: [
    async (api, target) => ({ ...((await byLockId(api, target)) as Aimed), programsOnly: true }),
  ],
  trackerCreateUpdateCatalog: [
    (_, target) => ({
      body: { name: target.service, owner: fresh('team'), version: '1' },
      acts: entry(target),
    }),
  ],
  trackerDeleteCatalog: [
    async (api, target) => {
      await say(api, target.service);
      return { query: { name: target.service }, acts: entry(target) };
    },
  ],
  trackerUpdateDependencies: [
    async (api, target) => {
      await say(api, target.service);
      return {
        params: { name: target.service },
        body: { dependenciesOut: [fresh('needed')] },
        acts: entry(target),
      };
    },
    async (api, target) => {
      if (target.service === own.service) return null;
      await say(api, own.service);
      await say(api, target.service);
      await api('PATCH', `/api/v2/catalog/${own.service}`, { dependents: [] });
      return {
        params: { name: own.service },
        body: { dependenciesIn: [target.service] },
        acts: [{ service: own.service, environment: null }, ...entry(target)],
      };
    },
  ],
  trackerUpdateVersions: [
    async (api, target) => {
      await say(api, target.service);
      return { params: { name: target.service }, body: { latestVersion: fresh('3.0') }, acts: entry(target) };
    },
  ],

  versionerDeploymentEvent: [deployment],
  versionerDeploymentEventBelow: [deployment],
  versionerBuildEvent: [build],
  versionerBuildEventBelow: [build],
  versionerVersionEvent: [build],
  versionerVersionEventBelow: [build],
  versionerCreatePreference: [preference],
  versionerCreatePreferenceBelow: [preference],
  versionerCreateProduct: [
    (_, target) => {
      const name = target === here ? own.service : fresh('product');
      return { body: { name }, acts: [{ service: name, environment: null }], inVain: target === here };
    },
  ],
  versionerChangeProduct: [
    async (api, target) => ({
      params: { id: await productId(api, target.service) },
      body: { owner: fresh('team') },
      acts: entry(target),
    }),
  ],
  versionerDeleteProduct: [
    async (api, target) => {
      await say(api, target.service);
      return {
        params: { id: await productId(api, target.service) },
        acts: [{ service: target.service, environment: null }],
      };
    },
  ],
  versionerChangeRule: [
    async (api, target) => ({
      params: { id: await makeRule(api, target) },
      body: { description: fresh('Why') },
      acts: [at(target)],
    }),
    async (api, target) => ({
      params: { id: await makeRule(api, here) },
      body: {
        target_product_ids: [await productId(api, target.service)],
        target_environments: target.environment ? [target.environment] : [],
      },
      acts: [at(here), at(target)],
    }),
  ],

  createOpsAssistEvent: [
    (_, { service }) => ({
      body: { service, level: 'ERROR', message: 'Out of memory' },
      acts: [{ service, environment: null }],
    }),
  ],
  analyzeOpsAssistIncident: [
    async (api, target) => ({ params: { incident_id: await makeIncident(api, target) }, acts: [at(target)] }),
  ],
  moveOpsAssistIncident: [
    async (api, target) => ({
      params: { incident_id: await makeIncident(api, target) },
      body: { status: 'investigating' },
      acts: [at(target)],
    }),
  ],
};
