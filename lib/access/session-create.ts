import type { Pool, PoolClient } from 'pg';
import { config } from '@/lib/config';
import { newId } from '@/lib/ids';
import { cookieValue } from './cookies';
import { sessionCookieName, sessionIdleMs, sessionMostMs } from './session';
import { hashSecret, randomText } from './token-secret';

/** Begins and ends sessions. */

type Database = Pick<Pool | PoolClient, 'query'>;

export interface SessionStart {
  personId: string;
  /** `password`, or the name of a provider. */
  provider: string;
  address: string;
  userAgent: string;
  /** The cookie that the browser has sent: that session ends, so that nobody goes on with one they knew before. */
  replaces: string | undefined;
}

/** Begins a session. @returns what goes into the cookie, and nowhere else */
export async function createSession(db: Database, start: SessionStart): Promise<string> {
  const token = randomText(43);
  if (start.replaces) await endSession(db, start.replaces);
  await db.query(
    `INSERT INTO session (token_hash, id, person_id, provider, address, user_agent, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, now() + $7 * interval '1 ms')`,
    [
      hashSecret(token),
      newId(),
      start.personId,
      start.provider,
      start.address,
      start.userAgent.slice(0, 300),
      sessionIdleMs,
    ],
  );
  await db.query('UPDATE person SET last_seen_at = now() WHERE id = $1', [start.personId]);
  return token;
}

/** Ends the session of a cookie, if there is one. Forget sessions behind the commit. */
export async function endSession(db: Database, token: string): Promise<void> {
  await db.query('DELETE FROM session WHERE token_hash = $1', [hashSecret(token)]);
}

/** Ends sessions of a person: one by its id, or all but one. @returns how many there were */
export async function endSessionsOf(
  db: Database,
  personId: string,
  which: { id: string } | { except: string | null },
): Promise<number> {
  const { rowCount } =
    'id' in which
      ? await db.query('DELETE FROM session WHERE person_id = $1 AND id = $2', [personId, which.id])
      : await db.query('DELETE FROM session WHERE person_id = $1 AND id IS DISTINCT FROM $2', [
          personId,
          which.except,
        ]);
  return rowCount ?? 0;
}

/** The cookie of the session that a request carries. */
export const sentSession = (header: (name: string) => string | undefined): string | undefined =>
  cookieValue(header('cookie'), sessionCookieName(config().isSecure));

/** What the cookie says besides its value. The server decides how long a session lasts; the cookie only outlives it. */
export const sessionCookieOptions = () => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  path: '/',
  secure: config().isSecure,
});

/** `Set-Cookie` of a session that begins. */
export function sessionCookie(token: string): string {
  return cookie(token, Math.floor(sessionMostMs / 1000));
}

/** `Set-Cookie` of a session that is over. */
export function endedSessionCookie(): string {
  return cookie('', 0);
}

function cookie(value: string, maxAge: number): string {
  const { isSecure } = config();
  return `${sessionCookieName(isSecure)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`;
}
