import { describe, expect, test } from 'vitest';
import { resolveEnvironments, resolveServices } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { readChangelog } from '@/lib/events/changelog';
import { getEvent } from '@/lib/events/find-events';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { updateEvent } from '@/lib/events/update-event';
import { allAtOnce, refused, succeeded } from '@/lib/testing/concurrency';
import { enterServices } from './enter';
import { findIncidentsByEvent, getIncident } from './find-incidents';
import { moveIncident } from './move-incident';
import { openIncident } from './open-incident';

let services = 0;
const newService = () => `workflow-${process.pid}-${++services}`;

const report = async (draft: Partial<EventDraftInput> = {}) => {
  const { event } = await ingestOne({
    draft: eventDraft.parse({ kind: 'incident', title: 'Down', service: newService(), ...draft }),
    actor: 'reporter',
  });
  const [incident] = await findIncidentsByEvent([event.id]);
  if (!incident) throw new Error('no incident was opened');
  return { event, incident };
};

async function detect(startedAt: Date, service = newService(), groupKey = '') {
  const known = [...(await resolveServices([service])).values()][0] as { id: number; name: string };
  const environment = [...(await resolveEnvironments(['production'])).values()][0] as {
    id: number;
    name: string;
  };
  return transaction(async (client) => {
    await enterServices(client, [known.id]);
    return openIncident(client, {
      service: known,
      environment,
      origin: 'detected',
      actor: 'shiplog',
      rule: { id: 1, groupKey },
      startedAt,
      signals: Array.from({ length: 5 }, (_, n) => ({
        id: `00000000-0000-7000-8000-00000000000${n}`,
        level: 'error' as const,
        message: 'Database connection timeout: failed to connect to PostgreSQL',
        at: startedAt.toISOString(),
      })),
    });
  });
}

describe('opening', () => {
  test('a detected incident is on the timeline, judged, and says what its signals say', async () => {
    const startedAt = new Date(Date.now() - 60_000);
    const { number, eventId } = await detect(startedAt);
    const incident = await getIncident(number);
    expect(incident).toMatchObject({
      eventId,
      title: 'Database connection timeout: failed to connect to PostgreSQL',
      status: 'open',
      origin: 'detected',
      severity: 'P1',
      category: 'database_issue',
      environment: 'production',
      rule: { id: 1, name: 'Bursts of errors' },
      startedAt: startedAt.toISOString(),
      endedAt: null,
    });
    expect(incident.triage?.actions.length).toBeGreaterThan(0);
    expect(await getEvent(eventId)).toMatchObject({
      kind: 'incident',
      status: 'open',
      priority: 'P1',
      startsAt: startedAt.toISOString(),
      source: 'shiplog',
    });
  });

  test('an event of kind incident opens one, and what it says of its end counts', async () => {
    const { incident, event } = await report({ status: 'open', priority: 'P2' });
    expect(incident).toMatchObject({ status: 'open', severity: 'P2', origin: 'reported', endedAt: null });
    expect(incident.startedAt).toBe(event.at);
    const ended = await report({
      status: 'done',
      startsAt: '2026-01-01T10:00:00Z',
      endsAt: '2026-01-01T11:00:00Z',
    });
    expect(ended.incident).toMatchObject({
      status: 'resolved',
      startedAt: '2026-01-01T10:00:00.000Z',
      endedAt: '2026-01-01T11:00:00.000Z',
      resolvedAt: '2026-01-01T11:00:00.000Z',
    });
  });
});

