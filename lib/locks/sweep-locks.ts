import { pool } from '@/lib/db/pool';
import { log } from '@/lib/log';
import { onShutdown } from '@/lib/shutdown';
import { callLock } from './call';
import { sweepNotes } from './notes';

/** How often what is over is ended and whose turn it is gets its grant, should nobody ask. */
const everyMs = 1_000;

/**
 * Ends locks and waits that are over, grants whose turn it is, and writes what is owed to changelogs. Any number of processes may do it
 * at the same time. @returns how many scopes something was due on
 */
export async function sweepLocks(): Promise<number> {
  const { rows } = await pool().query<{ path: string }>({
    name: 'lock-due',
    text: 'SELECT path FROM shiplog_lock_due() AS due(path)',
  });
  for (const { path } of rows) await callLock('promote', [path]);
  await sweepNotes();
  return rows.length;
}

/** Sweeps every second until the process ends, which waits for a sweep that is under way. */
export function startLockSweep(): void {
  let ended = false;
  let failing = false;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(sweep, everyMs).unref();

  function sweep(): void {
    running = sweepLocks()
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          if (!failing) log().warn({ err: error }, 'could not sweep locks; trying again every second');
          failing = true;
        },
      )
      .finally(() => {
        if (!ended) timer = setTimeout(sweep, everyMs).unref();
      });
  }

  onShutdown('lock sweep', () => {
    ended = true;
    clearTimeout(timer);
    return running;
  });
}
