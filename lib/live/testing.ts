import { pool } from '@/lib/db/pool';
import { eventStream, type StreamTimes, streamStart } from './event-stream';
import type { StreamFilters } from './messages';

/** One block of a server-sent event stream. */
export interface Block {
  id?: string;
  event?: string;
  data?: unknown;
  comment?: string;
}

/** A client of the stream, for tests: reads blocks one by one, when asked to. */
export class Follower {
  private readonly reader: ReadableStreamDefaultReader<Uint8Array>;
  private readonly decoder = new TextDecoder();
  private text = '';
  readonly seen: Block[] = [];

  constructor(stream: ReadableStream<Uint8Array>) {
    this.reader = stream.getReader();
  }

  /** The next block, undefined at the end of the stream. */
  async next(): Promise<Block | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const block = parseBlock(this.text.slice(0, end));
        this.text = this.text.slice(end + 2);
        this.seen.push(block);
        return block;
      }
      const { done, value } = await this.reader.read();
      if (done) return undefined;
      this.text += this.decoder.decode(value, { stream: true });
    }
  }

  /** Reads changes up to and including the first that `last` accepts. */
  async until(last: (block: Block) => boolean): Promise<Block[]> {
    const changes: Block[] = [];
    for (;;) {
      const block = await this.next();
      if (!block) throw new Error(`The stream ended after ${JSON.stringify(this.seen.at(-1))}.`);
      if (block.event === 'ready' || block.event === undefined) continue;
      changes.push(block);
      if (last(block)) return changes;
    }
  }

  cancel(): Promise<void> {
    return this.reader.cancel();
  }
}

function parseBlock(text: string): Block {
  const block: Block = {};
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    if (name === '') block.comment = value;
    else if (name === 'id') block.id = value;
    else if (name === 'event') block.event = value;
    else if (name === 'data') block.data = JSON.parse(value);
  }
  return block;
}

/** Opens the stream as its route does. */
export async function follow(
  options: { after?: string; filters?: StreamFilters; signal?: AbortSignal; times?: StreamTimes } = {},
): Promise<Follower> {
  const { after, filters = {}, signal = new AbortController().signal, times } = options;
  return new Follower(eventStream(await streamStart(after), filters, signal, times));
}

/** Ids of all changes in the table, in feed order. */
export async function changeIds(): Promise<string[]> {
  const { rows } = await pool().query<{ id: string }>(
    `SELECT xid || '-' || seq AS id FROM change WHERE topic <> 'pruned' ORDER BY xid, seq`,
  );
  return rows.map(({ id }) => id);
}

/**
 * Waits until everything committed so far can be read. Other test files write in the same cluster, and their transactions
 * hold back the feeds of all its databases.
 */
export async function settled(): Promise<void> {
  for (;;) {
    const { rows } = await pool().query<{ held: boolean }>(
      `SELECT EXISTS (SELECT FROM change, pg_current_snapshot() s
         WHERE xid >= pg_snapshot_xmin(s)::text::int8 AND xid < pg_snapshot_xmax(s)::text::int8) AS held`,
    );
    if (!rows[0]?.held) return;
  }
}
