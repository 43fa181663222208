import type { Pool, PoolClient } from 'pg';
import { isConnectionError } from '@/lib/db/connection-error';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import { pokeFeed } from '@/lib/live/poke';
import { announceGrants } from './grants';
import { unknownLock } from './outcome';
import type { LockRow } from './row';

/**
 * Calls of the database's lock functions, which decide everything: see the migration that creates them. Each is one
 * statement and answers what became of it.
 */
export interface LockAnswer {
  outcome: string;
  /** The database's clock. */
  now: string;
  lock: LockRow | null;
  /** Of a call on a lock that is there: as it was when the call came. */
  before?: LockRow | null;
  /** Who is in the way. */
  obstacle?: LockRow | null;
  position?: number;
  /** Milliseconds of past terms. */
  holds?: number[];
  /** The term that a takeover ended. */
  former?: LockRow;
  /** Waiters that were granted by the way. */
  granted?: string[];
  /** A wider path whose waiter may be next. */
  wider?: string | null;
}

const functions = {
  acquire: 15,
  take_over: 9,
  move: 7,
  release: 5,
  renew: 3,
  leave: 3,
  verify: 2,
  promote: 1,
} as const;
type LockFunction = keyof typeof functions;

/** Functions that change the lock of their first argument. The row is the statement's own: it does not see what the function does. */
const tellsBefore: ReadonlySet<LockFunction> = new Set(['move', 'release', 'renew', 'leave']);

const statement = (name: LockFunction) => ({
  name: `lock-${name}`,
  text: `SELECT shiplog_lock_${name}(${Array.from({ length: functions[name] }, (_, i) => `$${i + 1}`).join(', ')}) AS answer${
    tellsBefore.has(name)
      ? ', (SELECT shiplog_lock_json(l) FROM resource_lock l WHERE l.id = $1) AS before'
      : ''
  }`,
});
const statements = Object.fromEntries(
  (Object.keys(functions) as LockFunction[]).map((name) => [name, statement(name)]),
) as Record<LockFunction, { name: string; text: string }>;

/** The statement of acquiring, for comparisons. */
export const acquireStatement = statements.acquire;
/** The statement of releasing, for comparisons. */
export const releaseStatement = statements.release;

/** Calls a function within a transaction of the caller's, who calls {@link settled} after the commit. */
export async function callWithin(
  client: PoolClient | Pool,
  name: LockFunction,
  values: readonly unknown[],
): Promise<LockAnswer> {
  const { rows } = await client.query<{ answer: LockAnswer; before?: LockRow | null }>({
    ...statements[name],
    values: [...values],
  });
  const { answer, before } = rows[0] as { answer: LockAnswer; before?: LockRow | null };
  return before === undefined ? answer : { ...answer, before };
}

/** Calls a function in a transaction of its own. Throws `unavailable` when the database does not answer. */
export async function callLock(name: LockFunction, values: readonly unknown[]): Promise<LockAnswer> {
  for (let attempt = 1; ; attempt++) {
    try {
      const answer = await callWithin(pool(), name, values);
      if (answer.outcome === 'retry' && attempt < 4) continue;
      if (name !== 'verify') await settled([answer]);
      return answer;
    } catch (error) {
      if (attempt < 4 && isDeadlock(error)) continue;
      throw asUnavailable(error);
    }
  }
}

/** Calls a function on the lock with this id. Throws `not_found` when there is none. */
export async function callOn(
  id: string,
  name: LockFunction,
  values: readonly unknown[] = [],
): Promise<LockAnswer> {
  if (!isUuid(id)) throw unknownLock(id);
  const answer = await callLock(name, [id, ...values]);
  if (answer.outcome === 'unknown') throw unknownLock(id);
  return answer;
}

/** What follows a commit: readers of the feed are woken, waiters told, and waiters for wider scopes granted. */
export async function settled(answers: readonly LockAnswer[]): Promise<void> {
  pokeFeed();
  for (const { granted, wider } of answers) {
    if (granted) announceGrants(granted);
    // If this fails, the sweep does it a moment later.
    if (typeof wider === 'string') await callLock('promote', [wider]).catch(() => {});
  }
}

const codeOf = (error: unknown) => (error as { code?: unknown }).code;

const isDeadlock = (error: unknown) => codeOf(error) === '40P01';

/**
 * A database that is gone, going, or so busy on this scope that a lock of it could not be had in time. What was asked may
 * have been done all the same; asking again with the same claim id, id or token finds out.
 */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof DomainError) return error;
  // A lock that was waited for too long, or a deadlock, is answered like a database that is away: ask again.
  const gone = isConnectionError(error) || ['55P03', '40P01'].includes(String(codeOf(error)));
  return gone
    ? new DomainError(
        'unavailable',
        'The database did not answer; whether it was done is not known. Ask again.',
      )
    : error;
}
