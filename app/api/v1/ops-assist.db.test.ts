import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { z } from 'zod';
import { pool } from '@/lib/db/pool';
import {
  analysisAnswer,
  eventAnswer,
  healthAnswer,
  incidentAnswer,
  incidentListAnswer,
  invalidAnswer,
  statusAnswer,
} from '@/lib/dialects/ops-assist/schemas';
import { unknownRoute, wrongMethod } from '@/lib/dialects/unknown-route';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { findIncidentsByEvent } from '@/lib/incidents/find-incidents';
import { mergeIncident } from '@/lib/incidents/merge-incident';
import { log } from '@/lib/log';
import { call } from '@/lib/testing/call';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as readEvent } from './events/[event_id]/route';
import { POST as createEvent, GET as listEvents } from './events/route';
import { GET as health } from './health/route';
import { POST as analyze } from './incidents/[incident_id]/analyze/route';
import { GET as readIncident } from './incidents/[incident_id]/route';
import { PATCH as move } from './incidents/[incident_id]/status/route';
import { GET as listIncidents } from './incidents/route';
import { GET as root } from './route';

beforeEach(async () => {
  await emptyTables('event', 'signal', 'change', 'idempotency_key');
});

const post = (body: unknown, headers = {}) => call(createEvent, { body, headers });
const error = (service: string, message = 'Something went wrong', level = 'ERROR') =>
  post({ service, level, message });

/** As many errors as open an incident, and what was answered to each. */
async function burst(service: string, message?: string, level?: string) {
  const answers = [];
  for (let n = 0; n < 5; n += 1) answers.push(eventAnswer.parse((await error(service, message, level)).json));
  return answers;
}
const incidentOf = async (service: string, message?: string) =>
  (await burst(service, message)).at(-1)?.incident_id as number;
const get = async (id: number) =>
  incidentAnswer.parse((await call(readIncident, { params: { incident_id: String(id) } })).json);
const incidents = async (search = '') => {
  const answered = await call(listIncidents, { url: `/api/v1/incidents${search}` });
  return { ...answered, list: z.array(incidentListAnswer).parse(answered.json) };
};
const events = async (search = '') => {
  const answered = await call(listEvents, { url: `/api/v1/events${search}` });
  return { ...answered, list: z.array(eventAnswer).parse(answered.json) };
};
const setStatus = (id: number | string, body: unknown) =>
  call(move, { params: { incident_id: String(id) }, body });

test.each([
  ['/api/v1', root],
  ['/api/v1/health', health],
])('%s says that it is healthy', async (_, route) => {
  expect(healthAnswer.parse((await call(route)).json).status).toBe('healthy');
});

