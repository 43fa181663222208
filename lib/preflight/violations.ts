import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import { nameKey } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';
import type { ViolationListQuery } from './filters';
import type { ViolationPageWire } from './operations';
import type { ViolationWire } from './rule-schemas';

interface ViolationRow extends Omit<ViolationWire, 'at'> {
  at: Date;
}

const cursorScope = 'rule-violations';

/** A page of what rules stopped or would have stopped, newest first. Throws `invalid` for a cursor of another list. */
export async function listViolations(
  query: ViolationListQuery,
  now = Date.now(),
): Promise<ViolationPageWire> {
  const { rule, service, environment, blocked, limit, cursor } = query;
  const params = new Params();
  const conditions: string[] = [];
  const named = (table: string, names: readonly string[]) =>
    `b.${table}_id = ANY (ARRAY(SELECT id FROM ${table} WHERE name_key = ANY (${params.add(names.map(nameKey))})))`;
  if (rule?.length) conditions.push(`b.rule_id = ANY (${params.add(rule)}::uuid[])`);
  if (service?.length) conditions.push(named('service', service));
  if (environment?.length) conditions.push(named('environment', environment));
  if (blocked !== undefined) conditions.push(`b.blocked = ${params.add(blocked)}`);
  const point = (text: string, edge: 'start' | 'end') =>
    params.add(new Date(parseTime(text, now, edge) as number));
  if (query.from !== undefined) conditions.push(`b.at >= ${point(query.from, 'start')}`);
  if (query.to !== undefined) conditions.push(`b.at < ${point(query.to, 'end')}`);
  if (cursor !== undefined) {
    const after = decodeCursor(cursor, cursorScope);
    conditions.push(`(b.at, b.id) < (${params.add(new Date(after.key))}, ${params.add(after.id)}::uuid)`);
  }
  const { rows } = await pool().query<ViolationRow>(
    `SELECT b.id, b.rule_id AS "ruleId", b.rule_name AS "ruleName", b.rule_kind AS kind, b.blocked, b.code, b.message, b.details,
       s.name AS service, v.name AS environment, b.version, b.event_id AS "eventId", b.actor, b.at
     FROM rule_violation b JOIN service s ON s.id = b.service_id JOIN environment v ON v.id = b.environment_id
     ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY b.at DESC, b.id DESC LIMIT ${params.add(limit + 1)}`,
    params.values,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => ({ ...row, at: row.at.toISOString() })),
    nextCursor:
      rows.length > limit && last ? encodeCursor({ key: last.at.getTime(), id: last.id }, cursorScope) : null,
  };
}
