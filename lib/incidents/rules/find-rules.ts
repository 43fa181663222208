import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import type { RuleWire } from '../rule-schemas';
import { type RuleWireRow, ruleWireColumns, toRuleWire } from './row';

/** All rules, in the order in which they are tried. */
export async function listRules(): Promise<RuleWire[]> {
  const { rows } = await pool().query<RuleWireRow>(
    `SELECT ${ruleWireColumns} FROM detection_rule r ORDER BY r.position, r.id`,
  );
  return rows.map(toRuleWire);
}

/** One rule. Throws `not_found`. */
export async function getRule(id: number): Promise<RuleWire> {
  const { rows } = await pool().query<RuleWireRow>(
    `SELECT ${ruleWireColumns} FROM detection_rule r WHERE r.id = $1`,
    [id],
  );
  if (!rows[0]) throw noSuchRule(id);
  return toRuleWire(rows[0]);
}

/** The failure of every verb for an id that no rule has. */
export const noSuchRule = (id: number) => new DomainError('not_found', `No detection rule ${id} exists.`);
