import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import { bodyIssue, DomainError, type InputIssue, invalid } from '@/lib/errors';
import { changelogText } from '@/lib/events/differences';
import type { EventPatch } from '@/lib/events/schemas';
import { updateEventWithin } from '@/lib/events/update-event-within';
import type { Priority } from '@/lib/events/vocabulary';
import { pokeFeed } from '@/lib/live/poke';
import { appendEntries, type NewIncidentEntry } from './append-entries';
import { getIncident } from './find-incidents';
import { type LockedIncident, lockIncident, withIncidents } from './lock-incident';
import type { IncidentDetailWire, IncidentPatch } from './schemas';
import { refreshSuspects } from './suspects/refresh-suspects';
import { tellChange } from './tell-change';

/**
 * Changes an incident: what is left out stays. Title, severity and start are its event's, which changes with it. Each field that
 * really changes becomes an entry of the timeline; a patch that changes nothing leaves the revision as it is.
 *
 * Throws `not_found`, `stale_revision` and `invalid` (times that contradict each other or lie in the future).
 */
export async function updateIncident(
  number: number,
  patch: IncidentPatch,
  actor: string,
  revision?: number,
  audit?: AuditTrail,
): Promise<IncidentDetailWire> {
  const { changed, incident } = await withIncidents(
    [number],
    async (client) => ({
      changed: await changeWithin(client, number, patch, actor, revision),
      incident: await getIncident(number, client),
    }),
    audit,
  );
  if (changed) pokeFeed();
  if (changed && patch.startedAt !== undefined) await refreshSuspects(number);
  return incident;
}

/** What triage leaves alone once a person has set it. */
const judged = ['title', 'severity', 'category', 'summary'] as const;

async function changeWithin(
  client: PoolClient,
  number: number,
  patch: IncidentPatch,
  actor: string,
  revision: number | undefined,
): Promise<boolean> {
  const incident = await lockIncident(client, number);
  if (revision !== undefined && revision !== incident.revision) {
    throw new DomainError(
      'stale_revision',
      `The incident is at revision ${incident.revision}, not ${revision}.`,
      { revision: incident.revision },
    );
  }
  refuseTimes(incident, patch);
  const event = await readEvent(client, incident.event_id);
  const before: Required<IncidentPatch> = {
    title: event.title,
    severity: event.priority as Priority,
    category: incident.category,
    summary: incident.summary,
    assignee: incident.assignee,
    startedAt: incident.started_at.toISOString(),
    detectedAt: incident.detected_at.toISOString(),
    postmortem: incident.postmortem,
  };
  const fields = (Object.keys(before) as (keyof IncidentPatch)[]).filter(
    (field) => patch[field] !== undefined && patch[field] !== before[field],
  );
  const after = { ...before, ...Object.fromEntries(fields.map((field) => [field, patch[field]])) };
  const judgedByPerson = [
    ...new Set([...incident.judged_by_person, ...judged.filter((field) => patch[field] !== undefined)]),
  ];
  if (fields.length === 0) {
    // To say again what triage has said is a word of its own.
    if (judgedByPerson.length > incident.judged_by_person.length)
      await client.query('UPDATE incident SET judged_by_person = $2 WHERE number = $1', [
        number,
        judgedByPerson,
      ]);
    return false;
  }

  await changeEvent(client, incident.event_id, eventPatchOf(after, fields), actor);
  const startMoved = fields.includes('startedAt');
  await client.query(
    `UPDATE incident SET category = $2, summary = $3, assignee = $4, started_at = $5, detected_at = $6, judged_by_person = $7,
       postmortem = $8, postmortem_by = CASE WHEN $9 THEN $10 ELSE postmortem_by END,
       postmortem_at = CASE WHEN $9 THEN now() ELSE postmortem_at END,
       suspects_at = CASE WHEN $11 THEN NULL ELSE suspects_at END, revision = revision + 1, updated_at = now()
     WHERE number = $1`,
    [
      number,
      after.category,
      after.summary,
      after.assignee,
      after.startedAt,
      after.detectedAt,
      judgedByPerson,
      after.postmortem,
      fields.includes('postmortem'),
      actor,
      startMoved,
    ],
  );
  await appendEntries(
    client,
    fields.map((field) => entryOf(number, actor, field, before, after)),
  );
  await tellChange(client, 'updated', incident.event_id);
  return true;
}

function refuseTimes(incident: LockedIncident, patch: IncidentPatch): void {
  const started = patch.startedAt ?? incident.started_at.toISOString();
  const detected = patch.detectedAt ?? incident.detected_at.toISOString();
  const now = new Date().toISOString();
  const issues: InputIssue[] = [];
  if (patch.detectedAt !== undefined && detected > now)
    issues.push(bodyIssue(['detectedAt'], 'is in the future'));
  if (patch.startedAt !== undefined && started > now)
    issues.push(bodyIssue(['startedAt'], 'is in the future'));
  if ((patch.startedAt !== undefined || patch.detectedAt !== undefined) && started > detected) {
    issues.push(
      patch.startedAt === undefined
        ? bodyIssue(['detectedAt'], `is before the start, ${started}`)
        : bodyIssue(['startedAt'], `is after the detection, ${detected}`),
    );
  }
  if (patch.startedAt !== undefined && incident.ended_at && started > incident.ended_at.toISOString())
    issues.push(bodyIssue(['startedAt'], `is after the end, ${incident.ended_at.toISOString()}`));
  if (issues.length > 0) throw invalid(issues);
}

async function readEvent(
  client: PoolClient,
  id: string,
): Promise<{ title: string; priority: Priority | null }> {
  const { rows } = await client.query<{ title: string; priority: Priority | null }>(
    'SELECT title, priority FROM event WHERE id = $1',
    [id],
  );
  return rows[0] as { title: string; priority: Priority | null };
}

function eventPatchOf(after: Required<IncidentPatch>, fields: readonly (keyof IncidentPatch)[]): EventPatch {
  const patch: EventPatch = {};
  if (fields.includes('title')) patch.title = after.title;
  if (fields.includes('severity')) patch.priority = after.severity;
  if (fields.includes('startedAt')) patch.startsAt = after.startedAt;
  return patch;
}

async function changeEvent(client: PoolClient, id: string, patch: EventPatch, actor: string): Promise<void> {
  if (Object.keys(patch).length === 0) return;
  try {
    await updateEventWithin(client, { which: { id }, patch, actor });
  } catch (error) {
    // The event's own words for what the caller calls its start.
    if (!(error instanceof DomainError) || error.code !== 'invalid') throw error;
    throw invalid([bodyIssue(['startedAt'], 'is after the end that its event has')]);
  }
}

function entryOf(
  incident: number,
  actor: string,
  field: keyof IncidentPatch,
  before: IncidentPatch,
  after: IncidentPatch,
): NewIncidentEntry {
  // Whoever wants to read a postmortem reads the postmortem.
  if (field === 'postmortem') return { incident, actor, type: 'postmortem', field };
  return {
    incident,
    actor,
    type: field === 'assignee' ? 'assigned' : 'edited',
    field,
    oldValue: changelogText(before[field]),
    newValue: changelogText(after[field]),
  };
}
