import { pool } from '@/lib/db/pool';
import { log } from '@/lib/log';
import type { Caller } from './caller';
import { Fresh } from './fresh';
import type { GrantableScope } from './scopes';
import { hashSecret } from './token-secret';

interface Row {
  id: string;
  name: string;
  hint: string;
  scopes: GrantableScope[];
  services: string[] | null;
  environments: string[] | null;
  tracker_enums: 'guide' | 'proto' | null;
  rate_per_minute: number | null;
}

/** Names come as keys; a limit whose names are all gone allows nothing, never everything. */
export const limitColumns = (table: string) => `
  CASE WHEN ${table}.service_ids <> '{}' THEN ARRAY(SELECT s.name_key FROM service s WHERE s.id = ANY (${table}.service_ids)) END AS services,
  CASE WHEN ${table}.environment_ids <> '{}' THEN ARRAY(SELECT v.name_key FROM environment v WHERE v.id = ANY (${table}.environment_ids)) END AS environments`;

const known = () =>
  Fresh.named<Caller | null>('token', async (hash) => {
    const { rows } = await pool().query<Row>({
      name: 'load-token',
      text: `SELECT t.id, t.name, t.hint, t.scopes, t.tracker_enums, t.rate_per_minute, ${limitColumns('t')}
             FROM api_token t
             WHERE (t.hash = $1 OR (t.previous_hash = $1 AND t.previous_until > now()))
               AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > now())`,
      values: [Buffer.from(hash, 'base64')],
    });
    return rows[0] ? callerOf(rows[0]) : null;
  });

function callerOf(row: Row): Caller {
  return {
    kind: 'token',
    id: row.id,
    name: row.name,
    via: `slg_…${row.hint}`,
    grants: [{ scopes: row.scopes, services: row.services, environments: row.environments }],
    role: null,
    email: null,
    sessionId: null,
    verified: null,
    trackerEnums: row.tracker_enums,
    ratePerMinute: row.rate_per_minute,
  };
}

/** Who sends this token; null for one that is unknown, revoked or expired. */
export function tokenCaller(secret: string): Caller | null | Promise<Caller | null> {
  return known().get(hashSecret(secret).toString('base64'));
}

/** Whether this process has met a token before as one that is valid. */
export const isKnownToken = (secret: string): boolean =>
  Boolean(known().remembered(hashSecret(secret).toString('base64')));

/** Makes this process look again at every token: whoever revoked one here does not have to wait. */
export const forgetTokens = (): void => known().forget();

const noted = new Map<string, number>();
const noteEveryMs = 60_000;

/** Remembers that a token was used, at most once a minute, behind the request. */
export function noteTokenUse(id: string, address: string, now = Date.now()): void {
  if (now - (noted.get(id) ?? 0) < noteEveryMs) return;
  noted.set(id, now);
  pool()
    .query('UPDATE api_token SET last_used_at = now(), last_used_from = $2 WHERE id = $1', [id, address])
    .catch((error) => log().warn({ err: error }, 'the last use of a token was not noted'));
}
