import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import type { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { once } from '@/lib/runtime';
import { type DeliveryRule, type DeliveryRuleWire, deliveryRule } from './schemas';

interface Row {
  settings: unknown;
  revision: number;
  updated_at: Date;
  updated_by: string;
}

/** The rule that stored settings say, completed by the defaults. A setting that is none any more gives way to its default. */
function ruleOf(settings: unknown): DeliveryRule {
  const read = deliveryRule.safeParse(settings);
  return read.success ? read.data : deliveryRule.parse({});
}

function toWire({ settings, revision, updated_at, updated_by }: Row): DeliveryRuleWire {
  return {
    rule: ruleOf(settings),
    revision,
    updatedAt: updated_at.toISOString(),
    updatedBy: updated_by,
  };
}

/** How the metrics read what happened. */
export async function readDeliveryRule(): Promise<DeliveryRuleWire> {
  const { rows } = await pool().query<Row>(
    'SELECT settings, revision, updated_at, updated_by FROM delivery_rule WHERE id = 1',
  );
  return toWire(rows[0] as Row);
}

/** What this process saw last: the settings as the database writes them, and the rule they say. */
const lastSeen = () => once('delivery.rule', () => ({ settings: '{}', rule: ruleOf({}) }));

/**
 * The rows of a statement that is written by the rule, without a question for the rule before it: it is written by the rule that this process
 * saw last, and each row tells whether that still holds. If it does not, the statement runs again by the new one.
 * @param query gets the rule and a term that its rows answer as `rule_holds`. By no rule may it answer no rows where it does by another
 */
export async function rowsByRule<R extends { rule_holds: boolean }>(
  query: (rule: DeliveryRule, holds: (params: Params) => string) => Promise<R[]>,
): Promise<R[]> {
  for (;;) {
    const { rule, settings } = lastSeen();
    const rows = await query(
      rule,
      (params) => `(SELECT r.settings = ${params.add(settings)}::jsonb FROM delivery_rule r WHERE r.id = 1)`,
    );
    if (rows[0]?.rule_holds !== false) return rows;
    const { rows: stored } = await pool().query<{ settings: unknown; text: string }>(
      'SELECT settings, settings::text AS text FROM delivery_rule WHERE id = 1',
    );
    for (const { settings, text } of stored)
      Object.assign(lastSeen(), { settings: text, rule: ruleOf(settings) });
  }
}

/** Replaces the rule. Throws `stale_revision` when it is no longer at the given revision. */
export async function changeDeliveryRule(
  rule: DeliveryRule,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<DeliveryRuleWire> {
  const { rows } = await pool().query<Row & { former: unknown }>(
    `UPDATE delivery_rule r SET settings = $1, revision = r.revision + 1, updated_at = now(), updated_by = $2
     FROM (SELECT settings, revision FROM delivery_rule WHERE id = 1 FOR UPDATE) old
     WHERE r.id = 1 AND ($3::int IS NULL OR old.revision = $3)
     RETURNING r.settings, r.revision, r.updated_at, r.updated_by, old.settings AS former`,
    [JSON.stringify(rule), actor, revision ?? null],
  );
  if (rows[0]) {
    const changedRule = toWire(rows[0]);
    audit?.note({ subject: 'delivery-rule', ...changed(ruleOf(rows[0].former), changedRule.rule) });
    return changedRule;
  }
  const now = await readDeliveryRule();
  throw new DomainError('stale_revision', `The rule is at revision ${now.revision}, not ${revision}.`, {
    revision: now.revision,
  });
}
