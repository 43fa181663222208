import type { AuditTrail } from '@/lib/audit/entry';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import type { RuleBody, RuleWire } from '@/lib/preflight/rule-schemas';
import { getRule, replaceRule } from '@/lib/preflight/rules';
import type { RuleKind, RuleMode } from '@/lib/preflight/vocabulary';
import { parseTime } from '@/lib/time/expressions';
import { numberOf, uuidOf } from './ids';
import { kindOfType, mergeRule, type NamesOf } from './read-rule';
import {
  type RulePatch,
  type RuleType,
  ruleTypes,
  type VersionerRule,
  type VersionerViolation,
  type ViolationsQuery,
} from './rule-schemas';

const typeOfKind = Object.fromEntries(ruleTypes.map((type) => [kindOfType[type], type])) as Record<
  RuleKind,
  RuleType
>;
const modes: Record<RuleMode, VersionerRule['enforcement_mode']> = {
  enabled: 'block',
  report_only: 'report',
  disabled: 'disabled',
};

/** Changes a rule. Throws `not_found`, and `invalid` for what makes no rule. */
export async function changeRule(
  id: string,
  patch: RulePatch,
  actor: string,
  audit?: AuditTrail,
): Promise<VersionerRule> {
  const { before, rule } = await ruleAfter(id, patch);
  return writeRule(await replaceRule(id, rule, actor, before.revision, audit));
}

/** A rule as it stands, and as a patch would leave it. Throws as {@link changeRule} does. */
export async function ruleAfter(id: string, patch: RulePatch): Promise<{ before: RuleWire; rule: RuleBody }> {
  const before = await getRule(id);
  return { before, rule: mergeRule(before.rule, patch, await namesBehind(patch)) };
}

/** Looks up the names of all ids that a patch mentions. */
async function namesBehind(patch: RulePatch): Promise<NamesOf> {
  const lookUp = async (
    table: 'service' | 'environment',
    type: 'product' | 'environment',
    given: readonly string[],
  ) => {
    const ids = given.flatMap((text) => numberOf(type, text) ?? []);
    if (ids.length === 0) return new Map<number, string>();
    const { rows } = await pool().query<{ id: number; name: string }>(
      `SELECT id, name FROM ${table} WHERE id = ANY ($1::int[])`,
      [ids],
    );
    return new Map(rows.map((row) => [row.id, row.name]));
  };
  const products = await lookUp('service', 'product', patch.target_product_ids ?? []);
  const environments = await lookUp('environment', 'environment', [
    ...(patch.target_environments ?? []),
    ...[patch.source_environment, patch.target_environment].flatMap((name) => name ?? []),
  ]);
  return {
    product: (text) => products.get(numberOf('product', text) ?? Number.NaN) ?? text,
    environment: (text) => environments.get(numberOf('environment', text) ?? Number.NaN) ?? text,
  };
}

async function writeRule({ id, rule, createdAt, updatedAt }: RuleWire): Promise<VersionerRule> {
  const { rows } = await pool().query<{ id: number }>(
    'SELECT id FROM service WHERE name_key = ANY ($1) ORDER BY id',
    [rule.services.map(nameKey)],
  );
  const schedule = rule.kind === 'window' ? rule.schedule : null;
  return {
    id,
    name: rule.name,
    description: rule.reason,
    rule_type: typeOfKind[rule.kind],
    enforcement_mode: modes[rule.mode],
    enabled: rule.mode !== 'disabled',
    target_type: rule.services.length + rule.environments.length > 0 ? 'specific' : 'all',
    target_environments: rule.environments,
    target_product_ids: rows.map((row) => uuidOf('product', row.id)),
    schedule: schedule && {
      type: schedule.recurrence,
      timezone: schedule.zone,
      blocked_windows:
        schedule.recurrence === 'once'
          ? [{ day: null, start_time: schedule.startsAt, end_time: schedule.endsAt }]
          : (schedule.recurrence === 'daily' ? [null] : schedule.days.map(String)).map((day) => ({
              day,
              start_time: schedule.from,
              end_time: schedule.to,
            })),
    },
    source_environment: rule.kind === 'order' ? (rule.prerequisites[0] ?? null) : null,
    target_environment: rule.kind === 'order' ? (rule.environments[0] ?? null) : null,
    required_duration_minutes: rule.kind === 'order' ? rule.soakMinutes : null,
    required_approvals: rule.kind === 'approval' ? rule.count : null,
    approval_types: rule.kind === 'approval' ? rule.types : [],
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

interface ViolationRow {
  id: string;
  rule_id: string | null;
  rule_name: string;
  rule_kind: RuleKind | null;
  blocked: boolean;
  code: string;
  message: string;
  details: VersionerViolation['details'];
  service_id: number;
  service: string;
  environment_id: number;
  environment: string;
  version: string;
  event_id: string | null;
  at: Date;
}

/** What rules stopped, or would have stopped, newest first. */
export async function violationRows(query: ViolationsQuery): Promise<VersionerViolation[]> {
  const params = new Params();
  const now = Date.now();
  const conditions: string[] = [];
  const { rule, product, environment, type, start_date: from, end_date: to } = query;
  if (rule?.length) {
    const given = params.add(rule.map((text) => text.toLowerCase()));
    conditions.push(`(x.rule_id::text = ANY (${given}) OR lower(x.rule_name) = ANY (${given}))`);
  }
  if (product?.length) conditions.push(`s.name_key = ANY (${params.add(product.map(nameKey))})`);
  if (environment?.length) conditions.push(`v.name_key = ANY (${params.add(environment.map(nameKey))})`);
  if (type?.length) {
    conditions.push(`x.rule_kind = ANY (${params.add(type.map((word) => kindOfType[word]))}::rule_kind[])`);
  }
  if (from) conditions.push(`x.at >= ${params.add(new Date(parseTime(from, now) as number))}`);
  if (to) conditions.push(`x.at < ${params.add(new Date(parseTime(to, now, 'end') as number))}`);
  const { rows } = await pool().query<ViolationRow>(
    `SELECT x.id, x.rule_id, x.rule_name, x.rule_kind, x.blocked, x.code, x.message, x.details, x.service_id, s.name AS service,
            x.environment_id, v.name AS environment, x.version, x.event_id, x.at
     FROM rule_violation x JOIN service s ON s.id = x.service_id JOIN environment v ON v.id = x.environment_id
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY x.at DESC, x.id DESC LIMIT ${params.add(query.limit)}`,
    params.values,
  );
  return rows.map((row) => ({
    id: row.id,
    rule_id: row.rule_id,
    rule_name: row.rule_name,
    rule_type: row.rule_kind && typeOfKind[row.rule_kind],
    blocked: row.blocked,
    code: row.code,
    message: row.message,
    details: row.details,
    product_id: uuidOf('product', row.service_id),
    product_name: row.service,
    environment_id: uuidOf('environment', row.environment_id),
    environment_name: row.environment,
    version: row.version,
    deployment_id: row.event_id,
    created_at: row.at.toISOString(),
  }));
}
