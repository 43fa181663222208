import type { PoolClient } from 'pg';
import { transaction } from '@/lib/db/transaction';
import { digestOf, type EntryRow, entryColumns, genesis, hashOf } from './chain';

/** Entries of one block at most, so that neither sealing nor verifying needs much memory. */
const mostEntries = 2_000;

/** The last link of the chain; number 0 with zeros before the first one. */
export interface Head {
  number: number;
  hash: Buffer;
  horizon: number;
}

/**
 * Seals what is complete into blocks. Any number of processes may do it; one of them does at a time, the others return at once.
 *
 * An entry can be sealed once its transaction's number is below that of every running transaction: then nothing can appear
 * between the entries that are seen. So the entries between the horizon of the last block and that of now are what is new, whatever the
 * order of their ids: a writer that commits late has a number above the horizon for as long as it runs, and is sealed afterwards.
 * @returns how many entries were sealed
 */
export async function sealAudit(): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await transaction(sealBlock);
    sealed += count;
    if (count < mostEntries) return sealed;
  }
}

async function sealBlock(client: PoolClient): Promise<number> {
  const { rows: locks } = await client.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('shiplog.audit-seal', 0)) AS mine`,
  );
  if (!locks[0]?.mine) return 0;
  const head = await headOf(client);
  const horizon = await horizonAfter(client, head.horizon);
  if (horizon <= head.horizon) return 0;
  const { rows: entries } = await client.query<EntryRow>({
    name: 'audit-to-seal',
    text: `SELECT ${entryColumns} FROM audit_entry WHERE xid >= $1 AND xid < $2 ORDER BY id`,
    values: [head.horizon, horizon],
  });
  if (entries.length === 0) return 0;
  const digests = Buffer.concat(entries.map(digestOf));
  const block = { number: head.number + 1, previous: head.hash, horizon, sealedAt: new Date(), digests };
  await client.query(
    `INSERT INTO audit_block (number, previous, entry_ids, digests, horizon, hash, sealed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      block.number,
      block.previous,
      entries.map(({ id }) => id),
      digests,
      horizon,
      hashOf(block),
      block.sealedAt,
    ],
  );
  return entries.length;
}

/** How far can be sealed now, and no further than makes a block of bounded size. */
async function horizonAfter(client: PoolClient, from: number): Promise<number> {
  // Taken in a statement of its own, so that the next one sees everything below it.
  const { rows } = await client.query<{ horizon: number }>({
    name: 'audit-horizon',
    text: 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + audit_xid_offset() AS horizon',
  });
  const { horizon } = rows[0] as { horizon: number };
  const { rows: beyond } = await client.query<{ first: number; xid: number }>({
    name: 'audit-block-end',
    text: `SELECT min(xid) AS first, max(xid) AS xid FROM (
             SELECT xid FROM audit_entry WHERE xid >= $1 AND xid < $2 ORDER BY xid LIMIT ${mostEntries + 1}) e HAVING count(*) > ${mostEntries}`,
    values: [from, horizon],
  });
  const end = beyond[0];
  if (!end) return horizon;
  // A transaction is never divided.
  return end.xid > end.first ? end.xid : end.first + 1;
}

/** The last block as it is stored. */
export async function headOf(client: Pick<PoolClient, 'query'>): Promise<Head> {
  const { rows } = await client.query<Head>(
    'SELECT number, hash, horizon FROM audit_block ORDER BY number DESC LIMIT 1',
  );
  return rows[0] ?? { number: 0, hash: genesis, horizon: 0 };
}
