import { beforeEach, describe, expect, it } from 'vitest';
import { pool } from '@/lib/db/pool';
import {
  trackerChangelog,
  trackerError,
  trackerEventAnswer,
  trackerEventList,
  trackerMonthlyStats,
  trackerStats,
} from '@/lib/dialects/tracker/schemas';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { type Call, call } from '@/lib/testing/call';
import { allAtOnce } from '@/lib/testing/concurrency';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as getChangelog, POST as postChangelog } from './event/[id]/changelog/route';
import { DELETE, GET } from './event/[id]/route';
import { POST as postSlack } from './event/[id]/slack/route';
import { POST, PUT } from './event/route';
import { GET as list } from './events/list/route';
import { GET as search } from './events/search/route';
import { GET as monthly } from './events/stats/monthly/route';
import { GET as stats } from './events/stats/route';
import { GET as today } from './events/today/route';

const proto = { 'x-tracker-enums': 'proto' };

async function one(route: typeof POST, request: Call) {
  const answer = await call(route, request);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return trackerEventAnswer.parse(answer.json);
}
const create = (attributes: object = {}, rest: object = {}, headers = {}) =>
  one(POST, {
    body: {
      title: 'Deploy shop',
      ...rest,
      attributes: { type: 'deployment', service: 'shop', ...attributes },
    },
    headers,
  });
const update = (body: object, headers = {}) => one(PUT, { body, headers });
const read = (id: string) => one(GET, { params: { id } });

async function refused(route: typeof POST, request: Call, status: number, code: number) {
  const answer = await call(route, request);
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  const error = trackerError.parse(answer.json);
  expect(error).toMatchObject({ code, details: [] });
  return error.message;
}

async function titles(route: typeof list, path: string, headers = {}) {
  const answer = await call(route, { url: `/api/v1alpha1/events/${path}`, headers });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  const { events, totalCount } = trackerEventList.parse(answer.json);
  return { titles: events.map(({ title }) => title), totalCount };
}
const found = async (query: string, headers = {}) =>
  (await titles(search, `search?${query}`, headers)).titles.sort();

/** An event of the store that Tracker has no words for. */
const native = async (draft: object) =>
  (
    await ingestOne({
      draft: eventDraft.parse({ kind: 'build', title: 'Build', service: 'shop', ...draft }),
      actor: 'ci',
    })
  ).event;

beforeEach(async () => {
  await emptyTables('event', 'changelog_entry', 'change', 'idempotency_key');
});

describe('creating', () => {
  it('answers 200 with every field present', async () => {
    const { event } = await create();
    expect(event.attributes).toStrictEqual({
      message: '',
      source: '',
      type: 'deployment',
      priority: 'PRIORITY_UNSPECIFIED',
      relatedId: '',
      service: 'shop',
      status: 'STATUS_UNSPECIFIED',
      environment: 'ENVIRONMENT_UNSPECIFIED',
      impact: 0,
      startDate: null,
      endDate: null,
      owner: '',
      stakeHolders: [],
      notification: false,
      notifications: [],
    });
    expect(event).toMatchObject({
      links: null,
      metadata: { duration: null, slackId: '' },
      changelog: [{ changeType: 'created', user: 'system', comment: 'Event created' }],
    });
  });

  it('reads numbers as the guide counts, or as the proto does when the client says so', async () => {
    expect((await create({ status: 4 })).event.attributes.status).toBe('failure');
    expect((await create({ status: 4 }, {}, proto)).event.attributes.status).toBe('warning');
    expect((await create({ impact: 2 }, {}, proto)).event.attributes.impact).toBe(true);
    const { id } = await create({ impact: true });
    expect((await read(id)).event.attributes.impact).toBe(1);
    const message = await refused(POST, { body: {}, headers: { 'X-Tracker-Enums': 'roman' } }, 400, 3);
    expect(message).toBe('X-Tracker-Enums is "roman", allowed are guide, proto');
  });

  it('takes any content type for JSON', async () => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await create({}, {}, headers)).title).toBe('Deploy shop');
  });

  it('with an Idempotency-Key creates once', async () => {
    const headers = { 'idempotency-key': 'deploy-1' };
    const first = await create({}, {}, headers);
    expect(await create({}, {}, headers)).toEqual(first);
    expect((await titles(list, 'list')).totalCount).toBe(1);
  });

  it('measures the time since the event that it follows', async () => {
    const first = await create();
    await pool().query(`UPDATE event SET created_at = created_at - interval '5 minutes'`);
    const { event } = await create({ related_id: first.id });
    expect(Number.parseFloat(event.metadata.duration ?? '')).toBeGreaterThanOrEqual(300);
  });
});

