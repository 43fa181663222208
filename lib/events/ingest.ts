import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import {
  rememberedEnvironment,
  rememberedService,
  resolveEnvironments,
  resolveServices,
  withKnownNames,
} from '@/lib/catalog/known-names';
import { GroupCommit, unavailableIfConnection } from '@/lib/db/group-commit';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { beginningAnew } from '@/lib/incidents/begin-anew';
import { detectSignals } from '@/lib/incidents/detection/detect';
import { enterServices } from '@/lib/incidents/enter';
import { openReported, type ReportedBesides } from '@/lib/incidents/open-incident';
import { refreshLater } from '@/lib/incidents/refresh-later';
import { pokeFeed } from '@/lib/live/poke';
import { Turns } from '@/lib/live/turns';
import { type LockAnswer, settled } from '@/lib/locks/call';
import { adjustEventLock } from '@/lib/locks/event-lock';
import { runsLocked } from '@/lib/locks/event-lock-step';
import { writeNotesWithin } from '@/lib/locks/notes';
import { once } from '@/lib/runtime';
import { giveVersions } from './event-version';
import { findEvents } from './find-events';
import { insertEvents, type NewEvent } from './insert-events';
import { prepareEvent, type Related } from './prepare-event';
import type { EventDraft, EventWire } from './schemas';

/** One event on its way in. */
export interface IngestItem {
  draft: EventDraft;
  /** Who reports it, for the changelog. */
  actor: string;
  /** The id it must get, when the caller has fixed it beforehand so that a retry creates the same event. */
  id?: string;
  /** What the issuer of the CI run that reports it vouches for. Never taken from the draft. */
  verified?: EventWire['verified'];
  /** Of an event of kind `incident`, what its incident needs besides. */
  incident?: ReportedBesides;
  /** Of the request that brings it: the audit log gets its entry with the event, and nobody need write another one. */
  audit?: AuditTrail;
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
  const results = await ingestAll(items);
  for (const { audit } of items) if (audit) audit.written = true;
  return results;
}

function ingestAll(items: readonly IngestItem[]): Promise<IngestResult[]> {
  // Of two that want the same lock, the first of the batch gets it: those with a transaction of their own go one after the other.
  let turn: Promise<unknown> = Promise.resolve();
  return Promise.all(
    items.map((item) => {
      if (!goesAlone(item)) return committer().add(item);
      const stored = turn.then(() => takeAlone(item));
      turn = stored.catch(() => {});
      return stored;
    }),
  );
}

/** {@link ingest} for one event: the event and whether it is new, or the refusal thrown. */
export async function ingestOne(item: IngestItem): Promise<{ event: EventWire; created: boolean }> {
  const result = await (goesAlone(item) ? takeAlone(item) : committer().add(item));
  if (result.outcome === 'refused') throw result.error;
  // One that was there before is no change.
  if (item.audit) item.audit.written = true;
  return { event: result.event, created: result.outcome === 'created' };
}

const committer = () =>
  GroupCommit.named('events.ingest', (items: readonly IngestItem[]) =>
    withKnownNames(() => storeTogether(items)),
  );

/**
 * An event that takes a lock or is an incident has a transaction of its own, so that the lock or the incident and the event are there
 * together or not at all, and so that nobody else's event waits for them. A few at a time: each of them keeps a connection
 * while it waits.
 */
const aloneTurns = () => once('events.alone-turns', () => new Turns(4));

function goesAlone({ draft: { kind, status = null, lock } }: IngestItem): boolean {
  return kind === 'incident' || (lock === true && runsLocked({ kind, status }));
}

function takeAlone(item: IngestItem): Promise<IngestResult> {
  return aloneTurns().take(() => refusedOrStored(item));
}

async function refusedOrStored(item: IngestItem): Promise<IngestResult> {
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
  const entry = { index: 0, ...prepare(item, related, new Date().toISOString()) };
  const refusal = (await giveVersions([entry])).get(entry);
  if (refusal) throw refusal;
  const stored = await beginningAnew(() =>
    transaction((client) =>
      item.draft.kind === 'incident'
        ? storeIncident(client, entry, item)
        : storeWithLock(client, entry, item.actor),
    ),
  );
  if (stored) {
    await settled(stored.locks);
    if (stored.incident !== undefined) refreshLater(stored.incident);
    return { outcome: 'created', event: stored.event };
  }
  const results: (IngestResult | undefined)[] = [undefined];
  await answerDuplicates([entry], results);
  return results[0] as IngestResult;
}

