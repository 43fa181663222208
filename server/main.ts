import { join } from 'node:path';
import { accessMode } from '@/lib/access/mode';
import { goOnRestored } from '@/lib/audit/go-on-restored';
import { startSealing } from '@/lib/audit/start-sealing';
import { type Config, parseConfig } from '@/lib/config';
import { closePool } from '@/lib/db/pool';
import { startDetectionSweep } from '@/lib/incidents/detection/sweep-detection';
import { startSuspectSweep } from '@/lib/incidents/suspects/sweep-suspects';
import { startLockSweep } from '@/lib/locks/sweep-locks';
import { log } from '@/lib/log';
import { setUpPath } from '@/lib/people/set-up';
import { once } from '@/lib/runtime';
import { announceShutdown, runShutdownHooks } from '@/lib/shutdown';
import { answerForNext, handleApi } from './api-lane';
import { banner, urlFor } from './banner';
import { consoleToLog } from './console';
import { checkDatabase } from './database';
import { gateOf } from './http/gate';
import { insistOnTls } from './http/headers';
import { nextPages, type PagesFactory } from './http/pages';
import { listen } from './http/server';
import { acquireInstanceLock, type InstanceLock } from './instance-lock';
import { Lifecycle } from './lifecycle';
import { migrate } from './migrate';
import { startCluster } from './postgres/cluster';
import { StartError } from './start-error';
import { startSweeps } from './sweeps';
import { startTriageWorker } from './triage-worker';

export type StartOptions = {
  /** The checkout: where the build, the migrations and by default the data lie. */
  root: string;
  dev?: boolean;
  /** What answers everything but the API. */
  pages?: PagesFactory;
};

const drainMs = 10_000;
const hookMs = 5_000;

/** Starts Shiplog and returns when it serves. From then on it ends by a signal, or by an error nobody expected. */
export async function start({ root, dev = false, pages = nextPages }: StartOptions): Promise<void> {
  const since = performance.now();
  const life = new Lifecycle();
  process.setSourceMapsEnabled(true);
  await life.boot(async () => {
    const config = parseConfig(process.env, root);
    once('config', () => config);
    // The development server's words stay as they are: a person reads along.
    if (!dev) consoleToLog();
    const lock = config.databaseUrl ? undefined : takeLock(life, config.dataDir);
    // Taken first, since nothing behind it needs to start if it cannot be had. Early requests wait.
    insistOnTls(config.publicUrl);
    const http = await listen(config.host, config.port);
    // Next and the database have nothing to do with each other until the first request.
    const loading = pages({ dev, root, webSockets: http.webSockets, port: http.port });
    loading.catch(() => {});
    await openDatabase(life, config, root);
    life.add('connection pool', closePool);
    life.add('background work', () =>
      runShutdownHooks(hookMs, (name, error) =>
        log().error({ err: error }, `could not stop in time: ${name}`),
      ),
    );
    await goOnRestored();
    startSealing();
    startSweeps();
    startLockSweep();
    startDetectionSweep();
    startSuspectSweep();
    startTriageWorker();
    const url = config.publicUrl ?? urlFor(config.host, http.port);
    // Where providers lead people back to: next-auth reads it here.
    process.env.NEXTAUTH_URL = url;
    const site = await loading;
    life.add('pages', site.close);
    if (life.isEnding) return;
    http.open({
      gate: gateOf({ mode: accessMode, trustedProxies: config.trustedProxies }),
      dev,
      pages: site.handle,
      api: config.apiLane === 'lean' ? handleApi : answerForNext,
    });
    life.add('HTTP', () => http.drain(drainMs));
    life.add('open streams', announceShutdown);
    const here = urlFor(config.host, http.port);
    lock?.serving(here);
    const setUp = await setUpLink(config, { url, here });
    process.stdout.write(`${banner(config, here, performance.now() - since, setUp)}\n`);
    log().info({ url: here, auth: config.auth, apiLane: config.apiLane }, 'serving');
  });
}

/**
 * The link that makes the first administrator; null where there is one, or where nobody signs in. Until then only this machine is
 * served, which reaches it by its own address, unless the configuration lets everybody in to sign in.
 */
async function setUpLink({ auth }: Config, at: { url: string; here: string }): Promise<string | null> {
  if (auth !== 'auto' && auth !== 'required') return null;
  const path = await setUpPath();
  return path && (auth === 'required' ? at.url : at.here) + path;
}

/** Has a migrated database, and tells everything in this process where it is through `DATABASE_URL`. */
async function openDatabase(life: Lifecycle, config: Config, root: string): Promise<void> {
  const url = config.databaseUrl ?? (await openCluster(life, config.dataDir));
  if (config.databaseUrl) await checkDatabase(url);
  process.env.DATABASE_URL = url;
  process.env.DATABASE_POOL_SIZE = String(config.databasePoolSize);
  await migrate(url, { log: say, folder: join(root, 'prisma/migrations') });
}

async function openCluster(life: Lifecycle, dataDir: string): Promise<string> {
  const cluster = await startCluster({ dir: join(dataDir, 'postgres'), log: say });
  life.add('PostgreSQL', () => cluster.stop());
  void cluster.exited.then((asked) => {
    if (asked) return;
    log().fatal('PostgreSQL ended unexpectedly, shutting down');
    process.stdout.write(
      `\n✗ PostgreSQL ended unexpectedly; see ${join(dataDir, 'postgres/log')}. Shiplog ends as well.\n`,
    );
    void life.end(1);
  });
  return cluster.url();
}

function say(line: string): void {
  process.stdout.write(`• ${line}\n`);
}

function takeLock(life: Lifecycle, dataDir: string): InstanceLock {
  let lock: ReturnType<typeof acquireInstanceLock>;
  try {
    lock = acquireInstanceLock(dataDir);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(
      `The data folder ${dataDir} cannot be written to (${reason}). Set SHIPLOG_DATA_DIR to a folder that this account may write to.`,
    );
  }
  if ('heldBy' in lock) {
    const { pid, url } = lock.heldBy;
    throw new StartError(
      `Shiplog is already running on the data in ${dataDir} (process ${pid}, ${url ?? 'still starting'}). Use that one, stop it first, or give this one data of its own: SHIPLOG_DATA_DIR=… PORT=… npm start`,
    );
  }
  life.add('instance lock', () => lock.release());
  return lock;
}
