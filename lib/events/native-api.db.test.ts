import { beforeEach, describe, expect, it } from 'vitest';
import { GET as getChangelog } from '@/app/api/v2/events/[id]/changelog/route';
import { POST as postComment } from '@/app/api/v2/events/[id]/comments/route';
import { DELETE, GET as getOne, PATCH } from '@/app/api/v2/events/[id]/route';
import { POST as postBatch } from '@/app/api/v2/events/batch/route';
import { GET as list, POST } from '@/app/api/v2/events/route';
import { pool } from '@/lib/db/pool';
import { problemWire } from '@/lib/http/problem';
import { call } from '@/lib/testing/call';
import { allAtOnce } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { eventPageWire } from './operations';
import { eventWire } from './schemas';

const draft = { kind: 'deployment', title: 'Deploy shop v1.2.0', service: 'shop', environment: 'production' };
const stored = async () => (await pool().query<{ n: number }>('SELECT count(*) AS n FROM event')).rows[0]?.n;
const post = (body: unknown, headers?: Record<string, string>) => call(POST, { body, headers });
const create = async (body: object = {}) => eventWire.parse((await post({ ...draft, ...body })).json);

beforeEach(async () => {
  await emptyTables('event', 'changelog_entry', 'change', 'idempotency_key');
});

describe('reporting an event', () => {
  it('answers 201 with the event, where it is, and its revision as an entity tag', async () => {
    const answer = await post({
      ...draft,
      status: 'success',
      priority: 'P2',
      links: [{ title: 'Run', url: 'https://ci.example.com/1' }],
    });
    expect(answer.status).toBe(201);
    const event = eventWire.parse(answer.json);
    expect(event).toMatchObject({
      ...draft,
      status: 'success',
      phase: 'succeeded',
      priority: 'P2',
      revision: 1,
    });
    expect(answer.headers).toMatchObject({ location: `/api/v2/events/${event.id}`, etag: '"1"' });
    expect((await call(getOne, { params: { id: event.id } })).json).toEqual(event);
  });

  it('knows one environment and one service under every spelling', async () => {
    await create({ service: 'Wishlist', environment: 'Production' });
    const event = await create({ service: ' wishLIST ', environment: 'PRODUCTION' });
    expect([event.service, event.environment]).toEqual(['Wishlist', 'production']);
  });

  it('takes a service called __proto__ like any other', async () => {
    const event = await create({ service: '__proto__' });
    expect(event.service).toBe('__proto__');
    const page = await call(list, { url: '/api/v2/events?service=__proto__' });
    expect(page.json.items).toHaveLength(1);
  });

  it('stores an event that is planned for ten years ahead', async () => {
    const startsAt = '2036-11-21T00:00:00.000Z';
    expect(await create({ status: 'planned', startsAt })).toMatchObject({
      startsAt,
      at: startsAt,
      phase: 'planned',
    });
  });

  it('inherits a missing service and environment from the related event', async () => {
    const first = await create();
    const answer = await post({ kind: 'incident', title: 'Errors', relatedId: first.id });
    expect(answer.json).toMatchObject({ service: 'shop', environment: 'production', relatedId: first.id });
    expect(answer.json.durationMs).toBeGreaterThanOrEqual(0);
  });

  it('answers the same source and external id with the event that is there', async () => {
    const first = await create({ source: 'ci', externalId: 'run-7' });
    const again = await post({ ...draft, title: 'Another title', source: 'ci', externalId: 'run-7' });
    expect([again.status, again.json]).toEqual([200, first]);
    expect(await stored()).toBe(1);
  });

  it('stores one of many identical reports that arrive at the same time', async () => {
    const answers = await allAtOnce(24, () => post({ ...draft, source: 'ci', externalId: 'run-8' }));
    const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(23);
    expect(await stored()).toBe(1);
  });

  it('commits concurrent reports together and answers each with its own event', async () => {
    const answers = await allAtOnce(200, (index) => post({ ...draft, title: `Deploy ${index}` }));
    answers.forEach((answer, index) => {
      expect(answer.status === 'fulfilled' && answer.value.json.title).toBe(`Deploy ${index}`);
    });
    expect(await stored()).toBe(200);
    const { rows } = await pool().query(
      'SELECT count(DISTINCT xid) AS commits, count(*) AS changes FROM change',
    );
    expect(rows[0].changes).toBe(200);
    expect(rows[0].commits).toBeLessThan(50);
  });

  it('does not let a faulty neighbour in the same commit hinder the others', async () => {
    const gone = await create();
    await call(DELETE, { params: { id: gone.id } });
    const answers = await allAtOnce(20, (index) =>
      post(index % 2 === 0 ? draft : { ...draft, relatedId: gone.id }),
    );
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0))).toEqual(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 201 : 422)),
    );
  });
});

