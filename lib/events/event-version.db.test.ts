import { beforeEach, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { emptyTables } from '@/lib/testing/empty-tables';
import { ingest, ingestOne } from './ingest';
import { type EventDraftInput, type EventPatch, eventDraft } from './schemas';
import { updateEvent } from './update-event';

beforeEach(async () => {
  await emptyTables('event');
  await pool().query('DELETE FROM version');
});

const item = (draft: Partial<EventDraftInput>) => ({
  draft: eventDraft.parse({ kind: 'deployment', title: 'Deploy', service: 'shop', ...draft }),
  actor: 'ci',
});
const report = async (draft: Partial<EventDraftInput>) => (await ingestOne(item(draft))).event;
const change = (id: string, patch: EventPatch) => updateEvent({ which: { id }, patch, actor: 'ci' });
const versionOfEvent = async (id: string) =>
  (
    await pool().query<{ name: string; sha: string | null; service: string }>(
      `SELECT v.name, v.sha, s.name AS service FROM event e JOIN version v ON v.id = e.version_id JOIN service s ON s.id = v.service_id
       WHERE e.id = $1`,
      [id],
    )
  ).rows[0];

test('a deployment or build is about the version it names, else the one in its title; nothing else is about any', async () => {
  const named = await report({ version: '1.2.3', sha: 'abc1234', title: 'Deploy v9.9.9' });
  const titled = await report({ title: 'Deploy shop v1.2.3 to production', lock: true, status: 'start' });
  const built = await report({ kind: 'build', version: 'v1.2.3' });
  for (const { id } of [named, titled, built]) {
    expect(await versionOfEvent(id)).toEqual({ name: '1.2.3', sha: 'abc1234', service: 'shop' });
  }
  expect(await versionOfEvent((await report({ kind: 'operation', version: '1.2.3' })).id)).toBeUndefined();
  expect(await versionOfEvent((await report({ title: 'Deploy' })).id)).toBeUndefined();
});

test('of a batch, only what tells another commit for a version is refused', async () => {
  await report({ version: '1.2.3', sha: 'abc1234' });
  const results = await ingest([
    item({ version: '1.2.3', sha: 'abc1234567' }),
    item({ version: '1.2.3', sha: 'fff1234' }),
    item({ version: '1.2.4', sha: 'fff1234' }),
    item({ kind: 'operation', version: '1.2.3', sha: 'fff1234' }),
  ]);
  expect(results.map(({ outcome }) => outcome)).toEqual(['created', 'refused', 'created', 'created']);
  expect(results[1]).toMatchObject({
    error: { code: 'conflict', message: 'Version 1.2.3 already exists with different SHA' },
  });
});

test('an update moves a deployment to another version, or to none, and is refused the commit of another', async () => {
  await report({ version: '2.0.0', sha: 'abc1234' });
  const { id } = await report({ version: '1.0.0' });
  await change(id, { version: '2.0.0' });
  expect(await versionOfEvent(id)).toMatchObject({ name: '2.0.0', sha: 'abc1234' });
  await expect(change(id, { sha: 'fff1234' })).rejects.toMatchObject({ code: 'conflict' });
  await change(id, { service: 'warehouse', sha: 'fff1234' });
  expect(await versionOfEvent(id)).toEqual({ name: '2.0.0', sha: 'fff1234', service: 'warehouse' });
  await change(id, { version: null, title: 'Deploy v3.0.0-rc.1' });
  expect(await versionOfEvent(id)).toMatchObject({ name: 'v3.0.0-rc.1' });
  await change(id, { status: 'success' });
  expect(await versionOfEvent(id)).toMatchObject({ name: 'v3.0.0-rc.1' });
  await change(id, { kind: 'operation' });
  expect(await versionOfEvent(id)).toBeUndefined();
});

test('versions that were deleted elsewhere are made again', async () => {
  await report({ version: '1.2.3' });
  await pool().query('DELETE FROM version');
  const { id } = await report({ version: '1.2.3' });
  expect(await versionOfEvent(id)).toMatchObject({ name: '1.2.3' });
});
