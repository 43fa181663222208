import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Query } from '@/lib/testing/access/callers';
import { type LaneName, laneNames, lanes } from './lanes';
import { type RunningServer, startServer } from './server';

/** The product where everybody has to say who they are, in both lanes on one database. */
export interface SignedIn {
  url(lane: LaneName): string;
  query: Query;
  stop(): Promise<void>;
}

/** Starts it beside the lanes that all tests share, which stay in protected mode. */
export async function startSignedIn(env: Record<string, string> = {}): Promise<SignedIn> {
  const [{ databaseUrl: beside }] = lanes as [(typeof lanes)[number]];
  const name = `signed_in_${randomBytes(4).toString('hex')}`;
  const order = async (sql: string) => {
    const client = new pg.Client({ connectionString: beside });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  await order(`CREATE DATABASE ${name}`);
  const databaseUrl = Object.assign(new URL(beside), { pathname: `/${name}` }).href;
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
  pool.on('error', () => {});
  const servers: RunningServer[] = [];
  const stop = async () => {
    await Promise.all([pool.end(), ...servers.map((server) => server.stop())]);
    await order(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  const many = '1000000';
  const settings = {
    SHIPLOG_AUTH: 'required',
    SHIPLOG_RATE_TOKEN: many,
    SHIPLOG_RATE_PERSON: many,
    SHIPLOG_RATE_ANONYMOUS: many,
    ...env,
  };
  try {
    // One after the other: the first one migrates.
    for (const lane of laneNames)
      servers.push(await startServer({ label: `signed-in-${lane}`, databaseUrl, lane, env: settings }));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    url: (lane) => (servers[laneNames.indexOf(lane)] as RunningServer).url,
    query: (text, values) => pool.query(text, values),
    stop,
  };
}
