import { randomBytes } from 'node:crypto';
import { once } from '@/lib/runtime';

interface Clock {
  /** The millisecond of the last id. */
  at: number;
  /** Counts ids within that millisecond, 12 bits. */
  count: number;
  random: Buffer;
  used: number;
}

const clock = () => once<Clock>('ids', () => ({ at: 0, count: 0, random: Buffer.alloc(0), used: 0 }));

/**
 * A UUIDv7 (RFC 9562, method 1: a counter in the twelve bits after the time). Ids of one process grow strictly, also within a
 * millisecond and when the clock steps back, so what was reported first is listed first, and inserts stay at the end of
 * every index. Node's own `randomUUIDv7` gives no order within a millisecond.
 */
export function newId(now = Date.now()): string {
  const state = clock();
  if (now > state.at) {
    state.at = now;
    state.count = 0;
  } else if (++state.count > 0xfff) {
    // A counter that runs over borrows the next millisecond.
    state.at++;
    state.count = 0;
  }
  if (state.used + 8 > state.random.length) {
    // Random bytes are asked for in bulk: each request to the system costs more than the bytes.
    state.random = randomBytes(2048);
    state.used = 0;
  }
  const tail = state.random.toString('hex', state.used, state.used + 8);
  const variant = '89ab'[(state.random[state.used] as number) & 3] as string;
  state.used += 8;
  const time = state.at.toString(16).padStart(12, '0');
  const count = state.count.toString(16).padStart(3, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-${variant}${tail.slice(1, 4)}-${tail.slice(4)}`;
}
