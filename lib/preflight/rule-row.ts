import type { RuleBody, RuleWire } from './rule-schemas';
import { nextWindow } from './schedule';
import type { RuleKind, RuleMode } from './vocabulary';

/** One rule as the SQL of this folder reads it. */
export interface RuleRow {
  id: string;
  name: string;
  kind: RuleKind;
  mode: RuleMode;
  reason: string;
  services: string[];
  environments: string[];
  /** What only rules of its kind have. */
  config: object;
}

/** A service that is gone keeps its place under its number: a rule for it must not become one for all. */
const names = (table: string, ids: string) =>
  `ARRAY(SELECT coalesce(n.name, '#' || i.id) FROM unnest(${ids}) WITH ORDINALITY AS i(id, place)
         LEFT JOIN ${table} n ON n.id = i.id ORDER BY i.place)`;

/** The select list of {@link RuleRow} over `deployment_rule r`. */
export const ruleRowColumns = `r.id, r.name, r.kind, r.mode, r.reason, r.config,
  ${names('service', 'r.service_ids')} AS services, ${names('environment', 'r.environment_ids')} AS environments`;

/** A row as rules are judged by. What is stored went through the schema when it was saved. */
export function ruleOf({ name, kind, mode, reason, services, environments, config }: RuleRow): RuleBody {
  return { kind, name, mode, reason, services, environments, ...config } as RuleBody;
}

/** A row with what the wire has besides. */
export interface RuleWireRow extends RuleRow {
  revision: number;
  violations: number;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
}

/** The select list of {@link RuleWireRow} over `deployment_rule r`. */
export const ruleWireColumns = `${ruleRowColumns}, r.revision, r.created_at, r.created_by, r.updated_at, r.updated_by,
  (SELECT count(*)::int FROM rule_violation b WHERE b.rule_id = r.id AND b.at > now() - interval '30 days') AS violations`;

/** The wire form of a row. `now` is milliseconds since the epoch. */
export function toRuleWire(row: RuleWireRow, now: number): RuleWire {
  const rule = ruleOf(row);
  const next = rule.kind === 'window' ? nextWindow(rule.schedule, now) : null;
  return {
    id: row.id,
    revision: row.revision,
    rule,
    violations30d: row.violations,
    nextWindow: next && {
      startsAt: new Date(next.startsAt).toISOString(),
      endsAt: new Date(next.endsAt).toISOString(),
    },
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}
