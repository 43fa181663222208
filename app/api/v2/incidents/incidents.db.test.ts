import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { DELETE as deleteEvent, PATCH as patchEvent } from '@/app/api/v2/events/[id]/route';
import { pool } from '@/lib/db/pool';
import { getEvent } from '@/lib/events/find-events';
import { incidentEventsWire, incidentPageWire, incidentTimelineWire } from '@/lib/incidents/operations';
import { incidentEntryWire } from '@/lib/incidents/schemas';
import { type Called, call } from '@/lib/testing/call';
import { detected, incidentOf, incidents, membership, minutesAgo, newService, report } from './testing';

const pageOf = ({ json, text }: Called) => {
  expect(text).toContain('items');
  return incidentPageWire.parse(json);
};
const entriesOf = async (number: number) =>
  incidentTimelineWire.parse((await incidents.timeline(number)).json).items;
const codeOf = ({ status, json }: Called) => `${status} ${json?.code}`;
const pointers = ({ json }: Called) =>
  (json.errors as { pointer?: string; parameter?: string }[]).map(
    ({ pointer, parameter }) => pointer ?? parameter,
  );

describe('reporting', () => {
  test('an incident is answered with its place, judged, and its event is on the timeline', async () => {
    const service = newService();
    const answer = await incidents.create({
      title: 'Database connection pool exhausted',
      service,
      environment: 'production',
      message: 'No connection to **PostgreSQL** for minutes.',
      assignee: 'alice',
    });
    expect(answer.status).toBe(201);
    const incident = incidentOf(answer);
    expect(answer.headers.location).toBe(`/api/v2/incidents/${incident.number}`);
    expect(answer.headers.etag).toBe('"1"');
    expect(incident).toMatchObject({
      status: 'open',
      origin: 'reported',
      category: 'database_issue',
      severity: 'P1',
      assignee: 'alice',
      rule: null,
      signalCount: 0,
      judgedByPerson: ['title'],
    });
    expect(incident.triage?.evidence.flatMap(({ eventIds }) => eventIds)).toContain(incident.eventId);
    expect(await getEvent(incident.eventId)).toMatchObject({
      kind: 'incident',
      status: 'open',
      service,
      environment: 'production',
      priority: 'P1',
    });
    expect(await entriesOf(incident.number)).toMatchObject([
      { type: 'opened', newValue: 'open', actor: 'local' },
    ]);
    expect(incidentOf(await incidents.read(incident.number))).toEqual(incident);
  });

  test('what a person says of severity, start and status counts', async () => {
    const startedAt = minutesAgo(30).toISOString();
    const incident = await report({ severity: 'P4', status: 'closed', startedAt });
    expect(incident).toMatchObject({ severity: 'P4', status: 'closed', startedAt });
    expect(incident.judgedByPerson).toEqual(['title', 'severity']);
    expect(incident.endedAt).toBe((await getEvent(incident.eventId)).until);
    expect(incident.timeToResolveMs).toBeGreaterThanOrEqual(30 * 60_000);
  });

  test('a retry with the same key answers the same incident', async () => {
    const key = { 'Idempotency-Key': randomUUID() };
    const body = { title: 'Down', service: newService() };
    const first = incidentOf(await incidents.create(body, key));
    // As after a crash between the work and the answer.
    await pool().query(
      `UPDATE idempotency_key SET response_status = NULL, claimed_at = now() - interval '1 hour' WHERE key = $1`,
      [key['Idempotency-Key']],
    );
    const again = await incidents.create(body, key);
    expect(again.status).toBe(201);
    expect(incidentOf(again).number).toBe(first.number);
    expect(pageOf(await incidents.list(`service=${body.service}`)).items).toHaveLength(1);
  });

  test.each([
    [{ service: 's' }, '/title'],
    [{ title: ' ', service: 's' }, '/title'],
    [{ title: 't', service: '' }, '/service'],
    [{ title: 't', service: 's', status: 'done' }, '/status'],
    [{ title: 't', service: 's', severity: 'P9' }, '/severity'],
    [{ title: 't', service: 's', startedAt: '2999-01-01T00:00:00Z' }, '/startedAt'],
    [{ title: 't', service: 's', message: 'x'.repeat(70_000) }, '/message'],
  ])('%j is refused at %s', async (body, pointer) => {
    const answer = await incidents.create(body);
    expect(answer.status).toBe(422);
    expect(pointers(answer)).toEqual([pointer]);
  });

  test('a body that is none, and one of more than a megabyte, are refused', async () => {
    expect((await incidents.create('{"title":')).status).toBe(400);
    expect(
      (await incidents.create({ title: 't', service: 's', message: 'x'.repeat(1_100_000) })).status,
    ).toBe(413);
  });
});

