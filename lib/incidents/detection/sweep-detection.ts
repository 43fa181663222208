import { log } from '@/lib/log';
import { onShutdown } from '@/lib/shutdown';
import { autoResolve } from './auto-resolve';
import { recoverSignals } from './recover-signals';

/** How often missed signals are looked for and silent incidents resolved. */
const everyMs = 3_000;

/** Recovers and resolves every three seconds until the process ends, which waits for what is under way. */
export function startDetectionSweep(): void {
  let ended = false;
  let failing = false;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(sweep, everyMs).unref();

  function sweep(): void {
    running = sweepDetection(() => ended)
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          if (!failing) log().warn({ err: error }, 'could not sweep signals and incidents; trying again');
          failing = true;
        },
      )
      .finally(() => {
        if (!ended) timer = setTimeout(sweep, everyMs).unref();
      });
  }

  onShutdown('detection sweep', () => {
    ended = true;
    clearTimeout(timer);
    return running;
  });
}

/** One round: signals first, since one of them may break a silence. */
async function sweepDetection(ended: () => boolean): Promise<void> {
  const recovered = await recoverSignals({ ended });
  if (recovered > 0) log().info({ recovered }, 'detected signals that were missed');
  if (!ended()) await autoResolve(ended);
}
