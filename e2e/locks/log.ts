/** One call of a client, as it saw it. Times are milliseconds of the machine's monotonic clock, the same in all processes. */
export interface Entry {
  op: 'acquire' | 'takeover' | 'renew' | 'verify' | 'release' | 'leave';
  /** Before the call, and after its answer. */
  from: number;
  to: number;
  outcome: 'granted' | 'same' | 'accepted' | 'queued' | 'held' | 'refused' | 'unknown';
  path: string;
  token: number;
  /** How long the lock was still to last, by the database, when the call was answered. */
  leftMs?: number;
}

/** One claim as the database has it at the end. Times in milliseconds. */
export interface Claim {
  id: string;
  path: string;
  state: string;
  token: number | null;
  queueNo: number | null;
  queuedAt: number | null;
  seenUntil: number | null;
  grantedAt: number | null;
  endedAt: number | null;
  endedAs: string | null;
  /** Whether it was taken over by force, before the queue. */
  forced: boolean;
}