describe('reading', () => {
  it('finds an event by its UUID and by its Slack id', async () => {
    const created = await create({}, { slack_id: 'C024-1705312800.1' });
    expect(await read(created.id)).toEqual(created);
    expect(await read('C024-1705312800.1')).toEqual(created);
    expect(await refused(GET, { params: { id: 'nothing' } }, 404, 5)).toBe(
      'no event found in tracker for id nothing',
    );
  });

  it('shows kinds, statuses and environments that only the store knows', async () => {
    const { id } = await native({ status: 'aborted', environment: 'eu staging' });
    expect((await read(id)).event.attributes).toMatchObject({
      type: 'TYPE_UNSPECIFIED',
      kind: 'build',
      status: 'failure',
      environment: 'eu staging',
    });
  });
});

describe('updating', () => {
  it('merges and answers the event as it is afterwards', async () => {
    const { id } = await create(
      { message: 'm', priority: 2, status: 1, environment: 7, owner: 'ops', stakeHolders: ['a'] },
      { slackId: 'C1-1', links: { ticket: 'PROJ-1', pullRequestLink: 'https://example.com/1' } },
    );
    const { event } = await update({ id, attributes: { status: 3, message: null, stake_holders: [] } });
    expect(event.attributes).toMatchObject({
      status: 'success',
      message: '',
      stakeHolders: [],
      priority: 'P2',
      environment: 'production',
      owner: 'ops',
    });
    expect(event.links).toEqual({ ticket: 'PROJ-1', pullRequestLink: 'https://example.com/1' });
    expect(event.metadata.slackId).toBe('C1-1');
    expect(event.metadata.duration).toMatch(/s$/);
    expect((await update({ id, links: null })).event.links).toBeNull();
  });

  it('finds the event by its Slack id, and refuses an id and a Slack id of two events', async () => {
    const { id } = await create({}, { slackId: 'C1-1' });
    const other = await create({}, { slackId: 'C1-2' });
    expect((await update({ slack_id: 'C1-1', title: 'New' })).id).toBe(id);
    expect((await update({ id, slackId: 'C1-3' })).event.metadata.slackId).toBe('C1-3');
    await refused(PUT, { body: { id, slackId: 'C1-2' } }, 409, 6);
    expect((await read('C1-2')).id).toBe(other.id);
    await refused(PUT, { body: { slackId: 'C9-9', title: 'x' } }, 404, 5);
  });

  it('leaves in the changelog who changed what', async () => {
    const { id } = await create({ status: 'start', owner: 'ann' });
    await update({
      id,
      title: 'Deploy shop 2',
      attributes: { status: 'recommandation', priority: 1 },
      links: { ticket: 'PROJ-1' },
    });
    const { event } = await update({ id, attributes: { owner: 'bob', end_date: '2036-01-01' } });
    const entry = { user: 'ann', oldValue: '', comment: '' };
    const [creation, ...changes] = event.changelog;
    expect(creation).toMatchObject({ changeType: 'created', user: 'ann' });
    const byField = Object.fromEntries(
      // What the lock leaves is told by locks.db.test.ts.
      changes
        .filter(({ changeType }) => !/locked/.test(changeType))
        .map(({ timestamp: _, field, ...rest }) => [field, rest] as const),
    );
    expect(byField).toEqual({
      title: {
        ...entry,
        changeType: 'updated',
        oldValue: 'Deploy shop',
        newValue: 'Deploy shop 2',
        comment: 'Title updated',
      },
      status: {
        ...entry,
        changeType: 'status_changed',
        oldValue: 'start',
        newValue: 'recommandation',
        comment: 'Status updated',
      },
      priority: { ...entry, changeType: 'updated', newValue: 'P1', comment: 'Priority updated' },
      ticket: { ...entry, changeType: 'linked', newValue: 'PROJ-1', comment: 'Ticket linked' },
      owner: {
        user: 'bob',
        changeType: 'updated',
        oldValue: 'ann',
        newValue: 'bob',
        comment: 'Event updated',
      },
      end_date: {
        ...entry,
        user: 'bob',
        changeType: 'updated',
        newValue: '2036-01-01T00:00:00.000Z',
        comment: 'Event updated',
      },
    });
  });

  it('of the owner alone is an approval', async () => {
    const { id } = await create({ status: 'waiting_approval', owner: 'ann' });
    const { event } = await update({ id, title: 'Deploy shop', attributes: { owner: 'bob' } });
    expect(event.changelog.at(-1)).toMatchObject({
      changeType: 'approved',
      user: 'bob',
      oldValue: 'ann',
      newValue: 'bob',
      comment: 'Event approved by bob',
    });
  });

  it('with what was read changes nothing', async () => {
    const { id } = await native({ kind: 'infra', status: 'pending', impact: 3, environment: 'eu staging' });
    const { event } = await one(GET, { params: { id }, headers: proto });
    const { title, attributes, links, metadata, changelog } = event;
    const body = { id, title, attributes, links, metadata, changelog, slackId: metadata.slackId };
    expect((await update(body, proto)).event).toEqual(event);
    const { rows } = await pool().query('SELECT kind, status, impact, revision FROM event');
    expect(rows).toEqual([{ kind: 'infra', status: 'pending', impact: 3, revision: 1 }]);
  });

  it('that only repeats an ending makes the activity no longer', async () => {
    const { id, event } = await create({ status: 'success' });
    expect((await update({ id, attributes: { status: 3 } })).event).toEqual(event);
  });

  it('with another spelling of the same names changes nothing', async () => {
    const { id, event } = await create({ service: 'Shop-Case', environment: 'UAT' });
    expect((await update({ id, attributes: { service: 'shop-CASE', environment: 'uat' } })).event).toEqual(
      event,
    );
  });

  it('refuses an unknown or circular relation and an end before the start', async () => {
    const first = await create({ startDate: '2024-01-15T10:00:00Z' });
    const second = await create({ relatedId: first.id });
    const third = await create({ relatedId: second.id });
    const unknown = '01890000-0000-7000-8000-000000000000';
    const put = (id: string, attributes: object) => refused(PUT, { body: { id, attributes } }, 400, 3);
    expect(await put(first.id, { relatedId: third.id })).toContain(
      'attributes.relatedId would make a circle',
    );
    expect(await put(first.id, { relatedId: first.id })).toContain('circle');
    expect(await put(first.id, { relatedId: unknown })).toContain(
      `no event found in tracker for attributes.related_id ${unknown}`,
    );
    expect(await put(first.id, { endDate: '2024-01-15T09:00:00Z' })).toContain(
      'attributes.endDate is before startDate',
    );
    expect((await read(first.id)).event).toEqual(first.event);
  });
});

