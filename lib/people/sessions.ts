import type { Caller } from '@/lib/access/caller';
import { forgetSessions } from '@/lib/access/session';
import { endSessionsOf } from '@/lib/access/session-create';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { selectPerson } from './row';
import type { SessionWire } from './schemas';

interface Row {
  id: string;
  provider: string;
  address: string;
  user_agent: string;
  created_at: Date;
  last_seen_at: Date;
  expires_at: Date;
}

/** One's own sessions, last used first. Whoever is no person has none. */
export async function listSessions(caller: Caller): Promise<SessionWire[]> {
  if (caller.kind !== 'person') return [];
  const { rows } = await pool().query<Row>(
    `SELECT id, provider, address, user_agent, created_at, last_seen_at, expires_at FROM session
     WHERE person_id = $1 AND expires_at > now() ORDER BY id = $2 DESC, last_seen_at DESC, id LIMIT 500`,
    [caller.id, caller.sessionId],
  );
  return rows.map((row) => ({
    id: row.id,
    current: row.id === caller.sessionId,
    signedInWith: row.provider,
    address: row.address,
    userAgent: row.user_agent,
    createdAt: row.created_at.toISOString(),
    lastSeenAt: row.last_seen_at.toISOString(),
    expiresAt: row.expires_at.toISOString(),
  }));
}

const uuid = /^[0-9a-f-]{36}$/i;

/** Ends one of one's own sessions. @throws DomainError `not_found` */
export async function endOwnSession(caller: Caller, id: string): Promise<void> {
  const ended =
    caller.kind === 'person' && uuid.test(id) ? await endSessionsOf(pool(), caller.id, { id }) : 0;
  if (ended === 0) throw new DomainError('not_found', 'None of your sessions has this id.');
  forgetSessions();
}

/** Ends one's own sessions. @returns how many there were */
export async function endOwnSessions(caller: Caller, keepCurrent: boolean): Promise<number> {
  if (caller.kind !== 'person') return 0;
  const ended = await endSessionsOf(pool(), caller.id, { except: keepCurrent ? caller.sessionId : null });
  forgetSessions();
  return ended;
}

/** Signs somebody out everywhere. @returns how many sessions ended. @throws DomainError `not_found` */
export async function signOutPerson(id: string): Promise<number> {
  await selectPerson(pool(), id);
  const ended = await endSessionsOf(pool(), id, { except: null });
  forgetSessions();
  return ended;
}
