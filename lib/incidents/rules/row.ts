import type { Rule } from '../detection/match-rule';
import type { RuleWire } from '../rule-schemas';
import type { Grouping, SignalLevel } from '../vocabulary';

/** One rule as the SQL of this folder reads it. */
export interface RuleRow {
  id: number;
  name: string;
  position: number;
  enabled: boolean;
  threshold: number;
  window_seconds: number;
  levels: SignalLevel[];
  services: string[];
  environments: string[];
  message_pattern: string;
  group_by: Grouping;
  quiet_seconds: number;
  auto_resolve_seconds: number | null;
  reopen_seconds: number;
}

/** The select list of {@link RuleRow} over `detection_rule r`. */
export const ruleColumns = `r.id, r.name, r.position, r.enabled, r.threshold, r.window_seconds, r.levels::text[] AS levels,
  r.services, r.environments, r.message_pattern, r.group_by, r.quiet_seconds, r.auto_resolve_seconds, r.reopen_seconds`;

/** A row as rules are decided by. */
export function toRule(row: RuleRow): Rule & { levels: SignalLevel[] } {
  return {
    id: row.id,
    name: row.name,
    position: row.position,
    enabled: row.enabled,
    threshold: row.threshold,
    windowSeconds: row.window_seconds,
    levels: row.levels,
    services: row.services,
    environments: row.environments,
    messagePattern: row.message_pattern,
    groupBy: row.group_by,
    quietSeconds: row.quiet_seconds,
    autoResolveSeconds: row.auto_resolve_seconds,
    reopenSeconds: row.reopen_seconds,
  };
}

/** A row with what the wire has besides. */
export interface RuleWireRow extends RuleRow {
  active_incidents: number;
  revision: number;
  created_at: Date;
  created_by: string;
  updated_at: Date;
  updated_by: string;
}

/** The select list of {@link RuleWireRow} over `detection_rule r`. */
export const ruleWireColumns = `${ruleColumns}, r.revision, r.created_at, r.created_by, r.updated_at, r.updated_by,
  (SELECT count(*)::int FROM incident i WHERE i.rule_id = r.id AND i.status IN ('open', 'investigating')) AS active_incidents`;

/** The wire form of a row. */
export function toRuleWire(row: RuleWireRow): RuleWire {
  const { services, environments, ...rule } = toRule(row);
  return {
    ...rule,
    services: [...services],
    environments: [...environments],
    activeIncidents: row.active_incidents,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    updatedAt: row.updated_at.toISOString(),
    updatedBy: row.updated_by,
  };
}
