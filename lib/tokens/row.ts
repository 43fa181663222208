import type { PoolClient } from 'pg';
import type { GrantableScope } from '@/lib/access/scopes';
import { limitNameColumns } from '@/lib/catalog/limit-ids';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import type { TokenState, TokenWire } from './schemas';

/** One token as the SQL of this folder reads it: never its hash. */
export interface TokenRow {
  id: string;
  revision: number;
  name: string;
  hint: string;
  state: TokenState;
  scopes: GrantableScope[];
  services: string[];
  environments: string[];
  expires_at: Date | null;
  tracker_enums: 'guide' | 'proto' | null;
  rate_per_minute: number | null;
  last_used_at: Date | null;
  last_used_from: string;
  rotated_at: Date | null;
  previous_until: Date | null;
  revoked_at: Date | null;
  revoked_by: string;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
}

const state = `CASE WHEN t.revoked_at IS NOT NULL THEN 'revoked' WHEN t.expires_at <= now() THEN 'expired' ELSE 'active' END`;

/** The select list of {@link TokenRow} over `api_token t`. The database's clock decides, as it does when a token is used. */
export const tokenColumns = `t.id, t.revision, t.name, t.hint, ${state} AS state, t.scopes, ${limitNameColumns('t')},
  t.expires_at, t.tracker_enums, t.rate_per_minute, t.last_used_at, t.last_used_from, t.rotated_at,
  CASE WHEN t.previous_until > now() AND t.revoked_at IS NULL THEN t.previous_until END AS previous_until,
  t.revoked_at, t.revoked_by, t.created_at, t.created_by, t.updated_at, t.updated_by`;

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** The wire form of a row. */
export function toTokenWire(row: TokenRow): TokenWire {
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    hint: row.hint,
    state: row.state,
    scopes: row.scopes,
    services: row.services,
    environments: row.environments,
    expiresAt: iso(row.expires_at),
    trackerEnums: row.tracker_enums,
    ratePerMinute: row.rate_per_minute,
    lastUsedAt: iso(row.last_used_at),
    lastUsedFrom: row.last_used_from,
    rotatedAt: iso(row.rotated_at),
    previousUntil: iso(row.previous_until),
    revokedAt: iso(row.revoked_at),
    revokedBy: row.revoked_by,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

/**
 * A token that nobody else changes until the transaction ends. Throws `not_found`, and `stale_revision` where it has another
 * revision than the expected one.
 */
export async function holdToken(client: PoolClient, id: string, expected?: number): Promise<TokenWire> {
  const { rows } = await client.query<TokenRow>(
    `SELECT ${tokenColumns} FROM api_token t WHERE t.id = $1 FOR UPDATE`,
    [tokenId(id)],
  );
  const [row] = rows;
  if (!row) throw noSuchToken(id);
  if (expected !== undefined && expected !== row.revision)
    throw new DomainError('stale_revision', `The token is at revision ${row.revision}, not ${expected}.`, {
      revision: row.revision,
    });
  return toTokenWire(row);
}

/** Throws `conflict` for a token that was revoked. */
export function refuseRevoked(token: TokenWire): void {
  if (token.state === 'revoked')
    throw new DomainError('conflict', `The token ${token.name} is revoked. Make a new one.`);
}

/** Null for what no id looks like: there is no such token. */
export const tokenId = (id: string) => (isUuid(id) ? id : null);

export const noSuchToken = (id: string) =>
  new DomainError('not_found', `No token ${id.slice(0, 60)} exists.`);
