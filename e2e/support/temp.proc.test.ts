import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startCluster } from '@/server/postgres/cluster';
import { createTempFolder, noteServer, removeTempFolder, sweepLeftovers } from './temp';

/** The id of a process that has ended. */
const endedPid = () => spawnSync(process.execPath, ['--version']).pid;

/** A folder of this run, told to belong to one that was killed. */
function leftFolder(): string {
  const folder = createTempFolder('left');
  onTestFinished(() => removeTempFolder(folder));
  writeFileSync(join(folder, 'owner.pid'), String(endedPid()));
  return folder;
}

test('a test run ends the PostgreSQL that a killed run left behind, and removes its data', async () => {
  const folder = leftFolder();
  const cluster = await startCluster({ dir: join(folder, 'postgres'), ephemeral: true });
  sweepLeftovers();
  await cluster.exited;
  expect(existsSync(folder)).toBe(false);
});

test('a test run ends the server that a killed run left behind', async () => {
  const folder = leftFolder();
  // What matters is the name of the program, as for the product in a test.
  const args = ['--eval', 'setInterval(() => {}, 1000)', 'e2e/support/serve.mjs'];
  const server = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  noteServer(folder, server.pid!);
  await once(server, 'spawn');
  sweepLeftovers();
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(existsSync(folder)).toBe(false);
});

test('a test run leaves a run beside it alone, and never touches a process that took over an old id', () => {
  const running = createTempFolder('running');
  onTestFinished(() => removeTempFolder(running));
  const reused = leftFolder();
  noteServer(reused, process.pid);
  sweepLeftovers();
  expect(existsSync(running)).toBe(true);
  expect(existsSync(reused)).toBe(false);
});
