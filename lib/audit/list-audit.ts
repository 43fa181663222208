import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { decodeTextCursor, encodeTextCursor } from '@/lib/http/cursor';
import { type EntryRow, entryColumns } from './chain';
import type { AuditListQuery } from './filters';
import { auditConditions, toWire } from './row';
import type { AuditEntryWire, AuditPageWire, AuditStatusWire } from './schemas';
import { headOf } from './seal';

/** One page, newest first. Throws `invalid` for a cursor of another list. */
export async function listAudit(query: AuditListQuery, now = Date.now()): Promise<AuditPageWire> {
  const params = new Params();
  const conditions = auditConditions(query, params, now);
  if (query.cursor) conditions.push(`id < ${params.add(Number(decodeTextCursor(query.cursor, scope)))}`);
  const { rows } = await pool().query<EntryRow>(
    `SELECT ${entryColumns} FROM audit_entry ${conditions.length > 0 ? `WHERE ${conditions.join(' AND ')}` : ''}
     ORDER BY id DESC LIMIT ${query.limit + 1}`,
    params.values,
  );
  const { horizon } = await headOf(pool());
  const items = rows.slice(0, query.limit).map((row) => toWire(row, horizon));
  const last = items.at(-1);
  return {
    items,
    nextCursor: rows.length > query.limit && last ? encodeTextCursor(String(last.id), scope) : null,
  };
}

const scope = 'audit';

/** One entry by its id, as the address says it. Throws `not_found`. */
export async function getAuditEntry(id: string): Promise<AuditEntryWire> {
  const { rows } = /^\d{1,15}$/.test(id)
    ? await pool().query<EntryRow>(`SELECT ${entryColumns} FROM audit_entry WHERE id = $1`, [id])
    : { rows: [] };
  if (!rows[0]) throw new DomainError('not_found', `The audit log has no entry ${id}.`);
  const { horizon } = await headOf(pool());
  return toWire(rows[0], horizon);
}

/** How far the log is sealed. */
export async function readAuditStatus(): Promise<AuditStatusWire> {
  const { rows } = await pool().query<{
    number: number | null;
    hash: Buffer;
    sealed_at: Date;
    unsealed: number;
  }>(
    `SELECT b.number, b.hash, b.sealed_at,
            (SELECT count(*) FROM audit_entry WHERE xid >= coalesce(b.horizon, 0)) AS unsealed
     FROM (SELECT 1) one LEFT JOIN LATERAL (SELECT * FROM audit_block ORDER BY number DESC LIMIT 1) b ON true`,
  );
  const { number, hash, sealed_at, unsealed } = rows[0] as (typeof rows)[number];
  return {
    head: number === null ? null : { number, hash: hash.toString('hex'), sealedAt: sealed_at.toISOString() },
    unsealed,
  };
}
