import { beforeEach, describe, expect, it, test, vi } from 'vitest';
import { pool } from '@/lib/db/pool';
import { deleteEvent } from '@/lib/events/delete-event';
import type { EventWire } from '@/lib/events/schemas';
import { updateEvent } from '@/lib/events/update-event';
import { forget } from '@/lib/runtime';
import { allAtOnce } from '@/lib/testing/concurrency';
import { getIncident } from '../find-incidents';
import { mergeIncident } from '../merge-incident';
import { moveIncident } from '../move-incident';
import { type RuleDraft, ruleDraft } from '../rule-schemas';
import { createRule, deleteRule } from '../rules/save-rule';
import { autoResolve } from './auto-resolve';
import { detectionSettled, detectNow } from './detect';
import { detectTogether } from './detect-together';
import { recoverSignals } from './recover-signals';
import { type StoredIncident, signals, stored } from './testing';

let nth = 0;
let service = '';
beforeEach(() => {
  service = `detection-${++nth}`;
});

const minute = 60_000;
const hourAgo = Date.now() - 60 * minute;

/** Signals that go the way of every event, and are detected when this resolves. */
async function send(
  times: readonly number[],
  more: Parameters<typeof signals>[1][number] = {},
  to = service,
) {
  const events = await signals(
    to,
    times.map((at) => ({ at, ...more })),
  );
  await detectionSettled();
  return events;
}

const state = async (of = service) =>
  (await stored([of])).get(of) as { incidents: StoredIncident[]; loose: string[] };
const incidents = async (of = service) => (await state(of)).incidents;
const five = (from = hourAgo) => [0, 1, 2, 3, 4].map((n) => from + n * 1000);

async function only(of = service): Promise<StoredIncident> {
  const [one, ...more] = await incidents(of);
  expect(more).toEqual([]);
  if (!one) throw new Error('no incident was opened');
  return one;
}

/** A rule for this test's service, and what takes it away again. */
async function withRule<T>(fields: Partial<RuleDraft>, work: () => Promise<T>): Promise<T> {
  const rule = await createRule(
    ruleDraft.parse({ name: 'Mine', services: [service], position: 1, ...fields }),
    'test',
  );
  try {
    return await work();
  } finally {
    await deleteRule(rule.id);
  }
}

describe('a burst opens an incident', () => {
  it('exactly once when its five errors come on five connections whose commits overlap', async () => {
    const events = (await allAtOnce(5, (n) => signals(service, [{ at: hourAgo + n * 1000 }]))).map((one) => {
      if (one.status === 'rejected') throw one.reason;
      return one.value[0] as EventWire;
    });
    // Each by itself, all at the same time, as five processes would, besides what this process does anyway.
    await Promise.all(events.map((event) => detectTogether([{ event }])));
    await detectionSettled();
    expect(await only()).toMatchObject({ status: 'open', start: hourAgo, count: 5, last: hourAgo + 4000 });
    expect((await only()).members).toHaveLength(5);
  });

  it('that is on the timeline, judged, and says what its signals say', async () => {
    await send(five(), {
      title: 'x',
      message: 'Connection to database orders-7 timed out after 3000 ms',
      environment: 'production',
    });
    const incident = await getIncident((await only()).number);
    expect(incident).toMatchObject({
      title: 'Connection to database orders-7 timed out after 3000 ms',
      service,
      environment: 'production',
      origin: 'detected',
      category: 'database_issue',
      template: 'Connection to database orders-# timed out after # ms',
      startedAt: new Date(hourAgo).toISOString(),
      signalCount: 5,
      lastSignalAt: new Date(hourAgo + 4000).toISOString(),
      rule: { id: 1, name: 'Bursts of errors' },
    });
  });

  it('when the fifth comes exactly five minutes after the first, and not a millisecond later', async () => {
    const four = five().slice(0, 4);
    await send([...four, hourAgo + 5 * minute]);
    expect(await only()).toMatchObject({ count: 5 });
    await send([...four, hourAgo + 5 * minute + 1], {}, 'detection-edge');
    expect(await incidents('detection-edge')).toEqual([]);
    await send([hourAgo + 5 * minute], {}, 'detection-edge');
    expect(await only('detection-edge')).toMatchObject({ count: 6 });
  });

  it('for each environment by itself', async () => {
    await send(five().slice(0, 3), { environment: 'UAT' });
    await send(five().slice(3), { environment: 'production' });
    expect(await incidents()).toEqual([]);
    await send(five().slice(0, 2), { environment: 'UAT' });
    expect(await only()).toMatchObject({ count: 5 });
  });

  it.each(['error', 'critical', 'fatal'] as const)('of level %s', async (level) => {
    await send(five(), { level });
    expect(await only()).toMatchObject({ count: 5 });
  });

  it.each(['trace', 'debug', 'info', 'essential', 'warn'] as const)('but not of level %s', async (level) => {
    await send(five(), { level });
    expect(await state()).toMatchObject({ incidents: [], loose: { length: 5 } });
  });

  it('but not of events without a level, or of another kind', async () => {
    await send(five(), { level: undefined });
    await send(five(), { kind: 'infra' });
    expect(await incidents()).toEqual([]);
    expect((await state()).loose).toHaveLength(5);
  });
});

