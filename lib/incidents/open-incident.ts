import type { PoolClient } from 'pg';
import type { KnownName } from '@/lib/catalog/known-names';
import { insertEvents } from '@/lib/events/insert-events';
import { prepareEvent } from '@/lib/events/prepare-event';
import type { EventWire } from '@/lib/events/schemas';
import { newId } from '@/lib/ids';
import { appendEntries } from './append-entries';
import { titleOf } from './incident-title';
import { eventStatusOf, incidentStatusOf } from './status-of-event';
import { tellChange } from './tell-change';
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
  const { service, environment, signals, startedAt, actor } = opening;
  const status = opening.status ?? 'open';
  const id = opening.eventId ?? newId();
  const judgement = classify(signals, {
    service: service.name,
    environment: environment?.name ?? null,
    ...(opening.total === undefined ? {} : { total: opening.total }),
  });
  const now = new Date();
  const endedAt = isActive(status) ? null : latest(startedAt, opening.endedAt ?? now);
  const prepared = prepareEvent(
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
      id,
      related: undefined,
      createdAt: now.toISOString(),
      place: { service, environment },
    },
  );
  await insertEvents([prepared], client);
  const number = await insertIncident(client, prepared.event, {
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
  });
  return { number, eventId: id };
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
  const number = await insertIncident(client, event, {
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
  });
  return { number, eventId: event.id };
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

async function insertIncident(client: PoolClient, event: EventWire, made: NewIncident): Promise<number> {
  const { judgement, status, endedAt, startedAt, entry } = made;
  const createdAt = new Date();
  // A report may lie ahead: nobody detects what has not begun.
  const detectedAt = latest(startedAt, createdAt);
  const { rows } = await client.query<{ number: number }>(
    `INSERT INTO incident (event_id, origin, status, service_id, environment_id, rule_id, group_key, template, category, summary,
       triage, judged_by_person, assignee, started_at, detected_at, detected_at_original, acknowledged_at, acknowledged_by,
       resolved_at, resolved_by, closed_at, ended_at, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15, $16, $17, $18, $19, $20, $21, $22, $22)
     RETURNING number`,
    [
      event.id,
      made.origin,
      status,
      made.serviceId,
      made.environmentId,
      made.rule?.id ?? null,
      made.rule?.groupKey ?? '',
      made.template,
      judgement.category,
      judgement.summary,
      JSON.stringify({ ...judgement, at: createdAt.toISOString() }),
      made.judgedByPerson,
      made.assignee,
      startedAt,
      detectedAt,
      status === 'investigating' ? detectedAt : null,
      status === 'investigating' ? made.actor : '',
      status === 'resolved' ? endedAt : null,
      status === 'resolved' ? made.actor : '',
      status === 'closed' ? endedAt : null,
      endedAt,
      createdAt,
    ],
  );
  const { number } = rows[0] as { number: number };
  await appendEntries(client, [
    { incident: number, actor: made.actor, field: 'status', newValue: status, ...entry, at: createdAt },
  ]);
  await tellChange(client, 'created', event.id);
  if (made.origin === 'detected') await wantTriage(client, number);
  return number;
}
