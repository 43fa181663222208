import { spawn } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StartError } from '../start-error';
import { commandAs, postgresEnvironment, type RunAs } from './account';
import type { Binaries } from './binaries';
import { ensurePasswordFile } from './endpoint';

export const superuser = 'shiplog';

export type Initialise = {
  dir: string;
  dataDir: string;
  binaries: Binaries;
  runAs: RunAs;
  log: (line: string) => void;
  ephemeral: boolean;
};

/**
 * Sees to it that the data folder holds a cluster of this PostgreSQL's major version.
 * The work happens in a folder beside it, which is renamed when everything is there: being killed half way leaves
 * nothing that looks like a cluster.
 */
export async function ensureInitialised(options: Initialise): Promise<void> {
  const { dataDir, binaries, log } = options;
  const versionFile = join(dataDir, 'PG_VERSION');
  if (existsSync(versionFile))
    return checkVersion(dataDir, readFileSync(versionFile, 'utf8').trim(), binaries.major);
  if (existsSync(dataDir)) {
    throw new StartError(
      `${dataDir} exists, but holds no PostgreSQL data (PG_VERSION is missing). If nothing in it matters, delete it; else restore it from a backup.`,
    );
  }
  log('Creating the database cluster');
  const fresh = `${dataDir}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const failures: string[] = [];
  for (const ctype of characterTypes()) {
    const failure = await initdb(options, fresh, ctype);
    if (failure === undefined) return renameSync(fresh, dataDir);
    rmSync(fresh, { recursive: true, force: true });
    failures.push(failure);
    if (!/locale/.test(failure)) break;
  }
  throw new StartError(`PostgreSQL could not create its data folder ${dataDir}: ${failures.at(-1)}`);
}

function checkVersion(dataDir: string, found: string, ours: number): void {
  if (found === String(ours)) return;
  throw new StartError(
    Number(found) > ours
      ? `The data in ${dataDir} were written by PostgreSQL ${found}, which is newer than the ${ours} of this Shiplog. Start the newer Shiplog, or set SHIPLOG_DATA_DIR to another folder. Nothing was changed.`
      : `The data in ${dataDir} were written by PostgreSQL ${found}, and this Shiplog runs ${ours}. Move them with pg_upgrade or a dump (docs/running.md says how), or set SHIPLOG_DATA_DIR to another folder. Nothing was changed.`,
  );
}

/**
 * Which characters are letters. The built-in provider sorts and folds case the same way on every machine, but trigrams still
 * ask the operating system, and under plain C they lose everything that is not ASCII.
 */
function characterTypes(): string[] {
  if (process.platform === 'win32') return ['C'];
  return process.platform === 'darwin' ? ['en_US.UTF-8', 'UTF-8', 'C'] : ['C.UTF-8', 'en_US.UTF-8', 'C'];
}

/** @returns what went wrong, or undefined */
async function initdb(options: Initialise, target: string, ctype: string): Promise<string | undefined> {
  const { dir, binaries, runAs, ephemeral } = options;
  const access =
    process.platform === 'win32'
      ? [
          '--auth=scram-sha-256',
          `--pwfile=${ensurePasswordFile(dir, (file, content) => writeFileSync(file, content, { mode: 0o600 }))}`,
        ]
      : // Only the account itself and root can reach the socket.
        ['--auth-local=trust', '--auth-host=reject'];
  const { command, args, ids } = commandAs(runAs, binaries.initdb, [
    `--pgdata=${target}`,
    `--username=${superuser}`,
    ...access,
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    `--lc-ctype=${ctype}`,
    '--data-checksums',
    ...(ephemeral ? ['--no-sync'] : []),
  ]);
  const child = spawn(command, args, {
    ...ids,
    cwd: '/',
    detached: true,
    windowsHide: true,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: postgresEnvironment(),
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', (error) => {
      said += error.message;
      resolve(1);
    });
    child.on('close', resolve);
  });
  return code === 0 ? undefined : said.trim().split('\n').slice(-3).join(' ');
}
