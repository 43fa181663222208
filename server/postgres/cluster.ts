import { type ChildProcess, spawn } from 'node:child_process';
import { once as nextEvent } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { StartError } from '../start-error';
import { commandAs, postgresAccount, postgresEnvironment, type RunAs } from './account';
import { postgresBinaries } from './binaries';
import { type Endpoint, makeEndpoint, urlOf } from './endpoint';
import { ensureInitialised } from './initialise';
import { readPostmaster, stopOrphan } from './postmaster';
import { asArguments, clusterSettings, type Settings } from './settings';

export type ClusterOptions = {
  /** The cluster's folder: data, log and socket live in it. Created if need be. */
  dir: string;
  /** Told about every step that may take a while. */
  log?: (line: string) => void;
  /** On top of {@link clusterSettings}. */
  settings?: Settings;
  /** Trades safety for speed: for tests, whose data nobody needs after a crash. */
  ephemeral?: boolean;
};

export type Cluster = {
  /** A connection URL for a database of the cluster; the product's own database when none is named. */
  url(database?: string): string;
  pid: number;
  /** Resolves when PostgreSQL has ended, asked or not; true when it was asked to. */
  exited: Promise<boolean>;
  /** Ends all connections and stops PostgreSQL in order. `immediate` leaves the rest to recovery at the next start. */
  stop(how?: 'fast' | 'immediate'): Promise<void>;
};

export const productDatabase = 'shiplog';

/**
 * Starts a PostgreSQL of its own on a folder, creating the data on first use and recovering them after a crash.
 *
 * It runs in a session of its own, so that Ctrl-C in the terminal reaches Shiplog alone, which then finishes what is in
 * flight before it stops PostgreSQL.
 *
 * @throws StartError when it cannot: data of another major version, an account that cannot reach the folder, …
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { dir, log = () => {}, settings = {}, ephemeral = false } = options;
  const dataDir = join(dir, 'data');
  const binaries = await postgresBinaries();
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const runAs = postgresAccount(dir, dataDir, binaries.postgres);
  await ensureInitialised({ dir, dataDir, binaries, runAs, log, ephemeral });
  const orphan = await stopOrphan(dataDir, log);
  const endpoint = await makeEndpoint(dir, runAs, orphan?.socketDir);
  const child = await launch({
    dir,
    dataDir,
    runAs,
    log,
    program: binaries.postgres,
    args: asArguments({
      ...clusterSettings(ephemeral),
      log_directory: join(dir, 'log'),
      ...endpoint.settings,
      ...settings,
    }),
  });
  const cluster = control(child, endpoint);
  try {
    await ensureDatabase(cluster, productDatabase);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

type Launch = {
  dir: string;
  dataDir: string;
  runAs: RunAs;
  log: (line: string) => void;
  program: string;
  args: string[];
};

async function launch(launch: Launch): Promise<ChildProcess> {
  const startLog = join(launch.dir, 'start.log');
  const logDir = join(launch.dir, 'log');
  // Right after a kill, processes of the former server may need a moment to notice that it is gone.
  for (let attempt = 1; ; attempt++) {
    const output = openSync(startLog, 'w', 0o600);
    const { command, args, ids } = commandAs(launch.runAs, launch.program, [
      '-D',
      launch.dataDir,
      ...launch.args,
    ]);
    const child = spawn(command, args, {
      ...ids,
      cwd: '/',
      detached: true,
      windowsHide: true,
      stdio: ['ignore', output, output],
      env: postgresEnvironment(),
    });
    closeSync(output);
    let failure = '';
    child.on('error', (error) => {
      failure = error.message;
    });
    child.unref();
    if (await becomesReady(child, launch)) return child;
    const said = `${failure}\n${readFileSync(startLog, 'utf8')}\n${lastLog(logDir)}`;
    if (attempt < 20 && /pre-existing shared memory block/.test(said)) {
      await pause(250);
      continue;
    }
    const last = said.match(/(?:FATAL|PANIC): .*/g)?.at(-1) ?? failure;
    throw new StartError(
      `PostgreSQL did not come up: ${last || 'it ended at once'}. See ${startLog} and ${logDir}.`,
    );
  }
}

/** The end of the log that was written to last. */
function lastLog(logDir: string): string {
  if (!existsSync(logDir)) return '';
  const files = readdirSync(logDir).map((name) => join(logDir, name));
  const [newest] = files.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  return newest ? readFileSync(newest, 'utf8').slice(-2_000) : '';
}

async function becomesReady(child: ChildProcess, { dataDir, log }: Launch): Promise<boolean> {
  const since = Date.now();
  let told = since;
  while (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const postmaster = readPostmaster(dataDir);
    if (postmaster?.pid === child.pid && postmaster.ready) return true;
    if (Date.now() - told > 3_000) {
      told = Date.now();
      log(
        `PostgreSQL is still starting, it may be recovering from a crash (${Math.round((told - since) / 1000)} s)`,
      );
    }
    await pause(15);
  }
  return false;
}

function control(child: ChildProcess, endpoint: Endpoint): Cluster {
  const pid = child.pid as number;
  let asked = false;
  const exited = (child.exitCode === null ? nextEvent(child, 'exit') : Promise.resolve()).then(() => {
    process.off('exit', lastResort);
    endpoint.dispose();
    return asked;
  });
  // Whatever way this process ends, short of being killed: PostgreSQL is asked to stop in order.
  const lastResort = () => signal('SIGINT');
  process.on('exit', lastResort);

  function signal(name: 'SIGINT' | 'SIGQUIT'): void {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }

  return {
    pid,
    exited,
    url: (database = productDatabase) => urlOf(endpoint, database),
    async stop(how = 'fast') {
      asked = true;
      child.ref();
      signal(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
      const late = setTimeout(() => signal('SIGQUIT'), 30_000);
      await exited;
      clearTimeout(late);
    },
  };
}

async function ensureDatabase(cluster: Cluster, name: string): Promise<void> {
  const client = new Client({ connectionString: cluster.url('postgres') });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
