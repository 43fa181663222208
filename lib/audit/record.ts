import { pool } from '@/lib/db/pool';
import type { AuditEntryInput } from './entry';

/** Writes an entry. Returns after the commit. */
export async function recordAudit(entry: AuditEntryInput): Promise<void> {
  await pool().query(
    `INSERT INTO audit_entry (request_id, caller_kind, caller_id, caller_name, via, address, operation, outcome, reason, subject, before, after, times)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      entry.requestId,
      entry.callerKind,
      entry.callerId,
      entry.callerName,
      entry.via,
      entry.address,
      entry.operation,
      entry.outcome,
      entry.reason ?? '',
      entry.subject ?? '',
      JSON.stringify(entry.before ?? null),
      JSON.stringify(entry.after ?? null),
      entry.times ?? 1,
    ],
  );
}

/** Notes an attempt that was denied, behind the answer. */
export function noteDenial(entry: AuditEntryInput): void {
  recordAudit(entry).catch(() => {});
}
