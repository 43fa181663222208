import { pool } from '@/lib/db/pool';
import { linkedIncidents } from '@/lib/delivery/linked-incidents';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import { deliveryChain, type Guilt } from './delivery-chain';
import { wentBack } from './links-sql';
import type { DeliveryChainWire } from './schemas';
import { readSteps, type Step } from './steps';

/** Most steps of a chain. */
export const mostSteps = 500;

/**
 * The chain of an event: of the version that it, or what it goes back to through relations, is about; of an incident, the version that it is put down to.
 * Without any version it is what is related. Throws `not_found`.
 */
export async function readDeliveryChain(id: string, now = Date.now()): Promise<DeliveryChainWire> {
  const missing = new DomainError('not_found', `No event ${id} exists.`);
  if (!isUuid(id)) throw missing;
  const up = await wayUp(id);
  const own = up[0];
  if (!own) throw missing;
  // A build belongs to its version whatever it names; anything else to the version that its story began with.
  const began = own.kind === 'build' ? own : (up.at(-1) as Above);
  const versionId =
    began.version_id ??
    (await versionOfIncident(up.map(({ id: above }) => above))) ??
    up.findLast(({ version_id }) => version_id !== null)?.version_id ??
    null;
  if (versionId !== null) {
    const chain = (await readVersionChains([versionId], now)).get(versionId);
    if (chain?.steps.some((step) => step.id === id)) return chain;
  }
  const root = up.at(-1)?.id ?? id;
  return toChain([...((await below([root])).get(root) ?? [])], null, [], now);
}

interface Above {
  id: string;
  kind: string;
  version_id: number | null;
}

/** The event and what it follows from, nearest first. */
async function wayUp(id: string): Promise<Above[]> {
  const { rows } = await pool().query<Above>(
    `WITH RECURSIVE up AS (
       SELECT id, kind, version_id, related_id, 1 AS n FROM event WHERE id = $1
       UNION ALL SELECT p.id, p.kind, p.version_id, p.related_id, up.n + 1 FROM up JOIN event p ON p.id = up.related_id WHERE up.n < ${mostSteps})
     SELECT id, kind, version_id FROM up ORDER BY n`,
    [id],
  );
  return rows;
}

/** The version of the deployment that one of the incidents is put down to: what people confirmed, else what it is linked to by the window. */
async function versionOfIncident(eventIds: readonly string[]): Promise<number | null> {
  const { rows } = await pool().query<{ id: string; version_id: number }>(
    `SELECT e.id, e.version_id FROM incident i JOIN event e ON e.kind = 'deployment' AND e.version_id IS NOT NULL AND (
       EXISTS (SELECT FROM incident_verdict d WHERE d.incident_number = i.number AND d.event_id = e.id AND d.verdict = 'confirmed')
       OR (e.service_id = i.service_id AND e.at <= i.started_at AND e.at >= i.started_at - interval '8 days'))
     WHERE i.event_id = ANY ($1::uuid[]) AND i.merged_into IS NULL ORDER BY e.at DESC LIMIT 100`,
    [eventIds],
  );
  const linked = await linkedIncidents(rows.map(({ id }) => id));
  const guilty = rows.find(({ id }) => linked.get(id)?.some(({ eventId }) => eventIds.includes(eventId)));
  return guilty?.version_id ?? null;
}

/** The chains of versions, by version. */
export async function readVersionChains(
  versionIds: readonly number[],
  now: number,
): Promise<Map<number, DeliveryChainWire>> {
  const { rows } = await pool().query<{ id: string; version_id: number; kind: string }>(
    `SELECT e.id, e.version_id, e.kind FROM unnest($1::int[]) v(id) CROSS JOIN LATERAL (
       SELECT e.id, e.version_id, e.kind, e.at FROM event e WHERE e.version_id = v.id ORDER BY e.at, e.id LIMIT ${mostSteps}) e`,
    [versionIds],
  );
  const versionOf = new Map(rows.map(({ id, version_id }) => [id, version_id]));
  const guilt = new Map<number, Guilt[]>(versionIds.map((id) => [id, []]));
  const roots = new Map<number, string[]>(versionIds.map((id) => [id, []]));
  for (const { id, version_id } of rows) roots.get(version_id)?.push(id);
  const linked = await linkedIncidents(rows.filter(({ kind }) => kind === 'deployment').map(({ id }) => id));
  for (const [deploymentId, incidents] of linked) {
    const version = versionOf.get(deploymentId) as number;
    for (const { eventId } of incidents) {
      guilt.get(version)?.push({ deploymentId, incidentEventId: eventId });
      roots.get(version)?.push(eventId);
    }
  }
  const all = await below([...new Set([...roots.values()].flat())]);
  const members = new Map(
    [...roots].map(([version, ids]) => [
      version,
      [...new Set(ids.flatMap((id) => [...(all.get(id) ?? [])]))],
    ]),
  );
  const steps = await readSteps([...new Set([...members.values()].flat())], wentBack);
  return new Map(
    [...members].flatMap(([version, ids]) =>
      ids.length === 0 ? [] : [[version, chainOf(ids, steps, version, guilt.get(version) ?? [], now)]],
    ),
  );
}

/** Of each root itself and everything that follows from it, nearest first. */
async function below(roots: readonly string[]): Promise<Map<string, Set<string>>> {
  const { rows } = await pool().query<{ root: string; id: string }>(
    `WITH RECURSIVE down AS (
       SELECT id AS root, id FROM unnest($1::uuid[]) r(id)
       UNION SELECT d.root, c.id FROM down d JOIN event c ON c.related_id = d.id)
     SELECT root, id FROM down LIMIT 100000`,
    [roots],
  );
  const found = new Map<string, Set<string>>();
  for (const { root, id } of rows) {
    const members = found.get(root) ?? new Set();
    members.add(id);
    found.set(root, members);
  }
  return found;
}

async function toChain(
  ids: readonly string[],
  versionId: number | null,
  guilt: readonly Guilt[],
  now: number,
): Promise<DeliveryChainWire> {
  return chainOf(ids, await readSteps(ids, wentBack), versionId, guilt, now);
}

function chainOf(
  ids: readonly string[],
  known: ReadonlyMap<string, Step>,
  versionId: number | null,
  guilt: readonly Guilt[],
  now: number,
): DeliveryChainWire {
  const kept = ids.slice(0, mostSteps).flatMap((id) => known.get(id) ?? []);
  const chain = deliveryChain(kept, versionId, guilt, now);
  const own = kept.find((step) => step.versionId !== null && step.versionId === versionId) ?? kept[0];
  return {
    id: chain.steps[0]?.id ?? '',
    service: own?.service ?? '',
    version: versionId === null ? null : (own?.version ?? null),
    ...chain,
    truncated: ids.length > kept.length,
  };
}
