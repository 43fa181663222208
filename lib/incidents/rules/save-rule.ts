import { isDeepStrictEqual } from 'node:util';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { requireRoom } from '@/lib/db/room';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { canonicalName, nameKey } from '@/lib/names';
import { mostRules, type RuleDraft, type RulePatch, type RuleWire } from '../rule-schemas';
import { forgetRules } from './cached-rules';
import { getRule, noSuchRule } from './find-rules';
import { type RuleWireRow, ruleWireColumns, toRuleWire } from './row';

/** Adds a rule. It decides about signals that are detected from now on. Throws `conflict` when there are too many. */
export async function createRule(draft: RuleDraft, actor: string, audit?: AuditTrail): Promise<RuleWire> {
  const id = await transaction(async (client) => {
    await requireRoom(client, 'detection_rule', { most: mostRules, what: 'detection rules' });
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO detection_rule (name, position, enabled, threshold, window_seconds, levels, services, environments, message_pattern,
         group_by, quiet_seconds, auto_resolve_seconds, reopen_seconds, created_by, updated_by)
       VALUES ($1, $2, $3, $4, $5, $6::text[]::event_level[], $7, $8, $9, $10, $11, $12, $13, $14, $14) RETURNING id`,
      [...valuesOf(draft), actor],
    );
    return (rows[0] as { id: number }).id;
  });
  forgetRules();
  const rule = await getRule(id);
  audit?.note({ subject: `detection-rule:${id}`, after: rule });
  return rule;
}

/**
 * Changes a rule: what is left out stays. It decides about signals that are detected from now on, and about loose ones near them; its
 * incidents stay as they are. A patch that changes nothing leaves the revision as it is. Throws `not_found` and `stale_revision`.
 */
export async function updateRule(
  id: number,
  patch: RulePatch,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<RuleWire> {
  await transaction(async (client) => {
    const { rows } = await client.query<RuleWireRow>(
      `SELECT ${ruleWireColumns} FROM detection_rule r WHERE r.id = $1 FOR UPDATE OF r`,
      [id],
    );
    if (!rows[0]) throw noSuchRule(id);
    const before = toRuleWire(rows[0]);
    requireRevision(before, revision);
    const after = { ...before, ...definedOf(patch) };
    audit?.note({ subject: `detection-rule:${id}`, ...changed(before, after) });
    if (isDeepStrictEqual(valuesOf(before), valuesOf(after))) return;
    await client.query(
      `UPDATE detection_rule SET name = $1, position = $2, enabled = $3, threshold = $4, window_seconds = $5,
         levels = $6::text[]::event_level[], services = $7, environments = $8, message_pattern = $9, group_by = $10, quiet_seconds = $11,
         auto_resolve_seconds = $12, reopen_seconds = $13, updated_by = $14, updated_at = now(), revision = revision + 1
       WHERE id = $15`,
      [...valuesOf(after), actor, id],
    );
  });
  forgetRules();
  return getRule(id);
}

/** Deletes a rule. Its incidents stay, and take no more signals. Throws `not_found` and `stale_revision`. */
export async function deleteRule(id: number, revision?: number, audit?: AuditTrail): Promise<void> {
  await transaction(async (client) => {
    const { rows } = await client.query<RuleWireRow>(
      `SELECT ${ruleWireColumns} FROM detection_rule r WHERE r.id = $1 FOR UPDATE OF r`,
      [id],
    );
    if (!rows[0]) throw noSuchRule(id);
    const before = toRuleWire(rows[0]);
    requireRevision(before, revision);
    audit?.note({ subject: `detection-rule:${id}`, before, after: null });
    await client.query('DELETE FROM detection_rule WHERE id = $1', [id]);
  });
  forgetRules();
}

function requireRevision(rule: { id: number; revision: number }, expected: number | undefined): void {
  if (expected === undefined || expected === rule.revision) return;
  throw new DomainError(
    'stale_revision',
    `Rule ${rule.id} is at revision ${rule.revision}, not ${expected}.`,
    {
      revision: rule.revision,
    },
  );
}

/** The columns that a rule is saved in, in order. */
function valuesOf(rule: RuleDraft): unknown[] {
  return [
    rule.name,
    rule.position,
    rule.enabled,
    rule.threshold,
    rule.windowSeconds,
    [...new Set(rule.levels)],
    namesOf(rule.services),
    namesOf(rule.environments),
    rule.messagePattern,
    rule.groupBy,
    rule.quietSeconds,
    rule.autoResolveSeconds,
    rule.reopenSeconds,
  ];
}

/** Each name once, in its first spelling. */
function namesOf(names: readonly string[]): string[] {
  const kept = new Map<string, string>();
  for (const name of names)
    if (nameKey(name) !== '' && !kept.has(nameKey(name))) kept.set(nameKey(name), canonicalName(name));
  return [...kept.values()];
}

/** What a patch says. */
export function definedOf(patch: RulePatch): Partial<RuleDraft> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}
