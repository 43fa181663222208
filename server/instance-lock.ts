/**
 * One running Shiplog per data folder.
 *
 * The lock is a write lock on a small SQLite file: Node ships SQLite, and its locks are the operating system's, which
 * lets go of them when the process ends in whatever way. A file with a process id would need guessing after `kill -9`
 * (in a container the next process often has the very same id), and a socket can be stolen by two starts that both find
 * it dead. Imports nothing but Node, because the start script loads this file before anything is built.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Who is running on a data folder; `url` is absent until it serves. */
export type Holder = { pid: number; url?: string; startedAt: string };

export type InstanceLock = {
  /** Records the address that is served, for the message a second start gives. */
  serving(url: string): void;
  release(): void;
};

const fileOf = (dataDir: string) => join(dataDir, 'instance.lock');
const holderFileOf = (dataDir: string) => join(dataDir, 'instance.json');

/** Takes the lock of a data folder, which is created if need be. Answers who has it when it is taken. */
export function acquireInstanceLock(dataDir: string): InstanceLock | { heldBy: Holder } {
  mkdirSync(dataDir, { recursive: true });
  const database = lock(dataDir);
  if (!database) return { heldBy: readHolder(dataDir) };
  const holder: Holder = { pid: process.pid, startedAt: new Date().toISOString() };
  const write = () => writeFileSync(holderFileOf(dataDir), `${JSON.stringify(holder)}\n`);
  write();
  return {
    serving(url) {
      holder.url = url;
      write();
    },
    release() {
      rmSync(holderFileOf(dataDir), { force: true });
      database.close();
    },
  };
}

/** Who holds the lock of a data folder at this moment, if anybody does. */
export function whoHolds(dataDir: string): Holder | undefined {
  let database: DatabaseSync | undefined;
  try {
    database = lock(dataDir);
  } catch {
    // No such folder: nothing has ever run there.
    return undefined;
  }
  if (!database) return readHolder(dataDir);
  database.close();
  return undefined;
}

function lock(dataDir: string): DatabaseSync | undefined {
  const database = new DatabaseSync(fileOf(dataDir), { timeout: 300 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return database;
  } catch (error) {
    database.close();
    const sqliteBusy = 5;
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined;
    throw error;
  }
}

function readHolder(dataDir: string): Holder {
  try {
    return JSON.parse(readFileSync(holderFileOf(dataDir), 'utf8')) as Holder;
  } catch {
    return { pid: 0, startedAt: '' };
  }
}
