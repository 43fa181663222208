import { describe, expect, test } from 'vitest';
import { PUT as trackerUpdate } from '@/app/api/v1alpha1/event/route';
import { DELETE as deleteEvent, PATCH as patchEvent } from '@/app/api/v2/events/[id]/route';
import { POST as batch } from '@/app/api/v2/events/batch/route';
import { pool } from '@/lib/db/pool';
import { getEvent } from '@/lib/events/find-events';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { statuses } from '@/lib/events/vocabulary';
import { detectionSettled } from '@/lib/incidents/detection/detect';
import { incidentStatusOf } from '@/lib/incidents/status-of-event';
import { incidentStatuses, isActive } from '@/lib/incidents/vocabulary';
import { type Called, call } from '@/lib/testing/call';
import { allAtOnce } from '@/lib/testing/concurrency';
import { fc } from '@/lib/testing/properties';
import { detected, incidentOf, incidents, minutesAgo, newService, report } from './testing';

/** An incident and its event are two rows that say the same, whoever moves whichever and however many do. */

const runs = Number(process.env.INCIDENT_RUNS ?? 25);

async function agree(number: number): Promise<void> {
  const incident = incidentOf(await incidents.read(number));
  const event = await getEvent(incident.eventId);
  expect({
    status: incident.status,
    startedAt: incident.startedAt,
    service: incident.service,
    environment: incident.environment,
    over: incident.endedAt !== null,
  }).toEqual({
    status: incidentStatusOf(event.status),
    startedAt: event.at,
    service: event.service,
    environment: event.environment,
    over: !isActive(incidentStatusOf(event.status)),
  });
  if (incident.endedAt) expect(incident.endedAt).toBe(event.until);
  expect(incident.resolvedAt !== null).toBe(
    incident.status === 'resolved' || (incident.status === 'closed' && incident.resolvedAt !== null),
  );
  expect(incident.closedAt !== null).toBe(incident.status === 'closed');
}

/** Of all counters, what the rows say. */
async function counted(): Promise<void> {
  const { rows } = await pool().query(
    `SELECT i.number, signal_count, last_signal_at, n, last FROM incident i LEFT JOIN LATERAL (
       SELECT count(*) AS n, max(at) AS last FROM signal WHERE incident_number = i.number) s ON true
     WHERE signal_count <> n OR last_signal_at IS DISTINCT FROM last`,
  );
  expect(rows).toEqual([]);
}

type Step = (at: { number: number; eventId: string; other: string }) => Promise<Called>;

const patch =
  (body: object): Step =>
  ({ eventId }) =>
    call(patchEvent, { params: { id: eventId }, body });

const steps: fc.Arbitrary<{ what: string; step: Step }> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...incidentStatuses).map((status) => ({
      what: `move ${status}`,
      step: (({ number }) => incidents.move(number, { status })) as Step,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...incidentStatuses).map((status) => ({
      what: `move ${status} ten minutes ago`,
      step: (({ number }) => incidents.move(number, { status, at: minutesAgo(10).toISOString() })) as Step,
    })),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(null, ...statuses)
      .map((status) => ({ what: `event ${status}`, step: patch({ status }) })),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('open', 'in_progress', 'close', 'done').map((status) => ({
      what: `tracker ${status}`,
      step: (({ eventId }) => call(trackerUpdate, { body: { id: eventId, attributes: { status } } })) as Step,
    })),
  },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom(
        { endsAt: minutesAgo(5).toISOString() },
        { endsAt: null },
        { environment: 'UAT' },
        { environment: null },
      )
      .map((body) => ({ what: `event ${JSON.stringify(body)}`, step: patch(body) })),
  },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 30, max: 90 }).map((minutes) => ({
      what: `start ${minutes}`,
      step: (({ number }) =>
        incidents.update(number, { startedAt: minutesAgo(minutes).toISOString() })) as Step,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.boolean().map((there) => ({
      what: `service ${there}`,
      step: (({ eventId, other }) =>
        call(patchEvent, {
          params: { id: eventId },
          body: { service: there ? other : `${other}-b` },
        })) as Step,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.constant({
      what: 'acknowledge',
      step: (({ number }) => incidents.acknowledge(number)) as Step,
    }),
  },
);

/** Answers that are no defect: carried out, or refused for a reason. */
const fine = [200, 201, 204, 404, 409, 422];

test('event and incident say the same after any moves through any doors', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { maxLength: 12 }), async (taken) => {
      const { number, eventId } = await report({ startedAt: minutesAgo(60).toISOString() });
      const other = newService();
      for (const { what, step } of taken) {
        const answer = await step({ number, eventId, other });
        expect([what, fine.includes(answer.status), answer.status >= 500 ? answer.text : '']).toEqual([
          what,
          true,
          '',
        ]);
        await agree(number);
      }
    }),
    { numRuns: runs },
  );
});

