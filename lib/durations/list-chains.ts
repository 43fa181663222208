import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeTextCursor, encodeTextCursor } from '@/lib/http/cursor';
import type { ChainListQuery } from './filters';
import { readVersionChains } from './read-chains';
import type { ChainPageWire, DeliveryChainWire } from './schemas';
import { selectionOf } from './select';

const scope = 'chains';
/** So many versions, the last deployed, are compared by the length of their chains. */
const mostVersions = 1_000;

/**
 * Chains of the versions that were deployed in the window, longest first: the 1,000 that were deployed last are compared. Throws `invalid` for a
 * window that cannot be and a cursor of another list.
 */
export async function listChains(query: ChainListQuery, now = Date.now()): Promise<ChainPageWire> {
  const { serviceIds, environmentIds, from, to } = await selectionOf(query, now);
  const params = new Params();
  const { rows } = await pool().query<{ version_id: number }>(
    `SELECT e.version_id FROM event e
     WHERE e.kind = 'deployment' AND e.version_id IS NOT NULL AND e.phase <> 'planned'
       AND e.at >= ${params.add(new Date(from))} AND e.at < ${params.add(new Date(to))}
       ${serviceIds ? `AND e.service_id = ANY (${params.add(serviceIds)}::int[])` : ''}
       ${environmentIds ? `AND e.environment_id = ANY (${params.add(environmentIds)}::int[])` : ''}
     GROUP BY 1 ORDER BY max(e.at) DESC, 1 DESC LIMIT ${mostVersions}`,
    params.values,
  );
  const chains = await readVersionChains(
    rows.map(({ version_id }) => version_id),
    now,
  );
  const inside = await partsOfOthers([...chains.values()]);
  const ordered = [...chains.values()]
    .filter(({ id }) => !inside.has(id))
    .sort((a, b) => b.totalMs - a.totalMs || (a.id < b.id ? -1 : 1));
  const start = query.cursor ? Number(decodeTextCursor(query.cursor, scope)) || 0 : 0;
  const page = ordered.slice(start, start + query.limit);
  return {
    items: page.map(({ id, service, version, totalMs, ongoing, steps, links }) => {
      const slowest = links.toSorted((a, b) => b.durationMs - a.durationMs)[0];
      return {
        id,
        service,
        version,
        totalMs,
        ongoing,
        steps: steps.length,
        startedAt: steps[0]?.at ?? new Date(from).toISOString(),
        slowest: slowest ? { kind: slowest.kind, durationMs: slowest.durationMs } : null,
      };
    }),
    nextCursor:
      start + query.limit < ordered.length ? encodeTextCursor(String(start + query.limit), scope) : null,
  };
}

/** The first steps that follow from something outside of their chain, as a rollback does: the story is told by the chain that it follows from. */
async function partsOfOthers(chains: readonly DeliveryChainWire[]): Promise<Set<string>> {
  const { rows } = await pool().query<{ id: string; related_id: string }>(
    `SELECT id, related_id FROM event WHERE id = ANY ($1::uuid[]) AND related_id IS NOT NULL AND kind <> 'build'`,
    [chains.map(({ id }) => id)],
  );
  const above = new Map(rows.map(({ id, related_id }) => [id, related_id]));
  return new Set(
    chains.flatMap(({ id, steps }) => {
      const before = above.get(id);
      return before === undefined || steps.some((step) => step.id === before) ? [] : [id];
    }),
  );
}
