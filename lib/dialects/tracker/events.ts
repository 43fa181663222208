import type { AuditTrail } from '@/lib/audit/entry';
import { existingEnvironments } from '@/lib/catalog/existing-environments';
import { config } from '@/lib/config';
import { DomainError, invalid } from '@/lib/errors';
import { changelogsOf } from '@/lib/events/changelog';
import type { EventFilters } from '@/lib/events/filters';
import { getEvent, getEventBySlackId, isUuid } from '@/lib/events/find-events';
import { countMatching, pageEvents } from '@/lib/events/page-events';
import type { EventWire } from '@/lib/events/schemas';
import { updateEvent } from '@/lib/events/update-event';
import type { RequestContext } from '@/lib/http/execute';
import type { RawQuery } from '@/lib/http/query';
import { ok, type Reply } from '@/lib/http/reply';
import { recordUpdate } from './changelog';
import { type EnumTable, enumTables, environmentEnum, shown } from './enums';
import { countBound, listCap, type Slice } from './paging';
import { mayEcho, type ReadContext, type TrackerUpdate, withoutEchoes } from './read-event';
import { environmentsIn } from './search';
import { writeAnswer, writeEvent } from './write-event';

/** What Tracker's event routes have in common. */

/** By which table the numbers of a request are read: its header decides, else the caller's token, else the setting. Throws `invalid`. */
export function tableOf(request: RequestContext): EnumTable {
  const asked = request.header('x-tracker-enums')?.trim().toLowerCase();
  if (!asked) return request.caller.trackerEnums ?? config().trackerEnums;
  const table = enumTables.find((name) => name === asked);
  if (table) return table;
  throw invalid([
    { in: 'header', path: ['X-Tracker-Enums'], detail: `is ${shown(asked)}, allowed are guide, proto` },
  ]);
}

/** What a body is read with; an environment beyond Tracker's eight is looked up. */
export async function bodyContext(request: RequestContext, body: unknown): Promise<ReadContext> {
  const named = (body as { attributes?: { environment?: unknown } } | null)?.attributes?.environment;
  return context(tableOf(request), typeof named === 'string' ? [named] : []);
}

/** What a query is read with. */
export async function queryContext(request: RequestContext, query: RawQuery): Promise<ReadContext> {
  return context(tableOf(request), environmentsIn(query));
}

async function context(table: EnumTable, names: readonly string[]): Promise<ReadContext> {
  const others = names.filter((name) => environmentEnum.read(name, table) === undefined).slice(0, 100);
  return { table, environments: others.length === 0 ? new Map() : await existingEnvironments(others) };
}

/** The event that a path names: by its UUID, else by its Slack id. Throws `not_found`. */
export function findEvent(id: string): Promise<EventWire> {
  return orNotFound(id, isUuid(id) ? getEvent(id) : getEventBySlackId(id));
}

/** The same failure in the words that Tracker's clients know. */
async function orNotFound<T>(id: string, found: Promise<T>): Promise<T> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'not_found')
      throw new DomainError('not_found', `no event found in tracker for id ${id}`);
    throw error;
  }
}

/** What an update calls an id may be a Slack id. */
const whichEvent = ({ which }: TrackerUpdate): TrackerUpdate['which'] =>
  'id' in which && !isUuid(which.id) ? { slackId: which.id } : which;

const nameOf = (which: TrackerUpdate['which']) => ('id' in which ? which.id : which.slackId);

/** The event that an update is about, as it stands. Throws `not_found`. */
export function eventToUpdate(update: TrackerUpdate): Promise<EventWire> {
  const which = whichEvent(update);
  return orNotFound(nameOf(which), 'id' in which ? getEvent(which.id) : getEventBySlackId(which.slackId));
}

/** Carries out an update and gives the event as it is afterwards. Throws as `updateEvent` does. */
export async function applyUpdate(update: TrackerUpdate, audit?: AuditTrail): Promise<EventWire> {
  const which = whichEvent(update);
  const name = nameOf(which);
  if ('id' in update.which && update.patch.slackId)
    await refuseForeignSlackId(update.which.id, update.patch.slackId);
  const patch = mayEcho(update) ? withoutEchoes(update, await findEvent(name)) : update.patch;
  return orNotFound(
    name,
    updateEvent({ which, patch, actor: patch.owner || 'system', lock: true, record: recordUpdate, audit }),
  );
}

/** With an id and a Slack id that belong to two events, nobody can tell which one is meant. */
async function refuseForeignSlackId(id: string, slackId: string): Promise<void> {
  const holder = await getEventBySlackId(slackId).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null;
    throw error;
  });
  if (holder && holder.id !== id.toLowerCase() && holder.slackId !== id)
    throw new DomainError('conflict', `slackId ${slackId} belongs to the event ${holder.id} already`);
}

/** 200 with one event in both shapes, changelog and all. */
export async function answerEvent(event: EventWire, table: EnumTable): Promise<Reply> {
  const changelogs = await changelogsOf([event]);
  return ok(writeAnswer(event, changelogs.get(event.id) ?? [], table));
}

/**
 * 200 with the events that pass the filters, the last created first: the page that is asked for, else all of them up to
 * {@link listCap}. `totalCount` says how many there are in either case.
 */
export async function answerEvents(
  filters: EventFilters,
  slice: Slice | null,
  table: EnumTable,
): Promise<Reply> {
  const { offset, limit } = slice ?? { offset: 0, limit: listCap };
  const now = Date.now();
  const events = await pageEvents(filters, { offset, limit }, now);
  const reachesEnd = events.length < limit && (events.length > 0 || offset === 0);
  const totalCount = reachesEnd ? offset + events.length : await countMatching(filters, countBound, now);
  const changelogs = await changelogsOf(events);
  return ok({
    events: events.map((event) => writeEvent(event, changelogs.get(event.id) ?? [], table)),
    totalCount,
  });
}
