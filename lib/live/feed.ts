import { log } from '@/lib/log';
import { once } from '@/lib/runtime';
import { currentPosition, readChanges } from './changes';
import { listenToFeed } from './listener';
import { type ChangeMessage, toMessages } from './messages';
import { onPoke } from './poke';
import { comparePositions, type Position } from './position';
import { Recent } from './recent';

/**
 * The change feed of this process: one reader for all subscribers.
 *
 * It reads what was committed, once, and keeps the latest messages. A subscriber is no more than a position: it takes what
 * it lacks from the latest messages, or, when it has fallen further behind than they reach, from the table at its own pace
 * (see subscription.ts). Nothing is queued for anybody, so a slow subscriber costs no memory and misses nothing.
 *
 * It runs while somebody subscribes. A commit in this process wakes it directly, one elsewhere by NOTIFY, and a slow poll
 * makes up for whatever was lost.
 */
export interface Feed {
  /** The latest messages and how far the table has been read; undefined until the first read. */
  readonly recent: Recent | undefined;
  /** Counts on when the positions that were given out have lost their meaning: the database was replaced by another. */
  readonly history: number;
  /** Resolves at the next progress. */
  changed(): Promise<void>;
  leave(): void;
}

const batchSize = 200;
/** Between two reads, so that many commits become one batch. */
const pauseMs = 20;
/** When nobody wakes it. */
const pollMs = 2_000;
/** While committed changes wait for an older transaction. */
const heldPauses = [20, 40, 80, 160, 320, 640, 1_000];
/** While the database cannot be read. */
const failurePauses = [250, 1_000, 3_000];

interface State {
  running: Reader | undefined;
  subscribers: number;
}

const state = () => once<State>('live.feed', () => ({ running: undefined, subscribers: 0 }));

/** Joins the feed, starting it for the first. Call `leave` once when done; the last one stops it. */
export function joinFeed(): Feed {
  const shared = state();
  shared.subscribers += 1;
  shared.running ??= new Reader();
  const reader = shared.running;
  let left = false;
  return {
    get recent() {
      return reader.recent;
    },
    get history() {
      return reader.history;
    },
    changed: () => reader.progress.promise,
    leave() {
      if (left) return;
      left = true;
      shared.subscribers -= 1;
      if (shared.subscribers > 0) return;
      shared.running = undefined;
      reader.stop();
    },
  };
}

/** How the feed is: `idle` without subscribers, `failing` with the time since when the database could not be read. */
export function feedState():
  | { state: 'idle' | 'live'; subscribers: number }
  | { state: 'failing'; since: Date; subscribers: number } {
  const { running, subscribers } = state();
  if (!running) return { state: 'idle', subscribers };
  if (running.failingSince) return { state: 'failing', since: running.failingSince, subscribers };
  return { state: 'live', subscribers };
}

class Reader {
  recent: Recent | undefined;
  history = 0;
  progress = Promise.withResolvers<void>();
  failingSince: Date | undefined;
  private stopped = false;
  private woken = false;
  private wakeUp: (() => void) | undefined;
  private readonly releases: (() => unknown)[];

  constructor() {
    const wake = () => this.wake();
    this.releases = [onPoke(wake), listenToFeed(wake)];
    void this.run();
  }

  stop(): void {
    this.stopped = true;
    this.wake();
    for (const release of this.releases) release();
  }

  private wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  private async run(): Promise<void> {
    let held = 0;
    let failures = 0;
    while (!this.stopped) {
      this.woken = false;
      let pause: number;
      try {
        const read = await this.read();
        if (this.failingSince) log().info('the change feed reads again');
        this.failingSince = undefined;
        failures = 0;
        held = read.held ? held + 1 : 0;
        if (!read.complete) continue;
        pause = held > 0 ? at(heldPauses, held) : pollMs;
      } catch (error) {
        if (!this.failingSince && !this.stopped) {
          this.failingSince = new Date();
          log().warn({ err: error }, 'the change feed cannot be read; trying again');
        }
        failures += 1;
        pause = at(failurePauses, failures);
        // Wakes would only make it hammer a database that is down.
        await sleep(pause);
        continue;
      }
      await sleep(pauseMs);
      await this.rest(pause);
    }
  }

  /** Waits to be woken, for at most `ms`. */
  private rest(ms: number): Promise<void> {
    if (this.woken || this.stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.wakeUp = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms).unref();
      this.wakeUp = done;
    });
  }

  private async read(): Promise<{ complete: boolean; held: boolean }> {
    if (!this.recent) {
      this.recent = new Recent(await currentPosition());
      this.announce();
    }
    const { recent } = this;
    const page = await readChanges(recent.end, batchSize);
    if (page.foreign || page.pruned) {
      await this.startOver(page.foreign);
      return { complete: true, held: false };
    }
    const messages: ChangeMessage[] = page.changes.length > 0 ? await toMessages(page.changes) : [];
    const moved = comparePositions(page.next, recent.end) > 0;
    recent.add(messages, page.next);
    if (moved) this.announce();
    return page;
  }

  /** Another history has begun (or the feed slept through the life of a change): what was read has no meaning any more. */
  private async startOver(foreign: boolean): Promise<void> {
    log().warn(
      foreign ? 'the database was replaced; the change feed starts over' : 'the change feed fell behind',
    );
    const now: Position = await currentPosition();
    this.recent = new Recent(now);
    this.history += 1;
    this.announce();
  }

  private announce(): void {
    const { resolve } = this.progress;
    this.progress = Promise.withResolvers();
    resolve();
  }
}

const at = (pauses: readonly number[], attempt: number) =>
  pauses[Math.min(attempt, pauses.length) - 1] as number;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref());