interface StoredAlone {
  event: EventWire;
  locks: LockAnswer[];
  /** The number of the incident that it opened. */
  incident?: number;
}

/** The event and the incident that it is. Null when the event was there before. */
async function storeIncident(
  client: PoolClient,
  created: NewEvent,
  { actor, incident }: IngestItem,
): Promise<StoredAlone | null> {
  const { event, serviceId, environmentId } = created;
  await enterServices(client, [serviceId]);
  if ((await insertEvents([created], client)).size === 0) return null;
  const { number } = await openReported(client, event, { serviceId, environmentId, actor, ...incident });
  return { event, locks: [], incident: number };
}

/** Null when the event was there before. */
async function storeWithLock(
  client: PoolClient,
  created: NewEvent,
  actor: string,
): Promise<StoredAlone | null> {
  const { event } = created;
  if ((await insertEvents([created], client)).size === 0) return null;
  const locks = await adjustEventLock(client, {
    eventId: event.id,
    before: null,
    after: event,
    wants: true,
    owner: event.owner,
    actor,
  });
  const touched = await writeNotesWithin(client, event.id);
  if (!touched) return { event, locks };
  return {
    event: { ...event, revision: touched.revision, updatedAt: touched.updated_at.toISOString() },
    locks,
  };
}

async function storeTogether(items: readonly IngestItem[]): Promise<IngestResult[]> {
  const related = await loadRelated(items);
  await createNames(items, related);

  const results = new Array<IngestResult | undefined>(items.length);
  let prepared: (NewEvent & { index: number })[] = [];
  const createdAt = new Date().toISOString();
  items.forEach((item, index) => {
    try {
      prepared.push({ index, ...prepare(item, related, createdAt) });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      results[index] = { outcome: 'refused', error };
    }
  });

  const refused = await giveVersions(prepared);
  if (refused.size > 0) {
    for (const entry of prepared) {
      const error = refused.get(entry);
      if (error) results[entry.index] = { outcome: 'refused', error };
    }
    prepared = prepared.filter((entry) => !refused.has(entry));
  }

  const inserted = await insertEvents(prepared);
  if (inserted.size > 0) pokeFeed();
  const lost: typeof prepared = [];
  for (const entry of prepared) {
    // One id may stand twice in a batch; the first one is the insert.
    if (inserted.delete(entry.event.id)) results[entry.index] = { outcome: 'created', event: entry.event };
    else lost.push(entry);
  }
  detectSignals(
    prepared.flatMap(({ index, event }) => (results[index]?.outcome === 'created' ? [event] : [])),
  );
  if (lost.length > 0) await answerDuplicates(lost, results);
  return results as IngestResult[];
}

async function loadRelated(items: readonly IngestItem[]): Promise<Map<string, Related>> {
  const ids = new Set<string>();
  for (const { draft } of items) if (draft.relatedId) ids.add(draft.relatedId);
  if (ids.size === 0) return new Map();
  const { rows } = await pool().query<Related>(
    `SELECT e.id, e.created_at, s.name AS service, s.id AS service_id, v.name AS environment, v.id AS environment_id
     FROM event e JOIN service s ON s.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id
     WHERE e.id = ANY ($1::uuid[])`,
    [[...ids]],
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

function prepare(item: IngestItem, related: ReadonlyMap<string, Related>, createdAt: string): NewEvent {
  const { draft, actor, id, verified, audit } = item;
  const prepared: NewEvent = prepareEvent(draft, {
    actor,
    id,
    verified,
    related: draft.relatedId ? related.get(draft.relatedId) : undefined,
    createdAt,
  });
  prepared.audit = audit?.about;
  return prepared;
}

/** Rows that the unique indexes kept out are answered with the event that was there first. */
async function answerDuplicates(
  lost: readonly { index: number; event: EventWire }[],
  results: (IngestResult | undefined)[],
): Promise<void> {
  const earlier = await findEvents({
    ids: lost.map(({ event }) => event.id),
    externalIds: lost.flatMap(({ event }) =>
      event.externalId === null ? [] : { source: event.source, id: event.externalId },
    ),
  });
  for (const { index, event: own } of lost) {
    const event =
      earlier.find((candidate) => candidate.id === own.id) ??
      earlier.find((candidate) => candidate.externalId === own.externalId && candidate.source === own.source);
    results[index] = event
      ? { outcome: 'duplicate', event }
      : // It was deleted between the insert and this read: nothing is stored, and the caller may try again.
        {
          outcome: 'refused',
          error: new DomainError('conflict', 'The same event was being deleted; try again.'),
        };
  }
}
