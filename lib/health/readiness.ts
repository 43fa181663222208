import { Client } from 'pg';
import { feedState } from '@/lib/live/feed';
import { log } from '@/lib/log';
import { within } from '@/lib/shutdown';
import type { Check } from './operations';

const deadlineMs = 2_000;
/** The feed may fail for this long before the process counts as not ready: a restart of the database is shorter. */
const feedToleranceMs = 10_000;

/**
 * Looks whether this process can serve requests. Never throws and takes two seconds at most.
 *
 * The database is asked over a connection of its own: a pool that is busy is no reason to be taken out of service, a
 * database that does not answer is.
 */
export async function readiness(now = Date.now()): Promise<Check[]> {
  return [...(await database()), feed(now)];
}

async function database(): Promise<Check[]> {
  const client = new Client({
    connectionString: process.env.DATABASE_URL,
    connectionTimeoutMillis: deadlineMs,
    application_name: 'shiplog ready',
  });
  client.on('error', () => {});
  try {
    return await within(deadlineMs, async () => {
      await client.connect();
      const { rows } = await client.query<{ done: number; open: number }>(
        `SELECT count(*) FILTER (WHERE finished_at IS NOT NULL) AS done,
                count(*) FILTER (WHERE finished_at IS NULL AND rolled_back_at IS NULL) AS open
         FROM _prisma_migrations`,
      );
      const { done = 0, open = 0 } = rows[0] ?? {};
      return [
        { name: 'database' as const, ok: true, detail: 'answers' },
        {
          name: 'migrations' as const,
          ok: done > 0 && open === 0,
          detail: open > 0 ? 'a migration is under way or has failed' : `${done} applied`,
        },
      ];
    });
  } catch (error) {
    // The reason may name hosts and users: it is for the log, not for whoever asks.
    log().warn({ err: error }, 'the readiness check could not ask the database');
    const missing = (error as { code?: string }).code === '42P01';
    return missing
      ? [
          { name: 'database', ok: true, detail: 'answers' },
          { name: 'migrations', ok: false, detail: 'none applied' },
        ]
      : [{ name: 'database', ok: false, detail: 'does not answer' }];
  } finally {
    client.end().catch(() => {});
  }
}

function feed(now: number): Check {
  const state = feedState();
  if (state.state !== 'failing') {
    return { name: 'feed', ok: true, detail: state.state === 'idle' ? 'nobody follows' : 'live' };
  }
  const failingMs = now - state.since.getTime();
  return {
    name: 'feed',
    ok: failingMs < feedToleranceMs,
    detail: `cannot be read since ${state.since.toISOString()}`,
  };
}