describe('numbers that no incident has', () => {
  const calls = {
    read: (n: string) => incidents.read(n),
    update: (n: string) => incidents.update(n, { title: 'x' }),
    move: (n: string) => incidents.move(n, { status: 'closed' }),
    acknowledge: (n: string) => incidents.acknowledge(n),
    timeline: (n: string) => incidents.timeline(n),
    note: (n: string) => incidents.note(n, { text: 'x' }),
    events: (n: string) => incidents.events(n),
    merge: (n: string) => incidents.merge(n, 1),
    split: (n: string) => incidents.split(n, { eventIds: [randomUUID()] }),
  };
  test.each(Object.entries(calls))('%s answers 404 or 422', async (_, ask) => {
    await report();
    expect((await ask('999999999')).status).toBe(404);
    for (const number of ['0', '-1', '1e9', '1000000000', '2147483648', 'abc', '1.5', "1'--"]) {
      const answer = await ask(number);
      expect([number, answer.status]).toEqual([number, 422]);
      expect(pointers(answer)).toEqual(['number']);
    }
  });
});

describe('changing', () => {
  test('each changed field becomes an entry, and what a person judged is remembered', async () => {
    const incident = await report({ severity: 'P3' });
    const startedAt = minutesAgo(90).toISOString();
    const changed = incidentOf(
      await incidents.update(
        incident.number,
        {
          title: ' Orders fail ',
          severity: 'P2',
          category: 'disk_full',
          summary: 'The disk is *full*.',
          assignee: 'bob',
          startedAt,
          postmortem: '# What happened',
        },
        { 'If-Match': '"1"' },
      ),
    );
    expect(changed).toMatchObject({
      title: 'Orders fail',
      severity: 'P2',
      category: 'disk_full',
      summary: 'The disk is *full*.',
      assignee: 'bob',
      startedAt,
      postmortem: '# What happened',
      postmortemBy: 'local',
      revision: 2,
    });
    expect(changed.judgedByPerson.toSorted()).toEqual(['category', 'severity', 'summary', 'title']);
    expect(await getEvent(incident.eventId)).toMatchObject({
      title: 'Orders fail',
      priority: 'P2',
      startsAt: startedAt,
      at: startedAt,
    });
    const entries = (await entriesOf(incident.number)).slice(1);
    expect(entries.map(({ type, field }) => `${type} ${field}`)).toEqual([
      'edited title',
      'edited severity',
      'edited category',
      'edited summary',
      'assigned assignee',
      'edited startedAt',
      'postmortem postmortem',
    ]);
  });

  test('the original time of detection is kept', async () => {
    const incident = await report({ startedAt: minutesAgo(60).toISOString() });
    const detectedAt = minutesAgo(50).toISOString();
    const changed = incidentOf(await incidents.update(incident.number, { detectedAt }));
    expect(changed).toMatchObject({ detectedAt, detectedAtOriginal: incident.detectedAt });
  });

  test('what changes nothing leaves the revision as it is, but is a word of its own', async () => {
    const incident = await report();
    const same = incidentOf(
      await incidents.update(incident.number, { category: incident.category, assignee: '' }),
    );
    expect(same.revision).toBe(1);
    expect(same.judgedByPerson).toContain('category');
    expect(await entriesOf(incident.number)).toHaveLength(1);
  });

  test('another revision is refused', async () => {
    const { number } = await report();
    expect(codeOf(await incidents.update(number, { title: 'x' }, { 'If-Match': '"7"' }))).toBe(
      '412 stale_revision',
    );
    expect(codeOf(await incidents.update(number, { title: 'x' }, { 'If-Match': 'W/"x"' }))).toBe(
      '412 stale_revision',
    );
  });

  test('times that contradict each other are refused', async () => {
    const { number } = await report({ startedAt: minutesAgo(60).toISOString() });
    await incidents.update(number, { detectedAt: minutesAgo(50).toISOString() });
    for (const [body, pointer] of [
      [{ startedAt: minutesAgo(10).toISOString() }, '/startedAt'],
      [{ detectedAt: minutesAgo(90).toISOString() }, '/detectedAt'],
      [{ detectedAt: '2999-01-01T00:00:00Z' }, '/detectedAt'],
      [{ severity: 'critical' }, '/severity'],
    ] as const) {
      const answer = await incidents.update(number, body);
      expect([answer.status, ...pointers(answer)]).toEqual([422, pointer]);
    }
  });

  test('the event changes its incident as well', async () => {
    const { number, eventId } = await report();
    const service = newService();
    const answer = await call(patchEvent, {
      params: { id: eventId },
      body: { title: 'Renamed', priority: 'P5', service, environment: 'UAT' },
    });
    expect(answer.status).toBe(200);
    const incident = incidentOf(await incidents.read(number));
    expect(incident).toMatchObject({
      title: 'Renamed',
      severity: 'P5',
      service,
      environment: 'UAT',
      revision: 2,
    });
    expect((await entriesOf(number)).slice(1).map(({ field }) => field)).toEqual([
      'title',
      'severity',
      'service',
      'environment',
    ]);
  });

  test('an event becomes an incident, and an incident stays one', async () => {
    const { eventId } = await report();
    const refused = await call(patchEvent, { params: { id: eventId }, body: { kind: 'operation' } });
    expect([refused.status, ...pointers(refused)]).toEqual([422, '/kind']);
    const { signals } = await detected(2);
    const id = signals[0] as string;
    expect(
      (await call(patchEvent, { params: { id }, body: { kind: 'incident', status: 'open' } })).status,
    ).toBe(200);
    const { rows } = await pool().query('SELECT status, origin FROM incident WHERE event_id = $1', [id]);
    expect(rows).toEqual([{ status: 'open', origin: 'reported' }]);
  });
});

