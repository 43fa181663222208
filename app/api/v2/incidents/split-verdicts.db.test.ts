import { expect, test } from 'vitest';
import { GET as auditRoute } from '@/app/api/v2/audit/route';
import { GET as metricsRoute } from '@/app/api/v2/insights/delivery/route';
import { GET as rowsRoute } from '@/app/api/v2/insights/delivery/rows/route';
import { GET as figuresRoute } from '@/app/api/v2/insights/suspects/route';
import { deliveryRowPageWire, deliveryWire } from '@/lib/delivery/schemas';
import { getEvent } from '@/lib/events/find-events';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { suspectsWire } from '@/lib/incidents/cause-operations';
import { suspectFiguresWire } from '@/lib/incidents/insight-operations';
import { call } from '@/lib/testing/call';
import { POST as judgeRoute } from './[number]/suspects/[eventId]/route';
import { GET as suspectsRoute } from './[number]/suspects/route';
import { detected, incidentOf, incidents, minutesAgo, newService } from './testing';

const deploy = async (service: string, minutes: number, draft: Partial<EventDraftInput> = {}) =>
  (
    await ingestOne({
      draft: eventDraft.parse({
        kind: 'deployment',
        title: `Deploy ${draft.version}`,
        service,
        environment: 'production',
        status: 'success',
        startsAt: minutesAgo(minutes).toISOString(),
        endsAt: minutesAgo(minutes - 1).toISOString(),
        ...draft,
      }),
      actor: 'ci',
    })
  ).event;
const judge = async (number: number, eventId: string, verdict: string | null) => {
  const answer = await call(judgeRoute, { params: { number: String(number), eventId }, body: { verdict } });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
};
const suspects = async (number: number) => {
  const answer = suspectsWire.parse((await call(suspectsRoute, { params: { number: String(number) } })).json);
  return { ...answer, items: answer.items.filter(({ event }) => event.kind === 'deployment') };
};
const figures = async (service: string) => {
  const url = `/api/v2/insights/suspects?service=${service}`;
  const { confirmed, first, withinThree, unranked, cleared, incidents } = suspectFiguresWire.parse(
    (await call(figuresRoute, { url })).json,
  );
  return { confirmed, first, withinThree, unranked, cleared, rows: incidents.map(({ number }) => number) };
};
const failures = async (service: string) => {
  const { total } = deliveryWire.parse(
    (await call(metricsRoute, { url: `/api/v2/insights/delivery?service=${service}` })).json,
  );
  const { items } = deliveryRowPageWire.parse(
    (
      await call(rowsRoute, {
        url: `/api/v2/insights/delivery/rows?service=${service}&metric=changeFailureRate`,
      })
    ).json,
  );
  return {
    rate: total.changeFailureRate.value,
    rows: items.map(({ deploymentId, why, incident }) => [deploymentId, why, incident]),
  };
};

/** An incident of four errors with a confirmed and a cleared deployment before it. */
async function judged() {
  const service = newService();
  const guilty = await deploy(service, 40, { version: '1.0.0' });
  const innocent = await deploy(service, 20, { version: '1.1.0' });
  const incident = await detected(4, { service });
  await judge(incident.number, guilty.id, 'confirmed');
  await judge(incident.number, innocent.id, 'cleared');
  return { ...incident, service, guilty, innocent };
}

test('verdicts stay with the incident that they are about; what is split off has none, and says where they are', async () => {
  const { number, eventId, signals, guilty, innocent } = await judged();
  const taken = incidentOf(await incidents.split(number, { eventIds: signals.slice(2) }));

  const kept = await suspects(number);
  expect(kept.splitFrom).toBeNull();
  expect(kept.items.map(({ event, verdict }) => [event.id, verdict])).toEqual([
    [guilty.id, 'confirmed'],
    [innocent.id, 'cleared'],
  ]);
  expect((await getEvent(eventId)).relatedId).toBe(guilty.id);

  const anew = await suspects(taken.number);
  expect(anew.items.map(({ event, verdict }) => [event.id, verdict]).toSorted()).toEqual(
    [
      [innocent.id, null],
      [guilty.id, null],
    ].toSorted(),
  );
  expect(anew.splitFrom).toEqual({
    number,
    verdicts: [
      { eventId: guilty.id, title: 'Deploy 1.0.0', verdict: 'confirmed' },
      { eventId: innocent.id, title: 'Deploy 1.1.0', verdict: 'cleared' },
    ],
  });
  expect((await getEvent(taken.eventId)).relatedId).toBeNull();
  expect(taken.topSuspect).toMatchObject({ verdict: null });

  const texts = async (one: number) =>
    (await incidents.timeline(one)).json.items
      .filter(({ type }: { type: string }) => type === 'split')
      .map(({ text }: { text: string }) => text);
  expect(await texts(number)).toEqual(['What was said of 2 suspects stays here.']);
  expect(await texts(taken.number)).toEqual([
    `What was said of 2 suspects stays with #${number}: judge here what did this.`,
  ]);
  const { json } = await call(auditRoute, {
    url: `/api/v2/audit?subject=incident:${number}&operation=splitIncident`,
  });
  expect(json.items).toMatchObject([{ after: { verdictsStayWith: number } }]);
});

test('figures count a verdict once, for the incident that was judged, and the cause of the other once somebody has said it', async () => {
  const { number, signals, service, guilty, innocent } = await judged();
  const said = await figures(service);
  expect(said).toMatchObject({ confirmed: 1, cleared: 1, rows: [number] });
  expect(await failures(service)).toEqual({ rate: 1 / 2, rows: [[guilty.id, 'confirmed', number]] });

  const taken = incidentOf(await incidents.split(number, { eventIds: signals.slice(2) }));
  expect(await figures(service)).toEqual(said);
  // Nobody has said what did the other: the rule puts it down to what arrived last, as with any incident.
  expect(await failures(service)).toEqual({
    rate: 1,
    rows: [
      [innocent.id, 'window', taken.number],
      [guilty.id, 'confirmed', number],
    ],
  });

  await judge(taken.number, guilty.id, 'confirmed');
  expect(await failures(service)).toEqual({ rate: 1 / 2, rows: [[guilty.id, 'confirmed', number]] });
  expect(await figures(service)).toMatchObject({ confirmed: 2, cleared: 1, rows: [taken.number, number] });
});

test('what was split off leads to where the verdicts went, and to nothing once it is part of it again', async () => {
  const { number, signals, service, guilty } = await judged();
  const taken = incidentOf(await incidents.split(number, { eventIds: signals.slice(2) }));
  const other = await detected(1, { service, groupKey: 'other' });
  expect((await incidents.merge(number, other.number)).status).toBe(200);
  expect((await suspects(taken.number)).splitFrom).toMatchObject({
    number: other.number,
    verdicts: [{ eventId: guilty.id }, {}],
  });
  expect((await incidents.merge(other.number, taken.number)).status).toBe(200);
  const joined = await suspects(taken.number);
  expect(joined.splitFrom).toBeNull();
  expect(joined.items[0]).toMatchObject({ event: { id: guilty.id }, verdict: 'confirmed' });
});

test('an incident of which nobody has said anything is split without a word of verdicts', async () => {
  const { number, signals } = await detected(3);
  const taken = incidentOf(await incidents.split(number, { eventIds: signals.slice(2) }));
  expect((await suspects(taken.number)).splitFrom).toEqual({ number, verdicts: [] });
  expect((await incidents.timeline(taken.number)).json.items[0]).toMatchObject({ type: 'split', text: '' });
});
