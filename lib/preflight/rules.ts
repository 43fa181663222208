import type { Pool, PoolClient } from 'pg';
import { resolveEnvironments, resolveServices, withKnownNames } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import { nameKey } from '@/lib/names';
import type { RuleBody, RuleWire } from './rule-schemas';

/** Deployment rules as they are kept: common fields in columns, what only one kind has in `config`, by name. */

interface RuleRow {
  id: string;
  name: string;
  kind: RuleBody['kind'];
  mode: RuleBody['mode'];
  reason: string;
  config: Record<string, unknown>;
  services: string[];
  environments: string[];
  revision: number;
  violations: number;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
}

/** The select list of a rule over `deployment_rule r`. */
export const ruleColumns = `r.id, r.name, r.kind, r.mode, r.reason, r.config, r.revision, r.created_at, r.created_by, r.updated_at, r.updated_by,
  ARRAY(SELECT s.name FROM service s WHERE s.id = ANY (r.service_ids) ORDER BY s.name_key) AS services,
  ARRAY(SELECT v.name FROM environment v WHERE v.id = ANY (r.environment_ids) ORDER BY v.position, v.id) AS environments,
  (SELECT count(*)::int FROM rule_violation x WHERE x.rule_id = r.id AND x.at > now() - interval '30 days') AS violations`;

/** The rule of a row. */
export function toRule(row: RuleRow): RuleWire {
  const { name, kind, mode, reason, services, environments } = row;
  return {
    id: row.id,
    revision: row.revision,
    violations30d: row.violations,
    nextWindow: null,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
    // Checked when it was stored.
    rule: { ...row.config, kind, name, mode, reason, services, environments } as RuleBody,
  };
}

const noSuchRule = () => new DomainError('not_found', 'No such rule.');

/** One rule. Throws `not_found`. */
export async function getRule(id: string, client: Pool | PoolClient = pool()): Promise<RuleWire> {
  if (!isUuid(id)) throw noSuchRule();
  const { rows } = await client.query<RuleRow>(
    `SELECT ${ruleColumns} FROM deployment_rule r WHERE r.id = $1`,
    [id],
  );
  if (!rows[0]) throw noSuchRule();
  return toRule(rows[0]);
}

/** Replaces a rule by another one. Throws `not_found` and `stale_revision`. */
export async function replaceRule(
  id: string,
  rule: RuleBody,
  actor: string,
  revision?: number,
): Promise<RuleWire> {
  const { kind, name, mode, reason, services, environments, ...config } = rule;
  const before = await getRule(id);
  await withKnownNames(async () => {
    const serviceIds = await idsOf(resolveServices, services);
    const environmentIds = await idsOf(resolveEnvironments, environments);
    const { rowCount } = await pool().query(
      `UPDATE deployment_rule SET kind = $2, name = $3, mode = $4, reason = $5, service_ids = $6, environment_ids = $7, config = $8,
         revision = revision + 1, updated_at = now(), updated_by = $9
       WHERE id = $1 AND ($10::int IS NULL OR revision = $10)`,
      [
        id,
        kind,
        name,
        mode,
        reason,
        serviceIds,
        environmentIds,
        JSON.stringify(config),
        actor,
        revision ?? null,
      ],
    );
    if (rowCount === 0) {
      throw new DomainError(
        'stale_revision',
        `The rule is at revision ${before.revision}, not ${revision}.`,
        {
          revision: before.revision,
        },
      );
    }
  });
  return getRule(id);
}

async function idsOf(resolve: typeof resolveServices, names: readonly string[]): Promise<number[]> {
  const known = await resolve(names);
  return [...new Set(names.map((name) => known.get(nameKey(name))?.id as number))];
}