describe('moving', () => {
  test('where it is, who moved it and when is told to whoever comes second', async () => {
    const { number } = await report();
    await incidents.move(number, { status: 'investigating', from: 'open', comment: 'On it.' });
    const second = await incidents.move(number, { status: 'resolved', from: 'open' });
    expect(codeOf(second)).toBe('409 conflict');
    expect(second.json).toMatchObject({
      status: 409,
      incidentStatus: 'investigating',
      actor: 'local',
      detail: expect.stringContaining('investigating'),
    });
    const entries = await entriesOf(number);
    expect(entries[1]).toMatchObject({
      type: 'status',
      oldValue: 'open',
      newValue: 'investigating',
      text: 'On it.',
      at: second.json.at,
    });
  });

  test('any status follows any other, and the same one is no move', async () => {
    const statuses = ['open', 'investigating', 'resolved', 'closed'] as const;
    for (const from of statuses)
      for (const to of statuses) {
        const incident = await report({ status: from });
        const moved = incidentOf(await incidents.move(incident.number, { status: to }));
        expect(moved.status).toBe(to);
        expect(moved.revision).toBe(from === to ? 1 : 2);
        expect(moved.endedAt === null).toBe(to === 'open' || to === 'investigating');
        expect((await getEvent(incident.eventId)).status).toBe(
          { open: 'open', investigating: 'in_progress', resolved: 'done', closed: 'close' }[to],
        );
      }
  });

  test('an earlier moment counts', async () => {
    const { number, eventId } = await report({ startedAt: minutesAgo(60).toISOString() });
    const at = minutesAgo(20).toISOString();
    const moved = incidentOf(await incidents.move(number, { status: 'resolved', at }));
    expect(moved).toMatchObject({ endedAt: at, resolvedAt: at, timeToResolveMs: expect.any(Number) });
    expect((await getEvent(eventId)).until).toBe(at);
    expect((await incidents.move(number, { status: 'open', at: minutesAgo(90).toISOString() })).status).toBe(
      422,
    );
  });

  test('an unknown status, from or field is refused', async () => {
    const { number } = await report();
    for (const body of [{}, { status: 'done' }, { status: 'open', from: 'x' }, { status: 'open', more: 1 }])
      expect((await incidents.move(number, body)).status).toBe(422);
    expect((await incidents.move(number, 'nonsense')).status).toBe(400);
  });
});

describe('acknowledging', () => {
  test('the first counts, and takes what nobody has', async () => {
    const { number } = await report();
    const first = incidentOf(await incidents.acknowledge(number));
    expect(first).toMatchObject({ acknowledgedBy: 'local', assignee: 'local', status: 'open' });
    expect(incidentOf(await incidents.acknowledge(number))).toEqual(first);
    expect((await entriesOf(number)).map(({ type }) => type)).toEqual(['opened', 'acknowledged', 'assigned']);
    const taken = await report({ assignee: 'alice' });
    expect(incidentOf(await incidents.acknowledge(taken.number)).assignee).toBe('alice');
  });

  test('what is over needs nobody', async () => {
    const { number } = await report({ status: 'resolved' });
    expect(codeOf(await incidents.acknowledge(number))).toBe('409 conflict');
  });
});

