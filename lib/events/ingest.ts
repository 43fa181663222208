import type { PoolClient } from 'pg';
import {
  rememberedEnvironment,
  rememberedService,
  resolveEnvironments,
  resolveServices,
  withKnownNames,
} from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { pokeFeed } from '@/lib/live/poke';
import { Turns } from '@/lib/live/turns';
import { type LockAnswer, settled } from '@/lib/locks/call';
import { adjustEventLock } from '@/lib/locks/event-lock';
import { runsLocked } from '@/lib/locks/event-lock-step';
import { writeNotesWithin } from '@/lib/locks/notes';
import { once } from '@/lib/runtime';
import { findEvents } from './find-events';
import { GroupCommit, unavailableIfConnection } from './group-commit';
import { insertEvents, type NewEventRow } from './insert-events';
import { type EventRow, toWire } from './row';
import type { EventDraft, EventWire } from './schemas';
import { spanOf } from './span';
import { phaseOf } from './vocabulary';

/** One event on its way in. */
export interface IngestItem {
  draft: EventDraft;
  /** Who reports it, for the changelog. */
  actor: string;
  /** The id it must get, when the caller has fixed it beforehand so that a retry creates the same event. */
  id?: string;
}

/** What became of one item. */
export type IngestResult =
  | { outcome: 'created'; event: EventWire }
  /** The same source and external id (or fixed id) was there before: the answer is the event as it stands. */
  | { outcome: 'duplicate'; event: EventWire }
  | { outcome: 'refused'; error: DomainError };

/**
 * The one door for new events, from every dialect. Gives a result for each item, in order; a refused item does not
 * hinder the others. Returns after the commit.
 *
 * Items of concurrent callers are committed together (group commit), so that a busy CI does not pay one fsync per event.
 */
export async function ingest(items: readonly IngestItem[]): Promise<IngestResult[]> {
  return Promise.all(items.map(take));
}

/** {@link ingest} for one event: the event and whether it is new, or the refusal thrown. */
export async function ingestOne(item: IngestItem): Promise<{ event: EventWire; created: boolean }> {
  const result = await take(item);
  if (result.outcome === 'refused') throw result.error;
  return { event: result.event, created: result.outcome === 'created' };
}

const committer = () =>
  GroupCommit.named('events.ingest', (items: readonly IngestItem[]) =>
    withKnownNames(() => storeTogether(items)),
  );

/**
 * An event that takes a lock has a transaction of its own, so that the lock and the event are there together or not at all, and
 * so that nobody else's event waits for that lock. A few at a time: each of them keeps a connection while it waits.
 */
const lockTurns = () => once('events.lock-turns', () => new Turns(4));

function take(item: IngestItem): Promise<IngestResult> {
  const { kind, status = null, lock } = item.draft;
  return lock && runsLocked({ kind, status })
    ? lockTurns().take(() => storeLocked(item))
    : committer().add(item);
}

async function storeLocked(item: IngestItem): Promise<IngestResult> {
  try {
    return await withKnownNames(() => storeAlone(item));
  } catch (error) {
    const failure = unavailableIfConnection(error);
    if (!(failure instanceof DomainError) || failure.code === 'unavailable') throw failure;
    return { outcome: 'refused', error: failure };
  }
}

async function storeAlone(item: IngestItem): Promise<IngestResult> {
  const related = await loadRelated([item]);
  await createNames([item], related);
  const entry = { index: 0, ...prepare(item, related, new Date()) };
  const stored = await transaction((client) => storeWithLock(client, entry, item.actor));
  if (stored) {
    await settled(stored.locks);
    return { outcome: 'created', event: stored.event };
  }
  const results: (IngestResult | undefined)[] = [undefined];
  await answerDuplicates([entry], results);
  return results[0] as IngestResult;
}

/** Null when the event was there before. */
async function storeWithLock(
  client: PoolClient,
  { row, event }: { row: NewEventRow; event: EventRow },
  actor: string,
): Promise<{ event: EventWire; locks: LockAnswer[] } | null> {
  if ((await insertEvents([row], client)).size === 0) return null;
  const locks = await adjustEventLock(client, {
    eventId: row.id,
    before: null,
    after: toWire(event),
    wants: true,
    owner: row.owner,
    actor,
  });
  const touched = await writeNotesWithin(client, row.id);
  return { event: toWire({ ...event, ...touched }), locks };
}

/** What {@link prepare} needs to know of the event that an item is related to. */
interface Related {
  id: string;
  created_at: Date;
  service: string;
  service_id: number;
  environment: string | null;
  environment_id: number | null;
}

