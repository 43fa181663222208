import { beforeEach, expect, test } from 'vitest';
import { catalogListQuery } from '@/lib/catalog/filters';
import { getEntry } from '@/lib/catalog/find-entries';
import { listEntries } from '@/lib/catalog/list-entries';
import { readCompliance } from '@/lib/catalog/read-compliance';
import { saveEntry } from '@/lib/catalog/save-entry';
import { pool } from '@/lib/db/pool';
import { readChangelog } from '@/lib/events/changelog';
import { getChain } from '@/lib/events/get-chain';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { fillDemo, removeDemo } from './store';
import { demoWorld } from './world';

const now = Date.UTC(2026, 10, 19, 14, 20);
const world = demoWorld('1', now);

const report = async (service: string, more: object = {}) => {
  const draft = eventDraft.parse({ kind: 'deployment', title: 'Mine', service, ...more });
  return (await ingestOne({ draft, actor: 'me' })).event;
};

/** Everything but the change feed and the sequences, row by row. */
async function everything() {
  const tables = [
    'event',
    'changelog_entry',
    'service',
    'environment',
    'catalog_entry',
    'service_dependency',
  ];
  const rows = await Promise.all(
    tables.map((table) =>
      pool().query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`),
    ),
  );
  return rows.map((result) => result.rows.map(({ row }) => row));
}

const countsByKind = async () =>
  (await pool().query('SELECT kind, count(*) AS n FROM event GROUP BY kind ORDER BY kind')).rows;

beforeEach(async () => {
  await removeDemo();
  await pool().query('TRUNCATE event CASCADE');
  await pool().query('DELETE FROM service');
});

test('filling twice leaves what filling once does, row for row', async () => {
  const filled = await fillDemo(world);
  expect(filled.events).toBe(world.events.length);
  const once = await everything();
  const counts = await countsByKind();
  expect(counts).toHaveLength(8);
  await fillDemo(world);
  expect(await countsByKind()).toEqual(counts);
  expect(await everything()).toEqual(once);
});

test('another seed or day takes the place of the world that is there', async () => {
  await fillDemo(world);
  const other = demoWorld('2', now + 86_400_000);
  await fillDemo(other);
  const { rows } = await pool().query('SELECT id FROM event ORDER BY id');
  expect(rows.map(({ id }) => id)).toEqual(other.events.map(({ id }) => id).toSorted());
});

test('removing leaves exactly what was before', async () => {
  await report('checkout-api', { environment: 'production', externalId: 'run-1', source: 'ci' });
  await report('something-else');
  const before = await everything();
  await fillDemo(world);
  const removed = await removeDemo();
  expect(removed).toEqual({ events: world.events.length, services: 16 });
  expect(await everything()).toEqual(before);
  expect(await removeDemo()).toEqual({ events: 0, services: 0 });
});

test('what somebody reported into the demo stays, with its service', async () => {
  await fillDemo(world);
  const related = world.events.find(({ service }) => service === 'identity')?.id;
  const mine = await report('identity', { relatedId: related });
  expect(await removeDemo()).toMatchObject({ services: 16 });
  const { rows } = await pool().query(
    'SELECT e.id, e.related_id, s.name FROM event e JOIN service s ON s.id = e.service_id',
  );
  expect(rows).toEqual([{ id: mine.id, related_id: null, name: 'identity' }]);
});

test('a service that something else refers to by now stays', async () => {
  await fillDemo(world);
  await pool().query('CREATE TABLE note (service int REFERENCES service (id) ON DELETE CASCADE)');
  await pool().query("INSERT INTO note SELECT id FROM service WHERE name = 'cart-api'");
  expect(await removeDemo()).toMatchObject({ services: 16 });
  expect((await pool().query('SELECT * FROM note')).rowCount).toBe(1);
  await pool().query('DROP TABLE note');
});

test('a service that the demo took away can be reported again at once', async () => {
  await fillDemo(world);
  await report('notifications');
  await pool().query("DELETE FROM event WHERE title = 'Mine'");
  await removeDemo();
  expect((await report('notifications')).service).toBe('notifications');
});

test('every status move is in the changelog, with who, when and why', async () => {
  await fillDemo(world);
  const rollout = world.events.find(
    ({ kind, environment, happened }) =>
      kind === 'deployment' && environment === 'production' && happened.length === 3,
  );
  if (!rollout) throw new Error('there is none');
  const { entries } = await readChangelog(rollout.id, 0, 100);
  expect(entries.map(({ type, oldValue, newValue }) => [type, oldValue, newValue])).toEqual([
    ['created', '', ''],
    ['approved', '', ''],
    ['status_changed', 'planned', 'start'],
    ['status_changed', 'start', rollout.status],
  ]);
  for (const { actor, comment } of entries) expect([actor, comment]).not.toContain('');
});

test('a chain of the demo can be followed from its build to its fix', async () => {
  await fillDemo(world);
  const fix = world.events.findLast(({ title }) => title.endsWith('(fix) to production'));
  const chain = await getChain(fix?.id ?? '', now);
  expect(chain.events.length).toBeGreaterThan(7);
  expect(chain.events[0]?.kind).toBe('build');
  expect(chain.totalMs).toBeGreaterThan(0);
});

test('the catalog of the demo is described, but for one service, and says what is used in which version', async () => {
  await fillDemo(world);
  const { items } = await listEntries(catalogListQuery.parse({ limit: ['500'] }));
  expect(items).toHaveLength(17);
  expect(items.filter(({ discovered }) => discovered).map(({ name }) => name)).toEqual([
    'back-office-robots',
  ]);
  for (const { name, type, owner, version, lastDeployment } of items) {
    expect([name, owner]).not.toContain('');
    if (type === 'project')
      expect([name, version]).toEqual([name, lastDeployment && expect.stringMatching(/^v/)]);
  }
  expect(await getEntry('payments-gateway')).toMatchObject({
    dependsOn: ['payments-ledger'],
    dependents: ['checkout-api'],
  });
  const { summary } = await readCompliance();
  expect(summary.totalProjects).toBe(11);
  expect(summary.compliantProjects).toBeGreaterThan(0);
  expect(summary.nonCompliantProjects).toBeGreaterThan(0);
});

test('an entry that somebody changed or added stays, and one that was there is not touched', async () => {
  const save = (name: string, patch: object) =>
    saveEntry({ name, patch, mode: 'merge', describes: true, revives: true, actor: 'me' });
  await save('cart-api', { owner: 'mine' });
  await fillDemo(world);
  expect((await getEntry('cart-api')).owner).toBe('mine');
  await save('identity', { dependsOn: ['something-of-mine'] });
  await save('something-of-mine', { dependsOn: ['search-indexer'] });
  await removeDemo();
  expect(await getEntry('identity')).toMatchObject({
    discovered: false,
    dependsOn: ['something-of-mine'],
    type: 'project',
  });
  expect(await getEntry('something-of-mine')).toMatchObject({ dependsOn: ['search-indexer'] });
  expect(await getEntry('cart-api')).toMatchObject({ owner: 'mine', dependsOn: [], dependents: [] });
});