test('and after any moves at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 2, maxLength: 8 }), async (taken) => {
      const { number, eventId } = await report({ startedAt: minutesAgo(60).toISOString() });
      const other = newService();
      const answers = await allAtOnce(
        taken.length,
        (n) => taken[n]?.step({ number, eventId, other }) as Promise<Called>,
      );
      for (const answer of answers) {
        const { status, text } =
          answer.status === 'fulfilled' ? answer.value : { status: 0, text: String(answer.reason) };
        expect([status, fine.includes(status), text]).toEqual([status, true, text]);
      }
      await agree(number);
    }),
    { numRuns: runs },
  );
});

test('resolving an incident and closing it by Tracker at the same time leaves both rows saying the same', async () => {
  for (let round = 0; round < 15; round += 1) {
    const { number, eventId } = await report();
    const [resolved, closed] = await Promise.all([
      incidents.move(number, { status: 'resolved' }),
      call(trackerUpdate, { body: { id: eventId, attributes: { status: 'close' } } }),
    ]);
    expect([resolved.status, closed.status]).toEqual([200, 200]);
    await agree(number);
  }
});

describe('signals', () => {
  const send = (service: string, at: Date) =>
    ingestOne({
      actor: 'test',
      draft: eventDraft.parse({
        kind: 'signal',
        title: 'Timeout',
        level: 'error',
        service,
        startsAt: at.toISOString(),
      }),
    });

  test('that arrive while their incident is merged are all in the one that goes on', async () => {
    for (let round = 0; round < 6; round += 1) {
      const service = newService();
      for (let n = 0; n < 5; n += 1) await send(service, new Date(Date.now() - 5000 + n));
      await detectionSettled();
      const [source] = (await incidents.list(`service=${service}`)).json.items;
      const target = await report();
      await Promise.all([
        ...Array.from({ length: 20 }, () => send(service, new Date())),
        incidents.merge(source.number, target.number).then(({ status }) => expect(status).toBe(200)),
      ]);
      await detectionSettled();
      const { rows } = await pool().query(
        `SELECT incident_number, count(*) AS n FROM signal g JOIN service s ON s.id = g.service_id WHERE s.name = $1 GROUP BY 1`,
        [service],
      );
      expect(rows).toEqual([{ incident_number: target.number, n: 25 }]);
      expect(incidentOf(await incidents.read(target.number)).signalCount).toBe(25);
      await agree(source.number);
    }
    await counted();
  });

  test('are counted right whatever is merged, split, moved, deleted and sent at the same time', async () => {
    for (let round = 0; round < 6; round += 1) {
      const made = [await detected(4), await detected(4), await report()] as const;
      const [a, b, c] = made;
      const calls: (() => Promise<{ status: number; text: string }>)[] = [
        () => incidents.merge(a.number, b.number),
        () => incidents.merge(b.number, c.number),
        () => incidents.merge(c.number, a.number),
        () => incidents.split(a.number, { eventIds: a.signals.slice(0, 2) }),
        () => incidents.split(b.number, { eventIds: b.signals.slice(1, 3) }),
        () => incidents.move(a.number, { status: 'resolved' }),
        () =>
          call(patchEvent, {
            params: { id: b.eventId },
            body: { service: a.service, status: 'in_progress' },
          }),
        () => call(deleteEvent, { params: { id: (round % 2 ? a : c).eventId } }),
        () => incidents.update(b.number, { title: 'Other words' }),
        () => incidents.note(c.number, { text: 'A note.' }),
        ...Array.from(
          { length: 6 },
          () => () => send(a.service, new Date()).then(() => ({ status: 200, text: '' })),
        ),
      ];
      const answers = await allAtOnce(calls.length, (n) => (calls[n] as (typeof calls)[number])());
      for (const answer of answers) {
        const { status, text } =
          answer.status === 'fulfilled' ? answer.value : { status: 0, text: String(answer.reason) };
        expect([status, fine.includes(status), text]).toEqual([status, true, text]);
      }
      await detectionSettled();
      const { rows } = await pool().query<{ number: number }>('SELECT number FROM incident');
      for (const { number } of rows) await agree(number);
      await counted();
    }
  });
});

test('incidents come in batches with other events, each with its own result', async () => {
  const service = newService();
  const externalId = `batch-${service}`;
  const events = [
    { kind: 'deployment', title: 'Deploy', service },
    { kind: 'incident', title: 'One', service, status: 'open', source: 'test', externalId },
    { kind: 'incident', title: 'Again', service, status: 'close', source: 'test', externalId },
    { kind: 'incident', title: 'Lost', service, relatedId: '00000000-0000-7000-8000-000000000000' },
    { kind: 'incident', title: 'Two', service, status: 'close' },
  ];
  const answer = await call(batch, { body: { events } });
  expect(answer.json.results.map(({ status }: { status: unknown }) => status)).toMatchObject([
    201, 201, 200, 422, 201,
  ]);
  const listed = (await incidents.list(`service=${service}&sort=startedAt`)).json.items;
  expect(listed.map(({ title, status }: { title: string; status: string }) => `${title} ${status}`)).toEqual([
    'One open',
    'Two closed',
  ]);
});
