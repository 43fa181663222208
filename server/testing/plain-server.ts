import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { isAlive } from '../postgres/postmaster';

const program = fileURLToPath(new URL('./serve-plain.mjs', import.meta.url));

export type PlainServer = {
  child: ChildProcess;
  url: string;
  /** Everything it said so far. */
  output(): string;
  /** Resolves as soon as it has said `text`, and rejects with what it said instead if it ends before. */
  said(text: string): Promise<void>;
  /** How it ended: an exit code, or the name of a signal. */
  ended: Promise<number | string>;
};

/** A folder that only this account may enter, as `mktemp -d` makes them; PostgreSQL has to get along with that. */
export function privateFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shiplog-proc-'));
  onTestFinished(() => {
    killPostgres(folder);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  });
  return folder;
}

/**
 * Starts the built server with plain answers for pages, as a process of its own.
 * @param shell puts a shell between, as npm does; `child` is the shell then
 */
export function launch(env: Record<string, string>, { shell = false } = {}): PlainServer {
  const inherited = Object.entries(process.env).filter(
    ([name]) =>
      !/^(SHIPLOG_|VITEST|DATABASE_|PORT$|HTTP_PORT$|HOST$|NODE_OPTIONS$|LOG_LEVEL$|TRACKER_)/.test(name),
  );
  const command = shell
    ? ['sh', '-c', '"$0" "$@"; exit $?', process.execPath, program]
    : [process.execPath, program];
  const child = spawn(command[0] as string, command.slice(1), {
    env: {
      ...Object.fromEntries(inherited),
      LOG_LEVEL: 'warn',
      NODE_ENV: 'production',
      // The plain answers stand where Next would.
      SHIPLOG_API_LANE: 'next',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk;
      child.emit('said');
    });
  }
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  return {
    child,
    url: `http://localhost:${env.PORT}`,
    output: () => output,
    ended,
    async said(text) {
      while (!output.includes(text)) {
        const over = await Promise.race([once(child, 'said').then(() => false), ended.then(() => true)]);
        if (over && !output.includes(text))
          throw new Error(`It never said ${JSON.stringify(text)}:\n${output}`);
      }
    },
  };
}

/** Starts one and waits until it serves. */
export async function launched(env: Record<string, string>): Promise<PlainServer> {
  const server = launch(env);
  await server.said('Shiplog is up');
  return server;
}

export async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  return String(typeof address === 'object' && address?.port);
}

/** The process id of the embedded PostgreSQL of a data folder, if it says that it runs. */
export function postgresPid(dataDir: string): number | undefined {
  try {
    return Number(readFileSync(join(dataDir, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

/** `kill -9` for the embedded PostgreSQL of a data folder. */
export function killPostgres(dataDir: string): void {
  const pid = postgresPid(dataDir);
  if (pid && isAlive(pid)) process.kill(pid, 'SIGKILL');
}
