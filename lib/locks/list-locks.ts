import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import type { LockListQuery } from './filters';
import { type ItemRow, itemColumns, toItemWire } from './find-locks';
import type { LockItemWire } from './schemas';
import { scopeConditions } from './where';

export interface LockPage {
  items: LockItemWire[];
  nextCursor: string | null;
}

const cursorScope = 'locks';

/** A page of locks, those claimed last first. Throws `invalid` for a cursor of another list. */
export async function listLocks(query: LockListQuery): Promise<LockPage> {
  const { limit, cursor } = query;
  const params = new Params();
  const conditions = [...scopeConditions(query, params), stateCondition(query.state ?? ['held'])];
  if (cursor) conditions.push(`l.id < ${params.add(decodeCursor(cursor, cursorScope).id)}::uuid`);
  const { rows } = await pool().query<ItemRow>(
    `SELECT ${itemColumns} FROM resource_lock l WHERE ${conditions.join(' AND ')}
     ORDER BY l.id DESC LIMIT ${params.add(limit + 1)}`,
    params.values,
  );
  const items = rows.slice(0, limit).map(toItemWire);
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > limit && last ? encodeCursor({ key: 0, id: last.id }, cursorScope) : null,
  };
}

/** What is over counts as ended, even while nobody has ended it yet. */
function stateCondition(states: readonly string[]): string {
  const conditions = {
    held: `(l.state = 'held' AND (l.expires_at IS NULL OR l.expires_at > clock_timestamp()))`,
    queued: `(l.state = 'queued' AND l.seen_until > clock_timestamp())`,
    ended: `(l.state = 'ended' OR (l.state = 'held' AND l.expires_at <= clock_timestamp()))`,
  };
  return `(${[...new Set(states)].map((state) => conditions[state as keyof typeof conditions]).join(' OR ')})`;
}
