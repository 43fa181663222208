import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { pool } from '@/lib/db/pool';
import { trackerError, trackerEventAnswer } from '@/lib/dialects/tracker/schemas';
import { unknownRoute, wrongMethod } from '@/lib/dialects/unknown-route';
import { type Call, call } from '@/lib/testing/call';
import { POST as postChangelog } from './event/[id]/changelog/route';
import { GET } from './event/[id]/route';
import { POST as postSlack } from './event/[id]/slack/route';
import { POST, PUT } from './event/route';
import { GET as list } from './events/list/route';
import { GET as search } from './events/search/route';

/** Whatever is wrong with a request: the answer says what, in Tracker's form, and nothing is stored. */

const unknownId = '01890000-0000-7000-8000-000000000000';
let unseen = 0;
/** Names a service that nobody has seen: a refused request must not create it. */
const attributes = () => ({ type: 1, service: `never-seen-${unseen++}`, environment: 7 });
let id: string;

beforeAll(async () => {
  const created = await call(POST, { body: { title: 'There', attributes: { type: 1, service: 'shop' } } });
  id = trackerEventAnswer.parse(created.json).id;
});

async function everything() {
  const { rows } = await pool().query(`
    SELECT (SELECT count(*) FROM event) AS events, (SELECT max(revision) FROM event) AS revision,
           (SELECT count(*) FROM changelog_entry) AS entries, (SELECT count(*) FROM change) AS changes,
           (SELECT count(*) FROM service) AS services, (SELECT count(*) FROM environment) AS environments`);
  return rows[0];
}

async function refused(route: typeof POST, request: Call, status = 400, code = 3): Promise<string> {
  const before = await everything();
  const answer = await call(route, request);
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  expect(answer.headers['content-type']).toContain('application/json');
  const error = trackerError.parse(answer.json);
  expect(error.code).toBe(code);
  expect(await everything()).toEqual(before);
  return error.message;
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
const withTitle = (title: string) =>
  `{"title":${title},"attributes":{"type":1,"service":"never-seen-service"}}`;

describe.each([
  ['POST', POST, {}],
  ['PUT', PUT, { id: 'set below' }],
] as const)('%s refuses', (method, route, extra) => {
  const body = (rest: object) => ({ ...extra, ...(method === 'PUT' ? { id } : {}), title: 'T', ...rest });
  const text = (json: string) => (method === 'PUT' ? json.replace('{', `{"id":"${id}",`) : json);

  it.each([
    ['an empty body', '', 'not valid JSON'],
    ['half a body', '{"title": "x"', 'not valid JSON'],
    ['U+0000', withTitle('"a\\u0000b"'), 'title contains U+0000'],
    ['a lone surrogate', withTitle('"a\\ud800b"'), 'title contains a lone surrogate'],
    ['a name twice', withTitle('"a","title":"b"'), 'duplicate field "title"'],
    ['absurd nesting', withTitle(nested(5000)), 'nested deeper than 64 levels'],
    ['a title that is a number', withTitle('7'), 'title must be a string, not 7'],
    [
      'a title that is longer than can be kept',
      withTitle(`"${'x'.repeat(1001)}"`),
      'title is longer than 1000',
    ],
  ])('%s', async (_name, json, message) => {
    expect(await refused(route, { body: json === '' ? json : text(json) })).toContain(message);
  });

  it.each([
    [{ type: 'deploy' }, 'attributes.type is "deploy", allowed are'],
    [{ status: 'finished' }, 'attributes.status is "finished", allowed are'],
    [{ status: 2 }, 'attributes.status is 2, allowed are'],
    [{ priority: 'P9' }, 'attributes.priority is "P9", allowed are'],
    [{ environment: 'moon' }, 'attributes.environment is "moon", allowed are'],
    [{ impact: 1e9 }, 'attributes.impact is 1000000000, allowed are'],
    [{ startDate: '2024-02-30T00:00:00Z' }, 'attributes.startDate is "2024-02-30T00:00:00Z"'],
    [{ endDate: '2023-02-29' }, 'attributes.endDate is "2023-02-29"'],
    [
      { startDate: '2024-01-15T10:00:00Z', endDate: '2024-01-15T09:59:59Z' },
      'attributes.endDate is before startDate',
    ],
    [
      { relatedId: unknownId },
      `attributes.relatedId is unknown: no event found in tracker for attributes.related_id ${unknownId}`,
    ],
    [{ relatedId: 'x' }, 'attributes.relatedId is "x", expected a UUID'],
    [{ startDate: '2024-01-15', start_date: '2024-01-15' }, 'duplicate field "start_date"'],
    [{ service: 'a\nb' }, 'attributes.service must not contain control characters'],
    [{ stakeHolders: { a: 1 } }, 'attributes.stakeHolders must be a list of strings'],
  ])('attributes %j', async (wrong, message) => {
    const request = { body: body({ attributes: { ...attributes(), ...wrong } }) };
    expect(await refused(route, request)).toContain(message);
  });

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'https://user:secret@example.com',
    'not a link',
  ])('the link %j', async (pullRequestLink) => {
    expect(
      await refused(route, { body: body({ attributes: attributes(), links: { pullRequestLink } }) }),
    ).toContain('links.pullRequestLink must be an absolute http or https URL');
  });

  it('a body over the limit, also when it is small on the way', async () => {
    const large = JSON.stringify(body({ attributes: { ...attributes(), message: 'x'.repeat(1_100_000) } }));
    expect(await refused(route, { body: large }, 413, 8)).toContain('larger than');
    // A string body is sent as UTF-8, so what is compressed is only announced here: it must fail as gzip.
    const zipped = gzipSync('{}').toString('latin1');
    const headers = { 'content-encoding': 'gzip' };
    expect(await refused(route, { body: zipped, headers })).toContain('not valid gzip');
  });
});

