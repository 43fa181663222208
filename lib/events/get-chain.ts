import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { chainOf } from './chain';
import { findEvents, isUuid } from './find-events';
import type { ChainWire } from './timeline-operations';

/** Most events of a chain that are read. */
export const chainLimit = 500;

/**
 * The chain of related events that an event belongs to: up to its root, then everything that follows from there. Beyond
 * {@link chainLimit} events it is `truncated`: the way from the event to its root comes first, then what is nearest to the
 * root. Throws `not_found`.
 */
export async function getChain(id: string, now = Date.now()): Promise<ChainWire> {
  const { rows } = isUuid(id) ? await membersOf(id) : { rows: [] };
  if (rows.length === 0) throw new DomainError('not_found', `No event ${id} exists.`);
  const ids = new Set(rows.map((row) => row.id));
  const kept = [...ids].slice(0, chainLimit);
  const cutAbove = rows.some(({ above_limit }) => above_limit);
  return {
    ...chainOf(await findEvents({ ids: kept }), now),
    truncated: cutAbove || ids.size > kept.length,
  };
}

/** Ids of the way up, nearest first, then of everything below its top, level by level. */
function membersOf(id: string) {
  // The UNION of the way down drops what it has seen, so even a circle that somebody forced into the table comes to an end.
  return pool().query<{ id: string; above_limit: boolean }>(
    `WITH RECURSIVE
       up AS (SELECT id, related_id, 1 AS n FROM event WHERE id = $1
              UNION ALL SELECT p.id, p.related_id, up.n + 1 FROM up JOIN event p ON p.id = up.related_id WHERE up.n < $2),
       down AS ((SELECT id FROM up ORDER BY n DESC LIMIT 1)
                UNION SELECT c.id FROM down JOIN event c ON c.related_id = down.id)
     SELECT id, n = $2 AND related_id IS NOT NULL AS above_limit FROM up
     UNION ALL SELECT id, false FROM (SELECT id FROM down LIMIT $2 + 1) d`,
    [id, chainLimit],
  );
}
