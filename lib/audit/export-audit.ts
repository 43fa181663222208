import { toCsv } from '@/lib/csv';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { type EntryRow, entryColumns } from './chain';
import type { AuditFilters, exportFormats } from './filters';
import { auditConditions } from './row';

/** Entries that are in memory at a time. */
const chunk = 500;

/**
 * The entries that pass the filters, oldest first, up to the newest one when it begins. The next ones are read when somebody has taken
 * those before, so that an export of any length needs little memory.
 */
export function exportAudit(
  filters: AuditFilters,
  format: (typeof exportFormats)[number],
  signal: AbortSignal,
  now = Date.now(),
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const write = format === 'csv' ? writeCsv : writeLines;
  let last = 0;
  let end: number | undefined;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        if (end === undefined) {
          end = await newest();
          if (format === 'csv') controller.enqueue(encoder.encode(toCsv([header])));
        }
        const rows = signal.aborted ? [] : await entriesBetween(filters, last, end, now);
        const final = rows.at(-1);
        if (final) {
          last = final.id;
          controller.enqueue(encoder.encode(write(rows)));
        }
        if (rows.length < chunk) controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

async function newest(): Promise<number> {
  const { rows } = await pool().query<{ id: number }>('SELECT coalesce(max(id), 0) AS id FROM audit_entry');
  return (rows[0] as { id: number }).id;
}

async function entriesBetween(
  filters: AuditFilters,
  after: number,
  to: number,
  now: number,
): Promise<EntryRow[]> {
  const params = new Params();
  const conditions = [
    `id > ${params.add(after)}`,
    `id <= ${params.add(to)}`,
    ...auditConditions(filters, params, now),
  ];
  const { rows } = await pool().query<EntryRow>(
    `SELECT ${entryColumns} FROM audit_entry WHERE ${conditions.join(' AND ')} ORDER BY id LIMIT ${chunk}`,
    params.values,
  );
  return rows;
}

/** What the seal covers, with before and after to the letter. */
function writeLines(rows: readonly EntryRow[]): string {
  return rows
    .map(({ before, after, at, ...row }) => {
      const fields = JSON.stringify({ at: at.toISOString(), ...row });
      return `${fields.slice(0, -1)},"before":${before ?? 'null'},"after":${after ?? 'null'}}\n`;
    })
    .join('');
}

const header = [
  'id',
  'at',
  'outcome',
  'reason',
  'times',
  'caller kind',
  'caller id',
  'caller',
  'via',
  'address',
  'operation',
  'subject',
  'before',
  'after',
  'request id',
];

function writeCsv(rows: readonly EntryRow[]): string {
  return toCsv(
    rows.map((row) => [
      row.id,
      row.at.toISOString(),
      row.outcome,
      row.reason,
      row.times,
      row.caller_kind,
      row.caller_id,
      row.caller_name,
      row.via,
      row.address,
      row.operation,
      row.subject,
      row.before ?? '',
      row.after ?? '',
      row.request_id,
    ]),
  );
}
