import { describe, expect, it, vi } from 'vitest';
import { GET as suspectedOfRoute } from '@/app/api/v2/events/[id]/incidents/route';
import { POST as judgeRoute } from '@/app/api/v2/incidents/[number]/suspects/[eventId]/route';
import { GET as suspectsRoute } from '@/app/api/v2/incidents/[number]/suspects/route';
import { GET as figuresRoute } from '@/app/api/v2/insights/suspects/route';
import { pool } from '@/lib/db/pool';
import { deleteEvent } from '@/lib/events/delete-event';
import { getEvent } from '@/lib/events/find-events';
import { getChain } from '@/lib/events/get-chain';
import { updateEvent } from '@/lib/events/update-event';
import { suspectedOfWire, suspectsWire } from '@/lib/incidents/cause-operations';
import { getIncident } from '@/lib/incidents/find-incidents';
import { suspectFiguresWire } from '@/lib/incidents/insight-operations';
import { mergeIncident } from '@/lib/incidents/merge-incident';
import { log } from '@/lib/log';
import { call } from '@/lib/testing/call';
import { allAtOnce, refused, succeeded } from '@/lib/testing/concurrency';
import { refreshSuspects } from './refresh-suspects';
import { sweepSuspects } from './sweep-suspects';
import { depends, firstSeen, open, report } from './testing';

/** Services of each test are its own. */
let nth = 0;
const fresh = (name: string) => `${name}-${++nth}`;

const listed = async (number: number, query = '') => {
  const answer = await call(suspectsRoute, {
    params: { number: String(number) },
    url: `/api/v2/incidents/${number}/suspects?${query}`,
  });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return suspectsWire.parse(answer.json);
};
const titles = async (number: number, query = 'limit=50') =>
  (await listed(number, query)).items.map(({ event }) => event.title);
const judge = (number: number, eventId: string, verdict: string | null) =>
  call(judgeRoute, { params: { number: String(number), eventId }, body: { verdict } });
const judged = async (number: number, eventId: string, verdict: string | null) => {
  const answer = await judge(number, eventId, verdict);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return suspectsWire.parse(answer.json);
};
const suspectedOf = async (id: string) =>
  suspectedOfWire.parse((await call(suspectedOfRoute, { params: { id } })).json).items;
const changesOf = async (eventId: string) =>
  (
    await pool().query<{ op: string }>(
      `SELECT op FROM change WHERE topic = 'incident' AND entity_id = $1 ORDER BY seq`,
      [eventId],
    )
  ).rows.map(({ op }) => op);
const entriesOf = async (number: number, type: string) =>
  (
    await pool().query(
      'SELECT actor, field, old_value, new_value FROM incident_entry WHERE incident_number = $1 AND type = $2::incident_entry_type ORDER BY id',
      [number, type],
    )
  ).rows;

