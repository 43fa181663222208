import { beforeEach, describe, expect, test } from 'vitest';
import { DELETE, GET, PUT } from '@/app/api/v2/deployment-rules/[id]/route';
import { GET as LIST, POST } from '@/app/api/v2/deployment-rules/route';
import { GET as VIOLATIONS } from '@/app/api/v2/deployment-rules/violations/route';
import { POST as START } from '@/app/deployment-events/route';
import { pool } from '@/lib/db/pool';
import { problemWire } from '@/lib/http/problem';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { ruleExamples } from './examples';
import { ruleListWire, violationPageWire } from './operations';
import { mostRules, ruleWire } from './rule-schemas';

beforeEach(async () => {
  await emptyTables('event', 'rule_violation', 'deployment_rule', 'idempotency_key');
});

const concurrency = { kind: 'concurrency', name: 'One at a time' };
const make = async (body: object, headers = {}) => {
  const answer = await call(POST, { body, headers });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return { ...answer, rule: ruleWire.parse(answer.json) };
};
const list = async (query = '') =>
  ruleListWire.parse((await call(LIST, { url: `/api/v2/deployment-rules${query}` })).json).items;

describe('a rule', () => {
  test('is made as the examples are written, and read as it was made', async () => {
    for (const { body } of ruleExamples) {
      const { rule, headers } = await make(body as object);
      expect(rule.rule).toMatchObject(body as object);
      expect(headers.location).toBe(`/api/v2/deployment-rules/${rule.id}`);
      const read = await call(GET, { params: { id: rule.id } });
      expect(read.json).toEqual(rule);
      expect(read.headers.etag).toBe('"1"');
    }
    const [order, window] = (await list()).toSorted((a, b) => (a.rule.kind < b.rule.kind ? -1 : 1));
    expect(order?.nextWindow).toBeNull();
    const { startsAt = '', endsAt = '' } = window?.nextWindow ?? {};
    expect(Date.parse(endsAt)).toBeGreaterThan(Date.now());
    expect(startsAt < endsAt).toBe(true);
  });

  test('made twice with one key is one rule', async () => {
    const key = { 'idempotency-key': 'k-1' };
    const [first, again] = [await make(concurrency, key), await make(concurrency, key)];
    expect(again.rule.id).toBe(first.rule.id);
    expect(await list()).toHaveLength(1);
  });

  test('makes the services and environments it names, and keeps each once', async () => {
    const { rule } = await make({
      ...concurrency,
      services: ['brand new', 'BRAND  new'],
      environments: ['Moon', 'mars'],
    });
    expect(rule.rule).toMatchObject({
      services: [expect.stringMatching(/^brand new$/i)],
      environments: ['Moon', 'mars'],
    });
    expect(await list('?service=Brand%20New&environment=MARS')).toHaveLength(1);
    expect(await list('?service=other')).toHaveLength(0);
    expect(await list('?environment=venus')).toHaveLength(0);
  });

  test('for a service that is gone does not become one for all', async () => {
    const { rule } = await make({ ...concurrency, services: ['soon-gone'] });
    await pool().query(`DELETE FROM service WHERE name = 'soon-gone'`);
    const [left] = await list();
    expect(left?.id).toBe(rule.id);
    expect(left?.rule.services).toHaveLength(1);
  });

  test.each([
    [
      { kind: 'window', schedule: { recurrence: 'daily', from: '10:00', to: '11:00', zone: 'Mars/Base' } },
      '/schedule/zone',
    ],
    [
      { kind: 'window', schedule: { recurrence: 'daily', from: '10:00', to: '11:00', zone: '+01:00' } },
      '/schedule/zone',
    ],
    [{ kind: 'window', schedule: { recurrence: 'daily', from: '25:00', to: '11:00' } }, '/schedule/from'],
    [
      { kind: 'window', schedule: { recurrence: 'once', startsAt: 'soon', endsAt: '2026-03-01T10:00' } },
      '/schedule/startsAt',
    ],
    [
      {
        kind: 'window',
        schedule: { recurrence: 'once', startsAt: '2026-02-30T10:00', endsAt: '2026-03-01T10:00' },
      },
      '/schedule/startsAt',
    ],
    [
      {
        kind: 'window',
        schedule: { recurrence: 'once', startsAt: '2026-03-01T10:00', endsAt: '2026-03-01T10:00' },
      },
      '/schedule/endsAt',
    ],
    [
      { kind: 'window', schedule: { recurrence: 'monthly', days: [0], from: '10:00', to: '11:00' } },
      '/schedule/days/0',
    ],
    [{ kind: 'order', prerequisites: [] }, '/prerequisites'],
    [{ kind: 'order', prerequisites: ['staging'], soakMinutes: -1 }, '/soakMinutes'],
    [{ kind: 'approval', types: ['QA'], count: 0 }, '/count'],
    [{ kind: 'concurrency', mode: 'sometimes' }, '/mode'],
    [{ kind: 'concurrency', name: ' ' }, '/name'],
    [{ kind: 'concurrency', schedule: {} }, '/schedule'],
  ])('that says %j is refused where it is wrong', async (body, pointer) => {
    const { status, json } = await call(POST, { body: { name: 'Rule', ...body } });
    expect(status).toBe(422);
    expect(json.errors.map((issue: { pointer: string }) => issue.pointer)).toContain(pointer);
    expect(await list()).toHaveLength(0);
  });

  test('is replaced only by who has seen how it is, may change its kind, and saying the same changes nothing', async () => {
    const { rule } = await make(concurrency);
    const put = (body: object, revision?: number) =>
      call(PUT, {
        params: { id: rule.id },
        body,
        headers: revision === undefined ? {} : { 'if-match': `"${revision}"` },
      });
    expect((await put(concurrency, 1)).json.revision).toBe(1);
    const soak = { kind: 'order', name: 'Soak', prerequisites: ['staging'], soakMinutes: 5 };
    const changed = await put(soak, 1);
    expect(changed.json).toMatchObject({ revision: 2, rule: soak });
    expect(changed.headers.etag).toBe('"2"');
    expect((await put(concurrency, 1)).status).toBe(412);
    expect((await put(concurrency)).json).toMatchObject({ revision: 3, rule: concurrency });
    expect((await put({ ...concurrency, mode: 'disabled' }, 3)).json.rule.mode).toBe('disabled');
    expect(await list('?mode=enabled')).toHaveLength(0);
    expect(await list('?mode=disabled&kind=concurrency')).toHaveLength(1);
  });

  test('is one of 200 at most, however many are made at once, and the refusal says so', async () => {
    await pool().query(
      `INSERT INTO deployment_rule (id, name, kind, mode, config)
       SELECT gen_random_uuid(), 'One of many', 'concurrency', 'disabled', '{}' FROM generate_series(1, $1)`,
      [mostRules - 2],
    );
    const off = { ...concurrency, mode: 'disabled' };
    const answers = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((key) => call(POST, { body: off, headers: { 'idempotency-key': key } })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409]);
    const refusal = problemWire.parse(answers.find(({ status }) => status === 409)?.json);
    expect(refusal.detail).toBe(
      'There are 200 deployment rules, and no more can be added: delete one first.',
    );
    expect(refusal).toMatchObject({ most: 200 });
    const made = ruleWire.parse(answers.find(({ status }) => status === 201)?.json);
    const again = ['a', 'b', 'c', 'd', 'e'][answers.findIndex(({ json }) => json.id === made.id)] as string;
    expect((await make(off, { 'idempotency-key': again })).rule.id).toBe(made.id);
    expect((await call(DELETE, { params: { id: made.id } })).status).toBe(204);
    await make(off);
  });

  test('that nobody knows is 404, whatever its id looks like', async () => {
    for (const id of ['x', '00000000-0000-8000-8000-00000000ffff']) {
      expect((await call(GET, { params: { id } })).status).toBe(404);
      expect((await call(PUT, { params: { id }, body: concurrency })).status).toBe(404);
      expect((await call(DELETE, { params: { id } })).status).toBe(404);
    }
  });
});

