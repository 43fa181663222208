import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { digestBytes, digestOf, type EntryRow, genesis, hashOf } from './chain';
import { entriesBetween, headOf } from './seal';

/** Where the log is not what was sealed. */
export interface AuditFault {
  /** `changed`, `removed` and `inserted` are about an entry, the others about a block; `cut` about the end of the chain. */
  kind: 'changed' | 'removed' | 'inserted' | 'reordered' | 'block_missing' | 'block_forged' | 'cut';
  /** The number of the block where it shows. */
  block: number;
  /** The id of the entry, where it is about one. */
  entry: number | null;
  message: string;
}

export interface Verification {
  /** The first place where something is wrong; null when everything is as it was sealed. */
  fault: AuditFault | null;
  blocks: number;
  entries: number;
  /** Entries that are not sealed yet. */
  unsealed: number;
  /** The last block that was found right. */
  head: { number: number; hash: string };
  /** Whether the end of the chain was reached, or the bound before it. */
  complete: boolean;
}

export interface VerifyOptions {
  /** The hash of a block that was seen earlier: the chain must still hold it. Hexadecimal. */
  expect?: string | undefined;
  /** Goes on behind this block, whose hash is taken for true. */
  after?: number | undefined;
  /** Ends behind this many entries. */
  mostEntries?: number | undefined;
  /** Told now and then how far it has come. */
  progress?: ((block: number, of: number) => void) | undefined;
}

interface BlockRow {
  number: number;
  previous: Buffer;
  entry_ids: number[];
  digests: Buffer;
  horizon: number;
  hash: Buffer;
  sealed_at: Date;
}

/** Entries that are held in memory at a time, roughly. */
const chunkEntries = 5_000;
const chunkBlocks = 100;

/**
 * Recomputes the chain from the stored entries, a chunk at a time, up to the head that there is when it begins. Tells the first place
 * that is not as it was sealed: an entry changed, removed, put elsewhere or inserted later, a block missing or forged, and with
 * `expect` an end that was cut off.
 */
export async function verifyAudit(options: VerifyOptions = {}): Promise<Verification> {
  const { expect, after = 0, mostEntries = Number.POSITIVE_INFINITY, progress } = options;
  const target = await headOf(pool());
  const result: Verification = {
    fault: null,
    blocks: 0,
    entries: 0,
    unsealed: 0,
    head: { number: 0, hash: genesis.toString('hex') },
    complete: false,
  };
  let last = await blockBefore(after);
  let seen = expect === undefined || same(last.hash, expect);
  while (!result.fault && last.number < target.number && result.entries < mostEntries) {
    const blocks = await blocksAfter(last.number);
    if (blocks.length === 0) break;
    const entries = await entriesUpTo(last.horizon, (blocks.at(-1) as BlockRow).horizon);
    for (const block of blocks) {
      result.fault = faultOf(block, last, entries);
      if (result.fault) break;
      result.blocks++;
      result.entries += block.entry_ids.length;
      seen ||= same(block.hash, expect ?? '');
      last = block;
    }
    progress?.(last.number, target.number);
  }
  result.head = { number: last.number, hash: last.hash.toString('hex') };
  result.complete = !result.fault && last.number >= target.number;
  if (!result.complete) return result;
  const rest = await restOf(last.horizon);
  result.unsealed = rest.unsealed;
  if (!seen) {
    result.fault = {
      kind: 'cut',
      block: last.number + 1,
      entry: null,
      message: `No block has the hash ${expect}: the chain ends with block ${last.number}, so its end was cut off, or it is another chain.`,
    };
  } else if (rest.impossible !== null) {
    result.fault = {
      kind: 'inserted',
      block: last.number + 1,
      entry: rest.impossible,
      message: `Entry ${rest.impossible} names a transaction that has not begun: it was inserted by other means.`,
    };
  }
  return result;
}

const same = (hash: Buffer, expected: string) => hash.toString('hex') === expected.toLowerCase();

type Link = Pick<BlockRow, 'number' | 'hash' | 'horizon'>;

async function blockBefore(number: number): Promise<Link> {
  const { rows } = await pool().query<Link>(
    'SELECT number, hash, horizon FROM audit_block WHERE number = $1',
    [number],
  );
  return rows[0] ?? { number: 0, hash: genesis, horizon: 0 };
}

/** The next blocks, as many as {@link chunkEntries} fill. */
async function blocksAfter(number: number): Promise<BlockRow[]> {
  const { rows } = await pool().query<BlockRow>(
    `SELECT number, previous, entry_ids::text[]::float8[] AS entry_ids, digests, horizon, hash, sealed_at FROM (
       SELECT *, sum(cardinality(entry_ids)) OVER (ORDER BY number) - cardinality(entry_ids) AS before
       FROM (SELECT * FROM audit_block WHERE number > $1 ORDER BY number LIMIT ${chunkBlocks}) b) b
     WHERE before < ${chunkEntries} ORDER BY number`,
    [number],
  );
  return rows;
}

const entriesUpTo = (from: number, to: number) => transaction((client) => entriesBetween(client, from, to));

/** What is wrong with a block and its entries, given the block before it. Pure. */
function faultOf(block: BlockRow, last: Link, entries: readonly EntryRow[]): AuditFault | null {
  const fault = (
    kind: AuditFault['kind'],
    message: string,
    entry: number | null = null,
    at = block.number,
  ) => ({
    kind,
    block: at,
    entry,
    message,
  });
  const { number, entry_ids: ids, digests } = block;
  const next = last.number + 1;
  if (number !== next) {
    return fault(
      'block_missing',
      `Block ${next} is missing: block ${number} follows block ${last.number}.`,
      null,
      next,
    );
  }
  if (!block.previous.equals(last.hash) || block.horizon <= last.horizon) {
    return fault(
      'block_forged',
      `Block ${number} does not follow from block ${last.number}: one of them was replaced.`,
    );
  }
  if (
    !hashOf({ ...block, sealedAt: block.sealed_at }).equals(block.hash) ||
    digests.length !== ids.length * digestBytes
  ) {
    return fault('block_forged', `Block ${number} does not have the hash of what it holds: it was changed.`);
  }
  if (ids.some((id, index) => index > 0 && id <= (ids[index - 1] as number))) {
    return fault('reordered', `The entries of block ${number} are not in order.`);
  }
  const own = new Map(
    entries.filter(({ xid }) => xid >= last.horizon && xid < block.horizon).map((entry) => [entry.id, entry]),
  );
  for (const [index, id] of ids.entries()) {
    const entry = own.get(id);
    if (!entry) return fault('removed', `Entry ${id} of block ${number} is gone.`, id);
    if (!digestOf(entry).equals(digests.subarray(index * digestBytes, (index + 1) * digestBytes))) {
      return fault('changed', `Entry ${id} of block ${number} is not as it was sealed.`, id);
    }
    own.delete(id);
  }
  const [inserted] = own.keys();
  return inserted === undefined
    ? null
    : fault('inserted', `Entry ${inserted} was inserted after block ${number} was sealed.`, inserted);
}

/** What lies behind the last block: entries still to be sealed, and one of a transaction that cannot be. */
async function restOf(horizon: number): Promise<{ unsealed: number; impossible: number | null }> {
  const { rows } = await pool().query<{ unsealed: number; impossible: number | null }>(
    `SELECT count(*) AS unsealed,
            min(id) FILTER (WHERE xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint + audit_xid_offset()) AS impossible
     FROM audit_entry WHERE xid >= $1`,
    [horizon],
  );
  return rows[0] as { unsealed: number; impossible: number | null };
}