describe('deleting', () => {
  it('removes the event and answers its ids', async () => {
    const { id } = await create({}, { slackId: 'C1-1' });
    expect((await call(DELETE, { params: { id } })).json).toEqual({ id, slackId: 'C1-1' });
    await refused(DELETE, { params: { id } }, 404, 5);
  });

  it('works by Slack id, in the path or beside it', async () => {
    const first = await create({}, { slackId: 'C1-1' });
    const second = await create({}, { slackId: 'C1-2' });
    expect((await call(DELETE, { params: { id: 'C1-1' } })).json.id).toBe(first.id);
    const url = '/api/v1alpha1/event/-?slack_id=C1-2';
    expect((await call(DELETE, { params: { id: '-' }, url })).json.id).toBe(second.id);
  });

  it('deletes nothing when id and Slack id do not agree', async () => {
    const { id } = await create({}, { slackId: 'C1-1' });
    const url = `/api/v1alpha1/event/${id}?slack_id=C1-2`;
    expect(await refused(DELETE, { params: { id }, url }, 400, 3)).toContain('nothing was deleted');
    expect((await read(id)).id).toBe(id);
  });
});

describe('searching', () => {
  beforeEach(async () => {
    const deploy = (title: string, attributes: object, rest: object = {}) =>
      create(attributes, { title, ...rest });
    await deploy('a', {
      status: 3,
      priority: 1,
      environment: 7,
      source: 'ci',
      impact: 2,
      startDate: '2024-01-31T23:30:00Z',
    });
    await deploy('b', {
      status: 4,
      priority: 2,
      environment: 'UAT',
      startDate: '2024-01-10',
      endDate: '2024-02-20',
    });
    await deploy(
      'c',
      { type: 4, status: 7, service: 'database', startDate: '2024-03-01T00:00:00Z' },
      { slackId: 'C1' },
    );
    await deploy('d words found', { type: 3, service: 'vpc, main', message: 'security groups drifted' });
    await native({ title: 'build', startsAt: '2024-01-31T23:30:00Z' });
    await native({
      kind: 'deployment',
      title: 'e aborted',
      status: 'aborted',
      startsAt: '2020-01-01T00:00:00Z',
    });
  });

  it.each([
    ['type=incident', ['c']],
    ['type=4&type=drift', ['c', 'd words found']],
    ['type=4,3', ['c', 'd words found']],
    ['priority=p1', ['a']],
    ['priority=1&priority=P2', ['a', 'b']],
    ['status=3', ['a']],
    ['status=failure', ['b', 'e aborted']],
    ['statuses=success&statuses=4', ['a', 'b', 'e aborted']],
    ['environment=uat', ['b']],
    ['environments=7&environments=UAT', ['a', 'b']],
    ['service=database', ['c']],
    ['service=vpc,%20main', ['d words found']],
    ['service=database&service=VPC,%20Main', ['c', 'd words found']],
    ['service=nobody', []],
    ['source=ci', ['a']],
    ['impact=2', ['a']],
    ['impact=true', ['a']],
    ['impact=false&type=1', ['b', 'e aborted']],
    ['slack_id=C1', ['c']],
    ['slackId=C1&type=4', ['c']],
    ['slackId=C1&type=1', []],
    ['q=drifted', ['d words found']],
    ['text=words%20secur', ['d words found']],
    ['q=%F0%9F%98%80', []],
    ['start_date=2024-01-01&end_date=2024-01-31', ['a', 'b']],
    ['startDate=2024-02-01&endDate=2024-02-19', ['b']],
    ['start_date=2024-02-01&end_date=2024-02-19&status=4', ['b']],
    ['start_date=2024-02-21&end_date=2024-03-01T00:00:00Z', ['c']],
    ['start_date=2024-02-21&end_date=2024-02-29', []],
    ['end_date=2024-01-09', ['e aborted']],
    ['unknown=1&type=4', ['c']],
    ['type=4&service=&status=0', ['c']],
  ])('%s', async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it('finds an event that never said when it started by its creation', async () => {
    const day = new Date().toISOString().slice(0, 10);
    expect(await found(`start_date=${day}&end_date=${day}&type=3`)).toEqual(['d words found']);
    expect(await found(`start_date=${day}T00&type=3`)).toEqual(['d words found']);
  });

  it('reads numbers by the table that the client asks for', async () => {
    expect(await found('status=2', proto)).toEqual(['b', 'e aborted']);
    expect(await found('impact=1', proto)).toEqual(['a']);
    expect(await found('impact=1')).toEqual([]);
  });

  it('pages when asked to', async () => {
    expect(await titles(search, 'search?type=1&per_page=2')).toEqual({
      titles: ['e aborted', 'b'],
      totalCount: 3,
    });
    expect(await titles(search, 'search?type=1&perPage=2&page=2')).toEqual({ titles: ['a'], totalCount: 3 });
  });

  it.each([
    ['', 'no filter for search events'],
    ['unknown=1', 'no filter for search events'],
    ['type=0&service=', 'no filter for search events'],
    ['per_page=10', 'no filter for search events'],
    ['type=deploy', 'type is "deploy", allowed are deployment (1), operation (2), drift (3)'],
    ['priority=9', 'priority is "9", allowed are P1 (1)'],
    ['status=99', 'status is "99", allowed are start (1)'],
    ['environment=staging', 'environment is "staging", allowed are development (1)'],
    ['impact=4', 'impact is "4", allowed are 0, 1, 2, 3, true, false'],
    ['start_date=2024-02-30', 'start_date is "2024-02-30", expected'],
    ['end_date=yesterday', 'end_date is "yesterday", expected'],
    [
      'start_date=2024-02-01&end_date=2024-01-31',
      'start_date 2024-02-01 and end_date 2024-01-31 are inversed',
    ],
    ['start_date=2024-02-01&startDate=2024-02-02', 'start_date too many values'],
    ['type=1&page=0', 'page is "0", must be a whole number from 1 to'],
    ['q=%00', 'q contains U+0000'],
  ])('refuses ?%s', async (query, message) => {
    expect(await refused(search, { url: `/api/v1alpha1/events/search?${query}` }, 400, 3)).toContain(message);
  });
});

describe('listing', () => {
  it('gives pages of the last created first, and says how many there are', async () => {
    for (const title of ['1', '2', '3', '4', '5'])
      await create({ startDate: `202${title}-01-01` }, { title });
    // The clock of a machine may stand still or step back between two requests.
    await pool().query(`UPDATE event SET created_at = '2026-01-01'::date + title::int`);
    await native({});
    expect(await titles(list, 'list')).toEqual({ titles: ['5', '4', '3', '2', '1'], totalCount: 5 });
    expect(await titles(list, 'list?per_page=2')).toEqual({ titles: ['5', '4'], totalCount: 5 });
    expect(await titles(list, 'list?perPage=2&page=3')).toEqual({ titles: ['1'], totalCount: 5 });
    expect(await titles(list, 'list?page=1')).toMatchObject({ totalCount: 5 });
    expect(await titles(list, 'list?page=2')).toEqual({ titles: [], totalCount: 5 });
  });

  it.each(['per_page=-1', 'per_page=0', 'per_page=1e9', 'perPage=1000000000', 'per_page=1001', 'per_page=x'])(
    'refuses %s and says what is allowed',
    async (query) => {
      for (const [route, path] of [
        [list, 'list'],
        [today, 'today'],
      ] as const)
        expect(await refused(route, { url: `/api/v1alpha1/events/${path}?${query}` }, 400, 3)).toMatch(
          /^per_page is ".*", must be a whole number from 1 to 1000$/,
        );
    },
  );

  it.each(['page=0', 'page=-1', 'page=99999999999', 'per_page=1000&page=101'])(
    'refuses %s',
    async (query) => {
      expect(await refused(list, { url: `/api/v1alpha1/events/list?${query}` }, 400, 3)).toMatch(/^page /);
    },
  );

  it('without a page gives all up to five thousand, and the true total beyond', async () => {
    await create();
    await pool().query(
      `INSERT INTO event (id, kind, title, service_id, phase, at, until)
       SELECT gen_random_uuid(), 'operation', 'n', service_id, 'noted', at, at FROM event, generate_series(1, 5004)`,
    );
    const { titles: all, totalCount } = await titles(list, 'list');
    expect([all.length, totalCount]).toEqual([5000, 5005]);
    expect((await titles(today, 'today')).totalCount).toBe(5005);
  });

  it("counts as today's what takes place today in UTC, whenever it began", async () => {
    const now = Date.now();
    const at = (hours: number) => new Date(now + hours * 3_600_000).toISOString();
    await create({ startDate: at(-50), endDate: at(50) }, { title: 'long' });
    await create({ startDate: at(-50), endDate: at(-49) }, { title: 'over' });
    await create({ startDate: at(50) }, { title: 'ahead' });
    await create({}, { title: 'now' });
    expect((await titles(today, 'today')).titles).toEqual(['now', 'long']);
  });
});

describe('stats', () => {
  beforeEach(async () => {
    await create({ startDate: '2025-01-01', status: 3, priority: 1, environment: 7 });
    await create({ startDate: '2025-01-31T23:59:59.999Z', status: 4, service: 'api' });
    await create({ startDate: '2025-03-15', type: 4, environment: 'UAT', impact: 3 });
    await native({ startsAt: '2025-01-01T00:00:00Z' });
  });
  const total = async (query: string) =>
    trackerStats.parse((await call(stats, { url: `/api/v1alpha1/events/stats?${query}` })).json);
  const months = async (query: string) =>
    trackerMonthlyStats.parse(
      (await call(monthly, { url: `/api/v1alpha1/events/stats/monthly?${query}` })).json,
    );

  it.each([
    ['', '3'],
    ['&types=1', '2'],
    ['&types=deployment&types=4', '3'],
    ['&statuses=3&statuses=failure', '2'],
    ['&priorities=P1', '1'],
    ['&environments=7&environments=UAT', '2'],
    ['&service=api', '1'],
    ['&source=ci', '0'],
    ['&impact=true', '1'],
  ])('count what starts in the window%s', async (query, totalCount) => {
    const window = { startDate: '2025-01-01', endDate: '2025-12-31' };
    expect(await total(`start_date=2025-01-01&end_date=2025-12-31${query}`)).toEqual({
      ...window,
      totalCount,
    });
  });

  it('include the whole last day', async () => {
    expect((await total('startDate=2025-01-01&endDate=2025-01-31')).totalCount).toBe('2');
    expect((await total('startDate=2025-01-01&endDate=2025-01-30')).totalCount).toBe('1');
  });

  it('by month, and by service when asked to', async () => {
    expect(await months('start_date=2025-01-01&end_date=2025-12-31')).toEqual({
      stats: [
        { year: 2025, month: 1, count: '2', service: '' },
        { year: 2025, month: 3, count: '1', service: '' },
      ],
      totalCount: '3',
      startDate: '2025-01-01',
      endDate: '2025-12-31',
    });
    const grouped = await months('start_date=2025-01-01&end_date=2025-12-31&group_by_service=true');
    expect(grouped.stats).toEqual([
      { year: 2025, month: 1, count: '1', service: 'api' },
      { year: 2025, month: 1, count: '1', service: 'shop' },
      { year: 2025, month: 3, count: '1', service: 'shop' },
    ]);
  });

  it('need both dates', async () => {
    for (const route of [stats, monthly])
      for (const query of ['', 'start_date=2025-01-01', 'end_date=2025-01-01'])
        expect(await refused(route, { url: `/api/v1alpha1/events/stats?${query}` }, 400, 3)).toBe(
          'failed to create stats filter: start_date and end_date are required',
        );
  });
});

describe('the changelog', () => {
  const add = (id: string, body: unknown) => call(postChangelog, { params: { id }, body });
  const page = async (id: string, query = '') =>
    trackerChangelog.parse(
      (await call(getChangelog, { params: { id }, url: `/api/v1alpha1/event/${id}/changelog${query}` })).json,
    );

  it('takes entries in both spellings and fills in what is left out', async () => {
    const { id } = await create();
    const posted = await one(postChangelog, {
      params: { id },
      body: { entry: { change_type: 'approved', user: 'ann', old_value: 'x', newValue: 'y', comment: 'ok' } },
    });
    expect(posted.event.changelog.at(-1)).toMatchObject({
      changeType: 'approved',
      user: 'ann',
      oldValue: 'x',
      newValue: 'y',
      comment: 'ok',
    });
    const timed = { timestamp: '2024-01-15T10:00:00Z', comment: 'later', changeType: 6 };
    expect((await add(id, { entry: timed })).status).toBe(200);
    expect((await page(id)).changelog.at(-1)).toEqual({
      timestamp: '2024-01-15T10:00:00Z',
      user: 'system',
      changeType: 'commented',
      field: '',
      oldValue: '',
      newValue: '',
      comment: 'later',
    });
  });

  it('is read oldest first in pages of fifty', async () => {
    const { id } = await create();
    for (let n = 1; n <= 54; n++) await add(id, { entry: { comment: String(n) } });
    const first = await page(id);
    expect([first.changelog.length, first.totalCount]).toEqual([50, 55]);
    expect(first.changelog[0]?.changeType).toBe('created');
    const second = await page(id, '?page=2');
    expect(second.changelog.map(({ comment }) => comment)).toEqual(['50', '51', '52', '53', '54']);
    expect((await page(id, '?per_page=1&page=55')).changelog[0]?.comment).toBe('54');
    expect(await page(id, '?perPage=1')).toMatchObject({
      changelog: [{ changeType: 'created' }],
      totalCount: 55,
    });
    expect(await page(id, '?page=9')).toEqual({ changelog: [], totalCount: 55 });
  });

  it('loses nothing when many write at the same time', async () => {
    const { id } = await create();
    await allAtOnce(12, (n) => add(id, { entry: { comment: `c${n}` } }));
    expect((await page(id)).totalCount).toBe(13);
  });

  it.each([
    [{}, 'changelog entry cannot be nil'],
    [{ entry: null }, 'changelog entry cannot be nil'],
    [{ entry: {} }, 'entry is empty'],
    [{ entry: [] }, 'entry must be an object'],
    [{ entry: { changeType: 'praised' } }, 'entry.changeType is "praised", allowed are created (1)'],
    [{ entry: { comment: 5 } }, 'entry.comment must be a string'],
    [{ entry: { comment: 'x', timestamp: '2024-02-30' } }, 'entry.timestamp is "2024-02-30"'],
    [{ entry: { oldValue: 'a', old_value: 'a' } }, 'duplicate field "old_value"'],
  ])('refuses %j', async (body, message) => {
    const { id } = await create();
    expect(await refused(postChangelog, { params: { id }, body }, 400, 3)).toContain(message);
    expect((await page(id)).totalCount).toBe(1);
  });

  it('of nothing is 404, and pages that cannot be are 400', async () => {
    const id = '01890000-0000-7000-8000-000000000000';
    await refused(getChangelog, { params: { id } }, 404, 5);
    await refused(postChangelog, { params: { id }, body: { entry: { comment: 'x' } } }, 404, 5);
    const event = await create();
    const url = `/api/v1alpha1/event/${event.id}/changelog?page=-1`;
    await refused(getChangelog, { params: { id: event.id }, url }, 400, 3);
  });
});

describe('the Slack id', () => {
  it('is set once', async () => {
    const { id } = await create();
    const { event } = await one(postSlack, { params: { id }, body: { slack_id: 'C1-1' } });
    expect(event.metadata.slackId).toBe('C1-1');
    expect(event.changelog.at(-1)).toMatchObject({
      changeType: 'linked',
      field: 'slack_id',
      newValue: 'C1-1',
      comment: 'Slack message linked',
    });
    expect(await refused(postSlack, { params: { id }, body: { slackId: 'C1-2' } }, 409, 6)).toContain(
      'already set',
    );
    expect((await read('C1-1')).id).toBe(id);
  });

  it('is given to one of many that come at the same time', async () => {
    const { id } = await create();
    const answers = await allAtOnce(6, (n) =>
      call(postSlack, { params: { id }, body: { slackId: `C${n}` } }),
    );
    const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : 0));
    expect(statuses.sort()).toEqual([200, 409, 409, 409, 409, 409]);
  });

  it('cannot be empty, and needs an event', async () => {
    const { id } = await create();
    for (const body of [{}, { slackId: '' }, { slackId: null }])
      expect(await refused(postSlack, { params: { id }, body }, 400, 3)).toContain(
        'slack_id cannot be empty',
      );
    await refused(
      postSlack,
      { params: { id: '01890000-0000-7000-8000-000000000000' }, body: { slackId: 'x' } },
      404,
      5,
    );
  });
});