describe('what rules stopped', () => {
  const start = (invoke_id: string, more: object = {}) =>
    call(START, {
      body: {
        product_name: 'shop',
        version: '1.2.3',
        environment_name: 'production',
        status: 'started',
        invoke_id,
        ...more,
      },
    });
  const violations = async (query = '') =>
    violationPageWire.parse(
      (await call(VIOLATIONS, { url: `/api/v2/deployment-rules/violations${query}` })).json,
    );

  test('is on record under the name of the rule, also when that is gone; the deployment is not', async () => {
    const { rule } = await make(concurrency);
    const first = await start('1');
    expect(first.status).toBe(200);
    expect((await start('2')).status).toBe(409);
    const { items } = await violations();
    expect(items).toMatchObject([
      {
        ruleId: rule.id,
        ruleName: 'One at a time',
        kind: 'concurrency',
        blocked: true,
        code: 'CONCURRENT_DEPLOYMENT',
        service: 'shop',
        environment: 'production',
        version: '1.2.3',
        eventId: null,
        details: { conflicting_deployment_id: first.json.id },
      },
    ]);
    expect((await list())[0]?.violations30d).toBe(1);
    expect((await call(DELETE, { params: { id: rule.id }, headers: { 'if-match': '"1"' } })).status).toBe(
      204,
    );
    expect((await violations()).items).toMatchObject([{ ruleId: null, ruleName: 'One at a time' }]);
    expect((await start('2')).status).toBe(200);
  });

  test('or would have stopped, each rule by itself; a window that only opens soon is not broken', async () => {
    const reported = await make({ ...concurrency, mode: 'report_only' });
    await make({ kind: 'order', name: 'Order', mode: 'report_only', prerequisites: ['staging'] });
    await make({ kind: 'approval', name: 'Off', mode: 'disabled', types: ['QA'] });
    const soon = new Date(Date.now() + 10 * 60_000).toISOString().slice(0, 16);
    await make({
      kind: 'window',
      name: 'Soon',
      schedule: { recurrence: 'once', startsAt: soon, endsAt: `2099-01-01T00:00` },
    });
    await start('1');
    const second = await start('2');
    expect(second.status).toBe(200);
    const { items } = await violations(`?rule=${reported.rule.id}&blocked=false`);
    expect(items).toMatchObject([{ blocked: false, eventId: second.json.id }]);
    expect((await violations()).items.map(({ code }) => code).toSorted()).toEqual([
      'CONCURRENT_DEPLOYMENT',
      'FLOW_VIOLATION',
      'FLOW_VIOLATION',
    ]);
    expect((await violations('?blocked=true')).items).toEqual([]);
    expect((await violations('?service=SHOP&environment=Production')).items).toHaveLength(3);
    expect((await violations('?service=web')).items).toEqual([]);
    expect((await violations('?from=now%2B1m')).items).toEqual([]);
    expect((await violations('?from=now-1h&to=now%2B1h')).items).toHaveLength(3);
  });

  test('comes page by page, each once', async () => {
    await make(concurrency);
    await start('0');
    for (let n = 1; n <= 5; n++) await start(`${n}`);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: { id: string }[]; nextCursor: string | null } = await violations(
        `?limit=2${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
      );
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor);
    expect(new Set(seen).size).toBe(5);
    expect(seen).toHaveLength(5);
    expect((await call(VIOLATIONS, { url: '/api/v2/deployment-rules/violations?cursor=x' })).status).toBe(
      422,
    );
  });
});
