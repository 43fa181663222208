import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import { parseTime } from '@/lib/time/expressions';
import type { LockHistoryQuery } from './filters';
import type { LockTermWire } from './operations';
import { type LockRow, toLockWire } from './row';
import { scopeConditions } from './where';

export interface LockHistoryPage {
  items: LockTermWire[];
  nextCursor: string | null;
}

/** Most waiters that are told of one term. */
const mostWaiters = 20;

const cursorScope = 'lock history';

interface TermRow {
  lock: LockRow;
  waited: {
    holder: string;
    queuedAt: string;
    waitedMs: number;
    outcome: LockTermWire['waited'][number]['outcome'];
  }[];
  now: Date;
}

/**
 * Terms, those that began last first: who had what, for how long, how it ended and who waited meanwhile. Those that go on are among them.
 * Throws `invalid` for a cursor of another list.
 */
export async function lockHistory(query: LockHistoryQuery, now = Date.now()): Promise<LockHistoryPage> {
  const { limit, cursor, endedAs, from, to } = query;
  const params = new Params();
  const conditions = ['l.granted_at IS NOT NULL', 'l.picked_up', ...scopeConditions(query, params)];
  if (endedAs?.length) conditions.push(`l.ended_as = ANY (${params.add(endedAs)}::lock_ending[])`);
  const instant = (text: string) => `${params.add(new Date(parseTime(text, now) ?? now))}::timestamptz`;
  if (from) conditions.push(`(l.ended_at IS NULL OR l.ended_at >= ${instant(from)})`);
  if (to) conditions.push(`l.granted_at < ${instant(to)}`);
  if (cursor) {
    const { key, id } = decodeCursor(cursor, cursorScope);
    conditions.push(
      `(l.granted_at, l.id) < (${params.add(new Date(key))}::timestamptz, ${params.add(id)}::uuid)`,
    );
  }
  const { rows } = await pool().query<TermRow>(
    `SELECT shiplog_lock_json(l.term) AS lock, shiplog_lock_now() AS now, coalesce(w.waited, '[]') AS waited
     FROM (SELECT l AS term, l.* FROM resource_lock l WHERE ${conditions.join(' AND ')}
           ORDER BY l.granted_at DESC, l.id DESC LIMIT ${params.add(limit + 1)}) l
     LEFT JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('holder', holder, 'queuedAt', queued_at, 'outcome', outcome, 'waitedMs', waited_ms) ORDER BY queued_at) AS waited
       FROM (
         SELECT w.holder, w.queued_at,
                CASE WHEN w.granted_at IS NOT NULL THEN 'granted' WHEN w.state = 'queued' THEN 'waiting' ELSE 'dropped' END AS outcome,
                round(extract(epoch FROM coalesce(w.granted_at, w.ended_at, clock_timestamp()) - w.queued_at) * 1000) AS waited_ms
         FROM resource_lock w
         WHERE w.queued_at IS NOT NULL AND w.id <> l.id
           AND (w.path = ANY (shiplog_lock_levels(l.path)) OR (w.path > l.path AND w.path < shiplog_lock_end(l.path)))
           AND w.queued_at <= coalesce(l.ended_at, clock_timestamp())
           AND coalesce(w.granted_at, w.ended_at, clock_timestamp()) >= l.granted_at
         ORDER BY w.queued_at LIMIT ${mostWaiters}
       ) waiters
     ) w ON true
     ORDER BY l.granted_at DESC, l.id DESC`,
    params.values,
  );
  const items = rows.slice(0, limit).map(toTerm);
  const last = items.at(-1);
  return {
    items,
    nextCursor:
      rows.length > limit && last?.acquiredAt
        ? encodeCursor({ key: Date.parse(last.acquiredAt), id: last.id }, cursorScope)
        : null,
  };
}

function toTerm({ lock, waited, now }: TermRow): LockTermWire {
  const wire = toLockWire(lock, now.getTime());
  const end = wire.endedAt === null ? now.getTime() : Date.parse(wire.endedAt);
  return {
    ...wire,
    heldMs: Math.max(0, end - Date.parse(wire.acquiredAt as string)),
    waited: waited.map((waiter) => ({ ...waiter, queuedAt: new Date(waiter.queuedAt).toISOString() })),
  };
}
