import type { PoolClient } from 'pg';
import type { CiProvider } from '@/lib/access/ci/providers';
import type { RunScope } from '@/lib/access/grant-schemas';
import { limitNameColumns } from '@/lib/catalog/limit-ids';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import type { TrustRuleWire } from './schemas';

/** One trust rule as the SQL of this folder reads it. */
export interface TrustRuleRow {
  id: string;
  revision: number;
  name: string;
  enabled: boolean;
  provider: CiProvider;
  issuer: string;
  audience: string;
  claims: Record<string, string[]>;
  bound_to_address: boolean;
  scopes: RunScope[];
  services: string[];
  environments: string[];
  last_used_at: Date | null;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
}

/** The select list of {@link TrustRuleRow} over `trust_rule r`. */
export const trustRuleColumns = `r.id, r.revision, r.name, r.enabled, r.provider, r.issuer, r.audience, r.claims, r.bound_to_address,
  r.scopes, ${limitNameColumns('r')}, r.last_used_at, r.created_at, r.created_by, r.updated_at, r.updated_by`;

/** The wire form of a row. */
export function toTrustRuleWire(row: TrustRuleRow): TrustRuleWire {
  return {
    id: row.id,
    revision: row.revision,
    name: row.name,
    enabled: row.enabled,
    provider: row.provider,
    issuer: row.issuer,
    audience: row.audience,
    claims: row.claims,
    boundToAddress: row.bound_to_address,
    scopes: row.scopes,
    services: row.services,
    environments: row.environments,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}

/** A rule that nobody else changes until the transaction ends. Throws `not_found` and `stale_revision`. */
export async function holdTrustRule(
  client: PoolClient,
  id: string,
  expected: number | undefined,
): Promise<TrustRuleWire> {
  const { rows } = await client.query<TrustRuleRow>(
    `SELECT ${trustRuleColumns} FROM trust_rule r WHERE r.id = $1 FOR UPDATE`,
    [ruleId(id)],
  );
  const [row] = rows;
  if (!row) throw noSuchRule(id);
  if (expected !== undefined && expected !== row.revision)
    throw new DomainError('stale_revision', `The rule is at revision ${row.revision}, not ${expected}.`, {
      revision: row.revision,
    });
  return toTrustRuleWire(row);
}

/** Null for what no id looks like: there is no such rule. */
export const ruleId = (id: string) => (isUuid(id) ? id : null);

export const noSuchRule = (id: string) =>
  new DomainError('not_found', `No trust rule ${id.slice(0, 60)} exists.`);
