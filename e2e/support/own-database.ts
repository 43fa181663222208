import pg from 'pg';
import { type Lane, lanes } from './lanes';

/** An empty database on the cluster of the run of `*.http.test.ts`, for a server of one's own to migrate. */
export async function ownDatabase(name: string) {
  const url = new URL((lanes[0] as Lane).databaseUrl);
  const run = async (sql: string) => {
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await run(`CREATE DATABASE ${name}`);
  url.pathname = `/${name}`;
  return { url: url.href, query: run };
}
