import type { Operation } from '@/lib/http/operation';
import { productId } from './cases';
import { type Aimed, type Api, fresh, here, makeEvent, makeIncident, makeLock, makeRule } from './make';

/** A call that works of each operation that changes nothing about any place. */

/** What there is to be read. */
export async function makeWorld(api: Api) {
  const version = fresh('9.0');
  const deployment = { kind: 'deployment', status: 'success', version };
  const event = await makeEvent(api, here, deployment);
  const later = await makeEvent(api, here, { ...deployment, version: fresh('9.1') });
  const lock = await makeLock(api, here);
  const signal = await api('POST', '/api/v1/events', {
    service: here.service,
    level: 'ERROR',
    message: 'Disk full',
  });
  const [{ id: versionId }] = await api('GET', `/api/versioner/versions?product=${here.service}&limit=1`);
  const [{ id: environmentId }] = await api('GET', '/api/versioner/environments');
  const detection = { name: fresh('Rule'), threshold: 1000 };
  return {
    event,
    later,
    version,
    lock,
    signal: String(signal.id),
    versionId,
    environmentId,
    person: (await api('GET', '/api/v2/people')).items[0].id as string,
    productId: await productId(api, here.service),
    incident: await makeIncident(api, here),
    rule: await makeRule(api, here),
    detection,
    detectionId: String((await api('POST', '/api/v2/detection-rules', detection)).id),
  };
}
export type World = Awaited<ReturnType<typeof makeWorld>>;

/** The call; what is not said here has nothing in its path but what the world knows. */
export function readingCall({ id, path, examples }: Operation, world: World): Aimed {
  const call = calls[id]?.(world) ?? {};
  return { params: { ...paramsOf(path, world) }, query: textsOf(examples?.[0]?.query), acts: [], ...call };
}

const calls: Record<string, (world: World) => Partial<Aimed>> = {
  getVersion: ({ version }) => ({ params: { service: here.service, version } }),
  compareDeployments: ({ event, later }) => ({ query: { from: event, to: later } }),
  catalogGraph: () => ({ query: { root: here.service } }),
  getPerson: ({ person }) => ({ params: { id: person } }),
  getLock: ({ lock }) => ({ params: { id: lock.id } }),
  verifyLock: ({ lock }) => ({ params: { id: lock.id }, body: { token: lock.token } }),
  trackerGetLock: ({ lock }) => ({ params: { id: lock.id } }),
  getDeploymentRule: ({ rule }) => ({ params: { id: rule } }),
  getDetectionRule: ({ detectionId }) => ({ params: { id: detectionId } }),
  replayDetectionRule: ({ detection }) => ({ body: { rule: detection } }),
  replaySavedDetectionRule: ({ detectionId }) => ({ params: { id: detectionId }, body: {} }),
  preflightDeployment: () => ({ body: { service: here.service, environment: here.environment } }),
  getAuditEntry: () => ({ params: { id: '1' } }),
  verifyAudit: () => ({ body: {} }),
  trackerGetCatalog: () => ({ query: { name: here.service } }),
  versionerGetEnvironment: ({ environmentId }) => ({ params: { id: environmentId } }),
  versionerGetVersion: ({ versionId }) => ({ params: { id: versionId } }),
  versionerGetProduct: (world) => ({ params: { id: world.productId } }),
  trackerGetEventStats: () => ({ query: { start_date: '2026-01-01', end_date: '2026-12-31' } }),
  trackerGetEventStatsByMonth: () => ({ query: { start_date: '2026-01-01', end_date: '2026-12-31' } }),
};

function paramsOf(path: string, { event, incident, signal }: World): Record<string, string> {
  const known: Record<string, string> = {
    id: event,
    number: incident,
    name: here.service,
    event_id: signal,
    incident_id: incident,
  };
  return Object.fromEntries(
    [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, known[name] ?? event]),
  );
}

const textsOf = (query: Record<string, string | readonly string[]> = {}) =>
  Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat()[0] as string]));

/** Where there is nothing to be read on a fresh installation. */
export const mayBeMissing = new Set(['listHomerLinks']);
