import type { PoolClient } from 'pg';
import type { EventWire } from '@/lib/events/schemas';
import { appendEntries, type NewIncidentEntry } from './append-entries';
import { BeginAnew } from './begin-anew';
import { type LockedIncident, lockIncidentOf } from './lock-incident';
import { openReported } from './open-incident';
import { incidentStatusOf } from './status-of-event';
import { refuseSecondActive, storeMove } from './store-move';
import { tellChange } from './tell-change';
import { isActive } from './vocabulary';

/** An event of kind `incident` as an update through its own door has left it. */
export interface EventUpdate {
  before: EventWire;
  after: EventWire;
  actor: string;
  /** Services that the transaction has entered. */
  entered: readonly number[];
}

/**
 * Lets an incident follow its event, in the transaction that updates the event and holds its row: status, service, environment, start,
 * and word to those who watch it when its title, message or severity changed. An event that has become an incident opens one.
 *
 * Throws `conflict` as moving the incident does, and begins the transaction anew when a service was not entered.
 */
export async function followEvent(client: PoolClient, update: EventUpdate): Promise<void> {
  const { before, after, actor, entered } = update;
  const { rows } = await client.query<{ service_id: number; environment_id: number | null }>(
    'SELECT service_id, environment_id FROM event WHERE id = $1',
    [after.id],
  );
  const place = rows[0] as { service_id: number; environment_id: number | null };
  const incident = await lockIncidentOf(client, after.id);
  if (!entered.includes(place.service_id) || (incident && !entered.includes(incident.service_id)))
    throw new BeginAnew();
  if (!incident) {
    await openReported(client, after, {
      serviceId: place.service_id,
      environmentId: place.environment_id,
      actor,
    });
    return;
  }
  const kept = await followFields(client, incident, place, update);
  const to = incidentStatusOf(after.status);
  if (to !== incident.status) {
    const now = new Date();
    const at = isActive(to) || incident.ended_at ? now : endOf(after, now);
    await storeMove(client, kept, { to, actor, at });
  } else if (kept !== incident || before.message !== after.message) {
    await tellChange(client, 'updated', after.id);
  }
}

/** When an event that is over says that it ended: not in the future, and not before its start. */
function endOf(event: EventWire, now: Date): Date {
  const until = new Date(event.until ?? now);
  const at = new Date(event.at);
  const end = until > now ? now : until;
  return end < at ? at : end;
}

/** Everything but the status. Answers the incident as it is then: the same object when nothing of its own changed. */
async function followFields(
  client: PoolClient,
  incident: LockedIncident,
  place: { service_id: number; environment_id: number | null },
  { before, after, actor }: EventUpdate,
): Promise<LockedIncident> {
  const entry = (field: string, oldValue: string, newValue: string): NewIncidentEntry => ({
    incident: incident.number,
    actor,
    type: 'edited',
    field,
    oldValue,
    newValue,
  });
  const entries: NewIncidentEntry[] = [];
  const judged = new Set(incident.judged_by_person);
  if (before.title !== after.title) {
    entries.push(entry('title', before.title, after.title));
    judged.add('title');
  }
  if (before.priority !== after.priority) {
    entries.push(entry('severity', before.priority ?? '', after.priority ?? ''));
    judged.add('severity');
  }
  if (before.service !== after.service) entries.push(entry('service', before.service, after.service));
  if (before.environment !== after.environment)
    entries.push(entry('environment', before.environment ?? '', after.environment ?? ''));
  const startedAt = new Date(after.at);
  const startMoved = startedAt.getTime() !== incident.started_at.getTime();
  if (startMoved)
    entries.push(entry('startedAt', incident.started_at.toISOString(), startedAt.toISOString()));
  const over = incident.ended_at !== null && !isActive(incidentStatusOf(after.status));
  const endedAt = over && before.until !== after.until ? endOf(after, new Date()) : incident.ended_at;
  if (endedAt && incident.ended_at && endedAt.getTime() !== incident.ended_at.getTime())
    entries.push(entry('endedAt', incident.ended_at.toISOString(), endedAt.toISOString()));
  if (entries.length === 0) return incident;

  const next: LockedIncident = {
    ...incident,
    ...place,
    started_at: startedAt,
    // What ended cannot have begun later.
    ended_at: endedAt && endedAt < startedAt ? startedAt : endedAt,
    judged_by_person: [...judged],
  };
  if (isActive(next.status)) await refuseSecondActive(client, next);
  await client.query(
    `UPDATE incident SET service_id = $2, environment_id = $3, started_at = $4, ended_at = $5, judged_by_person = $6,
       suspects_at = CASE WHEN $7 THEN NULL ELSE suspects_at END, revision = revision + 1, updated_at = now() WHERE number = $1`,
    [
      next.number,
      next.service_id,
      next.environment_id,
      next.started_at,
      next.ended_at,
      next.judged_by_person,
      startMoved || before.service !== after.service || before.environment !== after.environment,
    ],
  );
  await appendEntries(client, entries);
  return next;
}
