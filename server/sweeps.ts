import { sweepFirstAddresses } from '@/lib/access/ci/first-address';
import { sweepSignIns } from '@/lib/access/one-time-codes';
import { sweepIdempotencyKeys } from '@/lib/http/sweep-idempotency-keys';
import { pruneChanges } from '@/lib/live/prune';
import { log } from '@/lib/log';
import { onShutdown } from '@/lib/shutdown';

/** What removes rows that nobody needs any more. Each may run in several processes at once. */
const sweeps: { name: string; run: () => Promise<number> }[] = [
  { name: 'changes', run: () => pruneChanges() },
  { name: 'idempotency keys', run: () => sweepIdempotencyKeys() },
  { name: 'sessions and codes', run: sweepSignIns },
  { name: 'uses of CI tokens', run: () => sweepFirstAddresses() },
];

const everyMs = 10 * 60_000;
/** Not at once: a start has better things to do. */
const firstAfterMs = 30_000;

/** Sweeps now and then until the process ends, which waits for a sweep that is under way. */
export function startSweeps(): void {
  let ended = false;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(sweep, firstAfterMs).unref();

  function sweep(): void {
    running = runSweeps(() => ended).finally(() => {
      if (!ended) timer = setTimeout(sweep, everyMs).unref();
    });
  }

  onShutdown('sweeps', () => {
    ended = true;
    clearTimeout(timer);
    return running;
  });
}

/** Runs every sweep once, one after the other. One that fails is logged and does not keep the others from running. */
export async function runSweeps(ended: () => boolean = () => false): Promise<void> {
  for (const { name, run } of sweeps) {
    if (ended()) return;
    try {
      const removed = await run();
      if (removed > 0) log().debug({ removed }, `swept ${name}`);
    } catch (error) {
      log().warn({ err: error }, `could not sweep ${name}`);
    }
  }
}
