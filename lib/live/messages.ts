import { findEvents } from '@/lib/events/find-events';
import type { EventWire } from '@/lib/events/schemas';
import type { EventKind } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import type { Change } from './changes';
import { formatPosition, type Position } from './position';

/** One change as subscribers get it. */
export interface ChangeMessage {
  position: Position;
  /** The position as text: a client that has seen it can resume after it. */
  id: string;
  /** `event.created`, `event.updated`, `event.deleted`. */
  type: string;
  topic: string;
  entityId: string;
  /** The event as it is now, which may be later than this change. Absent when it was deleted. */
  event?: EventWire;
  /** The message as a block of a server-sent event stream, made once for all subscribers. */
  block: string;
}

/**
 * Leaves out changes whose effect a later one of the same batch tells as well: of each entity its creation and its last
 * change stay, each at its own place, so that a reader may stop and resume anywhere.
 */
export function collapse(changes: readonly Change[]): Change[] {
  const last = new Map<string, Change>();
  for (const change of changes) last.set(`${change.topic} ${change.entityId}`, change);
  return changes.filter(
    (change) => change.op === 'created' || last.get(`${change.topic} ${change.entityId}`) === change,
  );
}

/** Turns a batch of changes into messages, reading the events they are about once. */
export async function toMessages(changes: readonly Change[]): Promise<ChangeMessage[]> {
  const kept = collapse(changes);
  const ids = new Set(
    kept.flatMap(({ topic, op, entityId }) => (topic === 'event' && op !== 'deleted' ? [entityId] : [])),
  );
  const events = new Map(
    ids.size === 0 ? [] : (await findEvents({ ids: [...ids] })).map((event) => [event.id, event]),
  );
  return kept.flatMap((change) => {
    const event = change.op === 'deleted' ? undefined : events.get(change.entityId);
    // It was deleted meanwhile, which a later change will say.
    if (change.topic === 'event' && change.op !== 'deleted' && !event) return [];
    return [toMessage(change, event)];
  });
}

function toMessage({ xid, seq, topic, op, entityId }: Change, event: EventWire | undefined): ChangeMessage {
  const id = formatPosition({ xid, seq });
  const type = `${topic}.${op}`;
  const data = JSON.stringify(event ?? { id: entityId });
  return {
    position: { xid, seq },
    id,
    type,
    topic,
    entityId,
    ...(event ? { event } : {}),
    block: `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`,
  };
}

/** What a subscriber wants to hear of; values of one name are alternatives. */
export interface StreamFilters {
  kind?: readonly EventKind[] | undefined;
  service?: readonly string[] | undefined;
  environment?: readonly string[] | undefined;
}

/**
 * A test for messages. Names match in any spelling, as everywhere. Of a deleted event nothing is left to be compared, so
 * every subscriber hears of it.
 */
export function matcher(filters: StreamFilters): (message: ChangeMessage) => boolean {
  const kinds = filters.kind?.length ? new Set<string>(filters.kind) : undefined;
  const services = filters.service?.length ? new Set(filters.service.map(nameKey)) : undefined;
  const environments = filters.environment?.length ? new Set(filters.environment.map(nameKey)) : undefined;
  return ({ event }) => {
    if (!event) return true;
    if (kinds && !kinds.has(event.kind)) return false;
    if (services && !services.has(nameKey(event.service))) return false;
    return !environments || (event.environment !== null && environments.has(nameKey(event.environment)));
  };
}
