import { afterEach, describe, expect, it, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { problemWire } from '@/lib/http/problem';
import { detectionSettled } from '@/lib/incidents/detection/detect';
import { signals, stored } from '@/lib/incidents/detection/testing';
import { moveIncident } from '@/lib/incidents/move-incident';
import { rulesWire } from '@/lib/incidents/rule-operations';
import { mostRules, replayWire, ruleWire } from '@/lib/incidents/rule-schemas';
import { type Call, call } from '@/lib/testing/call';
import { POST as REPLAY_SAVED } from './[id]/replay/route';
import { DELETE, GET, PATCH } from './[id]/route';
import { POST as REPLAY } from './replay/route';
import { GET as LIST, POST } from './route';

const made: number[] = [];
afterEach(async () => {
  for (const id of made.splice(0)) await call(DELETE, { params: { id: String(id) } });
});

async function create(body: object = {}) {
  const answer = await call(POST, { body: { name: 'Mine', ...body } });
  expect([answer.status, answer.status === 201 ? '' : answer.text]).toEqual([201, '']);
  const rule = ruleWire.parse(answer.json);
  expect(answer.headers.location).toBe(`/api/v2/detection-rules/${rule.id}`);
  made.push(rule.id);
  return rule;
}
const byId = (id: number | string, more: Call = {}): Call => ({ params: { id: String(id) }, ...more });
async function problem(called: ReturnType<typeof call>) {
  const answer = await called;
  return { ...problemWire.parse(answer.json), status: answer.status };
}

describe('rules', () => {
  it('are there from the start: five errors of a service within five minutes', async () => {
    const { items } = rulesWire.parse((await call(LIST)).json);
    expect(items).toMatchObject([
      {
        threshold: 5,
        windowSeconds: 300,
        levels: ['error', 'critical', 'fatal'],
        services: [],
        reopenSeconds: 3600,
      },
    ]);
  });

  it('are added, read, changed and deleted, in the order in which they are tried', async () => {
    const rule = await create({ services: [' Shop ', 'shop', 'api'], levels: ['warn', 'warn'] });
    expect(rule).toMatchObject({
      services: ['Shop', 'api'],
      levels: ['warn'],
      position: 100,
      revision: 1,
      createdBy: 'local',
    });
    expect(rulesWire.parse((await call(LIST)).json).items.map(({ id }) => id)).toEqual([rule.id, 1]);
    const changed = await call(
      PATCH,
      byId(rule.id, { body: { threshold: 9 }, headers: { 'If-Match': '"1"' } }),
    );
    expect(changed).toMatchObject({
      status: 200,
      headers: { etag: '"2"' },
      json: { threshold: 9, revision: 2 },
    });
    const same = await call(PATCH, byId(rule.id, { body: { threshold: 9 } }));
    expect(same.json.revision).toBe(2);
    expect(
      (await problem(call(PATCH, byId(rule.id, { body: { name: 'x' }, headers: { 'If-Match': '"1"' } }))))
        .status,
    ).toBe(412);
    expect((await problem(call(DELETE, byId(rule.id, { headers: { 'If-Match': '"1"' } })))).status).toBe(412);
    expect((await call(DELETE, byId(rule.id, { headers: { 'If-Match': '"2"' } }))).status).toBe(204);
    expect((await problem(call(GET, byId(rule.id)))).status).toBe(404);
  });

  it('say how many of their incidents are active', async () => {
    const rule = await create({ threshold: 1, services: ['counted'], position: 1 });
    await signals('counted', [{}]);
    await detectionSettled();
    expect((await call(GET, byId(rule.id))).json.activeIncidents).toBe(1);
  });

  it.each([
    [{}],
    [{ name: ' ' }],
    [{ name: 'x', threshold: 0 }],
    [{ name: 'x', threshold: 1e9 }],
    [{ name: 'x', windowSeconds: 1.5 }],
    [{ name: 'x', levels: [] }],
    [{ name: 'x', levels: ['info'] }],
    [{ name: 'x', services: [''] }],
    [{ name: 'x', services: Array.from({ length: 201 }, () => 'a') }],
    [{ name: 'x', messagePattern: 'x'.repeat(501) }],
    [{ name: 'x', groupBy: 'moon' }],
    [{ name: 'x', autoResolveSeconds: 59 }],
    [{ name: 'x', unknown: 1 }],
  ])('refuse %j with what is allowed', async (body) => {
    expect((await problem(call(POST, { body }))).status).toBe(422);
  });

  it('are no more than 200, however many are added at once, and the refusal says so', async () => {
    const { rows } = await pool().query<{ n: number }>('SELECT count(*)::int AS n FROM detection_rule');
    await pool().query(
      `INSERT INTO detection_rule (name, position, threshold, window_seconds, levels, quiet_seconds, reopen_seconds, enabled)
       SELECT 'one of many', 900, 5, 300, '{error}', 0, 0, false FROM generate_series(1, $1)`,
      [mostRules - 2 - (rows[0]?.n ?? 0)],
    );
    try {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => call(POST, { body: { name: 'one of many', enabled: false } })),
      );
      expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409]);
      const refusal = problemWire.parse(answers.find(({ status }) => status === 409)?.json);
      expect(refusal.detail).toBe(
        'There are 200 detection rules, and no more can be added: delete one first.',
      );
      expect(refusal).toMatchObject({ most: 200 });
      const first = rulesWire.parse((await call(LIST)).json).items.find(({ name }) => name === 'one of many');
      expect((await call(DELETE, byId(first?.id ?? 0))).status).toBe(204);
      expect((await call(POST, { body: { name: 'one of many', enabled: false } })).status).toBe(201);
    } finally {
      await pool().query(`DELETE FROM detection_rule WHERE name = 'one of many'`);
    }
  });

  it.each(['0', '-1', 'x', '1e3', '99999999999'])('know no id %s', async (id) => {
    expect((await problem(call(GET, byId(id)))).status).toBe(422);
  });

  it('are not found under an id that none has', async () => {
    for (const route of [GET, DELETE]) expect((await problem(call(route, byId(999_999)))).status).toBe(404);
    expect((await problem(call(PATCH, byId(999_999, { body: {} })))).status).toBe(404);
    expect((await problem(call(REPLAY_SAVED, byId(999_999, { body: {} })))).status).toBe(404);
  });
});

