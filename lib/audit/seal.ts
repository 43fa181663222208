import type { PoolClient } from 'pg';
import { transaction } from '@/lib/db/transaction';
import { digestInSql, type EntryRow, entryColumns, genesis, hashInSql } from './chain';

/** Entries of one block at most, so that neither sealing nor verifying needs much memory. */
const mostEntries = 2_000;
/** Transactions that are looked at first for the end of a block; more when they do not fill it. */
const firstReach = 1_024;

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
  for (let block = 0; ; block++) {
    const { entries, more } = await transaction(sealBlock);
    sealed += entries;
    if (!more) return sealed;
    // A long tail: without summaries each of its blocks would read all of it.
    if (block === 0) await summarizeAudit();
  }
}

/** @returns how many entries the block took, and whether there are more that are complete */
async function sealBlock(client: PoolClient): Promise<{ entries: number; more: boolean }> {
  const { rows: locks } = await client.query<{ mine: boolean }>(
    `SELECT pg_try_advisory_xact_lock(hashtextextended('shiplog.audit-seal', 0)) AS mine`,
  );
  if (!locks[0]?.mine) return { entries: 0, more: false };
  await readBySummaries(client);
  const head = await headOf(client);
  const { horizon, more } = await horizonAfter(client, head.horizon);
  if (horizon <= head.horizon) return { entries: 0, more };
  const { rows } = await client.query<{ entries: number }>({
    name: 'audit-seal',
    text: sealing,
    values: [head.number + 1, head.hash, head.horizon, horizon],
  });
  return { entries: rows[0]?.entries ?? 0, more };
}

/** Writes the block of what lies between two horizons, unless nothing does. */
const sealing = `
  WITH entry AS (SELECT id, ${digestInSql} AS digest FROM audit_entry WHERE xid >= $3 AND xid < $4),
  sealed AS (
    SELECT array_agg(id ORDER BY id) AS ids, string_agg(digest, ''::bytea ORDER BY id) AS digests,
           date_trunc('milliseconds', clock_timestamp()) AS at
    FROM entry HAVING count(*) > 0
  )
  INSERT INTO audit_block (number, previous, entry_ids, digests, horizon, hash, sealed_at)
  SELECT $1::bigint, $2::bytea, ids, digests, $4::bigint,
         ${hashInSql({ number: '$1::bigint', previous: '$2::bytea', horizon: '$4::bigint', sealedAt: 'at', digests: 'digests' })}, at
  FROM sealed
  RETURNING cardinality(entry_ids) AS entries`;

/**
 * Has this transaction read the log by its summaries. Until the table was analyzed for the first time the planner knows nothing of
 * how rows lie, and reads all of it instead.
 */
async function readBySummaries(client: PoolClient): Promise<void> {
  await client.query('SET LOCAL enable_seqscan = off');
}

/** The entries of the transactions from one number up to another one, by id. To be called in a transaction. */
export async function entriesBetween(client: PoolClient, from: number, to: number): Promise<EntryRow[]> {
  await readBySummaries(client);
  const { rows } = await client.query<EntryRow>({
    name: 'audit-between',
    text: `SELECT ${entryColumns} FROM audit_entry WHERE xid >= $1 AND xid < $2`,
    values: [from, to],
  });
  // Not in SQL, where an order by id tempts the planner into reading the whole log in that order.
  return rows.sort((a, b) => a.id - b.id);
}

/** How far can be sealed now, and no further than makes a block of bounded size. A transaction is never divided. */
async function horizonAfter(client: PoolClient, from: number): Promise<{ horizon: number; more: boolean }> {
  // Taken in a statement of its own, so that the next one sees everything below it.
  const { rows } = await client.query<{ horizon: number }>({
    name: 'audit-horizon',
    text: 'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint + audit_xid_offset() AS horizon',
  });
  const { horizon } = rows[0] as { horizon: number };
  // In steps that grow, so that a long tail is not counted again for each of its blocks.
  for (let reach = firstReach; ; reach *= 4) {
    const to = Math.min(from + reach, horizon);
    const { rows: writers } = await client.query<{ xid: number; entries: number }>({
      name: 'audit-writers',
      text: 'SELECT xid, count(*) AS entries FROM audit_entry WHERE xid >= $1 AND xid < $2 GROUP BY xid ORDER BY xid',
      values: [from, to],
    });
    let entries = 0;
    for (const [index, writer] of writers.entries()) {
      entries += writer.entries;
      if (entries > mostEntries) return { horizon: index === 0 ? writer.xid + 1 : writer.xid, more: true };
    }
    if (to >= horizon) return { horizon, more: false };
  }
}

/** The last block as it is stored. */
export async function headOf(client: Pick<PoolClient, 'query'>): Promise<Head> {
  const { rows } = await client.query<Head>(
    'SELECT number, hash, horizon FROM audit_block ORDER BY number DESC LIMIT 1',
  );
  return rows[0] ?? { number: 0, hash: genesis, horizon: 0 };
}

/**
 * Adds what was written since to the summaries that make up the indexes of the log. PostgreSQL does it while it vacuums, which may be
 * long after; until then every question reads all that is not summarized. Gives way where somebody works on the table.
 */
export async function summarizeAudit(): Promise<void> {
  try {
    await transaction(async (client) => {
      // Shorter than what the database waits before it ends an automatic vacuum that is in somebody's way.
      await client.query("SET LOCAL lock_timeout = '100ms'");
      await client.query(
        `SELECT brin_summarize_new_values('audit_entry_xid_at_idx'), brin_summarize_new_values('audit_entry_names_idx')`,
      );
    });
  } catch (error) {
    if ((error as { code?: string }).code !== lockNotAvailable) throw error;
  }
}

const lockNotAvailable = '55P03';
