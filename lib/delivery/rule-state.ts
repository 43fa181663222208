import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { type DeliveryRule, type DeliveryRuleWire, deliveryRule } from './schemas';

interface Row {
  settings: unknown;
  revision: number;
  updated_at: Date;
  updated_by: string;
}

/** What is stored, completed by the defaults. A setting that is none any more gives way to its default. */
function toWire({ settings, revision, updated_at, updated_by }: Row): DeliveryRuleWire {
  const read = deliveryRule.safeParse(settings);
  return {
    rule: read.success ? read.data : deliveryRule.parse({}),
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

/** Replaces the rule. Throws `stale_revision` when it is no longer at the given revision. */
export async function changeDeliveryRule(
  rule: DeliveryRule,
  actor: string,
  revision?: number,
): Promise<DeliveryRuleWire> {
  const { rows } = await pool().query<Row>(
    `UPDATE delivery_rule SET settings = $1, revision = revision + 1, updated_at = now(), updated_by = $2
     WHERE id = 1 AND ($3::int IS NULL OR revision = $3) RETURNING settings, revision, updated_at, updated_by`,
    [JSON.stringify(rule), actor, revision ?? null],
  );
  if (rows[0]) return toWire(rows[0]);
  const now = await readDeliveryRule();
  throw new DomainError('stale_revision', `The rule is at revision ${now.revision}, not ${revision}.`, {
    revision: now.revision,
  });
}
