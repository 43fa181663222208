import { existsSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '@/server/migrate';
import { startCluster } from '@/server/postgres/cluster';
import { createTempFolder, removeTempFolder, sweepLeftovers, waitUntil } from './temp';

/** A PostgreSQL for one test run, with a migrated template to copy databases from. */
export type TestCluster = {
  adminUrl: string;
  template: string;
  /** The address of a database of this cluster. */
  url(database: string): string;
  /** A new database, copied from the template. */
  createDatabase(name: string): Promise<string>;
  stop(): Promise<void>;
};

const template = 'shiplog_template';

/** Starts it in a folder of its own. However this process ends, short of being killed, it takes the cluster with it. */
export async function startTestCluster(label: string): Promise<TestCluster> {
  sweepLeftovers();
  const folder = createTempFolder(label);
  const dir = join(folder, 'postgres');
  const log: string[] = [];
  let cluster: Awaited<ReturnType<typeof startCluster>> | undefined;

  // The last resort, when nobody can wait for a proper stop: what is in there is of no value.
  const abandon = () => {
    try {
      if (cluster) process.kill(cluster.pid, 'SIGQUIT');
      waitUntil(() => !existsSync(join(dir, 'data', 'postmaster.pid')));
    } catch {
      // It has gone already.
    }
    try {
      removeTempFolder(folder);
    } catch {
      // It is still writing; the next run sweeps.
    }
  };
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await cluster?.stop();
      process.off('exit', abandon);
      removeTempFolder(folder);
    })();
    return stopping;
  };
  process.once('exit', abandon);

  try {
    const started = await startCluster({ dir, ephemeral: true, log: (line) => log.push(line) });
    cluster = started;
    const url = (database: string) => started.url(database);
    const adminUrl = url('postgres');
    const order = async (sql: string) => {
      const client = new pg.Client({ connectionString: adminUrl });
      await client.connect();
      try {
        await client.query(sql);
      } finally {
        await client.end();
      }
    };
    await order(`CREATE DATABASE ${template}`);
    await migrate(url(template), { log: (line) => log.push(line) });

    return {
      adminUrl,
      template,
      url,
      async createDatabase(name) {
        await order(`CREATE DATABASE ${name} TEMPLATE ${template}`);
        return url(name);
      },
      stop,
    };
  } catch (error) {
    await stop().catch(() => {});
    const last = log.slice(-20).join('\n');
    throw new Error(`The PostgreSQL for the tests did not come up.\n${last}`, { cause: error });
  }
}
