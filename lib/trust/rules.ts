import { forgetTrustedRules } from '@/lib/access/ci/trusted-rules';
import { limitIds } from '@/lib/catalog/limit-ids';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { newId } from '@/lib/ids';
import {
  holdTrustRule,
  noSuchRule,
  ruleId,
  type TrustRuleRow,
  toTrustRuleWire,
  trustRuleColumns,
} from './row';
import type { TrustRuleBody, TrustRuleWire } from './schemas';

/** The rules by which CI runs are let in. A change counts here at once, in other processes within a second. */

/** All rules, by name. */
export async function listTrustRules(): Promise<TrustRuleWire[]> {
  const { rows } = await pool().query<TrustRuleRow>(
    `SELECT ${trustRuleColumns} FROM trust_rule r ORDER BY lower(r.name), r.id`,
  );
  return rows.map(toTrustRuleWire);
}

/** One rule. Throws `not_found`. */
export async function getTrustRule(id: string): Promise<TrustRuleWire> {
  const { rows } = await pool().query<TrustRuleRow>(
    `SELECT ${trustRuleColumns} FROM trust_rule r WHERE r.id = $1`,
    [ruleId(id)],
  );
  if (!rows[0]) throw noSuchRule(id);
  return toTrustRuleWire(rows[0]);
}

/** Makes a rule; services and environments that nobody has used yet are created. With an id that is there already it is that rule. */
export async function createTrustRule(
  body: TrustRuleBody,
  actor: string,
  id = newId(),
): Promise<TrustRuleWire> {
  await pool().query(
    `INSERT INTO trust_rule (name, enabled, provider, issuer, audience, claims, bound_to_address, scopes, service_ids, environment_ids,
       id, created_by, updated_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12) ON CONFLICT (id) DO NOTHING`,
    [...(await columnsOf(body)), id, actor],
  );
  forgetTrustedRules();
  return getTrustRule(id);
}

/** Replaces a rule. One that says the same leaves the revision as it is. Throws `not_found` and `stale_revision`. */
export async function replaceTrustRule(
  id: string,
  body: TrustRuleBody,
  actor: string,
  revision?: number,
): Promise<{ before: TrustRuleWire; after: TrustRuleWire }> {
  // Before the transaction: names are created by a statement of their own.
  const columns = await columnsOf(body);
  const before = await transaction(async (client) => {
    const rule = await holdTrustRule(client, id, revision);
    await client.query(
      `UPDATE trust_rule SET name = $1, enabled = $2, provider = $3, issuer = $4, audience = $5, claims = $6, bound_to_address = $7,
         scopes = $8, service_ids = $9, environment_ids = $10, updated_by = $12, updated_at = now(), revision = revision + 1
       WHERE id = $11 AND (name, enabled, provider, issuer, audience, claims, bound_to_address, scopes, service_ids, environment_ids)
         IS DISTINCT FROM ($1::text, $2::bool, $3::text, $4::text, $5::text, $6::jsonb, $7::bool, $8::text[], $9::int[], $10::int[])`,
      [...columns, id, actor],
    );
    return rule;
  });
  forgetTrustedRules();
  return { before, after: await getTrustRule(id) };
}

/** Deletes a rule. Throws `not_found` and `stale_revision`. */
export async function deleteTrustRule(id: string, revision?: number): Promise<TrustRuleWire> {
  const gone = await transaction(async (client) => {
    const rule = await holdTrustRule(client, id, revision);
    await client.query('DELETE FROM trust_rule WHERE id = $1', [id]);
    return rule;
  });
  forgetTrustedRules();
  return gone;
}

/** The columns that a rule is saved in, in the order of the statements above. */
async function columnsOf(body: TrustRuleBody): Promise<unknown[]> {
  const { services, environments } = await limitIds(body);
  return [
    body.name,
    body.enabled,
    body.provider,
    body.issuer,
    body.audience,
    JSON.stringify(body.claims),
    body.boundToAddress,
    body.scopes,
    services,
    environments,
  ];
}
