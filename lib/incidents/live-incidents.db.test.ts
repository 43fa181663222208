import { afterEach, expect, test } from 'vitest';
import { deleteEvent } from '@/lib/events/delete-event';
import { updateEvent } from '@/lib/events/update-event';
import { type Follower, follow, settled } from '@/lib/live/testing';
import { addNote } from './add-note';
import { createIncident } from './create-incident';
import { getIncident } from './find-incidents';
import { moveIncident } from './move-incident';
import { incidentDraft, incidentWire } from './schemas';

const followers: Follower[] = [];
afterEach(async () => {
  await Promise.all(followers.splice(0).map((follower) => follower.cancel().catch(() => {})));
});

async function followHere(filters: Parameters<typeof follow>[0] = {}) {
  await settled();
  const follower = await follow(filters);
  followers.push(follower);
  await follower.next();
  return follower;
}

const report = async (service: string, environment = 'production') =>
  (await createIncident(incidentDraft.parse({ title: 'Down', service, environment }), 'test')).incident;

test('an incident is told when it opens, moves, changes and goes, as it is then', async () => {
  const follower = await followHere({ filters: { topic: ['incident'] } });
  const { number, eventId } = await report('live-incidents');
  const [created] = await follower.until(({ event }) => event === 'incident.created');
  expect(incidentWire.parse(created?.data)).toMatchObject({ number, eventId, status: 'open' });

  const moved = await moveIncident(number, { status: 'investigating' }, 'alice');
  const told = (await follower.until(({ event }) => event === 'incident.moved')).at(-1);
  expect(incidentWire.parse(told?.data)).toMatchObject({ status: 'investigating', revision: moved.revision });

  await updateEvent({ which: { id: eventId }, patch: { status: 'done' }, actor: 'ci' });
  const resolved = (await follower.until(({ event }) => event === 'incident.moved')).at(-1);
  expect(incidentWire.parse(resolved?.data).status).toBe('resolved');

  await updateEvent({ which: { id: eventId }, patch: { message: 'More words.' }, actor: 'ci' });
  await follower.until(({ event }) => event === 'incident.updated');
  await addNote(number, 'A note.', 'alice');
  await follower.until(({ event }) => event === 'incident.updated');

  await deleteEvent({ id: eventId }, 'test');
  const gone = (await follower.until(({ event }) => event === 'incident.deleted')).at(-1);
  expect(gone?.data).toEqual({ id: eventId });
});

test('filters by service and environment hold for incidents, kinds do not', async () => {
  const follower = await followHere({
    filters: { topic: ['incident'], service: ['LIVE-mine'], environment: ['uat'], kind: ['deployment'] },
  });
  await report('live-mine');
  await report('live-other', 'UAT');
  const mine = await report('live-mine', 'UAT');
  const told = await follower.until(({ event }) => event === 'incident.created');
  expect(told.map(({ data }) => incidentWire.parse(data).number)).toEqual([mine.number]);
});

test('of many changes in quick succession the last one is told', async () => {
  const { number } = await report('live-busy');
  const follower = await followHere({ filters: { topic: ['incident'] } });
  for (let n = 0; n < 20; n += 1)
    await moveIncident(number, { status: n % 2 ? 'open' : 'investigating' }, 'alice');
  await moveIncident(number, { status: 'closed' }, 'alice');
  const told = await follower.until(({ data }) => incidentWire.safeParse(data).data?.status === 'closed');
  const last = incidentWire.parse(told.at(-1)?.data);
  expect(last.revision).toBe((await getIncident(number)).revision);
});