describe('later signals', () => {
  it('join while it is open or investigating, ten thousand of them quickly, with a counter that is right', async () => {
    await send(five());
    await moveIncident((await only()).number, { status: 'investigating' }, 'ada');
    await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        signals(
          service,
          Array.from({ length: 500 }, (_, m) => ({ at: hourAgo + n * 500 + m })),
        ),
      ),
    );
    await detectionSettled();
    expect(await only()).toMatchObject({
      count: 10_005,
      members: { length: 10_005 },
      status: 'investigating',
    });
    expect((await getIncident((await only()).number)).signalCount).toBe(10_005);
  });

  it('never count twice: not when they are sent again, and not when they are detected again', async () => {
    const named = five().map((at, n) => ({ at, source: 'app', externalId: `${service}-${n}` }));
    const events = await signals(service, named);
    await signals(service, named);
    await detectionSettled();
    const again = await detectNow(events);
    const incident = await only();
    expect(incident).toMatchObject({ count: 5 });
    expect([...again.values()]).toMatchObject(
      events.map(() => ({ incident: incident.number, fresh: false })),
    );
    expect(new Set([...again.values()].map(({ number }) => number)).size).toBe(5);
  });

  it('that come late count by their own time, and let the incident begin earlier', async () => {
    await send(five(hourAgo + 10_000));
    await send([hourAgo]);
    expect(await only()).toMatchObject({ start: hourAgo, count: 6 });
    const incident = await getIncident((await only()).number);
    expect(incident.startedAt).toBe(new Date(hourAgo).toISOString());
    await send([hourAgo - 10 * minute]);
    expect(await only()).toMatchObject({ start: hourAgo, count: 6 });
  });

  it('in any order make what they make in order', async () => {
    for (const at of [4, 0, 2, 1, 3]) await send([hourAgo + at * 70_000]);
    expect(await only()).toMatchObject({ start: hourAgo, count: 5 });
  });
});

describe('after the end', () => {
  const end = (minutes: number) => new Date(hourAgo + minutes * minute).toISOString();

  it('signal six, detected at the instant of the resolve, joins or waits: never are two active', async () => {
    for (let round = 0; round < 15; round++) {
      const own = `${service}-${round}`;
      await send(five(), {}, own);
      const { number } = await only(own);
      const [six] = await signals(own, [{ at: Date.now() }]);
      await Promise.all([
        moveIncident(number, { status: 'resolved' }, 'ada'),
        detectTogether([{ event: six as EventWire }]),
      ]);
      await detectionSettled();
      const after = await state(own);
      expect(after.incidents).toHaveLength(1);
      expect(after.incidents[0]?.status).toBe('resolved');
      expect((after.incidents[0]?.count ?? 0) + after.loose.length).toBe(6);
    }
  });

  it('a burst at the instant of the resolve opens it again or was part of it, and there is one active at most', async () => {
    for (let round = 0; round < 15; round++) {
      const own = `${service}-${round}`;
      await send(five(), {}, own);
      const { number } = await only(own);
      const more = await signals(
        own,
        five(Date.now() - 5000).map((at) => ({ at })),
      );
      await Promise.all([
        moveIncident(number, { status: 'resolved' }, 'ada'),
        ...more.map((event) => detectTogether([{ event }])),
      ]);
      await detectionSettled();
      const one = await only(own);
      expect(one.count).toBe(10);
    }
  });

  it('a burst within the reopen time opens it again, one later than that a new one', async () => {
    await send(five());
    const { number } = await only();
    await moveIncident(number, { status: 'resolved', at: end(1) }, 'ada');
    await send([hourAgo + 2 * minute]);
    expect(await only()).toMatchObject({ status: 'resolved', count: 5 });
    await send(five(hourAgo + 40 * minute));
    expect(await only()).toMatchObject({ status: 'open', count: 11, reopened: 1 });
    await withRule({ reopenSeconds: 60 }, async () => {
      await send(five(), {}, service);
      const [, mine] = await incidents();
      await moveIncident(mine?.number as number, { status: 'resolved', at: end(1) }, 'ada');
      await send(five(hourAgo + 3 * minute));
      expect(await incidents()).toMatchObject([
        { status: 'open' },
        { status: 'resolved' },
        { status: 'open', count: 5 },
      ]);
    });
  });

  it('what is closed is not opened again', async () => {
    await send(five());
    await moveIncident((await only()).number, { status: 'closed', at: end(1) }, 'ada');
    await send(five(hourAgo + 2 * minute));
    expect(await incidents()).toMatchObject([
      { status: 'closed', count: 5 },
      { status: 'open', count: 5 },
    ]);
  });

  it('what came since the end joins when somebody opens it again', async () => {
    await send(five());
    const { number } = await only();
    await moveIncident(number, { status: 'resolved', at: end(1) }, 'ada');
    await send([hourAgo + 2 * minute, hourAgo + 20 * minute]);
    await moveIncident(number, { status: 'open' }, 'ada');
    expect(await only()).toMatchObject({ count: 7, members: { length: 7 }, last: hourAgo + 20 * minute });
  });

  it('what was merged collects for the one that goes on, also of another service', async () => {
    await send(five());
    await send(five(), {}, `${service}-root`);
    const [merged, root] = [await only(), await only(`${service}-root`)];
    await mergeIncident(merged.number, root.number, 'ada');
    await send([hourAgo + minute]);
    expect(await only(`${service}-root`)).toMatchObject({ count: 11, members: { length: 11 } });
    expect(await only()).toMatchObject({ status: 'closed', count: 0 });
    await moveIncident(root.number, { status: 'resolved', at: end(2) }, 'ada');
    await send(five(hourAgo + 3 * minute));
    expect(await only(`${service}-root`)).toMatchObject({ status: 'open', count: 16, reopened: 1 });
  });
});

