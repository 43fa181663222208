import { join } from 'node:path';
import type { Config } from '@/lib/config';
import { checkDatabase } from './database';
import { acquireInstanceLock } from './instance-lock';
import type { Lifecycle } from './lifecycle';
import { migrate } from './migrate';
import { productDatabase, startCluster } from './postgres/cluster';
import { runningClusterUrl } from './postgres/running';
import { StartError } from './start-error';

/**
 * The database that a command works on: that of `DATABASE_URL`, else that of the data folder, through the PostgreSQL of the Shiplog
 * that runs on it, or through one that is started for the occasion.
 */
export async function commandDatabase(
  life: Lifecycle,
  { databaseUrl, dataDir }: Config,
  root: string,
  say: (line: string) => void,
): Promise<{ url: string; serving?: string }> {
  const folder = join(root, 'prisma/migrations');
  const log = (line: string) => say(`• ${line}`);
  if (databaseUrl) {
    await checkDatabase(databaseUrl);
    await migrate(databaseUrl, { log, folder });
    return { url: databaseUrl };
  }
  const dir = join(dataDir, 'postgres');
  const lock = acquireInstanceLock(dataDir);
  if ('heldBy' in lock) {
    const url = runningClusterUrl(dir, productDatabase);
    if (!url || !lock.heldBy.url) {
      throw new StartError('Shiplog is just starting on these data. Try again when it is up.');
    }
    return { url, serving: lock.heldBy.url };
  }
  life.add('instance lock', () => lock.release());
  const cluster = await startCluster({ dir, log });
  life.add('PostgreSQL', () => cluster.stop());
  await migrate(cluster.url(), { log, folder });
  return { url: cluster.url() };
}
