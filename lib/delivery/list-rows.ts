import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import { deliveriesSql } from './deliveries-sql';
import type { DeliveryRowsQuery } from './filters';
import { readDeliveryRule } from './rule-state';
import type { DeliveryRowPageWire, DeliveryRowWire, Metric } from './schemas';
import { selectionOf } from './select';

/** Which deployments a figure counts. */
const counted: Record<Metric, string> = {
  frequency: 'd.arrived',
  leadTime: 'd.lead_ms IS NOT NULL',
  changeFailureRate: 'd.failed_change',
  recoveryTime: 'd.failed_change',
  reworkRate: 'd.rework',
};

interface Row {
  id: string;
  service: string;
  environment: string;
  version: string | null;
  at: Date;
  until: Date;
  owner: string;
  failed_change: boolean;
  why: DeliveryRowWire['why'];
  incident_number: number | null;
  lead_ms: number | null;
  recovered_at: Date | null;
  recovery_ms: number | null;
  rework: boolean;
}

/** The deployments behind a figure, last ended first: of a rate those that it counts. Throws `invalid` as `readDelivery` does. */
export async function listDeliveryRows(
  query: DeliveryRowsQuery,
  now = Date.now(),
): Promise<DeliveryRowPageWire> {
  const { rule } = await readDeliveryRule();
  const selection = await selectionOf(query, rule, now);
  const params = new Params();
  const relation = deliveriesSql(rule, selection, params);
  const scope = `delivery ${query.metric}`;
  const cursor = query.cursor ? decodeCursor(query.cursor, scope) : null;
  const after = cursor
    ? ` AND (d.until, d.id) < (${params.add(new Date(cursor.key))}::timestamptz, ${params.add(cursor.id)}::uuid)`
    : '';
  const { rows } = await pool().query<Row>(
    `${relation} SELECT d.*, s.name AS service, v.name AS environment, coalesce(w.name, e.version) AS version, e.owner
     FROM (SELECT * FROM delivery d WHERE ${counted[query.metric]}${after} ORDER BY d.until DESC, d.id DESC LIMIT ${params.add(query.limit + 1)}) d
     JOIN event e ON e.id = d.id JOIN service s ON s.id = d.service_id JOIN environment v ON v.id = d.environment_id
     LEFT JOIN version w ON w.id = d.version_id ORDER BY d.until DESC, d.id DESC`,
    params.values,
  );
  const page = rows.slice(0, query.limit);
  const last = page.at(-1);
  return {
    items: page.map(toWire),
    nextCursor:
      rows.length > query.limit && last
        ? encodeCursor({ key: last.until.getTime(), id: last.id }, scope)
        : null,
  };
}

const toWire = (row: Row): DeliveryRowWire => ({
  deploymentId: row.id,
  service: row.service,
  environment: row.environment,
  version: row.version,
  at: row.at.toISOString(),
  until: row.until.toISOString(),
  by: row.owner,
  failed: row.failed_change,
  why: row.why,
  incident: row.incident_number,
  leadMs: row.lead_ms,
  recoveredAt: row.recovered_at?.toISOString() ?? null,
  recoveryMs: row.recovery_ms,
  rework: row.rework,
});
