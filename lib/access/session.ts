import { pool } from '@/lib/db/pool';
import { log } from '@/lib/log';
import type { Caller, Grant } from './caller';
import { Fresh } from './fresh';
import { type Role, scopesOfRole } from './roles';
import { hashSecret } from './token-secret';

/** How long a session lasts after it was last used, and at most. */
export const sessionIdleMs = 14 * 86_400_000;
export const sessionMostMs = 90 * 86_400_000;

/**
 * The cookie of a session. Behind TLS it carries the prefix `__Host-`, by which browsers refuse one that another host, or a page
 * without TLS, has set.
 */
export const sessionCookieName = (secure: boolean): string =>
  secure ? '__Host-shiplog-session' : 'shiplog-session';

interface Row {
  session_id: string;
  last_seen_at: Date;
  id: string;
  name: string;
  email: string | null;
  role: Role;
  granted: { role: Role; environment: string }[];
}

const known = () =>
  Fresh.named<{ caller: Caller; seenAt: number } | null>('session', async (hash) => {
    const { rows } = await pool().query<Row>({
      name: 'load-session',
      text: `SELECT x.id AS session_id, x.last_seen_at, p.id, p.name, p.email, p.role,
               COALESCE((SELECT json_agg(json_build_object('role', g.role, 'environment', v.name_key))
                         FROM person_grant g JOIN environment v ON v.id = g.environment_id WHERE g.person_id = p.id), '[]') AS granted
             FROM session x JOIN person p ON p.id = x.person_id
             WHERE x.token_hash = $1 AND x.expires_at > now() AND p.status = 'active'`,
      values: [Buffer.from(hash, 'base64')],
    });
    const [row] = rows;
    return row ? { caller: callerOf(row), seenAt: row.last_seen_at.getTime() } : null;
  });

/** What a person may do: the role everywhere, and what was granted in single environments. */
export function grantsOfPerson(role: Role, granted: readonly { role: Role; environment: string }[]): Grant[] {
  return [
    { scopes: scopesOfRole(role), services: null, environments: null },
    ...granted.map((one) => ({
      scopes: scopesOfRole(one.role),
      services: null,
      environments: [one.environment],
    })),
  ];
}

function callerOf(row: Row): Caller {
  return {
    kind: 'person',
    id: row.id,
    name: row.name,
    via: 'session',
    grants: grantsOfPerson(row.role, row.granted),
    role: row.role,
    email: row.email,
    sessionId: row.session_id,
    verified: null,
    trackerEnums: null,
    ratePerMinute: null,
  };
}

/** Whose browser sends this cookie; null when the session is over or the person disabled. */
export async function sessionCaller(token: string): Promise<Caller | null> {
  const found = await known().get(hashSecret(token).toString('base64'));
  if (!found) return null;
  noteSessionUse(found.caller, found.seenAt);
  return found.caller;
}

/** Makes this process look again at every session: whoever ended one here does not have to wait. */
export const forgetSessions = (): void => known().forget();

const noteEveryMs = 10 * 60_000;
const noting = new Set<string>();

/** Lets a session that is used go on, written at most every ten minutes, behind the request. */
function noteSessionUse({ id, sessionId }: Caller, seenAt: number): void {
  if (sessionId === null || Date.now() - seenAt < noteEveryMs || noting.has(sessionId)) return;
  noting.add(sessionId);
  pool()
    .query(
      `WITH used AS (
         UPDATE session SET last_seen_at = now(),
           expires_at = least(created_at + $3 * interval '1 ms', now() + $2 * interval '1 ms') WHERE id = $1 AND expires_at > now())
       UPDATE person SET last_seen_at = now() WHERE id = $4`,
      [sessionId, sessionIdleMs, sessionMostMs, id],
    )
    .catch((error) => log().warn({ err: error }, 'the use of a session was not noted'))
    .finally(() => noting.delete(sessionId));
}