describe('also refused', () => {
  it('an update of an event that is not there, whatever else it names', async () => {
    const body = { id: unknownId, attributes: { service: 'never-seen-here' } };
    expect(await refused(PUT, { body }, 404, 5)).toBe(`no event found in tracker for id ${unknownId}`);
  });

  it('an event without title, type and service', async () => {
    const message = await refused(POST, { body: {} });
    for (const field of ['title', 'attributes.type', 'attributes.service'])
      expect(message).toContain(`${field} is required`);
  });

  it('a relation to itself', async () => {
    const body = { id, attributes: { relatedId: id, service: 'never-seen-there' } };
    expect(await refused(PUT, { body })).toContain('circle');
  });

  it.each(['-1', '0', '1e9', '1000000000', 'NaN', ' ', '1.5'])('per_page=%s', async (value) => {
    const url = `/api/v1alpha1/events/list?per_page=${encodeURIComponent(value)}`;
    expect(await refused(list, { url })).toContain('must be a whole number from 1 to 1000');
  });

  it('U+0000 in a path and in a query', async () => {
    expect(await refused(GET, { params: { id: 'a\u0000b' } })).toContain('id contains U+0000');
    await refused(search, { url: '/api/v1alpha1/events/search?service=%00' });
    for (const route of [postChangelog, postSlack])
      await refused(route, { params: { id: 'a\u0000b' }, body: { entry: { comment: 'x' }, slackId: 'x' } });
  });

  it('a path and a method that nobody declared', () => {
    const unknown = unknownRoute('/api/v1alpha1/nothing');
    expect([unknown.status, unknown.body]).toEqual([404, '{"code":5,"message":"Not Found","details":[]}']);
    const method = wrongMethod('/api/v1alpha1/event', 'PATCH', ['POST', 'PUT']);
    expect(method.status).toBe(405);
    expect(JSON.parse(method.body as string)).toMatchObject({ code: 12, details: [] });
  });
});

describe('not refused', () => {
  it.each(['__proto__', 'constructor', 'toString', "Robert'); DROP TABLE event;--"])(
    'a service called %s',
    async (service) => {
      const created = await call(POST, { body: { title: 'T', attributes: { type: 1, service } } });
      expect(trackerEventAnswer.parse(created.json).event.attributes.service).toBe(service);
      const url = `/api/v1alpha1/events/search?service=${encodeURIComponent(service)}`;
      expect((await call(search, { url })).json.totalCount).toBe(1);
    },
  );

  it('keys called __proto__, which change nothing', async () => {
    const body = `{"__proto__":{"title":"x"},"title":"T","attributes":{"type":1,"service":"shop","__proto__":{"status":3}}}`;
    const { event } = trackerEventAnswer.parse((await call(POST, { body })).json);
    expect(event.attributes.status).toBe('STATUS_UNSPECIFIED');
  });

  it('an event ten years ahead', async () => {
    const start_date = `${new Date().getUTCFullYear() + 10}-01-01T00:00:00Z`;
    const body = { title: 'T', attributes: { ...attributes(), status: 'planned', start_date } };
    expect(trackerEventAnswer.parse((await call(POST, { body })).json).event.attributes.startDate).toBe(
      start_date,
    );
  });

  it('reading a hostile link that somebody put into the table', async () => {
    await pool().query(
      `UPDATE event SET pull_request_url = 'javascript:alert(1)', ticket = 'PROJ-1' WHERE id = $1`,
      [id],
    );
    const { event } = trackerEventAnswer.parse((await call(GET, { params: { id } })).json);
    expect(event.links).toEqual({ pullRequestLink: '', ticket: 'PROJ-1' });
  });
});