describe('the lab', () => {
  const hourAgo = Date.now() - 3_600_000;
  const at = (...minutes: number[]) => minutes.map((minute) => ({ at: hourAgo + minute * 60_000 }));
  const lab = async (rule: object, days = 1) => {
    const answer = await call(REPLAY, { body: { rule: { name: 'Lab', ...rule }, days } });
    expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
    return replayWire.parse(answer.json);
  };

  it('shows what a changed rule would have opened, kept, merged and missed, and changes nothing', async () => {
    const [loud, quiet, twice] = ['lab-loud', 'lab-quiet', 'lab-twice'];
    await signals(loud, at(0, 0, 0, 0, 0));
    await signals(quiet, at(0, 0, 0));
    await signals(twice, at(0, 0, 0, 0, 0));
    await detectionSettled();
    const first = (await stored([twice])).get(twice)?.incidents[0]?.number as number;
    await moveIncident(first, { status: 'closed', at: new Date(hourAgo + 60_000).toISOString() }, 'ada');
    await signals(twice, at(2, 2, 2, 2, 2));
    await detectionSettled();
    const before = await stored([loud, quiet, twice]);

    const only = { services: [loud, quiet, twice], position: 1 };
    const same = await lab(only);
    expect(same).toMatchObject({
      signals: 18,
      truncated: false,
      counts: { new: 0, same: 3, merged: 0, missed: 0 },
    });
    expect(same.incidents.map(({ service, signals: n }) => [service, n])).toContainEqual([loud, 5]);
    expect(same.days.at(-1)?.wouldOpen ?? 0).toBeLessThanOrEqual(3);
    expect(same.days.reduce((sum, day) => sum + day.signals, 0)).toBe(18);
    expect(same.days.reduce((sum, day) => sum + day.opened, 0)).toBe(
      same.days.reduce((sum, day) => sum + day.wouldOpen, 0),
    );

    const lower = await lab({ ...only, threshold: 3 });
    expect(lower.counts).toMatchObject({ new: 1, same: 3 });
    expect(lower.incidents.find(({ outcome }) => outcome === 'new')).toMatchObject({
      service: quiet,
      environment: null,
      template: 'Timeout of the database',
      signals: 3,
      numbers: [],
    });
    const ten = await lab({ ...only, threshold: 10, windowSeconds: 600 });
    expect(ten.counts).toEqual({ new: 0, same: 0, merged: 1, missed: 1 });
    expect(ten.incidents).toMatchObject([{ service: twice, outcome: 'merged', signals: 10 }]);
    expect(ten.missed).toMatchObject([{ service: loud, signals: 5 }]);
    const other = await lab({ ...only, messagePattern: 'nobody says so' });
    expect(other.counts).toEqual({ new: 0, same: 0, merged: 0, missed: 3 });

    expect(await stored([loud, quiet, twice])).toEqual(before);
  });

  it('leaves a rule nothing of what rules before it take', async () => {
    await signals('lab-taken', at(5, 5, 5, 5, 5));
    await detectionSettled();
    const rule = { services: ['lab-taken'], position: 50 };
    expect((await lab(rule)).signals).toBe(5);
    await create({ services: ['lab-taken'], position: 49 });
    expect((await lab(rule)).signals).toBe(0);
  });

  it('tries a saved rule with changes, against its own incidents', async () => {
    const rule = await create({ services: ['lab-saved'], threshold: 2, position: 1 });
    await signals('lab-saved', at(1, 1, 1));
    await detectionSettled();
    const saved = await call(REPLAY_SAVED, byId(rule.id, { body: { days: 2 } }));
    expect(replayWire.parse(saved.json).counts).toEqual({ new: 0, same: 1, merged: 0, missed: 0 });
    const higher = await call(REPLAY_SAVED, byId(rule.id, { body: { patch: { threshold: 4 } } }));
    expect(replayWire.parse(higher.json)).toMatchObject({
      counts: { missed: 1 },
      missed: [{ service: 'lab-saved', signals: 3 }],
    });
  });

  it.each([
    { rule: { name: 'x' }, days: 0 },
    { rule: { name: 'x' }, days: 91 },
    { rule: { name: 'x', threshold: 'many' } },
    {},
  ])('refuses %j', async (body) => {
    expect((await problem(call(REPLAY, { body }))).status).toBe(422);
  });
});

