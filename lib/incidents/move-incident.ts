import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import type { EventPatch } from '@/lib/events/schemas';
import { updateEventWithin } from '@/lib/events/update-event-within';
import type { EventStatus } from '@/lib/events/vocabulary';
import { pokeFeed } from '@/lib/live/poke';
import { getIncident } from './find-incidents';
import { type LockedIncident, lockIncident, withIncidents } from './lock-incident';
import type { IncidentDetailWire, StatusMove } from './schemas';
import { eventStatusOf } from './status-of-event';
import { lastMove, mergedAway, storeMove } from './store-move';
import { type IncidentStatus, isActive } from './vocabulary';

/**
 * Moves an incident on the board, and its event with it. Any status can follow any other; the one it has already is answered as it
 * is, and nothing is recorded.
 *
 * Throws `not_found`, `conflict` (it is not where `from` says: details say where it is, who moved it and when; it was merged; or
 * another one is active for the same errors) and `invalid` (`at` in the future or before the start).
 */
export async function moveIncident(
  number: number,
  move: StatusMove,
  actor: string,
  audit?: AuditTrail,
): Promise<IncidentDetailWire> {
  const { moved, incident } = await withIncidents(
    [number],
    async (client) => ({
      moved: await moveIncidentWithin(client, {
        number,
        actor,
        status: move.status,
        from: move.from,
        at: move.at === undefined ? undefined : new Date(move.at),
        comment: move.comment,
      }),
      incident: await getIncident(number, client),
    }),
    audit,
  );
  if (moved) pokeFeed();
  return incident;
}

export interface MoveWithin {
  number: number;
  status: IncidentStatus;
  actor: string;
  /** Where the caller saw it. */
  from?: IncidentStatus | undefined;
  /** When it happened; now, when left out. */
  at?: Date | undefined;
  /** Markdown. */
  comment?: string | undefined;
  /** The product itself moves it: that acknowledges nothing, and a time out of bounds is put into them. */
  system?: boolean;
}

/**
 * {@link moveIncident} in the caller's transaction, which has entered the incident's service. Answers whether it moved; the caller
 * pokes the feed after the commit.
 */
export async function moveIncidentWithin(client: PoolClient, move: MoveWithin): Promise<boolean> {
  const { number, status, actor, from, comment, system = false } = move;
  const incident = await lockIncident(client, number);
  if (incident.merged_into !== null) throw await mergedAway(client, incident);
  if (from !== undefined && from !== incident.status) throw await movedMeanwhile(client, incident);
  const at = momentOf(incident, move);
  if (status === incident.status) return false;
  const after = await storeMove(client, incident, { to: status, actor, at, comment, system });
  await moveEvent(client, incident, after, actor);
  return true;
}

async function movedMeanwhile(client: PoolClient, incident: LockedIncident): Promise<DomainError> {
  const last = await lastMove(client, incident);
  return new DomainError(
    'conflict',
    `Incident ${incident.number} is ${last.incidentStatus}: ${last.actor} moved it there at ${last.at}.`,
    last,
  );
}

function momentOf({ started_at }: LockedIncident, { at, system }: MoveWithin): Date {
  const now = new Date();
  // A report can lie ahead, and be called off before it began.
  if (at === undefined) return now > started_at ? now : started_at;
  if (system) return at < started_at ? started_at : at > now ? now : at;
  if (at > now) throw invalid([bodyIssue(['at'], 'is in the future')]);
  if (at < started_at) {
    throw invalid([bodyIssue(['at'], `is before the start of the incident, ${started_at.toISOString()}`)]);
  }
  return at;
}

/** Lets the event say what its incident says since the move. Its own end is taken back or put right where it has one. */
export async function moveEvent(
  client: PoolClient,
  before: LockedIncident,
  after: LockedIncident,
  actor: string,
  comment?: string,
): Promise<void> {
  const { rows } = await client.query<{ status: EventStatus | null; ends_at: Date | null }>(
    'SELECT status, ends_at FROM event WHERE id = $1',
    [before.event_id],
  );
  const event = rows[0];
  const patch: EventPatch = { status: eventStatusOf(after.status, event?.status ?? null) };
  const endChanged = before.ended_at?.getTime() !== after.ended_at?.getTime();
  if (event?.ends_at && endChanged) patch.endsAt = after.ended_at?.toISOString() ?? null;
  await updateEventWithin(client, {
    which: { id: before.event_id },
    patch,
    actor,
    ...(isActive(after.status) ? {} : { endedAt: after.ended_at as Date }),
    ...(comment === undefined
      ? {}
      : { record: (found) => found.map((entry) => ({ ...entry, actor, comment })) }),
  });
}
