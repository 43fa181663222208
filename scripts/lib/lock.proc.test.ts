import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { withLock } from './lock.mjs';

function lockFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'shiplog-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  return join(folder, 'dist', '.build.lock');
}

it('builds that start together take turns', async () => {
  const file = lockFile();
  const order: string[] = [];
  const build = (name: string) =>
    withLock(file, 'building', async () => {
      order.push(`${name} begins`);
      await new Promise(setImmediate);
      order.push(`${name} ends`);
    });
  await Promise.all([build('a'), build('b'), build('c')]);
  for (let index = 0; index < order.length; index += 2) {
    expect(order[index + 1]).toBe(order[index]?.replace('begins', 'ends'));
  }
  expect(existsSync(file)).toBe(false);
});

it('a build that was killed does not block the next one', async () => {
  const file = lockFile();
  await withLock(file, 'building', async () => {});
  writeFileSync(file, '4711\n');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(file, longAgo, longAgo);
  expect(await withLock(file, 'building', async () => 'built')).toBe('built');
});

it('a build that fails lets the next one have its turn', async () => {
  const file = lockFile();
  await expect(withLock(file, 'building', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(existsSync(file)).toBe(false);
});
