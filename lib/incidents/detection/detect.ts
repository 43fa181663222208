import { config } from '@/lib/config';
import { GroupCommit } from '@/lib/db/group-commit';
import { log } from '@/lib/log';
import { once } from '@/lib/runtime';
import { onShutdown } from '@/lib/shutdown';
import { refreshLater } from '../refresh-later';
import { type Detected, type DetectItem, detectTogether } from './detect-together';
import type { SignalEvent } from './signal';

/**
 * Detection of signals after the commit that stored them. Those that come while a detection is under way go together into the next one,
 * so that a flood costs few transactions.
 */

/** What may wait in this process. What comes beyond is found by the sweep (`recover-signals.ts`). */
const mostWaiting = 50_000;
const mostCharacters = 64 * 1024 * 1024;

interface State {
  waiting: number;
  characters: number;
  failing: boolean;
  settled: (() => void)[];
  after: Set<Promise<void>>;
  /** Resolves when nothing waits, for those who asked… */
  quiet: Promise<void> | undefined;
  /** …by this. */
  calm(): void;
}

const state = () =>
  once<State>('detection', () => {
    onShutdown('detection', detectionSettled);
    return {
      waiting: 0,
      characters: 0,
      failing: false,
      settled: [],
      after: new Set(),
      quiet: undefined,
      calm: () => {},
    };
  });

/** One at a time: two of the same services would only wait for each other. They may linger, since nobody waits for most of them. */
const grouping = { most: 2000, worthASecond: Number.POSITIVE_INFINITY, lingerMs: 200, pauseMs: 30 };

const committer = () =>
  GroupCommit.named<DetectItem, Detected | null>(
    'detection.commit',
    async (items) => {
      const { detected, begun } = await detectTogether(items);
      rankSuspects(begun);
      return items.map(({ event }) => detected.get(event.id) ?? null);
    },
    grouping,
  );

/** Has the signals among committed events detected, soon. Nobody waits for it, and it never fails the caller. */
export function detectSignals(events: readonly SignalEvent[]): void {
  if (config().detection === 'off') return;
  for (const event of events) if (event.kind === 'signal') soon({ event });
}

/** Has an event looked at again that was changed and is, or was, a signal. */
export function detectAgain(event: SignalEvent): void {
  if (config().detection !== 'off') soon({ event, again: true });
}

function soon(item: DetectItem): void {
  const here = state();
  if (!item.again && (here.waiting >= mostWaiting || here.characters >= mostCharacters)) {
    return;
  }
  add(item).then(
    () => {
      here.failing = false;
    },
    (error: unknown) => {
      if (!here.failing) log().warn({ err: error }, 'could not detect signals; the sweep will');
      here.failing = true;
    },
  );
}

/**
 * Detects signals and answers, by event, the number of each and the incident that it belongs to. Those that were detected before are
 * answered as they are; those that are gone are left out. Throws `unavailable` when the database does not answer.
 */
export async function detectNow(events: readonly SignalEvent[]): Promise<Map<string, Detected>> {
  const found = await Promise.all(events.map((event) => add({ event, durable: true })));
  return new Map(
    events.flatMap((event, index) => {
      const detected = found[index];
      return detected ? [[event.id, detected] as const] : [];
    }),
  );
}

async function add(item: DetectItem): Promise<Detected | null> {
  const here = state();
  const size = item.event.message.length + item.event.title.length;
  here.waiting += 1;
  here.characters += size;
  try {
    return await committer().add(item, item.durable);
  } finally {
    here.waiting -= 1;
    here.characters -= size;
    settleIfDone(here);
  }
}

/** Suspects of incidents that began, or that are now known to have begun earlier. They can wait until a flood is over, for a second at most. */
function rankSuspects(numbers: readonly number[]): void {
  const here = state();
  for (const number of numbers) {
    const ranking = quietly(here)
      .then(() => refreshLater(number))
      .finally(() => {
        here.after.delete(ranking);
        settleIfDone(here);
      });
    here.after.add(ranking);
  }
}

const longestPauseMs = 1000;

/** Resolves when nothing waits for detection, or after a second. */
function quietly(here: State): Promise<void> {
  here.quiet ??= new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      here.quiet = undefined;
      here.calm = () => {};
      resolve();
    };
    const timer = setTimeout(done, longestPauseMs);
    here.calm = done;
  });
  return here.quiet;
}

function settleIfDone(here: State): void {
  if (here.waiting > 0) return;
  here.calm();
  if (here.after.size > 0) return;
  for (const resolve of here.settled.splice(0)) resolve();
}

/** Resolves when nothing that was handed to detection in this process waits any more. */
export function detectionSettled(): Promise<void> {
  const here = state();
  if (here.waiting === 0 && here.after.size === 0) return Promise.resolve();
  committer().hurry();
  return new Promise((resolve) => {
    here.settled.push(resolve);
  });
}

/** Has signals detected that were missed; how many of them were. One that cannot be does not keep the others from it. */
export async function detectMissed(events: readonly SignalEvent[]): Promise<number> {
  const all = await Promise.allSettled(events.map((event) => add({ event })));
  const failed = all.find((one) => one.status === 'rejected');
  if (failed) log().warn({ err: failed.reason }, 'could not detect a signal that was missed');
  return all.filter((one) => one.status === 'fulfilled').length;
}

/** How many signals wait for detection in this process. */
export function waitingForDetection(): number {
  return state().waiting;
}
