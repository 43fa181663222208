import { pool } from '@/lib/db/pool';
import type { Position } from './position';

/**
 * Reading the table `change`, in an order in which nothing can ever appear behind the reader.
 *
 * A number from a sequence does not tell when its transaction commits: a reader that remembers the largest number it has
 * seen misses whoever took a smaller one and commits later. Therefore changes are ordered by (xid, seq), and only those
 * with `xid < pg_snapshot_xmin(…)` are read: below it no transaction is left that could still commit. What is above waits
 * until the transactions before it have ended.
 */

/** One row of the feed. */
export interface Change extends Position {
  topic: string;
  op: string;
  entityId: string;
}

/** The topic of the row that pruning leaves behind: what was before it is gone. */
export const prunedTopic = 'pruned';

export interface ChangePage {
  changes: Change[];
  /** Where to go on. */
  next: Position;
  /** Whether this was all that can be read now. */
  complete: boolean;
  /** Whether committed changes wait for an older transaction to end. */
  held: boolean;
  /** Whether something between the place that was asked for and the first change was pruned. */
  pruned: boolean;
  /** Whether the place lies ahead of everything this database has done: it belongs to another history. */
  foreign: boolean;
}

const read = {
  name: 'read-changes',
  text: `
    WITH snapshot AS MATERIALIZED (
      SELECT pg_snapshot_xmin(s)::text::int8 AS oldest, pg_snapshot_xmax(s)::text::int8 AS ahead FROM pg_current_snapshot() s
    ), facts AS MATERIALIZED (
      SELECT oldest, ahead, EXISTS (SELECT FROM change WHERE xid >= oldest AND xid < ahead) AS held FROM snapshot
    )
    SELECT facts.oldest, facts.ahead, facts.held, c.xid, c.seq, c.topic, c.op, c.entity_id
    FROM facts LEFT JOIN LATERAL (
      SELECT xid, seq, topic, op, entity_id FROM change
      WHERE (xid, seq) > ($1::int8, $2::int8) AND xid < facts.oldest
      ORDER BY xid, seq LIMIT $3::int4
    ) c ON true
    ORDER BY c.xid, c.seq`,
};

type Row = {
  /** Below this number no transaction is left that could still commit. */
  oldest: number;
  /** From this number on no transaction has begun. */
  ahead: number;
  held: boolean;
  xid: number | null;
  seq: number;
  topic: string;
  op: string;
  entity_id: string;
};

/** The changes after a place, at most `limit`, in feed order. */
export async function readChanges(after: Position, limit: number): Promise<ChangePage> {
  const { rows } = await pool().query<Row>({ ...read, values: [after.xid, after.seq, limit] });
  const { oldest, ahead, held } = rows[0] as Row;
  const all = rows.flatMap(({ xid, seq, topic, op, entity_id }) =>
    xid === null ? [] : [{ xid, seq, topic, op, entityId: entity_id }],
  );
  const complete = all.length < limit;
  const last = all.at(-1);
  return {
    changes: all.filter(({ topic }) => topic !== prunedTopic),
    next: complete || !last ? laterOf(after, { xid: oldest, seq: 0 }) : { xid: last.xid, seq: last.seq },
    complete,
    held,
    pruned: all[0]?.topic === prunedTopic,
    foreign: after.xid > ahead,
  };
}

function laterOf(a: Position, b: Position): Position {
  return a.xid >= b.xid ? a : b;
}

/** The place from which everything that is not committed yet, and possibly a little before it, will be read. */
export async function currentPosition(): Promise<Position> {
  const { rows } = await pool().query<{ xmin: number }>(
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text::int8 AS xmin',
  );
  return { xid: (rows[0] as { xmin: number }).xmin, seq: 0 };
}

/**
 * Whether everything after this place can still be told: it was given by this database's own history, and nothing after
 * it has been pruned.
 */
export async function canResume(position: Position): Promise<boolean> {
  const { rows } = await pool().query<{ ok: boolean }>(
    `SELECT $1::int8 <= pg_snapshot_xmax(pg_current_snapshot())::text::int8
        AND ($2::int8 = 0 OR EXISTS (SELECT FROM change WHERE xid = $1 AND seq = $2))
        AND NOT EXISTS (
          SELECT FROM (SELECT xid, seq, topic FROM change ORDER BY xid, seq LIMIT 1) first
          WHERE topic = $3 AND (xid, seq) > ($1, $2)) AS ok`,
    [position.xid, position.seq, prunedTopic],
  );
  return (rows[0] as { ok: boolean }).ok;
}
