import type { InfiniteData } from '@tanstack/react-query';
import type { EventFilters, EventSort } from '@/lib/events/filters';
import type { EventPageWire } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import { nameKey } from '@/lib/names';
import type { View } from './view';

/**
 * How a change that arrives by itself is worked into a list that is already on the screen, without asking the server again. Pure.
 */

export type EventListData = InfiniteData<EventPageWire, string | null>;

/** Whether an event passes the filters and overlaps the window, judged as the server judges it. */
export function matches(event: EventWire, filters: EventFilters, window: View): boolean {
  const start = Date.parse(event.at);
  if (start >= window.to) return false;
  if (event.until !== null && Date.parse(event.until) < window.from) return false;
  const has = <T>(wanted: readonly T[] | undefined, value: T | null) =>
    wanted === undefined || wanted.length === 0 || (value !== null && wanted.includes(value));
  const named = (wanted: readonly string[] | undefined, value: string | null) =>
    has(wanted?.map(nameKey), value === null ? null : nameKey(value));
  return (
    has(filters.kind, event.kind) &&
    named(filters.service, event.service) &&
    named(filters.environment, event.environment) &&
    has(filters.status, event.status) &&
    has(filters.phase, event.phase) &&
    has(filters.priority, event.priority) &&
    has(filters.level, event.level) &&
    has(filters.category, event.category) &&
    has(filters.eventType, event.eventType) &&
    has(filters.source, event.source) &&
    has(filters.owner, event.owner) &&
    has(filters.version, event.version) &&
    has(filters.impact, event.impact) &&
    has(filters.relatedId, event.relatedId) &&
    has(filters.slackId, event.slackId) &&
    has(filters.externalId, event.externalId) &&
    matchesText(event, filters.q)
  );
}

/** Every word must begin a word of title, message, ticket or version. */
function matchesText(event: EventWire, text: string | undefined): boolean {
  const wanted = wordsOf(text ?? '');
  if (wanted.length === 0) return true;
  const own = wordsOf([event.title, event.message.slice(0, 2_000), event.ticket, event.version].join(' '));
  return wanted.every((word) => own.some((one) => one.startsWith(word)));
}

const wordsOf = (text: string) =>
  text
    .normalize('NFC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu) ?? [];

/** Whether `a` stands before `b` in this order. Ids grow with time and break ties. */
export function precedes(a: EventWire, b: EventWire, sort: EventSort): boolean {
  const key = (event: EventWire) => (sort.endsWith('createdAt') ? event.createdAt : event.at);
  const order = key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  return sort.startsWith('-') ? order > 0 : order < 0;
}

/** The list without this event; the same object when it was not in there. */
export function withoutEvent(data: EventListData, id: string): EventListData {
  if (!data.pages.some((page) => page.items.some((item) => item.id === id))) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({ ...page, items: page.items.filter((item) => item.id !== id) })),
  };
}

/**
 * The list with this event where its order puts it, in place of an older revision of it. An event that belongs behind the last
 * row that was loaded is left for the page it will come with. The same object when nothing changed.
 */
export function withEvent(data: EventListData, event: EventWire, sort: EventSort): EventListData {
  const known = data.pages.flatMap((page) => page.items).find((item) => item.id === event.id);
  if (known && known.revision >= event.revision) return data;
  if (known && !precedes(known, event, sort) && !precedes(event, known, sort)) {
    return {
      ...data,
      pages: data.pages.map((page) => ({
        ...page,
        items: page.items.map((item) => (item.id === event.id ? event : item)),
      })),
    };
  }
  const rest = known ? withoutEvent(data, event.id) : data;
  let done = false;
  const pages = rest.pages.map((page, index) => {
    if (done) return page;
    const place = page.items.findIndex((item) => precedes(event, item, sort));
    const last = index === rest.pages.length - 1 && page.nextCursor === null;
    if (place < 0 && !last) return page;
    done = true;
    return { ...page, items: page.items.toSpliced(place < 0 ? page.items.length : place, 0, event) };
  });
  return done ? { ...rest, pages } : rest;
}
