import { expect, it, test } from 'vitest';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { findIncidentsByEvent } from '@/lib/incidents/find-incidents';
import { incidentDetailWire } from '@/lib/incidents/schemas';
import { call } from '@/lib/testing/call';
import { POST } from './[number]/triage/route';

const triage = (number: string) => call(POST, { params: { number } });

test('a person has an incident judged again, by what its reporter says when it has no signals', async () => {
  const { event } = await ingestOne({
    draft: eventDraft.parse({ kind: 'incident', title: 'No space left on device', service: 'logs' }),
    actor: 'ada',
  });
  const number = (await findIncidentsByEvent([event.id]))[0]?.number;
  const answered = await triage(String(number));
  expect(answered.status).toBe(200);
  const incident = incidentDetailWire.parse(answered.json);
  expect(incident).toMatchObject({ category: 'disk_full', severity: 'P1', triagePending: false });
  expect(incident.triage?.evidence.flatMap(({ eventIds }) => eventIds)).toContain(event.id);
  expect(answered.headers.etag).toBe(`"${incident.revision}"`);
});

it.each([
  ['0', 422],
  ['x', 422],
  ['999999', 404],
])('refuses the number %s with %i', async (number, status) => {
  expect((await triage(number)).status).toBe(status);
});