async function storeTogether(items: readonly IngestItem[]): Promise<IngestResult[]> {
  const related = await loadRelated(items);
  await createNames(items, related);

  const results = new Array<IngestResult | undefined>(items.length);
  const prepared: { index: number; row: NewEventRow; event: EventRow }[] = [];
  const createdAt = new Date();
  items.forEach((item, index) => {
    try {
      prepared.push({ index, ...prepare(item, related, createdAt) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results[index] = { outcome: 'refused', error };
    }
  });

  const inserted = await insertEvents(prepared.map(({ row }) => row));
  if (inserted.size > 0) pokeFeed();
  const lost: typeof prepared = [];
  for (const entry of prepared) {
    // One id may stand twice in a batch; the first one is the insert.
    if (inserted.delete(entry.row.id))
      results[entry.index] = { outcome: 'created', event: toWire(entry.event) };
    else lost.push(entry);
  }
  if (lost.length > 0) await answerDuplicates(lost, results);
  return results as IngestResult[];
}

async function loadRelated(items: readonly IngestItem[]): Promise<Map<string, Related>> {
  const ids = [...new Set(items.flatMap(({ draft }) => draft.relatedId ?? []))];
  if (ids.length === 0) return new Map();
  const { rows } = await pool().query<Related>(
    `SELECT e.id, e.created_at, s.name AS service, s.id AS service_id, v.name AS environment, v.id AS environment_id
     FROM event e JOIN service s ON s.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id
     WHERE e.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Creates the services and environments that are seen for the first time; afterwards all are remembered. An item that will
 * be refused for its relation creates none.
 */
async function createNames(
  items: readonly IngestItem[],
  related: ReadonlyMap<string, Related>,
): Promise<void> {
  const services: string[] = [];
  const environments: string[] = [];
  for (const { draft } of items) {
    if (draft.relatedId && !related.has(draft.relatedId)) continue;
    if (draft.service !== undefined && !rememberedService(draft.service)) services.push(draft.service);
    if (draft.environment && !rememberedEnvironment(draft.environment)) environments.push(draft.environment);
  }
  if (services.length > 0) await resolveServices(services);
  if (environments.length > 0) await resolveEnvironments(environments);
}

function prepare(
  { draft, actor, id }: IngestItem,
  relatedEvents: Map<string, Related>,
  createdAt: Date,
): { row: NewEventRow; event: EventRow } {
  const related = draft.relatedId ? relatedEvents.get(draft.relatedId) : undefined;
  if (draft.relatedId && !related) {
    throw invalid([bodyIssue(['relatedId'], `no event ${draft.relatedId} exists to relate to`)]);
  }
  const service = draft.service === undefined ? undefined : rememberedService(draft.service);
  const serviceId = service?.id ?? related?.service_id;
  if (serviceId === undefined) throw invalid([bodyIssue(['service'], 'is required')]);
  const environment = draft.environment
    ? rememberedEnvironment(draft.environment)
    : draft.environment === undefined && related?.environment_id
      ? { id: related.environment_id, name: related.environment as string }
      : undefined;

  const status = draft.status ?? null;
  const startsAt = draft.startsAt ? new Date(draft.startsAt) : null;
  const endsAt = draft.endsAt ? new Date(draft.endsAt) : null;
  const span = spanOf({
    status,
    startsAt: startsAt?.getTime() ?? null,
    endsAt: endsAt?.getTime() ?? null,
    endedAt: null,
    createdAt: createdAt.getTime(),
    relatedCreatedAt: related?.created_at.getTime() ?? null,
  });
  if (endsAt && span.at > endsAt.getTime() && startsAt) {
    throw invalid([bodyIssue(['endsAt'], 'is before startsAt')]);
  }
  const common = {
    id: id ?? newId(),
    kind: draft.kind,
    title: draft.title,
    message: draft.message ?? '',
    status,
    phase: phaseOf(status),
    priority: draft.priority ?? null,
    impact: draft.impact ?? 0,
    level: draft.level ?? null,
    category: draft.category ?? null,
    event_type: draft.eventType ?? null,
    source: draft.source ?? '',
    owner: draft.owner ?? '',
    stakeholders: draft.stakeholders ?? [],
    notification: draft.notification ?? false,
    notifications: draft.notifications ?? [],
    starts_at: startsAt,
    ends_at: endsAt,
    at: new Date(span.at),
    until: span.until === null ? null : new Date(span.until),
    duration_ms: span.durationMs,
    related_id: draft.relatedId ?? null,
    version: draft.version ?? null,
    sha: draft.sha ?? null,
    pull_request_url: draft.pullRequestUrl ?? null,
    ticket: draft.ticket ?? null,
    links: draft.links ?? [],
    slack_id: draft.slackId ?? null,
    external_id: draft.externalId ?? null,
    payload: draft.payload ?? null,
    metadata: draft.metadata ?? {},
    created_by: actor,
    created_at: createdAt,
  };
  return {
    row: { ...common, service_id: serviceId, environment_id: environment?.id ?? null, long: span.long },
    event: {
      ...common,
      service: service?.name ?? (related as Related).service,
      environment: environment?.name ?? null,
      ended_at: null,
      revision: 1,
      updated_at: createdAt,
    },
  };
}

/** Rows that the unique indexes kept out are answered with the event that was there first. */
async function answerDuplicates(
  lost: readonly { index: number; row: NewEventRow }[],
  results: (IngestResult | undefined)[],
): Promise<void> {
  const earlier = await findEvents({
    ids: lost.map(({ row }) => row.id),
    externalIds: lost.flatMap(({ row }) =>
      row.external_id === null ? [] : { source: row.source, id: row.external_id },
    ),
  });
  for (const { index, row } of lost) {
    const event =
      earlier.find((candidate) => candidate.id === row.id) ??
      earlier.find(
        (candidate) => candidate.externalId === row.external_id && candidate.source === row.source,
      );
    results[index] = event
      ? { outcome: 'duplicate', event }
      : // It was deleted between the insert and this read: nothing is stored, and the caller may try again.
        {
          outcome: 'refused',
          error: new DomainError('conflict', 'The same event was being deleted; try again.'),
        };
  }
}