describe('moving', () => {
  test('an incident moves its event, and the first who looks into it acknowledges it', async () => {
    const { incident, event } = await report();
    const moved = await moveIncident(incident.number, { status: 'investigating' }, 'alice');
    expect(moved).toMatchObject({ status: 'investigating', acknowledgedBy: 'alice' });
    expect((await getEvent(event.id)).status).toBe('in_progress');
    const done = await moveIncident(incident.number, { status: 'resolved', comment: 'Rolled back.' }, 'bob');
    expect(done).toMatchObject({ status: 'resolved', resolvedBy: 'bob', acknowledgedBy: 'alice' });
    const after = await getEvent(event.id);
    expect(after).toMatchObject({ status: 'done', phase: 'succeeded', until: done.endedAt });
    const closed = await moveIncident(incident.number, { status: 'closed' }, 'bob');
    expect(closed).toMatchObject({ endedAt: done.endedAt, resolvedAt: done.resolvedAt });
    const again = await moveIncident(incident.number, { status: 'open' }, 'carol');
    expect(again).toMatchObject({
      endedAt: null,
      resolvedAt: null,
      closedAt: null,
      resolvedBy: '',
      reopened: 1,
    });
    expect((await getEvent(event.id)).until).toBeNull();
    const { entries } = await readChangelog(event.id, 0, 50);
    expect(entries.slice(1).map(({ actor, newValue }) => `${actor} ${newValue}`)).toEqual([
      'alice in_progress',
      'bob done',
      'bob close',
      'carol open',
    ]);
  });

  test('an event moves its incident', async () => {
    const { incident, event } = await report();
    await updateEvent({ which: { id: event.id }, patch: { status: 'in_progress' }, actor: 'ci' });
    expect((await getIncident(incident.number)).acknowledgedBy).toBe('ci');
    await updateEvent({ which: { id: event.id }, patch: { status: 'close' }, actor: 'ci' });
    const closed = await getIncident(incident.number);
    expect(closed).toMatchObject({ status: 'closed' });
    expect(closed.endedAt).toBe((await getEvent(event.id)).until);
  });

  test('the same status is answered as it is, and nothing is recorded', async () => {
    const { incident, event } = await report();
    const same = await moveIncident(incident.number, { status: 'open' }, 'alice');
    expect(same.revision).toBe(incident.revision);
    expect((await getEvent(event.id)).revision).toBe(1);
  });

  test('of two people who move one card one wins, and the other is told who it was', async () => {
    const { incident } = await report();
    const results = await allAtOnce(2, (n) =>
      moveIncident(
        incident.number,
        { status: n === 0 ? 'investigating' : 'resolved', from: 'open' },
        `person-${n}`,
      ),
    );
    expect(succeeded(results)).toHaveLength(1);
    const [winner] = succeeded(results);
    const who = winner?.status === 'investigating' ? 'person-0' : 'person-1';
    expect(refused(results)).toMatchObject([
      {
        code: 'conflict',
        details: { incidentStatus: winner?.status, actor: who },
        message: expect.stringContaining(who),
      },
    ]);
  });

  test('a time in the future or before the start is refused', async () => {
    const { incident } = await report();
    for (const at of ['2999-01-01T00:00:00Z', '1999-01-01T00:00:00Z'])
      await expect(moveIncident(incident.number, { status: 'resolved', at }, 'a')).rejects.toMatchObject({
        code: 'invalid',
      });
  });

  test('one that ended is not reopened beside an active one for the same errors', async () => {
    const service = newService();
    const first = await detect(new Date(Date.now() - 60_000), service);
    await moveIncident(first.number, { status: 'resolved' }, 'a');
    const second = await detect(new Date(), service);
    await expect(moveIncident(first.number, { status: 'open' }, 'a')).rejects.toMatchObject({
      code: 'conflict',
      details: { active: second.number },
    });
    await expect(
      updateEvent({ which: { id: first.eventId }, patch: { status: 'open' }, actor: 'a' }),
    ).rejects.toMatchObject({ code: 'conflict', details: { active: second.number } });
    const other = await detect(new Date());
    await expect(
      updateEvent({ which: { id: other.eventId }, patch: { service }, actor: 'a' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const { rows } = await pool().query(
      `SELECT count(*) AS n FROM incident i JOIN service s ON s.id = i.service_id WHERE s.name = $1`,
      [service],
    );
    expect(rows[0].n).toBe(2);
  });
});