describe('bad input', () => {
  const missing = { kind: 'deployment', title: 'x', service: 's' };
  it.each([
    ['malformed JSON', '{"kind":', 400, undefined],
    ['a name that stands twice', '{"kind":"drift","kind":"drift","title":"x","service":"s"}', 400, '/kind'],
    ['U+0000', { ...missing, title: 'a\u0000b' }, 400, '/title'],
    ['a lone surrogate', '{"kind":"drift","title":"\\ud800","service":"s"}', 400, '/title'],
    ['absurd nesting', `{"payload":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400, undefined],
    ['a body that is no object', [], 422, ''],
    ['a missing kind', { title: 'x', service: 's' }, 422, '/kind'],
    ['a missing title', { kind: 'drift', service: 's' }, 422, '/title'],
    ['a blank title', { ...missing, title: '  ' }, 422, '/title'],
    ['a missing service', { kind: 'drift', title: 'x' }, 422, '/service'],
    ['a wrong type', { ...missing, title: 7 }, 422, '/title'],
    ['an unknown kind', { ...missing, kind: 'party' }, 422, '/kind'],
    ['an unknown status', { ...missing, status: 'fine' }, 422, '/status'],
    ['an unknown field', { ...missing, servce: 's' }, 422, '/servce'],
    ['an impact out of range', { ...missing, impact: 4 }, 422, '/impact'],
    ['a date that does not exist', { ...missing, startsAt: '2024-02-30T10:00:00Z' }, 422, '/startsAt'],
    ['a date without a zone', { ...missing, startsAt: '2024-02-03T10:00:00' }, 422, '/startsAt'],
    [
      'an end before the start',
      { ...missing, startsAt: '2024-01-02T00:00:00Z', endsAt: '2024-01-01T00:00:00Z' },
      422,
      '/endsAt',
    ],
    [
      'an unknown related event',
      { ...missing, relatedId: '01890000-0000-7000-8000-000000000000' },
      422,
      '/relatedId',
    ],
    ['a related id that is no id', { ...missing, relatedId: 'abc' }, 422, '/relatedId'],
    ['a javascript: link', { ...missing, pullRequestUrl: 'javascript:alert(1)' }, 422, '/pullRequestUrl'],
    [
      'a disguised javascript: link',
      { ...missing, links: [{ title: 'x', url: ' java\nscript:alert(1)' }] },
      422,
      '/links/0/url',
    ],
    [
      'a data: link',
      { ...missing, links: [{ title: 'x', url: 'data:text/html,<script>' }] },
      422,
      '/links/0/url',
    ],
    ['a javascript: ticket', { ...missing, ticket: '\tJavaScript:alert(1)' }, 422, '/ticket'],
    ['a service name of 10 kB', { ...missing, service: 'x'.repeat(10_000) }, 422, '/service'],
  ])('says what is wrong with %s and stores nothing', async (_name, body, status, pointer) => {
    const answer = await post(body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    const problem = problemWire.parse(answer.json);
    if (pointer !== undefined) expect(problem.errors?.map((error) => error.pointer)).toContain(pointer);
    expect(await stored()).toBe(0);
  });

  it('lists what is allowed where a value is not', async () => {
    const answer = await post({ ...draft, status: 'fine' });
    expect(answer.json.errors[0].detail).toMatch(/"fine".*planned.*success.*failure/);
  });

  it('refuses a body that is too large, never storing a part of it', async () => {
    const answer = await post({ ...draft, payload: 'x'.repeat(1024 * 1024) });
    expect(answer.status).toBe(413);
    expect(await stored()).toBe(0);
  });

  it('refuses a body that is no JSON by its type', async () => {
    expect((await post(JSON.stringify(draft), { 'content-type': 'text/plain' })).status).toBe(415);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=1e9', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=5&limit=6', 'limit'],
    ['kind=party', 'kind.0'],
    ['from=yesterday', 'from'],
    ['to=2024-02-30', 'to'],
    ['cursor=abc', 'cursor'],
    ['servce=x', 'servce'],
    ['sort=title', 'sort'],
  ])('names the parameter of the query %s', async (query, parameter) => {
    const answer = await call(list, { url: `/api/v2/events?${query}` });
    expect(answer.status).toBe(422);
    expect(answer.json.errors[0].parameter).toBe(parameter);
  });
});

describe('a batch', () => {
  it('stores the good ones and gives each bad one its own error', async () => {
    const answer = await call(postBatch, {
      body: {
        events: [
          draft,
          { ...draft, kind: 'party' },
          { ...draft, relatedId: draft.title },
          { ...draft, title: 'Second' },
        ],
      },
    });
    expect(answer.status).toBe(200);
    expect(answer.json.results.map((result: { status: number }) => result.status)).toEqual([
      201, 422, 422, 201,
    ]);
    expect(answer.json.results[1].error.errors[0].pointer).toBe('/kind');
    expect(answer.json.results[3].event.title).toBe('Second');
    expect(await stored()).toBe(2);
  });

  it('answers an event that stands twice in it once as new and once as there', async () => {
    const twin = { ...draft, source: 'ci', externalId: 'twin' };
    const answer = await call(postBatch, { body: { events: [twin, twin] } });
    expect(answer.json.results.map((result: { status: number }) => result.status)).toEqual([201, 200]);
    expect(await stored()).toBe(1);
  });

  it('takes a thousand and refuses one more', async () => {
    const events = Array.from({ length: 1000 }, (_, index) => ({ ...draft, title: `Event ${index}` }));
    const answer = await call(postBatch, { body: { events } });
    expect(answer.json.results.every((result: { status: number }) => result.status === 201)).toBe(true);
    expect((await call(postBatch, { body: { events: [...events, draft] } })).status).toBe(422);
    expect(await stored()).toBe(1000);
  });
});

describe('changing an event', () => {
  it('merges what is given, clears what is null, and keeps the rest', async () => {
    const event = await create({ owner: 'team-a', ticket: 'SHOP-1', status: 'start' });
    const answer = await call(PATCH, { params: { id: event.id }, body: { status: 'success', ticket: null } });
    expect(answer.json).toMatchObject({
      status: 'success',
      phase: 'succeeded',
      ticket: null,
      owner: 'team-a',
      revision: 2,
    });
  });

  it('writes a changelog entry for each changed field, after the creation', async () => {
    const event = await create({ owner: 'team-a', status: 'start' });
    await call(PATCH, {
      params: { id: event.id },
      body: { status: 'success', title: 'New title', owner: 'team-a' },
    });
    const { json } = await call(getChangelog, { params: { id: event.id } });
    expect(
      json.items.map((entry: Record<string, unknown>) => [
        entry.type,
        entry.field,
        entry.oldValue,
        entry.newValue,
      ]),
    ).toEqual([
      ['created', '', '', ''],
      ['status_changed', 'status', 'start', 'success'],
      ['updated', 'title', 'Deploy shop v1.2.0', 'New title'],
    ]);
  });

  it('ends an activity when an ending status is reported, whichever it is', async () => {
    for (const status of ['success', 'failure', 'error', 'done', 'close', 'warning', 'aborted']) {
      const event = await create({ status: 'start' });
      expect(event).toMatchObject({ until: null, durationMs: null });
      const { json } = await call(PATCH, { params: { id: event.id }, body: { status } });
      expect(json.until).not.toBeNull();
      expect(json.durationMs).toBeGreaterThanOrEqual(0);
    }
  });

  it('takes end minus start for the duration when both are known', async () => {
    const event = await create({ startsAt: '2024-01-15T10:00:00Z' });
    const { json } = await call(PATCH, {
      params: { id: event.id },
      body: { endsAt: '2024-01-15T10:05:00Z', status: 'success' },
    });
    expect(json.durationMs).toBe(300_000);
  });

  it('refuses a revision that somebody else has moved on', async () => {
    const event = await create();
    const patch = (title: string) =>
      call(PATCH, { params: { id: event.id }, body: { title }, headers: { 'If-Match': '"1"' } });
    const answers = await allAtOnce(8, (index) => patch(`Title ${index}`));
    const statuses = answers
      .map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0))
      .sort();
    expect(statuses).toEqual([200, 412, 412, 412, 412, 412, 412, 412]);
  });

  it('leaves the revision as it is when nothing changes', async () => {
    const event = await create();
    const { json } = await call(PATCH, { params: { id: event.id }, body: { title: event.title } });
    expect(json).toEqual(event);
  });

  it('keeps chains without circles, also when two updates race to close one', async () => {
    const [a, b, c] = [await create(), await create(), await create()];
    const relate = (id: string, relatedId: string | null) =>
      call(PATCH, { params: { id }, body: { relatedId } });
    await relate(b.id, a.id);
    await relate(c.id, b.id);
    const circle = await relate(a.id, c.id);
    expect([circle.status, circle.json.errors[0].pointer]).toEqual([422, '/relatedId']);
    expect((await relate(a.id, a.id)).status).toBe(422);
    await relate(b.id, null);
    const [first, second] = await allAtOnce(2, (index) =>
      index === 0 ? relate(a.id, c.id) : relate(b.id, a.id),
    );
    const statuses = [first, second]
      .map((answer) => (answer?.status === 'fulfilled' ? answer.value.status : 0))
      .sort();
    expect(statuses).toEqual([200, 422]);
  });

  it('writes comments and approvals as entries of their own', async () => {
    const event = await create();
    const comment = await call(postComment, {
      params: { id: event.id },
      body: { comment: 'Looks good', author: 'ada' },
    });
    expect([comment.status, comment.json]).toMatchObject([201, { type: 'commented', actor: 'ada', seq: 1 }]);
    await call(postComment, { params: { id: event.id }, body: { type: 'approved' } });
    expect((await call(postComment, { params: { id: event.id }, body: { comment: ' ' } })).status).toBe(422);
    const { json } = await call(getChangelog, { params: { id: event.id }, url: `/x?limit=2` });
    expect(json.items.map((entry: { type: string }) => entry.type)).toEqual(['created', 'commented']);
    const rest = await call(getChangelog, {
      params: { id: event.id },
      url: `/x?limit=2&cursor=${json.nextCursor}`,
    });
    expect(rest.json.items.map((entry: { type: string }) => entry.type)).toEqual(['approved']);
    expect(rest.json.nextCursor).toBeNull();
  });

  it('gives concurrent comments a gapless sequence', async () => {
    const event = await create();
    await allAtOnce(20, (index) =>
      call(postComment, { params: { id: event.id }, body: { comment: `Comment ${index}` } }),
    );
    const { rows } = await pool().query('SELECT seq FROM changelog_entry WHERE event_id = $1 ORDER BY seq', [
      event.id,
    ]);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });
});

describe('deleting an event', () => {
  it('removes it and lets its followers go, with an entry that says so', async () => {
    const event = await create();
    const follower = await create({ relatedId: event.id });
    expect((await call(DELETE, { params: { id: event.id } })).status).toBe(204);
    expect((await call(getOne, { params: { id: event.id } })).status).toBe(404);
    expect((await call(getOne, { params: { id: follower.id } })).json).toMatchObject({
      relatedId: null,
      revision: 2,
    });
    const { json } = await call(getChangelog, { params: { id: follower.id } });
    expect(json.items.at(-1)).toMatchObject({ field: 'relatedId', oldValue: event.id, newValue: '' });
    expect((await call(DELETE, { params: { id: event.id } })).status).toBe(404);
  });
});

describe('listing events', () => {
  it('pages through everything exactly once, in either order, while new events arrive', async () => {
    const at = Date.parse('2026-01-01T00:00:00Z');
    // Several share one instant, so that the id must decide.
    const events = Array.from({ length: 57 }, (_, index) => ({
      ...draft,
      title: `Event ${index}`,
      startsAt: new Date(at + Math.floor(index / 5) * 1000).toISOString(),
    }));
    const { json } = await call(postBatch, { body: { events } });
    const ids: string[] = json.results.map((result: { event: { id: string } }) => result.event.id);
    for (const sort of ['-at', 'at', '-createdAt', 'createdAt']) {
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page: unknown = (
          await call(list, {
            url: `/api/v2/events?limit=10&sort=${sort}${cursor ? `&cursor=${cursor}` : ''}`,
          })
        ).json;
        const { items, nextCursor } = eventPageWire.parse(page);
        seen.push(...items.map((item) => item.id));
        cursor = nextCursor;
        await create({
          title: 'Late',
          startsAt: sort === 'at' ? '2025-01-01T00:00:00Z' : '2026-02-01T00:00:00Z',
        });
      } while (cursor);
      expect(seen.filter((id) => ids.includes(id))).toHaveLength(57);
      expect(new Set(seen).size).toBe(seen.length);
      await pool().query(`DELETE FROM event WHERE title = 'Late'`);
    }
  });

  it('narrows by every filter, each with several values', async () => {
    await create({ title: 'A', kind: 'incident', status: 'open', priority: 'P1', owner: 'ops', impact: 3 });
    await create({ title: 'B', service: 'cart', environment: 'UAT', source: 'jenkins', version: 'v2.0.0' });
    await create({
      title: 'C',
      kind: 'signal',
      level: 'error',
      category: 'storage',
      eventType: 'storage.pool.created',
      environment: null,
    });
    const titles = async (query: string) =>
      (await call(list, { url: `/api/v2/events?sort=createdAt&${query}` })).json.items.map(
        (item: { title: string }) => item.title,
      );
    expect(await titles('kind=incident,signal')).toEqual(['A', 'C']);
    expect(await titles('kind=incident&kind=deployment')).toEqual(['A', 'B']);
    expect(await titles('service=SHOP')).toEqual(['A', 'C']);
    expect(await titles('service=cart&environment=uat')).toEqual(['B']);
    expect(await titles('service=nobody')).toEqual([]);
    expect(await titles('status=open')).toEqual(['A']);
    expect(await titles('phase=attention,noted')).toEqual(['A', 'B', 'C']);
    expect(await titles('priority=P1,P2')).toEqual(['A']);
    expect(await titles('level=error')).toEqual(['C']);
    expect(await titles('category=storage')).toEqual(['C']);
    expect(await titles('eventType=storage.pool.created')).toEqual(['C']);
    expect(await titles('source=jenkins')).toEqual(['B']);
    expect(await titles('owner=ops')).toEqual(['A']);
    expect(await titles('impact=3')).toEqual(['A']);
    expect(await titles('version=v2.0.0')).toEqual(['B']);
  });

  it('finds words by their beginnings, all of them, whatever is typed', async () => {
    await create({
      title: 'Deploy user-service v2.1.0',
      message: 'rolled out by the platform team',
      ticket: 'PROJ-456',
    });
    await create({ title: 'Scale cart' });
    const found = async (q: string) =>
      (await call(list, { url: `/api/v2/events?q=${encodeURIComponent(q)}` })).json.items?.length;
    for (const q of [
      'deploy',
      'DEPLOY user',
      'user-service',
      'user-serv',
      'v2.1',
      'plat roll',
      'PROJ-456',
      'proj',
    ]) {
      expect([q, await found(q)]).toEqual([q, 1]);
    }
    for (const q of ['deploy cart', 'nothing', "'); DROP TABLE event; --", ':*', '!!!', '&|!()']) {
      expect([q, await found(q)]).toEqual([q, 0]);
    }
    expect(await found('  ')).toBe(2);
  });

  it('finds what overlaps the window, and nothing else', async () => {
    const day = (date: string) => `2024-01-${date}T00:00:00Z`;
    await create({ title: 'ended before', startsAt: day('01'), endsAt: day('02') });
    await create({ title: 'reaches in from long ago', startsAt: day('01'), endsAt: day('11') });
    await create({ title: 'within', startsAt: day('12'), endsAt: day('13') });
    await create({ title: 'point within', startsAt: day('14') });
    await create({ title: 'reaches out', startsAt: day('19'), endsAt: day('25') });
    await create({ title: 'still open since before', startsAt: day('05'), status: 'in_progress' });
    await create({ title: 'starts after', startsAt: day('20') });
    const { json } = await call(list, {
      url: '/api/v2/events?sort=at&from=2024-01-10&to=2024-01-19&total=true',
    });
    expect(json.items.map((item: { title: string }) => item.title)).toEqual([
      'reaches in from long ago',
      'still open since before',
      'within',
      'point within',
      'reaches out',
    ]);
    expect(json.total).toEqual({ count: 5, exact: true });
  });
});

describe('an Idempotency-Key', () => {
  const key = { 'Idempotency-Key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"' };

  it('replays the first answer byte for byte', async () => {
    const first = await post(draft, key);
    const again = await post(draft, key);
    expect(again.text).toBe(first.text);
    expect([again.status, again.headers['idempotent-replayed'], again.headers.location]).toEqual([
      201,
      'true',
      first.headers.location,
    ]);
    expect(first.headers['idempotent-replayed']).toBeUndefined();
    expect(await stored()).toBe(1);
  });

  it('is refused for another body', async () => {
    await post(draft, key);
    expect((await post({ ...draft, title: 'Other' }, key)).status).toBe(422);
    expect(await stored()).toBe(1);
  });

  it('creates one event however many requests with it run at the same time', async () => {
    const answers = await allAtOnce(10, () => post(draft, key));
    const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(await stored()).toBe(1);
  });

  it('stays free after a refusal, for the corrected request', async () => {
    const gone = '01890000-0000-7000-8000-000000000000';
    expect((await post({ ...draft, relatedId: gone }, key)).status).toBe(422);
    expect((await post(draft, key)).status).toBe(201);
  });

  it('finishes a request whose process died before it could answer, without doubling', async () => {
    await post(draft, key);
    // As a crash leaves it: the event is committed, the answer is not, and a minute has passed.
    await pool().query(
      `UPDATE idempotency_key SET response_status = NULL, response_body = NULL, claimed_at = now() - interval '2 minutes'`,
    );
    const again = await post(draft, key);
    expect(again.status).toBe(200);
    expect(await stored()).toBe(1);
    expect((await post(draft, key)).text).toBe(again.text);
  });

  it('covers a whole batch', async () => {
    const body = { events: [draft, { ...draft, title: 'Second' }] };
    const first = await call(postBatch, { body, headers: key });
    const again = await call(postBatch, { body, headers: key });
    expect(again.text).toBe(first.text);
    expect(await stored()).toBe(2);
  });
});
