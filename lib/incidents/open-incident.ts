import type { PoolClient } from 'pg';
import type { KnownName } from '@/lib/catalog/known-names';
import { insertEvents, type NewEvent } from '@/lib/events/insert-events';
import { prepareEvent } from '@/lib/events/prepare-event';
import type { EventWire } from '@/lib/events/schemas';
import { newId } from '@/lib/ids';
import { appendEntries } from './append-entries';
import { titleOf } from './incident-title';
import { eventStatusOf, incidentStatusOf } from './status-of-event';
import { classify, type Judgement, type TriageSignal } from './triage/classify';
import { wantTriage } from './triage/want-triage';
import { type IncidentOrigin, type IncidentStatus, isActive } from './vocabulary';

/** An incident that is to be opened, with the event that it becomes on the timeline. */
export interface OpenIncident {
  service: KnownName;
  environment: KnownName | null;
  origin: IncidentOrigin;
  /** Who opens it, for the timelines. */
  actor: string;
  /** The rule that found it and the group within the rule. */
  rule?: { id: number; groupKey: string };
  /** The error with whatever varies taken out. */
  template?: string;
  /** The first signal's time. */
  startedAt: Date;
  /** What it is judged by: all signals or a good part of them. */
  signals: readonly TriageSignal[];
  /** How many signals there are in all, when only some are given. Their membership and the counters are the caller's to write. */
  total?: number;
  /** What the signals say, when left out. */
  title?: string;
  /** Open, when left out. */
  status?: IncidentStatus;
  /** When it stopped being active; now, when left out. For an ended status only. */
  endedAt?: Date;
  /** The event's id, when the caller has fixed it. */
  eventId?: string | undefined;
  /** How its timeline begins: found, reported, or split off. */
  entry?: { type: 'opened' | 'split'; text?: string; field?: string; newValue?: string };
}

/**
 * Opens an incident in the caller's transaction, which has entered the service: its event with a row in the feed, itself with what
 * the built-in triage says, and the first entry of its timeline. The caller pokes the feed after the commit.
 *
 * A second active incident of one rule, service, environment and group is refused by the database (`incident_active_key`).
 */
export async function openIncident(
  client: PoolClient,
  opening: OpenIncident,
): Promise<{ number: number; eventId: string }> {
  const [opened] = await openIncidents(client, [opening]);
  return opened as { number: number; eventId: string };
}

/** {@link openIncident} for several at once, answered in order: a storm opens hundreds. */
export async function openIncidents(
  client: PoolClient,
  openings: readonly OpenIncident[],
): Promise<{ number: number; eventId: string }[]> {
  const prepared = openings.map(prepareOpening);
  await insertEvents(
    prepared.map(({ event }) => event),
    client,
  );
  const numbers = await insertIncidents(
    client,
    prepared.map(({ event, made }) => ({ event: event.event, made })),
  );
  return prepared.map(({ event }, index) => ({ number: numbers[index] as number, eventId: event.event.id }));
}

function prepareOpening(opening: OpenIncident): { event: NewEvent; made: NewIncident } {
  const { service, environment, signals, startedAt, actor } = opening;
  const status = opening.status ?? 'open';
  const judgement = classify(signals, {
    service: service.name,
    environment: environment?.name ?? null,
    ...(opening.total === undefined ? {} : { total: opening.total }),
  });
  const now = new Date();
  const endedAt = isActive(status) ? null : latest(startedAt, opening.endedAt ?? now);
  const event = prepareEvent(
    {
      kind: 'incident',
      title:
        opening.title ??
        titleOf(
          signals.map(({ message }) => message),
          service.name,
        ),
      status: eventStatusOf(status, null),
      priority: judgement.severity,
      startsAt: startedAt.toISOString(),
      ...(endedAt ? { endsAt: endedAt.toISOString() } : {}),
      source: 'shiplog',
    },
    {
      actor,
      id: opening.eventId ?? newId(),
      related: undefined,
      createdAt: now.toISOString(),
      place: { service, environment },
    },
  );
  return {
    event,
    made: {
      serviceId: service.id,
      environmentId: environment?.id ?? null,
      origin: opening.origin,
      status,
      rule: opening.rule ?? null,
      template: opening.template ?? '',
      startedAt,
      endedAt,
      judgement,
      judgedByPerson: opening.title === undefined ? [] : ['title'],
      assignee: '',
      actor,
      entry: opening.entry ?? { type: 'opened' },
    },
  };
}

/** What an incident that is reported has besides its event. */
export interface ReportedBesides {
  assignee?: string | undefined;
  /** Its severity is triage's, not the reporter's. */
  severityJudged?: boolean;
}

/**
 * Opens the incident that an event of kind `incident` is, in the transaction that stores the event and has entered its
 * service. What the reporter says counts: an ended status makes an ended incident.
 */
