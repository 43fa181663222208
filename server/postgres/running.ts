import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { urlOf } from './endpoint';
import { readPostmaster } from './postmaster';

/**
 * How to reach the PostgreSQL that another process has started on a cluster's folder, from what PostgreSQL and the cluster
 * wrote down about it there. Undefined while it is not ready.
 */
export function runningClusterUrl(dir: string, database: string): string | undefined {
  const dataDir = join(dir, 'data');
  const postmaster = readPostmaster(dataDir);
  if (!postmaster?.ready) return undefined;
  const port = Number(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n')[3]);
  const passwordFile = join(dir, 'password');
  const onSocket = postmaster.socketDir !== '';
  return urlOf(
    {
      host: onSocket ? postmaster.socketDir : '127.0.0.1',
      port,
      ...(onSocket || !existsSync(passwordFile)
        ? {}
        : { password: readFileSync(passwordFile, 'utf8').trim() }),
    },
    database,
  );
}
