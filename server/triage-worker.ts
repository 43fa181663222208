import { answerWanted } from '@/lib/incidents/triage/answer-wanted';
import { sweepTriage } from '@/lib/incidents/triage/sweep-triage';
import { onTriageWanted } from '@/lib/incidents/triage/want-triage';
import { log } from '@/lib/log';
import { onShutdown, shutdownSignal } from '@/lib/shutdown';

/** How often the worker looks for what other processes left, and for incidents that have grown. */
const everyMs = 10_000;
/** Whoever wants a judgement says so shortly before the commit. */
const commitMs = 250;

/**
 * Sees to triage outside every request: asks the model about incidents that wait for it, one at a time, and judges those anew that have grown. Looks
 * when somebody in this process wants a judgement, and now and then.
 */
export function startTriageWorker(): void {
  const ending = new AbortController();
  const signal = AbortSignal.any([ending.signal, shutdownSignal()]);
  let running: Promise<void> | undefined;
  let again = false;

  const look = (sweep: boolean) => {
    if (signal.aborted) return;
    if (running) {
      again = true;
      return;
    }
    running = work(sweep, signal).finally(() => {
      running = undefined;
      if (!again) return;
      again = false;
      look(false);
    });
  };

  const timer = setInterval(() => look(true), everyMs).unref();
  let soon: NodeJS.Timeout | undefined;
  const ignore = onTriageWanted(() => {
    soon ??= setTimeout(() => {
      soon = undefined;
      look(false);
    }, commitMs).unref();
  });
  onShutdown('triage', async () => {
    clearInterval(timer);
    clearTimeout(soon);
    ignore();
    ending.abort(new Error('Shiplog is shutting down.'));
    await running;
  });
}

async function work(sweep: boolean, signal: AbortSignal): Promise<void> {
  try {
    if (sweep) await sweepTriage();
    while (!signal.aborted && (await answerWanted(signal)));
  } catch (error) {
    log().warn({ err: error }, 'could not see to triage');
  }
}