describe('posting an event', () => {
  it('answers 201 with an integer id, a naive time and no incident yet', async () => {
    const answered = await error('orders', 'Boom', 'ERROR');
    expect(answered.status).toBe(201);
    expect(Object.keys(answered.json)).toEqual([
      'id',
      'service',
      'level',
      'message',
      'timestamp',
      'incident_id',
    ]);
    expect(answered.json).toMatchObject({
      service: 'orders',
      level: 'ERROR',
      message: 'Boom',
      incident_id: null,
    });
    expect(answered.json.timestamp).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}$/);
  });

  it('puts the fifth into an incident together with those before it, and the sixth as well', async () => {
    const answers = await burst('orders');
    expect(answers.map(({ incident_id }) => incident_id)).toEqual([
      null,
      null,
      null,
      null,
      expect.any(Number),
    ]);
    const id = answers[4]?.incident_id as number;
    expect((await error('orders')).json.incident_id).toBe(id);
    const incident = await get(id);
    expect(incident).toMatchObject({ id, service: 'orders', status: 'open', category: 'other' });
    expect(incident.events).toHaveLength(6);
    expect(incident.events.every(({ incident_id }) => incident_id === id)).toBe(true);
    expect((await incidents()).list).toMatchObject([{ id, event_count: 6 }]);
  });

  it('opens one incident for five errors on five connections', async () => {
    const answers = succeeded(await allAtOnce(5, () => error('orders')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
    expect((await incidents()).list).toMatchObject([{ event_count: 5 }]);
  });

  it('counts CRITICAL and FATAL in any case, and an investigated incident goes on collecting', async () => {
    await error('orders', 'x', 'critical');
    await error('orders', 'x', 'Fatal');
    await error('orders', 'x', 'ERROR');
    await error('orders', 'x', 'error');
    const { incident_id } = (await error('orders', 'x', 'CRITICAL')).json;
    expect(incident_id).toEqual(expect.any(Number));
    await setStatus(incident_id, { status: 'investigating' });
    expect((await error('orders')).json.incident_id).toBe(incident_id);
    expect((await incidents()).list).toHaveLength(1);
  });

  it('opens nothing for five of less', async () => {
    for (const level of ['INFO', 'DEBUG', 'WARNING', 'info', 'warn', 'WARN'])
      expect((await error('orders', 'x', level)).json).toMatchObject({ level, incident_id: null });
    expect((await incidents()).list).toEqual([]);
  });

  it('answers the level as it was written, also later', async () => {
    const { id } = (await error('orders', 'x', 'Warn')).json;
    expect((await call(readEvent, { params: { event_id: String(id) } })).json.level).toBe('Warn');
  });

  it('tries again when counting fails, so that nobody posts an event a second time that is there', async () => {
    const warned = vi.spyOn(log(), 'warn').mockImplementation(() => {});
    // What a sequence gave is given, whatever is rolled back.
    await pool().query(`
      CREATE SEQUENCE failing_once;
      CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF nextval('failing_once') = 1 THEN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER fail_once BEFORE INSERT ON signal FOR EACH STATEMENT EXECUTE FUNCTION fail_once();`);
    try {
      const answered = await error('orders');
      expect([answered.status, answered.status === 201 ? '' : answered.text]).toEqual([201, '']);
      expect((await events()).list).toHaveLength(1);
    } finally {
      await pool().query('DROP FUNCTION fail_once CASCADE; DROP SEQUENCE failing_once');
      warned.mockRestore();
    }
  });

  it('creates one event for one Idempotency-Key', async () => {
    const body = { service: 'orders', level: 'ERROR', message: 'once' };
    const first = await post(body, { 'idempotency-key': 'k1' });
    const second = await post(body, { 'idempotency-key': 'k1' });
    expect(second.json).toEqual(first.json);
    expect((await events()).list).toHaveLength(1);
  });

  it.each<[unknown, (string | number)[], string, RegExp]>([
    [{ level: 'ERROR', message: 'x' }, ['body', 'service'], 'missing', /^Field required$/],
    [{ service: '', level: 'ERROR', message: 'x' }, ['body', 'service'], 'string_too_short', /at least 1/],
    [{ service: '  ', level: 'ERROR', message: 'x' }, ['body', 'service'], 'string_too_short', /at least 1/],
    [{ service: 'a\u0007', level: 'ERROR', message: 'x' }, ['body', 'service'], 'value_error', /control/],
    [
      { service: 'x'.repeat(101), level: 'ERROR', message: 'x' },
      ['body', 'service'],
      'string_too_long',
      /at most 100/,
    ],
    [{ service: 7, level: 'ERROR', message: 'x' }, ['body', 'service'], 'string_type', /valid string/],
    [{ service: 'a', message: 'x' }, ['body', 'level'], 'missing', /^Field required$/],
    [
      { service: 'a', level: 'LOUD', message: 'x' },
      ['body', 'level'],
      'enum',
      /'ERROR', 'CRITICAL' or 'FATAL'$/,
    ],
    [{ service: 'a', level: 'ERROR' }, ['body', 'message'], 'missing', /^Field required$/],
    [{ service: 'a', level: 'ERROR', message: '' }, ['body', 'message'], 'string_too_short', /at least 1/],
    [
      { service: 'a', level: 'ERROR', message: 'x'.repeat(65_537) },
      ['body', 'message'],
      'string_too_long',
      /at most 65536/,
    ],
    [{ service: 'a', level: 'ERROR', message: 'x\u0000' }, ['body', 'message'], 'value_error', /U\+0000/],
    [[], ['body'], 'model_attributes_type', /valid dictionary/],
    ['{"service":', ['body'], 'json_invalid', /JSON decode error/],
    ['', ['body'], 'json_invalid', /JSON decode error/],
  ])('refuses %.60j as FastAPI does', async (body, loc, type, msg) => {
    const answered = await post(body);
    expect(answered.status).toBe(422);
    const { detail } = invalidAnswer.parse(answered.json);
    expect(detail).toContainEqual({ loc, type, msg: expect.stringMatching(msg) });
    expect((await events()).list).toEqual([]);
  });

  it('lists everything that is missing at once', async () => {
    const { detail } = (await post({})).json;
    expect(detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual(['service', 'level', 'message']);
  });

  it.each(['', '   '])('says once that the service %j is none', async (service) => {
    const { detail } = (await post({ service, level: 'ERROR', message: 'x' })).json;
    expect(detail).toEqual([
      { loc: ['body', 'service'], msg: 'String should have at least 1 character', type: 'string_too_short' },
    ]);
  });

  it('refuses a body of more than a megabyte', async () => {
    const answered = await post({ service: 'a', level: 'ERROR', message: 'x'.repeat(1_100_000) });
    expect(answered.status).toBe(413);
    expect(answered.json.detail).toEqual(expect.any(String));
  });

  it.each(['<script>alert(1)</script>', "'; DROP TABLE event; --", '\u202Eevil', '🜚\n\n', ' ', '\u200B'])(
    'keeps the hostile text %j as it is',
    async (message) => {
      const { id } = (await error('orders', message)).json;
      expect((await call(readEvent, { params: { event_id: String(id) } })).json.message).toBe(message);
    },
  );
});

describe('reading events', () => {
  it('lists the newest first, in pages that say where to go on', async () => {
    for (const message of ['a', 'b', 'c']) await error('orders', message);
    const first = await events('?limit=2');
    expect(first.list.map(({ message }) => message)).toEqual(['c', 'b']);
    expect(first.headers.link).toBe('</api/v1/events?skip=2&limit=2>; rel="next"');
    const second = await events('?skip=2&limit=2');
    expect(second.list.map(({ message }) => message)).toEqual(['a']);
    expect(second.headers.link).toBeUndefined();
    expect((await events('?limit=0')).list).toEqual([]);
  });

  it('filters by service and level', async () => {
    await error('orders', 'a', 'ERROR');
    await error('orders', 'b', 'INFO');
    await error('billing', 'c', 'ERROR');
    expect((await events('?service=orders')).list).toHaveLength(2);
    expect((await events('?service=orders&level=ERROR')).list.map(({ message }) => message)).toEqual(['a']);
    expect((await events('?service=nobody')).list).toEqual([]);
    expect((await events('?service=&level=')).list).toHaveLength(3);
  });

  it('shows signals that came by other ways, under ids of the same kind', async () => {
    const { id } = (await error('orders', 'mine')).json;
    expect((await call(readEvent, { params: { event_id: String(id) } })).json).toMatchObject({
      id,
      message: 'mine',
    });
  });

  it('cuts very long messages in lists only', async () => {
    const message = 'x'.repeat(50_000);
    const { id } = (await error('orders', message)).json;
    expect((await events()).list[0]?.message).toHaveLength(4000);
    expect((await call(readEvent, { params: { event_id: String(id) } })).json.message).toBe(message);
  });

  it.each(['0', '-1', '999999999', '99999999999999999999999999'])('knows no event %s', async (event_id) => {
    const answered = await call(readEvent, { params: { event_id } });
    expect(answered.status).toBe(404);
    expect(answered.json.detail).toMatch(/^Event with id .* not found$/);
  });

  it.each([
    ['/api/v1/events?limit=1e9', 'limit', 'int_parsing'],
    ['/api/v1/events?limit=-1', 'limit', 'greater_than_equal'],
    ['/api/v1/events?skip=-1', 'skip', 'greater_than_equal'],
    ['/api/v1/events?skip=99999999', 'skip', 'less_than_equal'],
    ['/api/v1/events?skip=x', 'skip', 'int_parsing'],
    ['/api/v1/events?level=LOUD', 'level', 'enum'],
  ])('refuses %s', async (url, name, type) => {
    const answered = await call(listEvents, { url });
    expect(answered.status).toBe(422);
    expect(invalidAnswer.parse(answered.json).detail).toMatchObject([{ loc: ['query', name], type }]);
  });

  it('takes a limit of a thousand million for the most it gives', async () => {
    await error('orders');
    expect((await events('?limit=1000000000')).list).toHaveLength(1);
  });

  it('refuses an id that is no number', async () => {
    const answered = await call(readEvent, { params: { event_id: 'abc' } });
    expect(answered.status).toBe(422);
    expect(invalidAnswer.parse(answered.json).detail).toMatchObject([
      { loc: ['path', 'event_id'], type: 'int_parsing' },
    ]);
  });
});

describe('incidents', () => {
  it('are listed newest first and by status, in exactly the fields of the original', async () => {
    const first = await incidentOf('orders');
    const second = await incidentOf('billing');
    const { list, json } = await incidents();
    expect(list.map(({ id }) => id)).toEqual([second, first]);
    expect(Object.keys(json[0])).toEqual([
      'id',
      'service',
      'category',
      'severity',
      'summary',
      'status',
      'created_at',
      'updated_at',
      'event_count',
    ]);
    await setStatus(first, { status: 'resolved' });
    expect((await incidents('?status_filter=resolved')).list.map(({ id }) => id)).toEqual([first]);
    expect((await incidents('?status_filter=open')).list.map(({ id }) => id)).toEqual([second]);
    expect((await incidents('?status_filter=')).list).toHaveLength(2);
    expect((await incidents('?skip=1&limit=1')).list.map(({ id }) => id)).toEqual([first]);
    expect((await incidents('?limit=1000000000')).list).toHaveLength(2);
  });

  it('that a person reported are among them, with no text missing', async () => {
    await report({ title: 'Checkout is down', priority: 'P5', message: '' });
    const { list } = await incidents();
    expect(list).toMatchObject([{ service: 'orders', severity: 'P3', status: 'open', event_count: 0 }]);
    expect(list[0]?.summary).not.toBe('');
  });

  it('that were merged are left out of lists and read as they are', async () => {
    const one = await report({ title: 'One' });
    const other = await report({ title: 'Other' });
    await mergeIncident(one, other, 'ada');
    expect((await incidents()).list.map(({ id }) => id)).toEqual([other]);
    expect((await get(one)).status).toBe('closed');
    expect((await setStatus(one, { status: 'open' })).status).toBe(409);
  });

  it('move from any status to any other, and say so', async () => {
    const id = await incidentOf('orders');
    for (const status of ['investigating', 'resolved', 'resolved', 'closed', 'investigating', 'open']) {
      const answered = await setStatus(id, { status });
      expect(answered.status).toBe(200);
      expect(statusAnswer.parse(answered.json)).toEqual({
        message: 'Incident status updated successfully',
        incident_id: id,
        new_status: status,
      });
      expect((await get(id)).status).toBe(status);
    }
  });

  it.each([
    [{}, 400],
    [{ status: 'done' }, 400],
    [{ status: null }, 400],
    [{ status: ['open'] }, 400],
    [[], 422],
    ['', 422],
  ])('do not move by the body %j', async (body, status) => {
    const id = await incidentOf('orders');
    const answered = await setStatus(id, body);
    expect(answered.status).toBe(status);
    expect(answered.json.detail).toBeDefined();
    expect((await get(id)).status).toBe('open');
  });

  it('are analysed again on demand', async () => {
    const id = await incidentOf('orders', 'Out of memory: Java heap space exceeded');
    const answered = await call(analyze, { params: { incident_id: String(id) } });
    expect(answered.status).toBe(200);
    expect(analysisAnswer.parse(answered.json)).toMatchObject({
      incident_id: id,
      category: 'memory_leak',
      severity: 'P1',
      recommended_actions: ['restart_service', 'increase_memory_limit', 'analyze_heap_dump'],
      analysis_completed: true,
    });
  });

  it.each(['0', '-1', '424242', '99999999999'])('with the id %s do not exist', async (incident_id) => {
    const params = { incident_id };
    for (const answered of [
      await call(readIncident, { params }),
      await call(move, { params, body: { status: 'open' } }),
      await call(analyze, { params }),
    ]) {
      expect(answered.status).toBe(404);
      expect(answered.json).toEqual({ detail: `Incident with id ${incident_id} not found` });
    }
  });

  it('refuse an unknown status to filter by', async () => {
    const answered = await call(listIncidents, { url: '/api/v1/incidents?status_filter=done' });
    expect(answered.status).toBe(422);
    expect(invalidAnswer.parse(answered.json).detail).toEqual([
      {
        loc: ['query', 'status_filter'],
        msg: "Input should be 'open', 'investigating', 'resolved' or 'closed'",
        type: 'enum',
      },
    ]);
  });
});

async function report(draft: Partial<EventDraftInput>): Promise<number> {
  const { event } = await ingestOne({
    draft: eventDraft.parse({ kind: 'incident', title: 'Down', service: 'orders', ...draft }),
    actor: 'test',
  });
  return (await findIncidentsByEvent([event.id]))[0]?.number as number;
}

/** What the incidents that come with Ops-Assist are to be triaged as. */
const scenarios: [string, string, string, string, string][] = [
  [
    'Database connection issues',
    'order-service',
    'Database connection timeout: failed to connect to PostgreSQL',
    'database_issue',
    'P1',
  ],
  [
    'API Gateway timeouts',
    'api-gateway',
    'Gateway timeout: upstream service did not respond within 30s',
    'api_timeout',
    'P2',
  ],
  ['Memory/OOM errors', 'worker-service', 'Out of memory: Java heap space exceeded', 'memory_leak', 'P1'],
  [
    'Network errors',
    'api-gateway',
    'Connection refused: upstream service unavailable',
    'network_error',
    'P2',
  ],
  [
    'Authentication failures',
    'auth-service',
    'JWT token expired: authentication failed',
    'authentication_error',
    'P2',
  ],
  [
    'Rate limiting',
    'notification-service',
    'Rate limit exceeded: 429 Too Many Requests',
    'rate_limited',
    'P3',
  ],
  [
    'Disk space critical',
    'log-service',
    'Disk space critical: 95% used, no space left on device',
    'disk_full',
    'P1',
  ],
];

test.each(scenarios)('%s are triaged as they should be', async (_, service, message, category, severity) => {
  const incident = await get(await incidentOf(service, message));
  expect(incident).toMatchObject({ service, category, severity, status: 'open' });
  expect(incident.summary).toContain(service);
  expect(incident.recommended_actions?.length).toBeGreaterThan(1);
  expect((await incidents()).list[0]).toMatchObject({ category, severity, summary: incident.summary });
});

test('a path or method that does not exist is refused in FastAPI’s words', () => {
  expect(unknownRoute('/api/v1/analytics')).toMatchObject({ status: 404, body: '{"detail":"Not Found"}' });
  expect(wrongMethod('/api/v1', 'POST', ['GET'])).toMatchObject({
    status: 405,
    body: '{"detail":"Method Not Allowed"}',
  });
});
