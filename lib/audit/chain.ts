import { createHash } from 'node:crypto';

/** What is sealed, to the byte. docs/audit.md says the same for others who verify. Pure. */

/** A row of `audit_entry`, with the texts of its JSON as they are stored. */
export interface EntryRow {
  id: number;
  xid: number;
  at: Date;
  request_id: string;
  caller_kind: string;
  caller_id: string;
  caller_name: string;
  via: string;
  address: string;
  operation: string;
  outcome: string;
  reason: string;
  subject: string;
  before: string | null;
  after: string | null;
  times: number;
}

export const entryColumns = `id, xid, at, request_id, caller_kind, caller_id, caller_name, via, address, operation, outcome::text AS outcome,
  reason, subject, before::text AS before, after::text AS after, times`;

export const digestBytes = 32;

/** Before the first block. */
export const genesis: Buffer = Buffer.alloc(digestBytes);

/** The canonical JSON of an entry: an array of its fields in fixed order. */
export function canonicalEntry(entry: EntryRow): string {
  const about = JSON.stringify([
    'shiplog-audit-1',
    entry.id,
    entry.xid,
    entry.at.toISOString(),
    entry.request_id,
    entry.caller_kind,
    entry.caller_id,
    entry.caller_name,
    entry.via,
    entry.address,
    entry.operation,
    entry.outcome,
    entry.reason,
    entry.subject,
  ]);
  return `${about.slice(0, -1)},${entry.before ?? 'null'},${entry.after ?? 'null'},${entry.times}]`;
}

export function digestOf(entry: EntryRow): Buffer {
  return createHash('sha256').update(canonicalEntry(entry)).digest();
}

/**
 * {@link digestOf} as an expression over a row of `audit_entry`, so that sealing moves no entry out of the database. The texts that
 * PostgreSQL and JSON.stringify make of a text are the same ones: `chain.db.test.ts` holds them to it, and so does every verification,
 * which computes in Node what was sealed in the database.
 */
export const digestInSql = `sha256(convert_to(concat(
  '["shiplog-audit-1",', id, ',', xid, ',"', to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '",',
  ${[
    'request_id',
    'caller_kind',
    'caller_id',
    'caller_name',
    'via',
    'address',
    'operation',
    'outcome',
    'reason',
    'subject',
  ]
    .map((column) => `to_json(${column}), ','`)
    .join(', ')},
  coalesce(before::text, 'null'), ',', coalesce(after::text, 'null'), ',', times, ']'), 'UTF8'))`;

/** What a block's hash covers. */
export interface Sealed {
  number: number;
  previous: Buffer;
  /** All entries of transactions below this one are in this block or an earlier one. */
  horizon: number;
  sealedAt: Date;
  /** The digest of each entry by ascending id, one after the other. */
  digests: Buffer;
}

/** {@link hashOf} as an expression over these columns and expressions. */
export const hashInSql = ({ number, previous, horizon, sealedAt, digests }: Record<keyof Sealed, string>) =>
  `sha256(${previous} || int8send(${number}) || int8send(${horizon})
    || int8send((extract(epoch FROM ${sealedAt}) * 1000)::bigint) || ${digests})`;

/** SHA-256 over the previous hash, the number, the horizon and the time (8 bytes each, big-endian), and the digests. */
export function hashOf({ number, previous, horizon, sealedAt, digests }: Sealed): Buffer {
  const numbers = Buffer.alloc(24);
  numbers.writeBigUInt64BE(BigInt(number), 0);
  numbers.writeBigUInt64BE(BigInt(horizon), 8);
  numbers.writeBigUInt64BE(BigInt(sealedAt.getTime()), 16);
  return createHash('sha256').update(previous).update(numbers).update(digests).digest();
}