describe('rules', () => {
  it('the first one by position takes a signal, each has its own incident', async () => {
    await withRule({ threshold: 2, messagePattern: 'disk*full' }, async () => {
      await send(five().slice(0, 2), { title: 'Disk /dev/sda is full' });
      await send(five().slice(0, 4));
      expect(await only()).toMatchObject({ count: 2 });
      await send(five().slice(4));
      expect(await incidents()).toMatchObject([{ count: 2 }, { count: 5 }]);
    });
  });

  it('by fingerprint each sort of message is an incident of its own', async () => {
    await withRule({ threshold: 3, groupBy: 'fingerprint' }, async () => {
      for (const n of [1, 2, 3]) await send([hourAgo + n], { title: `Order ${n} is lost` });
      for (const n of [1, 2]) await send([hourAgo + n], { title: `Basket ${n} is lost` });
      expect(await only()).toMatchObject({ count: 3 });
      expect(await getIncident((await only()).number)).toMatchObject({ template: 'Order # is lost' });
      await send([hourAgo], { title: 'Basket 3 is lost' });
      expect(await incidents()).toMatchObject([{ count: 3 }, { count: 3 }]);
    });
  });

  it('in the quiet time after the end nothing is opened', async () => {
    await withRule({ quietSeconds: 120 }, async () => {
      await send(five());
      const { number } = await only();
      await moveIncident(number, { status: 'resolved', at: new Date(hourAgo + minute).toISOString() }, 'ada');
      await send(five(hourAgo + 2 * minute));
      expect(await only()).toMatchObject({ status: 'resolved', count: 10 });
    });
  });

  it('a saved rule counts at once, and one that is deleted no more', async () => {
    await withRule({ threshold: 1 }, () => send([hourAgo]));
    expect(await only()).toMatchObject({ count: 1 });
    await send([hourAgo + 1000]);
    expect(await only()).toMatchObject({ count: 1 });
  });
});

describe('silence', () => {
  it('resolves at the moment at which it was long enough, and a burst after that opens it again', async () => {
    await withRule({ autoResolveSeconds: 600 }, async () => {
      await send(five());
      expect(await autoResolve()).toBe(1);
      expect(await only()).toMatchObject({ status: 'resolved', end: hourAgo + 4000 + 10 * minute });
      expect(await autoResolve()).toBe(0);
      await send(five(hourAgo + 20 * minute));
      expect(await only()).toMatchObject({ status: 'open', count: 10, reopened: 1 });
    });
  });

  it('begins anew when a person moves the incident', async () => {
    await withRule({ autoResolveSeconds: 600 }, async () => {
      await send(five());
      await moveIncident((await only()).number, { status: 'investigating' }, 'ada');
      expect(await autoResolve()).toBe(0);
    });
  });

  it('is broken by a signal that is stored and not detected yet, and by one at the same instant', async () => {
    await withRule({ autoResolveSeconds: 60 }, async () => {
      await send(five());
      vi.stubEnv('SHIPLOG_DETECTION', 'off');
      forget('config');
      const [late] = await send([Date.now()]);
      expect(await autoResolve()).toBe(0);
      const [, resolved] = await Promise.all([detectTogether([{ event: late as EventWire }]), autoResolve()]);
      vi.unstubAllEnvs();
      forget('config');
      expect(resolved).toBe(0);
      expect(await only()).toMatchObject({ status: 'open', count: 6 });
    });
  });
});

