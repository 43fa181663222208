import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { say } from './say.mjs';

const heartbeatMs = 1_000;
const staleMs = 15_000;

/**
 * Runs `work` while no other process of this checkout runs work under the same lock file, waiting for its turn.
 *
 * The holder touches the file every second; a file that nobody touches is what a killed process left behind and
 * is taken over. (A process id would not do: in a container the next process often has the same one. And it runs
 * on Node 20 before anything is installed, so it can use nothing but files.)
 * @template T
 * @param {string} file
 * @param {string} title what another process is told to be waiting for
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(file, title, work) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !take(file); told = true) {
    if (!told) say(`• Another process is busy with: ${title}. Waiting for it …`);
    await pause(200);
  }
  const beat = setInterval(() => touch(file), heartbeatMs);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

function take(file) {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const age = ageOf(file);
  if (age === undefined || age < staleMs) return false;
  // Only one of several waiters succeeds in renaming the stale file away; all of them then compete for a new one.
  const aside = `${file}.${process.pid}`;
  try {
    renameSync(file, aside);
    rmSync(aside, { force: true });
  } catch {}
  return false;
}

function ageOf(file) {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return undefined;
  }
}

function touch(file) {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch {}
}