describe('notes and the timeline', () => {
  test('a note is an entry, as it was written, and leaves the revision', async () => {
    const { number } = await report();
    const text = '**Bold** <script>alert(1)</script>\n\n- one';
    const answer = await incidents.note(number, { text });
    expect(answer.status).toBe(201);
    const note = incidentEntryWire.parse(answer.json);
    expect(note).toMatchObject({ type: 'note', text, actor: 'local' });
    expect((await entriesOf(number)).at(-1)).toEqual(note);
    expect(incidentOf(await incidents.read(number)).revision).toBe(1);
    expect((await incidents.note(number, { text: '  ' })).status).toBe(422);
    expect((await incidents.note(number, { text: 'x'.repeat(20_001) })).status).toBe(422);
  });

  test('page after page gives every entry once', async () => {
    const { number } = await report();
    for (let n = 1; n <= 4; n += 1) await incidents.note(number, { text: String(n) });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = incidentTimelineWire.parse(
        (await incidents.timeline(number, `limit=2${cursor ? `&cursor=${cursor}` : ''}`)).json,
      );
      seen.push(...page.items.map(({ text }) => text));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(['', '1', '2', '3', '4']);
    for (const query of ['limit=0', 'limit=1000000000', 'cursor=x', 'nonsense=1'])
      expect((await incidents.timeline(number, query)).status).toBe(422);
  });
});

describe('signals', () => {
  test('are paged by their time, with the counts of all levels once', async () => {
    const { number, signals } = await detected(5);
    const first = incidentEventsWire.parse((await incidents.events(number, 'limit=2')).json);
    expect(first.items.map(({ id }) => id)).toEqual([signals[4], signals[3]]);
    expect(first.levels).toEqual([{ level: 'error', count: 5 }]);
    const second = incidentEventsWire.parse(
      (await incidents.events(number, `limit=3&cursor=${first.nextCursor}`)).json,
    );
    expect(second.items.map(({ id }) => id)).toEqual([signals[2], signals[1], signals[0]]);
    expect(second).toMatchObject({ nextCursor: null, levels: [] });
    const oldest = incidentEventsWire.parse((await incidents.events(number, 'sort=at&limit=1')).json);
    expect(oldest.items[0]?.id).toBe(signals[0]);
    expect(incidentEventsWire.parse((await incidents.events(number, 'level=fatal')).json).items).toEqual([]);
    for (const query of ['limit=1000000000', 'sort=id', 'level=loud', `cursor=${first.nextCursor}&sort=at`])
      expect((await incidents.events(number, query)).status).toBe(422);
  });

  test('a signal whose event is deleted leaves its incident', async () => {
    const { number, signals } = await detected(3, { draft: { kind: 'signal' } });
    await call(deleteEvent, { params: { id: signals[2] as string } });
    expect(incidentOf(await incidents.read(number))).toMatchObject({ signalCount: 2 });
    expect(await membership([signals[2] as string])).toEqual([null]);
  });
});