describe('a crash between the commit of signals and their detection', () => {
  it('loses nothing: the sweep finds them, however many sweep at once', async () => {
    vi.stubEnv('SHIPLOG_DETECTION', 'off');
    forget('config');
    await send(five());
    expect(await state()).toEqual({ incidents: [], loose: [] });
    vi.unstubAllEnvs();
    forget('config');
    await allAtOnce(4, () => recoverSignals({ grace: -1000 }));
    expect(await only()).toMatchObject({ count: 5, members: { length: 5 } });
    expect(await recoverSignals({ grace: -1000 })).toBe(0);
  });
});

describe('an event that is changed', () => {
  it('counts when it becomes an error, and no more when it ceases to be one', async () => {
    const events = await send(five());
    const [info] = await send([hourAgo + 9000], { level: 'info' });
    const change = async (
      event: EventWire | undefined,
      patch: Parameters<typeof updateEvent>[0]['patch'],
    ) => {
      await updateEvent({ which: { id: event?.id as string }, patch, actor: 'ada' });
      await detectionSettled();
    };
    await change(info, { level: 'fatal' });
    expect(await only()).toMatchObject({ count: 6, last: hourAgo + 9000 });
    await change(info, { level: 'debug' });
    expect(await only()).toMatchObject({ count: 5, last: hourAgo + 4000 });
    await change(events[0], { title: 'Says it otherwise' });
    expect(await only()).toMatchObject({ count: 5 });
    await change(events[0], { kind: 'infra' });
    expect(await only()).toMatchObject({ count: 4 });
    await change(events[1], { service: `${service}-other` });
    expect(await only()).toMatchObject({ count: 3 });
    expect((await state(`${service}-other`)).loose).toEqual([events[1]?.id]);
  });

  it('or deleted leaves its incident', async () => {
    const [first] = await send([...five(), hourAgo + 6000]);
    await deleteEvent({ id: first?.id as string }, 'ada');
    expect(await only()).toMatchObject({ count: 5, members: { length: 5 } });
  });

  it('deleted with its incident does not bring that back: its signals count no more', async () => {
    await send(five());
    const { eventId } = await getIncident((await only()).number);
    await deleteEvent({ id: eventId }, 'ada');
    await send([hourAgo + 5000]);
    expect(await incidents()).toEqual([]);
    await send(five(hourAgo + 6000).slice(1));
    expect(await only()).toMatchObject({ count: 5 });
  });

  it('keeps its number', async () => {
    const [event] = await signals(service, [{ at: hourAgo }]);
    const before = await detectNow([event as EventWire]);
    await updateEvent({ which: { id: event?.id as string }, patch: { level: 'info' }, actor: 'ada' });
    await detectionSettled();
    const after = await detectNow([event as EventWire]);
    expect(after.get(event?.id as string)?.number).toBe(before.get(event?.id as string)?.number);
  });
});

describe('whatever is sent', () => {
  it.each([
    ['hostile text', { title: "'); DROP TABLE signal; --", message: '<script>alert(1)</script>\u202e💥' }],
    ['the longest message', { message: 'a/'.repeat(32_768) }],
    ['a time long ago', { startsAt: '1970-01-01T00:00:00Z' }],
    ['a time far ahead', { startsAt: '9999-12-31T23:59:59Z' }],
  ])('%s opens one incident', async (_, draft) => {
    await signals(
      service,
      Array.from({ length: 5 }, () => draft),
    );
    await detectionSettled();
    expect(await only()).toMatchObject({ count: 5 });
  });
});

test('each sort of error is known since it was first seen', async () => {
  await send([hourAgo + 2000], { title: 'Order 1 is lost' });
  await send([hourAgo], { title: 'Order 2 is lost' });
  await send([hourAgo - 5000], { title: 'Order 3 is lost', level: 'info' });
  const { rows } = await pool().query(
    'SELECT template, first_at FROM error_fingerprint f JOIN service s ON s.id = f.service_id WHERE s.name = $1',
    [service],
  );
  expect(rows).toEqual([{ template: 'Order # is lost', first_at: new Date(hourAgo) }]);
});

test('the feed tells of an incident once for each batch that joins it', async () => {
  await send(five());
  const { number } = await only();
  const { eventId } = await getIncident(number);
  const told = async () =>
    (
      await pool().query(
        `SELECT op FROM change WHERE topic = 'incident' AND entity_id = $1 ORDER BY xid, seq`,
        [eventId],
      )
    ).rows.map(({ op }) => op);
  const before = await told();
  expect(before[0]).toBe('created');
  const events = await signals(service, [{ at: hourAgo }, { at: hourAgo }, { at: hourAgo }]);
  await detectNow(events);
  await detectionSettled();
  expect((await told()).slice(before.length)).toEqual(['updated']);
});
