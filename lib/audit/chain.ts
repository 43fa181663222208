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

/** SHA-256 over the previous hash, the number, the horizon and the time (8 bytes each, big-endian), and the digests. */
export function hashOf({ number, previous, horizon, sealedAt, digests }: Sealed): Buffer {
  const numbers = Buffer.alloc(24);
  numbers.writeBigUInt64BE(BigInt(number), 0);
  numbers.writeBigUInt64BE(BigInt(horizon), 8);
  numbers.writeBigUInt64BE(BigInt(sealedAt.getTime()), 16);
  return createHash('sha256').update(previous).update(numbers).update(digests).digest();
}
