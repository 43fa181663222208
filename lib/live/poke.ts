import { pool } from '@/lib/db/pool';
import { once } from '@/lib/runtime';

/** The Postgres channel on which processes tell each other that the change feed grew. */
export const feedChannel = 'shiplog_feed';

/** At most one NOTIFY in this many milliseconds: inside the ingest transaction it would cost a large part of its throughput. */
const coalesceMs = 20;

interface Poker {
  timer: NodeJS.Timeout | undefined;
  listeners: Set<() => void>;
}

const poker = () => once<Poker>('live.poker', () => ({ timer: undefined, listeners: new Set() }));

/**
 * Says that changes were committed. Call it after the commit. Readers in this process are woken at once, other processes by
 * one coalesced NOTIFY; a lost one only delays them to their next poll.
 */
export function pokeFeed(): void {
  const state = poker();
  for (const wake of state.listeners) wake();
  state.timer ??= setTimeout(() => {
    state.timer = undefined;
    pool()
      .query(`NOTIFY ${feedChannel}`)
      .catch(() => {});
  }, coalesceMs).unref();
}

/** Calls `wake` after each commit in this process until the returned function is called. */
export function onPoke(wake: () => void): () => void {
  const { listeners } = poker();
  listeners.add(wake);
  return () => listeners.delete(wake);
}
