import { beforeEach, expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { emptyTables } from '@/lib/testing/empty-tables';
import { chainLimit, getChain } from './get-chain';
import { chainWire } from './timeline-operations';

const now = Date.UTC(2026, 5, 17, 12);
const id = (n: number) => `019f0000-0000-7000-8000-${n.toString().padStart(12, '0')}`;

/** Events `n`, each related to `before`, a minute apart. */
async function store(links: [n: number, before: number | null][]) {
  await pool().query(
    `INSERT INTO event (id, kind, title, service_id, phase, status, at, until, related_id)
     SELECT r.id, 'deployment', 'x', (SELECT min(id) FROM service), 'succeeded', 'success', r.at, r.at + interval '30 s', r.before
     FROM unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) AS r(id, before, at)`,
    [
      links.map(([n]) => id(n)),
      links.map(([, before]) => (before === null ? null : id(before))),
      links.map(([n]) => new Date(now - 86_400_000 + n * 60_000)),
    ],
  );
}

beforeEach(async () => {
  await emptyTables('event');
  await pool().query(`INSERT INTO service (name, name_key) VALUES ('api', 'api') ON CONFLICT DO NOTHING`);
});

test('any event of a chain leads to the whole of it, and to nothing else', async () => {
  await store([
    [1, null],
    [2, 1],
    [3, 2],
    [4, 1],
    [5, 4],
    [6, null],
    [7, 6],
  ]);
  for (const n of [1, 3, 5]) {
    const chain = chainWire.parse(await getChain(id(n), now));
    expect(chain.events.map((event) => event.id)).toEqual([1, 2, 3, 4, 5].map(id));
    expect(chain.links).toContainEqual({ from: id(1), to: id(4), durationMs: 180_000 });
    expect(chain).toMatchObject({ totalMs: 270_000, ongoing: false, truncated: false });
  }
});

test('an event that is related to nothing is a chain of one', async () => {
  await store([[1, null]]);
  expect(await getChain(id(1), now)).toMatchObject({ events: [{ id: id(1) }], links: [], totalMs: 30_000 });
});

test('an unknown event has no chain', async () => {
  await expect(getChain(id(99), now)).rejects.toMatchObject({ code: 'not_found' });
  await expect(getChain('not-an-id', now)).rejects.toMatchObject({ code: 'not_found' });
});

test('a chain of 500 is whole; of a longer one the asked event and its way up are kept', async () => {
  const line = Array.from({ length: 700 }, (_, n): [number, number | null] => [n, n === 0 ? null : n - 1]);
  await store(line.slice(0, chainLimit));
  expect(await getChain(id(499), now)).toMatchObject({ truncated: false });
  await store(line.slice(chainLimit));
  for (const n of [0, 350, 699]) {
    const chain = await getChain(id(n), now);
    expect(chain.truncated).toBe(true);
    expect(chain.events).toHaveLength(chainLimit);
    expect(chain.events.map((event) => event.id)).toContain(id(n));
  }
});

test('a wide chain is cut at the same number', async () => {
  await store([[0, null], ...Array.from({ length: 600 }, (_, n): [number, number] => [n + 1, 0])]);
  const chain = await getChain(id(600), now);
  expect(chain.truncated).toBe(true);
  expect(chain.events).toHaveLength(chainLimit);
  expect(chain.events.map((event) => event.id)).toEqual(expect.arrayContaining([id(0), id(600)]));
});

test('a circle that was forced into the table comes to an end', async () => {
  await store([
    [1, null],
    [2, 1],
  ]);
  await pool().query('UPDATE event SET related_id = $1 WHERE id = $2', [id(2), id(1)]);
  expect((await getChain(id(1), now)).events).toHaveLength(2);
});
