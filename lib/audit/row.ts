import type { Params } from '@/lib/db/params';
import { parseTime } from '@/lib/time/expressions';
import type { EntryRow } from './chain';
import type { AuditFilters } from './filters';
import type { AuditEntryWire } from './schemas';

/** From filters to SQL, from rows to the wire. Pure. */

const columns = {
  kind: 'caller_kind',
  operation: 'operation',
  outcome: 'outcome::text',
  subject: 'subject',
  address: 'address',
  requestId: 'request_id',
} as const;

/** The texts that are searched. */
const searched = `concat_ws(' ', caller_name, caller_id, operation, subject, reason, address, before::text, after::text)`;

/** The conditions of the filters over `audit_entry`. */
export function auditConditions(filters: AuditFilters, params: Params, now: number): string[] {
  const conditions: string[] = [];
  for (const [name, column] of Object.entries(columns) as [keyof typeof columns, string][]) {
    const values = filters[name];
    if (values && values.length > 0) conditions.push(`${column} = ANY (${params.add(values)}::text[])`);
  }
  if (filters.caller && filters.caller.length > 0) {
    const values = params.add(filters.caller);
    conditions.push(`(caller_id = ANY (${values}::text[]) OR caller_name = ANY (${values}::text[]))`);
  }
  const words = filters.q?.trim();
  if (words) conditions.push(`${searched} ILIKE ${params.add(`%${words.replaceAll(/[\\%_]/g, '\\$&')}%`)}`);
  const from = filters.from === undefined ? null : parseTime(filters.from, now);
  const to = filters.to === undefined ? null : parseTime(filters.to, now, 'end');
  if (from !== null) conditions.push(`at >= ${params.add(new Date(from))}::timestamptz`);
  if (to !== null) conditions.push(`at < ${params.add(new Date(to))}::timestamptz`);
  return conditions;
}

export function toWire(row: EntryRow, horizon: number): AuditEntryWire {
  return {
    id: row.id,
    at: row.at.toISOString(),
    requestId: row.request_id,
    caller: { kind: row.caller_kind, id: row.caller_id, name: row.caller_name, via: row.via },
    address: row.address,
    operation: row.operation,
    outcome: row.outcome as AuditEntryWire['outcome'],
    reason: row.reason,
    subject: row.subject,
    before: row.before === null ? null : JSON.parse(row.before),
    after: row.after === null ? null : JSON.parse(row.after),
    times: row.times,
    sealed: row.xid < horizon,
  };
}
