import { pool } from '@/lib/db/pool';
import { log } from '@/lib/log';
import { onShutdown } from '@/lib/shutdown';
import { refreshSuspects } from './refresh-suspects';

/** How often somebody looks whether suspects have to be ranked anew. */
const everyMs = 15_000;
/** Most incidents of one sweep; the others come next. */
const most = 50;

/**
 * Ranks anew the suspects of incidents that are active, began within a day and were not ranked for a minute: a deployment may be reported late, fail, or
 * be rolled back. Those that were never ranked are ranked whatever they are. Any number of processes may do it at the same time: who
 * takes an incident marks it as ranked first. @returns how many were ranked
 */
export async function sweepSuspects(): Promise<number> {
  const { rows } = await pool().query<{ number: number }>({
    name: 'suspects-due',
    text: `
      WITH aged AS (
        SELECT number FROM incident
        WHERE status IN ('open', 'investigating') AND started_at > now() - interval '1 day' AND suspects_at < now() - interval '1 minute'
        ORDER BY suspects_at LIMIT ${most} FOR NO KEY UPDATE SKIP LOCKED
      ), unranked AS (
        SELECT number FROM incident WHERE suspects_at IS NULL ORDER BY number DESC LIMIT ${most} FOR NO KEY UPDATE SKIP LOCKED
      ), due AS (SELECT number FROM aged UNION ALL SELECT number FROM unranked)
      UPDATE incident i SET suspects_at = now() FROM (SELECT number FROM due LIMIT ${most}) d WHERE i.number = d.number
      RETURNING i.number`,
  });
  for (const { number } of rows) await refreshSuspects(number);
  return rows.length;
}

/** Sweeps until the process ends, which waits for a sweep that is under way. */
export function startSuspectSweep(): void {
  let ended = false;
  let failing = false;
  let running: Promise<void> = Promise.resolve();
  let timer = setTimeout(sweep, everyMs).unref();

  function sweep(): void {
    running = sweepSuspects()
      .then(
        () => {
          failing = false;
        },
        (error: unknown) => {
          if (!failing) log().warn({ err: error }, 'could not rank suspects; trying again');
          failing = true;
        },
      )
      .finally(() => {
        if (!ended) timer = setTimeout(sweep, everyMs).unref();
      });
  }

  onShutdown('suspect sweep', () => {
    ended = true;
    clearTimeout(timer);
    return running;
  });
}