describe('merging', () => {
  test('signals go over, the old address leads on, and both timelines say so', async () => {
    const source = await detected(3);
    const target = await detected(2);
    const before = incidentOf(await incidents.read(target.number));
    const merged = incidentOf(await incidents.merge(source.number, target.number));
    expect(merged).toMatchObject({
      number: target.number,
      signalCount: 5,
      mergedFrom: [source.number],
      lastSignalAt: before.lastSignalAt,
    });
    const old = incidentOf(await incidents.read(source.number));
    expect(old).toMatchObject({
      status: 'closed',
      mergedInto: target.number,
      signalCount: 0,
      lastSignalAt: null,
    });
    expect((await getEvent(source.eventId)).status).toBe('close');
    expect(await membership(source.signals)).toEqual([target.number, target.number, target.number]);
    expect((await entriesOf(source.number)).at(-1)).toMatchObject({
      type: 'merged',
      field: 'mergedInto',
      newValue: String(target.number),
    });
    expect((await entriesOf(target.number)).at(-1)).toMatchObject({
      type: 'merged',
      field: 'mergedFrom',
      newValue: String(source.number),
    });
    const listed = pageOf(await incidents.list(`service=${source.service}`));
    expect(listed.items).toEqual([]);
    expect(pageOf(await incidents.list(`service=${source.service}&merged=true`)).items).toHaveLength(1);
  });

  test('whoever was merged before leads straight to the one that goes on', async () => {
    const [a, b, c] = [await report(), await report(), await report()];
    await incidents.merge(a.number, b.number);
    await incidents.merge(b.number, c.number);
    expect(incidentOf(await incidents.read(a.number)).mergedInto).toBe(c.number);
    expect(incidentOf(await incidents.read(c.number)).mergedFrom).toEqual([a.number, b.number]);
  });

  test('a merged one takes no moves, no merges and no reopening of its event, but notes and edits', async () => {
    const [a, b, c] = [await report(), await report(), await report()];
    await incidents.merge(a.number, b.number);
    for (const refused of [
      await incidents.move(a.number, { status: 'open' }),
      await incidents.acknowledge(a.number),
      await incidents.merge(a.number, c.number),
      await incidents.merge(c.number, a.number),
      await incidents.merge(b.number, b.number),
      await call(patchEvent, { params: { id: a.eventId }, body: { status: 'open' } }),
    ])
      expect(codeOf(refused)).toBe('409 conflict');
    expect((await incidents.move(a.number, { status: 'open' })).json.mergedInto).toBe(b.number);
    expect((await incidents.note(a.number, { text: 'x' })).status).toBe(201);
    expect((await incidents.update(a.number, { postmortem: 'x' })).status).toBe(200);
  });

  test('into one that has ended is allowed, and it stays as it is', async () => {
    const [a, b] = [await report(), await report({ status: 'resolved' })];
    expect(incidentOf(await incidents.merge(a.number, b.number)).status).toBe('resolved');
  });

  test('nonsense as a target is refused', async () => {
    const { number } = await report();
    for (const into of [0, -1, 1.5, '2', null])
      expect((await incidents.merge(number, into)).status).toBe(422);
    for (const into of [999_999_999, 2 ** 31, 2 ** 53]) {
      const { status } = await incidents.merge(number, into);
      expect([into, [404, 422].includes(status)]).toEqual([into, true]);
    }
  });
});

describe('splitting', () => {
  test('some signals become an incident of their own', async () => {
    const source = await detected(4);
    const taken = [source.signals[1] as string, (source.signals[3] as string).toUpperCase()];
    const key = { 'Idempotency-Key': randomUUID() };
    const answer = await incidents.split(source.number, { eventIds: taken, title: 'The other trouble' }, key);
    expect(answer.status).toBe(201);
    const split = incidentOf(answer);
    expect(split).toMatchObject({
      title: 'The other trouble',
      status: 'open',
      rule: null,
      origin: 'detected',
      signalCount: 2,
      service: source.service,
      environment: 'production',
      startedAt: (await getEvent(taken[0] as string)).at,
    });
    expect(incidentOf(await incidents.read(source.number)).signalCount).toBe(2);
    expect(await membership(source.signals)).toEqual([
      source.number,
      split.number,
      source.number,
      split.number,
    ]);
    expect((await entriesOf(split.number))[0]).toMatchObject({
      type: 'split',
      newValue: String(source.number),
    });
    expect((await entriesOf(source.number)).at(-1)).toMatchObject({
      type: 'split',
      newValue: String(split.number),
    });
    expect(
      incidentOf(await incidents.split(source.number, { eventIds: taken, title: 'The other trouble' }, key))
        .number,
    ).toBe(split.number);
  });

  test('all signals, or those of others, are refused', async () => {
    const source = await detected(2);
    const other = await detected(1);
    expect(codeOf(await incidents.split(source.number, { eventIds: source.signals }))).toBe('409 conflict');
    const refused = await incidents.split(source.number, { eventIds: [source.signals[0], other.signals[0]] });
    expect([refused.status, ...pointers(refused)]).toEqual([422, '/eventIds/1']);
    for (const eventIds of [[], ['x'], 'x', Array(1001).fill(randomUUID())])
      expect((await incidents.split(source.number, { eventIds })).status).toBe(422);
  });
});

describe('deleting', () => {
  test('an incident goes with its event, and its signals belong to none', async () => {
    const { number, eventId, signals } = await detected(3);
    expect((await call(deleteEvent, { params: { id: eventId } })).status).toBe(204);
    expect((await incidents.read(number)).status).toBe(404);
    expect(await membership(signals)).toEqual([null, null, null]);
    const { rows } = await pool().query(
      `SELECT op FROM change WHERE topic = 'incident' AND entity_id = $1 ORDER BY xid, seq`,
      [eventId],
    );
    expect(rows.at(-1)).toEqual({ op: 'deleted' });
  });

  test('what was merged into it stays closed', async () => {
    const [a, b] = [await report(), await report()];
    await incidents.merge(a.number, b.number);
    await call(deleteEvent, { params: { id: b.eventId } });
    expect(incidentOf(await incidents.read(a.number))).toMatchObject({ status: 'closed', mergedInto: null });
  });
});
