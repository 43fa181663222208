import { join } from 'node:path';
import pg from 'pg';
import { migrate } from '@/server/migrate';
import { startCluster } from '@/server/postgres/cluster';
import { createTempFolder, removeTempFolder, sweepLeftovers } from './temp';

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
  const log: string[] = [];
  let pid: number | undefined;

  // The last resort, when nobody could wait for a proper stop: what is in there is of no value.
  const abandon = () => {
    if (pid !== undefined) {
      try {
        process.kill(pid, 'SIGQUIT');
      } catch {
        // It has gone already.
      }
    }
    try {
      removeTempFolder(folder);
    } catch {
      // It is still writing; the next run sweeps.
    }
  };
  process.once('exit', abandon);

  try {
    const cluster = await startCluster({
      dir: join(folder, 'postgres'),
      ephemeral: true,
      log: (line) => log.push(line),
    });
    pid = cluster.pid;
    const url = (database: string) => cluster.url(database);
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
      async stop() {
        await cluster.stop();
        pid = undefined;
        process.off('exit', abandon);
        removeTempFolder(folder);
      },
    };
  } catch (error) {
    abandon();
    process.off('exit', abandon);
    throw new Error(`The PostgreSQL for the tests did not come up.\n${log.join('\n')}`, { cause: error });
  }
}
