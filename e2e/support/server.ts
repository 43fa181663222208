import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTempFolder, noteServer, removeTempFolder, sweepLeftovers } from './temp';

const root = resolve(fileURLToPath(new URL('../..', import.meta.url)));
const built = join(root, 'dist', 'server.mjs');
const program = join(root, 'e2e', 'support', 'serve.mjs');
const startLimit = 60_000;
const stopLimit = 30_000;

export type ServerOptions = {
  /** Shows up in the name of its folder. */
  label: string;
  /** A database to use; without one the product starts its own PostgreSQL, as for a new user. */
  databaseUrl?: string;
  /** What serves `/api/**`: the lean lane (the default) or Next's route handlers. */
  lane?: 'lean' | 'next';
  /** Settings on top, as a person would give them. */
  env?: Record<string, string>;
};

export type RunningServer = {
  /** Without a slash at the end. */
  url: string;
  pid: number;
  dataDir: string;
  /** Everything it printed so far. */
  log(): string;
  /** That part of it which is for people. */
  stdout(): string;
  /** That part of it which is the log. */
  stderr(): string;
  /** Asks it to stop, as Ctrl-C does, and takes its folder away. Throws when it does not end by itself with code 0. */
  stop(): Promise<void>;
};

/** Starts the built product on a free port, on data of its own, and answers when it is ready to serve. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  if (!existsSync(built)) throw new Error('There is no built product: run `npm run build` first.');
  sweepLeftovers();
  const folder = createTempFolder(`server-${options.label}`);
  const dataDir = join(folder, 'data');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [program], {
    cwd: root,
    env: { ...environment(), ...settings(options, port, dataDir) } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: { from: 'stdout' | 'stderr'; chunk: Buffer }[] = [];
  for (const from of ['stdout', 'stderr'] as const)
    child[from].on('data', (chunk: Buffer) => output.push({ from, chunk }));
  const printed = (which: typeof output) => Buffer.concat(which.map(({ chunk }) => chunk)).toString('utf8');
  const log = () => printed(output);
  const ended = new Promise<string>((done) => {
    child.once('error', (error) => done(error.message));
    // Not `exit`, after which its last words may still be on their way.
    child.once('close', (code, signal) => done(signal ?? `code ${code}`));
  });
  if (child.pid !== undefined) noteServer(folder, child.pid);

  // In order, so that it takes its PostgreSQL with it.
  const abandon = () => child.kill('SIGTERM');
  process.once('exit', abandon);
  try {
    await ready(url, ended);
  } catch (error) {
    await stopProcess(child, ended).catch(() => {});
    process.off('exit', abandon);
    removeTempFolder(folder);
    throw new Error(`The server did not come up: ${(error as Error).message}\n${log()}`);
  }

  let stopping: Promise<void> | undefined;
  return {
    url,
    pid: child.pid!,
    dataDir,
    log,
    stdout: () => printed(output.filter(({ from }) => from === 'stdout')),
    stderr: () => printed(output.filter(({ from }) => from === 'stderr')),
    stop() {
      stopping ??= (async () => {
        try {
          const how = await stopProcess(child, ended);
          if (how !== 'code 0') throw new Error(`The server ended with ${how} when asked to stop.\n${log()}`);
        } finally {
          process.off('exit', abandon);
          removeTempFolder(folder);
        }
      })();
      return stopping;
    },
  };
}

function settings(options: ServerOptions, port: number, dataDir: string): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(port),
    SHIPLOG_DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ...(options.databaseUrl ? { DATABASE_URL: options.databaseUrl } : {}),
    ...(options.lane === 'next' ? { SHIPLOG_API_LANE: 'next' } : {}),
    ...options.env,
  };
}

/** This process's environment without what would configure the product or mark it as a test. */
function environment(): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      !/^(SHIPLOG|TRACKER|VITEST|DATABASE_URL|PG|NODE_OPTIONS|TEST|DEV|PROD|MODE|SSR|FORCE_COLOR)/.test(name),
  );
  return Object.fromEntries(inherited) as Record<string, string>;
}

async function ready(url: string, ended: Promise<string>): Promise<void> {
  let how: string | undefined;
  void ended.then((reason) => {
    how = reason;
  });
  const deadline = Date.now() + startLimit;
  let last = 'no answer';
  while (Date.now() < deadline) {
    if (how !== undefined) throw new Error(`it ended with ${how}`);
    try {
      const response = await fetch(`${url}/api/ready`, { signal: AbortSignal.timeout(5_000) });
      if (response.ok) return;
      last = `/api/ready answered ${response.status}`;
    } catch {
      // It does not listen yet.
    }
    // Not yet is 503; what answers anything else will not get ready by being waited for.
    if (/ (4\d\d|500)$/.test(last)) throw new Error(last);
    await pause(50);
  }
  throw new Error(`not ready after ${startLimit / 1000} s (${last})`);
}

async function stopProcess(child: ChildProcess, ended: Promise<string>): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const abort = new AbortController();
  const late = pause(stopLimit, 'late' as const, { signal: abort.signal }).catch(() => 'stopped' as const);
  const how = await Promise.race([ended, late]);
  abort.abort();
  if (how !== 'late') return how;
  child.kill('SIGKILL');
  await ended;
  return `SIGKILL, having ignored SIGTERM for ${stopLimit / 1000} s`;
}

function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => done(port));
    });
  });
}
