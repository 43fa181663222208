import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'shiplog-test-';
const ownerFile = 'owner.pid';
const serverFile = 'server.pid';
const oneDay = 24 * 60 * 60 * 1000;

/**
 * A folder of this run under the system's temporary folder, marked with the process that owns it, so that
 * {@link sweepLeftovers} can tell the folders of runs that were killed from those of runs that go on beside this one.
 */
export function createTempFolder(label: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${label}-`));
  // As root, Postgres runs under another account, which has to be able to walk through.
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, ownerFile), String(process.pid));
  return folder;
}

/** Notes a server that works in `folder`, to be ended with it when its run was killed. */
export function noteServer(folder: string, pid: number): void {
  writeFileSync(join(folder, serverFile), String(pid));
}

/** Removes a folder and what is in it. */
export function removeTempFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/**
 * Ends the servers and PostgreSQLs of test runs that were killed, and removes their folders.
 * Only processes that were noted in such a folder and still are what they were noted as are touched.
 */
export function sweepLeftovers(): void {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    try {
      const owner = numberIn(join(folder, ownerFile));
      const age = Date.now() - statSync(folder).mtimeMs;
      // Without an owner the folder is being created this very moment, or was left half made.
      if (owner === undefined ? age < 60_000 : isAlive(owner) && age < oneDay) continue;
      end(numberIn(join(folder, serverFile)), 'serve.mjs');
      for (const pid of postmasters(folder, 5)) end(pid, 'postgres');
      removeTempFolder(folder);
    } catch {
      // Somebody else's folder, or one that another run is sweeping: leave it.
    }
  }
}

function postmasters(folder: string, depth: number): number[] {
  if (depth === 0) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.isDirectory()) return postmasters(join(folder, entry.name), depth - 1);
    const pid = entry.name === 'postmaster.pid' ? numberIn(join(folder, entry.name)) : undefined;
    return pid === undefined ? [] : [pid];
  });
}

function end(pid: number | undefined, program: string): void {
  if (pid === undefined || !isAlive(pid) || !commandOf(pid).includes(program)) return;
  process.kill(pid, program === 'postgres' ? 'SIGQUIT' : 'SIGKILL');
  waitUntil(() => !commandOf(pid).includes(program));
}

/** Blocks this process until `done`, for five seconds at most; for where it cannot wait in any other way. */
export function waitUntil(done: () => boolean): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; !done() && waited < 5_000; waited += 50) Atomics.wait(pause, 0, 0, 50);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  // A process that has ended but was not collected by its parent still answers, yet has no command any more.
  return commandOf(pid) !== '';
}

function numberIn(file: string): number | undefined {
  try {
    const number = Number.parseInt(readFileSync(file, 'utf8'), 10);
    return number > 1 ? number : undefined;
  } catch {
    return undefined;
  }
}
