import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { StartError } from '../start-error';

/** What PostgreSQL writes about itself into its data folder. */
export type Postmaster = { pid: number; socketDir: string; ready: boolean };

const fileOf = (dataDir: string) => join(dataDir, 'postmaster.pid');

/** The PostgreSQL that runs on a data folder by its own account, or did before it was killed. */
export function readPostmaster(dataDir: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(fileOf(dataDir), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, socketDir: lines[4] ?? '', ready: lines[7]?.trim() === 'ready' };
}

/**
 * Ends a PostgreSQL that an earlier Shiplog left behind on this data folder (killed before it could stop it). Only called
 * under the instance lock, so nobody is using it. It is stopped in order, which leaves nothing to recover.
 */
export async function stopOrphan(
  dataDir: string,
  say: (line: string) => void,
): Promise<Postmaster | undefined> {
  const found = readPostmaster(dataDir);
  if (!found || !isAlive(found.pid)) return found;
  if (!isPostgresOf(found.pid, dataDir)) {
    forgetReusedPid(dataDir);
    return found;
  }
  say('Stopping the PostgreSQL that an earlier run left behind');
  for (const [signal, ms] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    process.kill(found.pid, signal);
    if (await hasEnded(found.pid, dataDir, ms)) return found;
  }
  throw new StartError(
    `A PostgreSQL that an earlier run left behind (process ${found.pid}) does not stop. End it, then start Shiplog again.`,
  );
}

async function hasEnded(pid: number, dataDir: string, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; await pause(25)) {
    if (!isAlive(pid) || !isPostgresOf(pid, dataDir)) return true;
  }
  return false;
}

/** Whether a process has this id; a process of another account counts. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isPostgresOf(pid: number, dataDir: string): boolean {
  const command = commandLine(pid);
  return process.platform === 'win32'
    ? /postgres/i.test(command)
    : command.includes('postgres') && command.includes(dataDir);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (process.platform === 'win32')
      return execFileSync('tasklist', ['/FI', `PID eq ${pid}`], { encoding: 'utf8' });
    return execFileSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/**
 * After a crash or in a new container, the recorded process id may belong to something else entirely, and PostgreSQL would
 * refuse to start. The id is replaced by one that is certainly gone rather than the file removed: PostgreSQL then still
 * looks for survivors through the shared memory that the file names.
 */
function forgetReusedPid(dataDir: string): void {
  const gone = spawnSync(process.execPath, ['--version']).pid;
  const [, ...rest] = readFileSync(fileOf(dataDir), 'utf8').split('\n');
  writeFileSync(fileOf(dataDir), [gone, ...rest].join('\n'));
}
