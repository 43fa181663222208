import type { PoolClient } from 'pg';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { type KnownName, resolveEnvironments, resolveServices } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { requireRoom } from '@/lib/db/room';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import { newId } from '@/lib/ids';
import { nameKey } from '@/lib/names';
import type { RuleListQuery } from './filters';
import { type RuleWireRow, ruleWireColumns, toRuleWire } from './rule-row';
import { mostRules, type RuleBody, type RuleWire } from './rule-schemas';

/** The rules that deployments have to follow. They count from the moment they are saved. */

/** All rules that the query means, by kind and name. Rules for every service are also for the one that is asked for. */
export async function listRules(query: RuleListQuery = {}, now = Date.now()): Promise<RuleWire[]> {
  const key = (name: string | undefined) => (name === undefined ? null : nameKey(name));
  const { rows } = await pool().query<RuleWireRow>(
    `SELECT ${ruleWireColumns} FROM deployment_rule r
     WHERE ($1::rule_kind[] IS NULL OR r.kind = ANY ($1)) AND ($2::rule_mode[] IS NULL OR r.mode = ANY ($2))
       AND ($3::text IS NULL OR r.service_ids = '{}' OR EXISTS (SELECT FROM service s WHERE s.name_key = $3 AND s.id = ANY (r.service_ids)))
       AND ($4::text IS NULL OR r.environment_ids = '{}' OR EXISTS (SELECT FROM environment v WHERE v.name_key = $4 AND v.id = ANY (r.environment_ids)))
     ORDER BY r.kind, lower(r.name), r.id`,
    [
      query.kind?.length ? query.kind : null,
      query.mode?.length ? query.mode : null,
      key(query.service),
      key(query.environment),
    ],
  );
  return rows.map((row) => toRuleWire(row, now));
}

/** One rule. Throws `not_found`. */
export async function getRule(id: string, now = Date.now()): Promise<RuleWire> {
  const { rows } = await pool().query<RuleWireRow>(
    `SELECT ${ruleWireColumns} FROM deployment_rule r WHERE r.id = $1`,
    [uuid(id)],
  );
  if (!rows[0]) throw noSuchRule(id);
  return toRuleWire(rows[0], now);
}

/**
 * Makes a rule; services and environments that nobody has used yet are created. With an id that is there already it is that rule.
 * Throws `conflict` when there are too many.
 */
export async function createRule(
  body: RuleBody,
  actor: string,
  id = newId(),
  audit?: AuditTrail,
): Promise<RuleWire> {
  const columns = await columnsOf(body);
  await transaction(async (client) => {
    const { rowCount } = await client.query('SELECT FROM deployment_rule WHERE id = $1', [id]);
    if (rowCount) return;
    await requireRoom(client, 'deployment_rule', { most: mostRules, what: 'deployment rules' });
    await client.query(
      `INSERT INTO deployment_rule (name, kind, mode, reason, service_ids, environment_ids, config, id, created_by, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9) ON CONFLICT (id) DO NOTHING`,
      [...columns, id, actor],
    );
  });
  const made = await getRule(id);
  audit?.note({ subject: `rule:${made.id}`, after: made.rule });
  return made;
}

/**
 * Replaces a rule. One that says the same leaves the revision as it is. Throws `not_found`, and `stale_revision` where it has
 * another revision than the given one.
 */
export async function replaceRule(
  id: string,
  body: RuleBody,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<RuleWire> {
  // Before the transaction: names are created by a statement of their own.
  const columns = await columnsOf(body);
  await transaction(async (client) => {
    const before = await holdRule(client, id, revision);
    audit?.note({ subject: `rule:${id.toLowerCase()}`, ...changed(before, body) });
    await client.query(
      `UPDATE deployment_rule SET name = $1, kind = $2, mode = $3, reason = $4, service_ids = $5, environment_ids = $6, config = $7,
         updated_by = $9, updated_at = now(), revision = revision + 1
       WHERE id = $8 AND (name, kind, mode, reason, service_ids, environment_ids, config)
         IS DISTINCT FROM ($1::text, $2::rule_kind, $3::rule_mode, $4::text, $5::int[], $6::int[], $7::jsonb)`,
      [...columns, id, actor],
    );
  });
  return getRule(id);
}

/** Deletes a rule. What it stopped stays on record under its name. Throws `not_found` and `stale_revision`. */
export async function deleteRule(id: string, revision?: number, audit?: AuditTrail): Promise<void> {
  await transaction(async (client) => {
    const before = await holdRule(client, id, revision);
    audit?.note({ subject: `rule:${id.toLowerCase()}`, before, after: null });
    await client.query('DELETE FROM deployment_rule WHERE id = $1', [id]);
  });
}

/** Locks a rule and answers it as it stands. */
async function holdRule(client: PoolClient, id: string, expected: number | undefined): Promise<RuleBody> {
  const { rows } = await client.query<{ revision: number }>(
    'SELECT revision FROM deployment_rule WHERE id = $1 FOR UPDATE',
    [uuid(id)],
  );
  if (!rows[0]) throw noSuchRule(id);
  const { revision } = rows[0];
  if (expected !== undefined && expected !== revision)
    throw new DomainError('stale_revision', `The rule is at revision ${revision}, not ${expected}.`, {
      revision,
    });
  const { rows: whole } = await client.query<RuleWireRow>(
    `SELECT ${ruleWireColumns} FROM deployment_rule r WHERE r.id = $1`,
    [id],
  );
  return toRuleWire(whole[0] as RuleWireRow, Date.now()).rule;
}

const noSuchRule = (id: string) => new DomainError('not_found', `No rule ${id.slice(0, 60)} exists.`);

/** Null for what no id looks like: there is no such rule. */
const uuid = (id: string) => (isUuid(id) ? id : null);

/** The columns that a rule is saved in: name, kind, mode, reason, services, environments, and what only its kind has. */
async function columnsOf(body: RuleBody): Promise<unknown[]> {
  const { kind, name, mode, reason, services, environments, ...config } = body;
  return [
    name,
    kind,
    mode,
    reason,
    idsOf(await resolveServices(services), services),
    idsOf(await resolveEnvironments(environments), environments),
    JSON.stringify(config),
  ];
}

/** Each once, in the order in which they were written. */
function idsOf(known: ReadonlyMap<string, KnownName>, names: readonly string[]): number[] {
  return [...new Set(names.map((name) => (known.get(nameKey(name)) as KnownName).id))];
}
