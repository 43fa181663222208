import type { Pool, PoolClient } from 'pg';
import { newId } from '@/lib/ids';
import { evaluatePreflight } from './evaluate';
import { readFacts, type Start } from './read-facts';
import type { PreflightWire } from './schemas';
import type { ReasonCode, RuleKind } from './vocabulary';

/**
 * Judges a start by what is known now. Whoever starts a deployment by it holds the place's turn (see `recordRun`), so that of two
 * the second sees the first.
 */
export async function checkStart(client: Pool | PoolClient, start: Start): Promise<PreflightWire> {
  const now = Date.now();
  const { facts, rules } = await readFacts(client, start, now);
  return evaluatePreflight(facts, rules, now);
}

const kindOf: Partial<Record<ReasonCode, RuleKind>> = {
  CONCURRENT_DEPLOYMENT: 'concurrency',
  NO_DEPLOY_WINDOW: 'window',
  FLOW_VIOLATION: 'order',
  INSUFFICIENT_SOAK_TIME: 'order',
  APPROVAL_REQUIRED: 'approval',
};

/**
 * Keeps what a start broke: one row for each reason that stems from a rule or a lock. A window that only opens soon is none. A rule
 * that was deleted meanwhile is kept by its name.
 */
export async function recordViolations(
  client: Pool | PoolClient,
  verdict: PreflightWire,
  about: {
    serviceId: number;
    environmentId: number;
    version: string | null;
    eventId: string | null;
    actor: string;
  },
): Promise<void> {
  const failed = new Set(verdict.rules.flatMap(({ id, outcome }) => (outcome === 'failed' ? [id] : [])));
  const broken = verdict.reasons.filter(({ rule, code }) =>
    rule === null ? code === 'LOCK_HELD' : failed.has(rule.id),
  );
  if (broken.length === 0) return;
  const rows = broken.map(({ rule, code, effect, message, details }) => ({
    id: newId(),
    rule_id: rule?.id ?? null,
    rule_name: rule?.name ?? 'Held lock',
    rule_kind: kindOf[code] ?? null,
    blocked: effect === 'block',
    code,
    message,
    details,
  }));
  await client.query(
    `INSERT INTO rule_violation (id, rule_id, rule_name, rule_kind, blocked, code, message, details, service_id, environment_id, version, event_id, actor)
     SELECT b.id, r.id, b.rule_name, b.rule_kind, b.blocked, b.code, b.message, b.details, $2, $3, $4, $5, $6
     FROM json_to_recordset($1) AS b(id uuid, rule_id uuid, rule_name text, rule_kind rule_kind, blocked boolean, code text, message text, details jsonb)
     LEFT JOIN deployment_rule r ON r.id = b.rule_id`,
    [
      JSON.stringify(rows),
      about.serviceId,
      about.environmentId,
      about.version ?? '',
      about.eventId,
      about.actor,
    ],
  );
}
