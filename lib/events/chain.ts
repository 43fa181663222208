import type { EventWire } from './schemas';
import type { ChainWire } from './timeline-operations';

/** What a chain is computed from. */
type ChainEvent = Pick<EventWire, 'id' | 'at' | 'until' | 'relatedId'>;

/**
 * The chain that related events form, from their own times. Pure; `now` is milliseconds since the epoch.
 *
 * A link takes the time from the start of an event to the start of the one that follows it (negative when the follower
 * began first). The whole lasts from the first start to the last end; while something goes on, to now.
 */
export function chainOf<E extends ChainEvent>(
  events: readonly E[],
  now: number,
): { events: E[]; links: ChainWire['links']; totalMs: number; ongoing: boolean } {
  const ordered = events.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || compare(a.id, b.id));
  const startOf = new Map(ordered.map(({ id, at }) => [id, Date.parse(at)]));
  const links = ordered.flatMap(({ id, at, relatedId }) => {
    const before = relatedId === null ? undefined : startOf.get(relatedId);
    if (relatedId === null || before === undefined) return [];
    return [{ from: relatedId, to: id, durationMs: Date.parse(at) - before }];
  });
  const ongoing = ordered.some(({ until }) => until === null);
  const first = Math.min(...startOf.values());
  const last = ongoing ? now : Math.max(...ordered.map(({ until }) => Date.parse(until as string)));
  return { events: ordered, links, totalMs: ordered.length === 0 ? 0 : Math.max(0, last - first), ongoing };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