test('the lab answers for a hundred thousand signals, and others are answered meanwhile', async () => {
  await pool().query(
    `WITH s AS (INSERT INTO service (name, name_key) SELECT 'lab-big-' || n, 'lab-big-' || n FROM generate_series(1, 50) n RETURNING id),
     ids AS (SELECT array_agg(id) AS ids FROM s),
     e AS (
       INSERT INTO event (id, kind, title, message, service_id, phase, level, at, until, created_at)
       SELECT gen_random_uuid(), 'signal', 'Timeout', 'Timeout after ' || n || ' ms', ids.ids[1 + n % 50], 'noted', 'error', t.at, t.at, t.at
       FROM ids, generate_series(1, 100000) n, LATERAL (SELECT now() - n * interval '1 second' AS at) t
       RETURNING id, service_id, at)
     INSERT INTO signal (event_id, service_id, level, at, fingerprint) SELECT id, service_id, 'error', at, 'ab' FROM e`,
  );
  await pool().query('ANALYZE event, signal');
  let longest = 0;
  let last = performance.now();
  const watch = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 1);
  const began = performance.now();
  const answer = await call(REPLAY, { body: { rule: { name: 'Lab', position: 1 }, days: 14 } });
  const took = performance.now() - began;
  clearInterval(watch);
  if (process.env.SHIPLOG_FIGURES)
    console.log(`lab: ${Math.round(took)} ms, longest pause ${Math.round(longest)} ms`);
  const replay = replayWire.parse(answer.json);
  expect(replay.signals).toBeGreaterThanOrEqual(100_000);
  expect(replay.incidents.filter(({ service }) => service.startsWith('lab-big-'))).toHaveLength(50);
  // Most of it is making the signals, which a busy machine takes its time for.
}, 300_000);