describe('what changed', () => {
  it('is answered with the deployment that did it first, every part of its score, and the way to it', async () => {
    const [shop, ledger, web] = [fresh('shop'), fresh('ledger'), fresh('web')];
    await depends(shop, ledger);
    await depends(web, shop);
    const template = `cannot read property ${shop}`;
    await report(300, { service: shop, title: 'an old deployment' });
    await report(45, { service: ledger, title: 'of what it needs' });
    await report(40, { service: web, title: 'of what needs it' });
    await report(25, { service: shop, title: 'the culprit', version: '2.0.0' });
    await report(20, { service: shop, title: 'in another environment', environment: 'UAT' });
    await report(12, { service: shop, kind: 'infra', level: 'info', title: 'a backup', minutes: 0 });
    await report(5, {
      service: shop,
      title: 'the way back',
      eventType: 'deployment.rollback',
      version: '1.9.0',
    });
    await firstSeen(shop, template, 20);
    const number = await open({ service: shop, template });

    const { items, considered, from, to } = await listed(number);
    expect(considered).toBe(7);
    expect(Date.parse(to) - Date.parse(from)).toBe(24.25 * 3_600_000);
    expect(items[0]).toMatchObject({ event: { title: 'the culprit' }, rank: 1, path: [shop], verdict: null });
    expect(items[0]?.parts.map(({ part, points }) => [part, points > 0])).toEqual([
      ['closeness', true],
      ['distance', true],
      ['environment', true],
      ['kind', true],
      ['outcome', true],
      ['firstSight', true],
      ['past', true],
    ]);
    expect(items[0]?.parts.find(({ part }) => part === 'outcome')?.reason).toBe('It was rolled back');
    const of = (title: string) => items.find(({ event }) => event.title === title);
    expect(of('of what it needs')?.path).toEqual([shop, ledger]);
    expect(of('of what needs it')?.path).toEqual([shop, web]);
    expect(of('of what it needs')?.score).toBeGreaterThan(of('of what needs it')?.score as number);
    expect(items.at(-1)?.event.title).toBe('in another environment');
    expect(items.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(await titles(number, 'limit=2')).toHaveLength(2);
  });

  it('reaches two steps into the graph, whichever way, and no further', async () => {
    const [a, b, c, d, x, y, z] = ['a', 'b', 'c', 'd', 'x', 'y', 'z'].map(fresh) as [
      string,
      string,
      string,
      string,
      string,
      string,
      string,
    ];
    for (const [from, on] of [
      [a, b],
      [b, c],
      [c, d],
      [x, a],
      [y, x],
      [z, y],
    ] as const)
      await depends(from, on);
    for (const service of [b, c, d, x, y, z]) await report(30, { service, title: service });
    await report(30, { service: fresh('stranger'), title: 'somewhere else' });
    expect(await titles(await open({ service: a }))).toEqual([b, c, x, y]);
  });

  it('holds what touches the day before the start, and nothing that had not begun', async () => {
    const service = fresh('shop');
    await report(10 + 25 * 60, { service, title: 'the day before' });
    await report(10 + 30 * 60, { service, title: 'ended within the day', minutes: 7 * 60 });
    await report(10 + 60 * 60, {
      service,
      kind: 'operation',
      title: 'days ago, not over',
      status: 'in_progress',
      minutes: 0,
    });
    await report(60, { service, title: 'under way', status: 'start', minutes: 0 });
    await report(60, { service, title: 'still ahead', status: 'planned' });
    await report(60, { service, kind: 'build', title: 'a build' });
    await report(60, { service, kind: 'rpa_usage', title: 'a robot' });
    await report(60, { service, kind: 'signal', level: 'error', title: 'an error', minutes: 0 });
    await report(60, { service, kind: 'drift', status: 'open', title: 'a drift', minutes: 0 });
    await report(60, { service, status: 'aborted', title: 'aborted on its way' });
    await report(20, { service, title: 'after the start' });
    await report(5, { service, title: 'long after the start' });
    const called = await report(60, { service, kind: 'operation', status: 'planned', title: 'called off' });
    await updateEvent({ which: { id: called.id }, patch: { status: 'aborted' }, actor: 'x' });
    await pool().query(`UPDATE event SET ended_at = at - interval '1 hour' WHERE id = $1`, [called.id]);
    expect((await titles(await open({ service, ago: 30 }))).sort()).toEqual(
      [
        'a drift',
        'aborted on its way',
        'after the start',
        'days ago, not over',
        'ended within the day',
        'under way',
      ].sort(),
    );
  });

  it('does not take the answer to an incident for its cause', async () => {
    const service = fresh('shop');
    const number = await open({ service, ago: 10 });
    const { eventId } = await getIncident(number);
    await report(8, { service, title: 'the fix', relatedId: eventId });
    expect(await titles(number)).toEqual([]);
  });

  it('is found before a storm of infrastructure and among many changes', async () => {
    const service = fresh('shop');
    const culprit = await report(30, { service, title: 'the culprit' });
    await pool().query(
      `INSERT INTO event (id, kind, title, service_id, environment_id, phase, level, at, until)
       SELECT gen_random_uuid(), 'infra', 'storm', e.service_id, e.environment_id, 'noted', 'error',
              now() - interval '10 minutes' + n * interval '1 second', now() FROM event e, generate_series(-1000, 590) n WHERE e.id = $1`,
      [culprit.id],
    );
    const number = await open({ service, ago: 10 });
    expect((await listed(number)).considered).toBeLessThan(200);
    expect((await titles(number)).toSorted()).toEqual(['storm', 'the culprit']);
  });

  it('of an incident without an environment looks into all of them', async () => {
    const service = fresh('shop');
    await report(20, { service, title: 'here', environment: 'production' });
    await report(21, { service, title: 'there', environment: 'UAT' });
    await report(22, { service, title: 'nowhere', environment: undefined });
    expect(await titles(await open({ service, environment: null }))).toEqual(['here', 'there', 'nowhere']);
  });

  it.each(['limit=0', 'limit=51', 'limit=1e9', 'limit=x', 'nonsense=1'])('refuses %s', async (query) => {
    const number = await open({ service: fresh('shop') });
    const url = `/api/v2/incidents/${number}/suspects?${query}`;
    expect((await call(suspectsRoute, { params: { number: String(number) }, url })).status).toBe(422);
  });

  it.each([
    ['999999', 404],
    ['0', 422],
    ['-1', 422],
    ['1.5', 422],
    ['99999999999', 422],
    ["1' OR 1=1", 422],
  ])('of incident %s is refused with %i', async (number, status) => {
    expect((await call(suspectsRoute, { params: { number } })).status).toBe(status);
    expect((await judge(number as never, crypto.randomUUID(), 'confirmed')).status).toBe(status);
  });
});

describe('the suspects that are kept', () => {
  it('show on the card, and subscribers hear when the first one changes and only then', async () => {
    const service = fresh('shop');
    const number = await open({ service, ago: 60 });
    const { eventId } = await getIncident(number);
    await refreshSuspects(number);
    expect(await getIncident(number)).toMatchObject({ topSuspect: null });
    expect(await changesOf(eventId)).toEqual(['created']);
    const late = await report(80, { service, title: 'reported late', version: '1.2.3' });
    await refreshSuspects(number);
    await refreshSuspects(number);
    expect(await getIncident(number)).toMatchObject({
      topSuspect: { eventId: late.id, title: 'reported late', version: '1.2.3', verdict: null },
    });
    expect(await changesOf(eventId)).toEqual(['created', 'updated']);
  });

  it('are ranked by the sweep, once, however many processes sweep', async () => {
    await pool().query('UPDATE incident SET suspects_at = now()');
    const service = fresh('shop');
    const culprit = await report(30, { service });
    const number = await open({ service });
    const results = await allAtOnce(8, () => sweepSuspects());
    expect(refused(results)).toEqual([]);
    expect(succeeded(results).reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await getIncident(number)).toMatchObject({ topSuspect: { eventId: culprit.id } });
    expect(await sweepSuspects()).toBe(0);
    await pool().query(`UPDATE incident SET suspects_at = now() - interval '2 minutes' WHERE number = $1`, [
      number,
    ]);
    expect(await sweepSuspects()).toBe(1);
    await pool().query(
      `UPDATE incident SET suspects_at = now() - interval '2 minutes', started_at = now() - interval '2 days' WHERE number = $1`,
      [number],
    );
    expect(await sweepSuspects()).toBe(0);
  });

  it('cannot fail whoever asks for them', async () => {
    await expect(refreshSuspects(999_999)).resolves.toBeUndefined();
    const number = await open({ service: fresh('shop') });
    const warned = vi.spyOn(log(), 'warn').mockImplementation(() => {});
    await pool().query('ALTER TABLE incident_suspect RENAME TO away');
    await expect(refreshSuspects(number)).resolves.toBeUndefined();
    expect(warned).toHaveBeenCalledOnce();
    await pool().query('ALTER TABLE away RENAME TO incident_suspect');
  });

  it('survive that their events are deleted while they are ranked', async () => {
    const service = fresh('shop');
    const events = await Promise.all(Array.from({ length: 8 }, (_, n) => report(30 + n, { service })));
    const number = await open({ service });
    const warned = vi.spyOn(log(), 'warn');
    const results = await allAtOnce(24, async (n) => {
      if (n % 3 === 0) await deleteEvent({ id: events[n / 3]?.id as string }, 'x');
      else await refreshSuspects(number);
    });
    expect(refused(results)).toEqual([]);
    expect(warned).not.toHaveBeenCalled();
    await refreshSuspects(number);
    expect(
      (await pool().query('SELECT FROM incident_suspect WHERE incident_number = $1', [number])).rowCount,
    ).toBe(0);
  });
});

describe('judging a suspect', () => {
  it('shows a confirmed one first, writes it into the timeline, and relates the incident to it', async () => {
    const service = fresh('shop');
    const build = await report(90, { service, kind: 'build', title: 'build' });
    const second = await report(80, { service, title: 'second', relatedId: build.id });
    const first = await report(15, { service, title: 'first' });
    const number = await open({ service });
    const { eventId } = await getIncident(number);
    expect(await titles(number)).toEqual(['first', 'second']);

    const { items } = await judged(number, second.id, 'confirmed');
    expect(items[0]).toMatchObject({
      event: { id: second.id },
      rank: 2,
      verdict: 'confirmed',
      verdictBy: 'local',
    });
    expect(await getIncident(number)).toMatchObject({
      topSuspect: { eventId: second.id, verdict: 'confirmed' },
    });
    expect(await entriesOf(number, 'suspect')).toEqual([
      { actor: 'local', field: second.id, old_value: '', new_value: 'confirmed' },
    ]);
    expect((await getEvent(eventId)).relatedId).toBe(second.id);
    expect((await getChain(eventId)).events.map(({ id }) => id)).toEqual([build.id, second.id, eventId]);

    await judged(number, first.id, 'confirmed');
    expect((await getEvent(eventId)).relatedId).toBe(second.id);
    await judged(number, second.id, null);
    expect((await getEvent(eventId)).relatedId).toBeNull();
    expect((await entriesOf(number, 'suspect')).at(-1)).toMatchObject({
      old_value: 'confirmed',
      new_value: '',
    });
    expect(await entriesOf(number, 'edited')).toMatchObject([
      { field: 'relatedId', new_value: second.id },
      { field: 'relatedId', old_value: second.id, new_value: '' },
    ]);
  });

  it('leaves alone what the incident follows from already, and makes no circle', async () => {
    const service = fresh('shop');
    const own = await report(60, { service });
    const other = await report(50, { service });
    const number = await open({ service });
    const { eventId } = await getIncident(number);
    const answer = await report(30, { service, title: 'said to follow from it' });
    await updateEvent({ which: { id: answer.id }, patch: { relatedId: eventId }, actor: 'x' });
    await judged(number, answer.id, 'confirmed');
    expect((await getEvent(eventId)).relatedId).toBeNull();
    await updateEvent({ which: { id: eventId }, patch: { relatedId: own.id }, actor: 'x' });
    await judged(number, other.id, 'confirmed');
    await judged(number, own.id, 'confirmed');
    await judged(number, own.id, null);
    expect((await getEvent(eventId)).relatedId).toBe(own.id);
  });

  it('takes a cleared one from the card', async () => {
    const service = fresh('shop');
    const second = await report(60, { service });
    const first = await report(15, { service });
    const number = await open({ service });
    const { items } = await judged(number, first.id, 'cleared');
    expect(items.map(({ event, verdict }) => [event.id, verdict])).toEqual([
      [first.id, 'cleared'],
      [second.id, null],
    ]);
    expect(await getIncident(number)).toMatchObject({ topSuspect: { eventId: second.id } });
  });

  it('says nothing new when the same is said again, and keeps the rank of the first time', async () => {
    const service = fresh('shop');
    const event = await report(60, { service });
    const number = await open({ service });
    const { eventId } = await getIncident(number);
    await judged(number, event.id, 'confirmed');
    await report(15, { service });
    const before = await changesOf(eventId);
    await judged(number, event.id, 'confirmed');
    expect(await changesOf(eventId)).toEqual(before);
    expect(await entriesOf(number, 'suspect')).toHaveLength(1);
    const { rows } = await pool().query(
      'SELECT rank, score FROM incident_verdict WHERE incident_number = $1',
      [number],
    );
    expect(rows).toEqual([{ rank: 1, score: expect.any(Number) }]);
  });

  it('takes any event, also one that nobody suspected: it has no rank and is shown first', async () => {
    const service = fresh('shop');
    const suspected = await report(30, { service, title: 'suspected' });
    const old = await report(60 * 24 * 9, { service: fresh('elsewhere'), title: 'nine days ago' });
    const number = await open({ service });
    const { items } = await judged(number, old.id, 'confirmed');
    expect(items.map(({ event, rank }) => [event.title, rank])).toEqual([
      ['nine days ago', 2],
      ['suspected', 1],
    ]);
    const { rows } = await pool().query(
      'SELECT rank, score FROM incident_verdict WHERE incident_number = $1',
      [number],
    );
    expect(rows).toEqual([{ rank: null, score: null }]);
    expect(await getIncident(number)).toMatchObject({ topSuspect: { eventId: old.id } });
    expect(await suspectedOf(suspected.id)).toMatchObject([{ rank: 1, verdict: null }]);
  });

  it('by many people at once is one verdict with one entry', async () => {
    const service = fresh('shop');
    const event = await report(30, { service });
    const number = await open({ service });
    const results = await allAtOnce(10, () => judge(number, event.id, 'confirmed'));
    expect(succeeded(results).map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await entriesOf(number, 'suspect')).toHaveLength(1);
    expect(await entriesOf(number, 'edited')).toHaveLength(1);
  });

  it('cannot be about the incident itself', async () => {
    const number = await open({ service: fresh('shop') });
    const { eventId } = await getIncident(number);
    expect((await judge(number, eventId, 'confirmed')).status).toBe(422);
  });

  it('teaches: the past of a service and kind shows in later incidents', async () => {
    const service = fresh('shop');
    const past = async (number: number) =>
      (await listed(number)).items[0]?.parts.find(({ part }) => part === 'past')?.points as number;
    const event = await report(30, { service });
    const one = await open({ service });
    const untaught = await past(one);
    await judged(one, event.id, 'confirmed');
    expect(await past(one)).toBe(untaught);
    const two = await open({ service });
    expect(await past(two)).toBeGreaterThan(untaught);
  });

  it.each([
    ['no event', crypto.randomUUID(), { verdict: 'confirmed' }, 404],
    ['what is no id', 'x', { verdict: 'confirmed' }, 404],
    ['an unknown verdict', null, { verdict: 'guilty' }, 422],
    ['no verdict', null, {}, 422],
    ['more than a verdict', null, { verdict: null, rank: 1 }, 422],
    ['no JSON', null, '{', 400],
  ])('of %s is refused', async (_, id, body, status) => {
    const service = fresh('shop');
    const event = await report(30, { service });
    const number = await open({ service });
    const answer = await call(judgeRoute, {
      params: { number: String(number), eventId: id ?? event.id },
      body,
    });
    expect(answer.status).toBe(status);
    expect(await entriesOf(number, 'suspect')).toEqual([]);
  });
});

describe('the page of a change', () => {
  it('names the incidents it is suspected of: confirmed first, cleared last', async () => {
    const service = fresh('shop');
    const event = await report(30, { service });
    const [one, two, three] = [await open({ service }), await open({ service }), await open({ service })];
    await judged(one, event.id, 'cleared');
    await judged(three, event.id, 'confirmed');
    await refreshSuspects(two);
    const found = await suspectedOf(event.id);
    expect(found.map(({ incident, rank, verdict }) => [incident.number, rank, verdict])).toEqual([
      [three, 1, 'confirmed'],
      [two, 1, null],
      [one, 1, 'cleared'],
    ]);
    expect(found[1]?.score).toBeGreaterThan(50);
  });

  it('of an incident or a signal names the incident that it is or belongs to', async () => {
    const service = fresh('shop');
    const number = await open({ service });
    const { eventId } = await getIncident(number);
    const signal = await report(10, { service, kind: 'signal', level: 'error', title: 'boom', minutes: 0 });
    await pool().query(
      `INSERT INTO signal (event_id, service_id, at, incident_number) SELECT id, service_id, at, $2 FROM event WHERE id = $1
       ON CONFLICT (event_id) DO UPDATE SET incident_number = $2`,
      [signal.id, number],
    );
    for (const id of [eventId, signal.id]) {
      expect(await suspectedOf(id)).toMatchObject([
        { incident: { number }, rank: null, score: null, verdict: null },
      ]);
    }
  });

  it('of an event that nobody suspects is empty, and of none is refused', async () => {
    const event = await report(30, { service: fresh('shop') });
    expect(await suspectedOf(event.id)).toEqual([]);
    for (const id of ['x', crypto.randomUUID()])
      expect((await call(suspectedOfRoute, { params: { id } })).status).toBe(404);
  });
});

describe('the figures', () => {
  const figures = async (query: string) => {
    const answer = await call(figuresRoute, { url: `/api/v2/insights/suspects?${query}` });
    expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
    return suspectFiguresWire.parse(answer.json);
  };

  it('say how often the confirmed cause was ranked first, within three, or not at all, with the rows behind them', async () => {
    const service = fresh('shop');
    const elsewhere = await report(60 * 24 * 9, { service: fresh('elsewhere') });
    const second = await report(60, { service, title: 'second', kind: 'operation' });
    const first = await report(15, { service, title: 'first' });
    const [one, two, three, four] = [
      await open({ service, title: 'one' }),
      await open({ service, title: 'two' }),
      await open({ service, title: 'three' }),
      await open({ service, title: 'four' }),
    ];
    await judged(one, first.id, 'confirmed');
    await judged(one, second.id, 'confirmed');
    await judged(two, first.id, 'cleared');
    await judged(two, second.id, 'confirmed');
    await judged(three, elsewhere.id, 'confirmed');
    await judged(four, first.id, 'cleared');

    const found = await figures(`service=${service.toUpperCase()}`);
    expect(found).toMatchObject({ confirmed: 3, first: 1, withinThree: 2, unranked: 1, cleared: 2 });
    expect(found.guilt).toEqual([
      { service, kind: 'operation', confirmed: 2, changes: 1 },
      { service: elsewhere.service, kind: 'deployment', confirmed: 1, changes: 1 },
      { service, kind: 'deployment', confirmed: 1, changes: 1 },
    ]);
    expect(found.incidents).toMatchObject([
      { number: three, title: 'three', eventId: elsewhere.id, rank: null },
      { number: two, eventId: second.id, eventTitle: 'second', rank: 2 },
      { number: one, eventId: second.id, rank: 2 },
      { number: one, eventId: first.id, rank: 1 },
    ]);
    expect(await figures(`service=${service}&to=now-1h`)).toMatchObject({
      confirmed: 0,
      guilt: [],
      incidents: [],
    });
    expect(await figures('service=nobody')).toMatchObject({ confirmed: 0, cleared: 0 });
  });

  it.each(['from=yesterday', 'to=', 'limit=1', 'from=now&from=now'])('refuse %s', async (query) => {
    expect((await call(figuresRoute, { url: `/api/v2/insights/suspects?${query}` })).status).toBe(422);
  });
});

describe('merging', () => {
  it('takes verdicts along with their rank and who gave them, but never over one that was given there', async () => {
    const service = fresh('merged');
    const causes = [
      (await report(20, { service, title: 'said of the source alone' })).id,
      (await report(30, { service, title: 'said of both' })).id,
    ] as const;
    const [source, target] = [await open({ service }), await open({ service })];
    await judged(source, causes[0], 'confirmed');
    await judged(source, causes[1], 'confirmed');
    await judged(target, causes[1], 'cleared');
    await mergeIncident(source, target, 'ada');

    const of = async (number: number) =>
      (await listed(number)).items.map(({ event, verdict }) => [event.title, verdict]);
    expect(await of(target)).toEqual([
      ['said of the source alone', 'confirmed'],
      ['said of both', 'cleared'],
    ]);
    const { rows } = await pool().query(
      'SELECT incident_number, event_id, verdict, rank, actor FROM incident_verdict WHERE incident_number = ANY ($1) ORDER BY event_id = $2',
      [[source, target], causes[1]],
    );
    expect(rows).toEqual([
      { incident_number: target, event_id: causes[0], verdict: 'confirmed', rank: 1, actor: 'local' },
      { incident_number: target, event_id: causes[1], verdict: 'cleared', rank: 2, actor: 'local' },
    ]);
    // One cause of one incident: it is not counted twice, and the chain leads from it to the one that goes on.
    const answer = await call(figuresRoute, { url: `/api/v2/insights/suspects?service=${service}` });
    expect(suspectFiguresWire.parse(answer.json)).toMatchObject({ confirmed: 1, first: 1, cleared: 1 });
    expect((await getEvent((await getIncident(target)).eventId)).relatedId).toBe(causes[0]);
    expect(await entriesOf(target, 'suspect')).toMatchObject([
      { actor: 'local', field: causes[1], new_value: 'cleared' },
      { actor: 'ada', field: causes[0], old_value: '', new_value: 'confirmed' },
    ]);
  });

  it('leaves what the one that goes on follows from', async () => {
    const service = fresh('merged');
    const [one, other] = [(await report(20, { service })).id, (await report(30, { service })).id];
    const [source, target] = [await open({ service }), await open({ service })];
    await judged(source, one, 'confirmed');
    await judged(target, other, 'confirmed');
    await mergeIncident(source, target, 'ada');
    expect((await getEvent((await getIncident(target)).eventId)).relatedId).toBe(other);
    expect((await listed(target)).items.map(({ verdict }) => verdict)).toEqual(['confirmed', 'confirmed']);
  });
});
