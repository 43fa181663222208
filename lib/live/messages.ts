import { type ChangedEntry, changedEntries } from '@/lib/catalog/changed-entries';
import { findEvents } from '@/lib/events/find-events';
import type { EventWire } from '@/lib/events/schemas';
import type { EventKind } from '@/lib/events/vocabulary';
import { findIncidentsByEvent } from '@/lib/incidents/find-incidents';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { findLocks } from '@/lib/locks/find-locks';
import type { LockWire } from '@/lib/locks/schemas';
import { nameKey } from '@/lib/names';
import type { Change } from './changes';
import { formatPosition, type Position } from './position';
import type { StreamTopic } from './topics';

/** One change as subscribers get it. */
export interface ChangeMessage {
  position: Position;
  /** The position as text: a client that has seen it can resume after it. */
  id: string;
  /** `event.created`, `event.updated`, `event.deleted`; `lock.acquired`, `lock.released`, …; `catalog.updated`, …; `incident.moved`, … */
  type: string;
  topic: string;
  entityId: string;
  /** The event as it is now, which may be later than this change. Absent when it was deleted. */
  event?: EventWire;
  /** The lock as it is now. */
  lock?: LockWire;
  /** Whose entry in the catalog it is. */
  entry?: ChangedEntry;
  /** The incident as it is now; `entityId` is its event's. */
  incident?: IncidentWire;
  /** The message as a block of a server-sent event stream, made once for all subscribers. */
  block: string;
}

/**
 * Leaves out changes whose effect a later one of the same batch tells as well: of each entity its creation and its last
 * change stay, each at its own place, so that a reader may stop and resume anywhere. Of a lock every sort of change stays: each is
 * news of its own.
 */
export function collapse(changes: readonly Change[]): Change[] {
  const last = new Map<string, Change>();
  const about = ({ topic, op, entityId }: Change) =>
    topic === 'lock' ? `lock ${op} ${entityId}` : `${topic} ${entityId}`;
  for (const change of changes) last.set(about(change), change);
  return changes.filter((change) => change.op === 'created' || last.get(about(change)) === change);
}

/** What a change can be about, as it is now. */
type Subject = Pick<ChangeMessage, 'event' | 'lock' | 'entry' | 'incident'>;

/** How the things of each topic are read, all of a batch at once. A topic that is not here is told by its id alone. */
const readers: Record<string, (ids: string[]) => Promise<[string, Subject][]>> = {
  event: async (ids) => (await findEvents({ ids })).map((event) => [event.id, { event }]),
  lock: async (ids) => (await findLocks(ids)).map((lock) => [lock.id, { lock }]),
  catalog: async (ids) => (await changedEntries(ids)).map((entry) => [entry.id, { entry }]),
  incident: async (ids) =>
    (await findIncidentsByEvent(ids)).map((incident) => [incident.eventId, { incident }]),
};

/** Turns a batch of changes into messages, reading what they are about once. */
export async function toMessages(changes: readonly Change[]): Promise<ChangeMessage[]> {
  const kept = collapse(changes);
  const subjects = new Map<string, Subject>();
  for (const [topic, read] of Object.entries(readers)) {
    const ids = new Set(
      kept.flatMap((change) => (change.topic === topic && change.op !== 'deleted' ? [change.entityId] : [])),
    );
    if (ids.size === 0) continue;
    for (const [id, subject] of await read([...ids])) subjects.set(`${topic} ${id}`, subject);
  }
  return kept.flatMap((change) => {
    const subject = change.op === 'deleted' ? undefined : subjects.get(`${change.topic} ${change.entityId}`);
    // It was deleted meanwhile, which a later change will say.
    if (change.topic in readers && change.op !== 'deleted' && !subject) return [];
    return [toMessage(change, subject ?? {})];
  });
}

function toMessage({ xid, seq, topic, op, entityId }: Change, subject: Subject): ChangeMessage {
  const id = formatPosition({ xid, seq });
  const type = `${topic}.${op}`;
  const data = JSON.stringify(
    subject.event ?? subject.lock ?? subject.entry ?? subject.incident ?? { id: entityId },
  );
  return {
    position: { xid, seq },
    id,
    type,
    topic,
    entityId,
    ...subject,
    block: `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`,
  };
}

/** What a subscriber wants to hear of; values of one name are alternatives. */
export interface StreamFilters {
  /** Everything, when left out. */
  topic?: readonly StreamTopic[] | undefined;
  /** Narrows events alone. */
  kind?: readonly EventKind[] | undefined;
  service?: readonly string[] | undefined;
  environment?: readonly string[] | undefined;
}

/**
 * A test for messages. Names match in any spelling, as everywhere. Of a deleted event or incident nothing is left to be compared, so
 * every subscriber hears of it. A lock concerns all that it locks: one of a whole environment, every service in it.
 */
export function matcher(filters: StreamFilters): (message: ChangeMessage) => boolean {
  const kinds = filters.kind?.length ? new Set<string>(filters.kind) : undefined;
  const services = filters.service?.length ? new Set(filters.service.map(nameKey)) : undefined;
  const environments = filters.environment?.length ? new Set(filters.environment.map(nameKey)) : undefined;
  const topics = filters.topic?.length ? new Set<string>(filters.topic) : undefined;
  return ({ topic, event, lock, entry, incident }) => {
    if (topics && !topics.has(topic)) return false;
    if (entry) return !services || services.has(nameKey(entry.name));
    if (lock) {
      if (lock.level === 'global') return true;
      if (services && lock.service !== null && !services.has(nameKey(lock.service))) return false;
      return !environments || (lock.environment !== null && environments.has(nameKey(lock.environment)));
    }
    if (event && kinds && !kinds.has(event.kind)) return false;
    const placed = event ?? incident;
    if (!placed) return true;
    if (services && !services.has(nameKey(placed.service))) return false;
    return !environments || (placed.environment !== null && environments.has(nameKey(placed.environment)));
  };
}
