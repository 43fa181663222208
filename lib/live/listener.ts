import { Client } from 'pg';
import { feedChannel } from './poke';

/** Waits between attempts to connect again, in milliseconds; the last one is repeated. */
const pauses = [100, 500, 2_000, 5_000];

/**
 * Listens on {@link feedChannel} over a connection of its own, which is made anew whenever it breaks. `wake` is called for
 * each notification and after each (re)connection, since what was said meanwhile was not heard.
 * @returns stops listening
 */
export function listenToFeed(wake: () => void): () => Promise<void> {
  let stopped = false;
  let failures = 0;
  let client: Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = () => {
    if (stopped) return;
    const fresh = new Client({
      connectionString: process.env.DATABASE_URL,
      application_name: 'shiplog feed',
      keepAlive: true,
      connectionTimeoutMillis: 10_000,
    });
    client = fresh;
    let broken = false;
    const again = () => {
      if (broken) return;
      broken = true;
      fresh.end().catch(() => {});
      if (stopped) return;
      timer = setTimeout(connect, pauses[Math.min(failures, pauses.length - 1)]).unref();
      failures += 1;
    };
    fresh.on('error', again);
    fresh.on('end', again);
    fresh.on('notification', wake);
    fresh
      .connect()
      .then(() => fresh.query(`LISTEN ${feedChannel}`))
      .then(() => {
        failures = 0;
        wake();
      })
      .catch(again);
  };
  connect();

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => {});
  };
}
