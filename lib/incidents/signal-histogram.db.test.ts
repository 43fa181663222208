import { beforeAll, describe, expect, it } from 'vitest';
import { GET } from '@/app/api/v2/incidents/[number]/histogram/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { createIncident } from './create-incident';

const minute = 60_000;
const now = Math.floor(Date.now() / minute) * minute;
let number = 0;

beforeAll(async () => {
  const { incident } = await createIncident(
    { title: 'Checkout is down', service: 'histogram', startedAt: new Date(now - 30 * minute).toISOString() },
    'jane',
  );
  number = incident.number;
  const before = [28, 28, 28, 5];
  await pool().query(
    `INSERT INTO signal (event_id, service_id, level, at, incident_number)
     SELECT gen_random_uuid(), s.id, l.level::event_level, l.at, $1
     FROM service s, unnest($2::text[], $3::timestamptz[]) AS l(level, at) WHERE s.name = 'histogram'`,
    [
      number,
      ['error', 'error', 'fatal', 'warn'],
      before.map((minutes) => new Date(now - minutes * minute).toISOString()),
    ],
  );
});

const ask = (params: string, query = '') =>
  call(GET, { params: { number: params }, url: `/api/v2/incidents/${params}/histogram${query}` });

describe('the signals of an incident over time', () => {
  it('are counted by level, in bins from before its start', async () => {
    const { status, json } = await ask(String(number));
    expect(status).toBe(200);
    expect(Date.parse(json.from)).toBe(now - 45 * minute);
    const all = json.bins.map(({ counts }: { counts: object }) => counts);
    expect(all).toEqual([{ error: 2, fatal: 1 }, { warn: 1 }]);
    for (const { at } of json.bins) expect(Date.parse(at) % json.binMs).toBe(0);
  });

  it('come in no more bins than asked for', async () => {
    const { json } = await ask(String(number), '?bins=1');
    expect(json.bins).toHaveLength(1);
    expect(json.bins[0].counts).toEqual({ error: 2, fatal: 1, warn: 1 });
  });

  it.each(['?bins=0', '?bins=1e9', '?bins=-1', '?bins=x', '?bogus=1'])('refuse %s', async (query) => {
    expect((await ask(String(number), query)).status).toBe(422);
  });

  it.each(['0', '-1', '1e3', '99999999999', 'x', '%00'])('refuse the number %s', async (wrong) => {
    expect((await ask(wrong)).status).toBe(422);
  });

  it('do not exist of an incident that does not', async () => {
    expect((await ask('999999999')).status).toBe(404);
  });
});