export async function openReported(
  client: PoolClient,
  event: EventWire,
  about: ReportedBesides & { serviceId: number; environmentId: number | null; actor: string },
): Promise<{ number: number; eventId: string }> {
  const status = incidentStatusOf(event.status);
  const startedAt = new Date(event.at);
  const judgement = classify([reportAsSignal(event)], {
    service: event.service,
    environment: event.environment,
  });
  const made: NewIncident = {
    serviceId: about.serviceId,
    environmentId: about.environmentId,
    origin: 'reported',
    status,
    rule: null,
    template: '',
    startedAt,
    endedAt: isActive(status) ? null : latest(startedAt, new Date(event.until ?? event.createdAt)),
    judgement,
    judgedByPerson: event.priority === null || about.severityJudged ? ['title'] : ['title', 'severity'],
    assignee: about.assignee ?? '',
    actor: about.actor,
    entry: { type: 'opened' },
  };
  const [number] = await insertIncidents(client, [{ event, made }]);
  return { number: number as number, eventId: event.id };
}

/** What somebody reports, as triage reads signals. */
export function reportAsSignal(
  event: Pick<EventWire, 'id' | 'title' | 'message' | 'level' | 'at'>,
): TriageSignal {
  const message = event.message === '' ? event.title : `${event.title}\n${event.message}`;
  return { id: event.id, level: event.level, message, at: event.at };
}

const latest = (a: Date, b: Date) => (a > b ? a : b);

interface NewIncident {
  serviceId: number;
  environmentId: number | null;
  origin: IncidentOrigin;
  status: IncidentStatus;
  rule: { id: number; groupKey: string } | null;
  template: string;
  startedAt: Date;
  endedAt: Date | null;
  judgement: Judgement;
  judgedByPerson: string[];
  assignee: string;
  actor: string;
  entry: NonNullable<OpenIncident['entry']>;
}

/** Incidents with the first entry of each timeline and their rows in the feed; their numbers, in order. */
async function insertIncidents(
  client: PoolClient,
  incidents: readonly { event: EventWire; made: NewIncident }[],
): Promise<number[]> {
  const createdAt = new Date();
  const { rows } = await client.query<{ number: number; event_id: string }>({
    name: 'insert-incidents',
    text: `INSERT INTO incident (event_id, origin, status, service_id, environment_id, rule_id, group_key, template, category, summary,
             triage, judged_by_person, assignee, started_at, detected_at, detected_at_original, acknowledged_at, acknowledged_by,
             resolved_at, resolved_by, closed_at, ended_at, created_at, updated_at)
           SELECT event_id, origin, status, service_id, environment_id, rule_id, group_key, template, category, summary,
             triage, judged_by_person, assignee, started_at, detected_at, detected_at, acknowledged_at, acknowledged_by,
             resolved_at, resolved_by, closed_at, ended_at, $2::timestamptz, $2::timestamptz
           FROM json_to_recordset($1) AS i(event_id uuid, origin incident_origin, status incident_status, service_id int,
             environment_id int, rule_id int, group_key text, template text, category text, summary text, triage jsonb,
             judged_by_person text[], assignee text, started_at timestamptz, detected_at timestamptz, acknowledged_at timestamptz,
             acknowledged_by text, resolved_at timestamptz, resolved_by text, closed_at timestamptz, ended_at timestamptz)
           RETURNING number, event_id`,
    values: [JSON.stringify(incidents.map((incident) => rowOf(incident, createdAt))), createdAt],
  });
  const numbers = new Map(rows.map(({ event_id, number }) => [event_id, number]));
  const numberOf = (event: EventWire) => numbers.get(event.id) as number;
  await appendEntries(
    client,
    incidents.map(({ event, made }) => ({
      incident: numberOf(event),
      actor: made.actor,
      field: 'status',
      newValue: made.status,
      ...made.entry,
      at: createdAt,
    })),
  );
  await client.query(
    `INSERT INTO change (topic, op, entity_id) SELECT 'incident', 'created', id FROM unnest($1::uuid[]) WITH ORDINALITY AS i(id, ord) ORDER BY ord`,
    [incidents.map(({ event }) => event.id)],
  );
  for (const { event, made } of incidents)
    if (made.origin === 'detected') await wantTriage(client, numberOf(event));
  return incidents.map(({ event }) => numberOf(event));
}

function rowOf({ event, made }: { event: EventWire; made: NewIncident }, createdAt: Date) {
  const { judgement, status, endedAt, startedAt, actor } = made;
  // A report may lie ahead: nobody detects what has not begun.
  const detectedAt = latest(startedAt, createdAt);
  const investigating = status === 'investigating';
  const resolved = status === 'resolved';
  return {
    event_id: event.id,
    origin: made.origin,
    status,
    service_id: made.serviceId,
    environment_id: made.environmentId,
    rule_id: made.rule?.id ?? null,
    group_key: made.rule?.groupKey ?? '',
    template: made.template,
    category: judgement.category,
    summary: judgement.summary,
    triage: { ...judgement, at: createdAt.toISOString() },
    judged_by_person: made.judgedByPerson,
    assignee: made.assignee,
    started_at: startedAt,
    detected_at: detectedAt,
    acknowledged_at: investigating ? detectedAt : null,
    acknowledged_by: investigating ? actor : '',
    resolved_at: resolved ? endedAt : null,
    resolved_by: resolved ? actor : '',
    closed_at: status === 'closed' ? endedAt : null,
    ended_at: endedAt,
  };
}
