import { type RangeText, rangeFromQuery, resolveRange } from '@/components/frame/range';
import type { EventSort } from '@/lib/events/filters';
import type { LaneGroup } from '@/lib/events/timeline-operations';
import { filtersFromUrl, sortFromUrl } from '@/lib/events/url-filters';
import { parseTime } from '@/lib/time/expressions';
import type { View } from './view';

// Said again here, so that the browser need not load every operation of the API for three words.
const laneGroups: readonly LaneGroup[] = ['service', 'environment', 'kind'];

/**
 * What the timeline's address says, and the questions to the API that follow from it. The server and the browser read it
 * with this one function, so that both ask the same. Pure.
 *
 *     from, to     the range, as every page has it
 *     window       a part of the range that is looked at closely: two instants with a slash between
 *     group        what a lane is: service, environment or kind
 *     sort         the order of the list
 *     event        the event whose panel is open
 *     live=off     do not follow
 *     kind, service, environment, status, …, q     the filters, as the API has them
 */
export interface TimelineState {
  range: RangeText;
  window: View | null;
  groupBy: LaneGroup;
  sort: EventSort;
  event: string | null;
  /** The filters alone, as a query string. */
  filters: string;
  refused: string[];
  /** Filters and range: what the histogram counts. */
  rangeQuery: string;
  /** Filters and what is in sight: what lanes and facets are asked for. */
  windowQuery: string;
  /** The same in the list's order. */
  listQuery: string;
}

export function readTimelineUrl(search: URLSearchParams): TimelineState {
  const range = rangeFromQuery(search, Date.UTC(2000, 0, 1));
  const window = parseWindow(search.get('window'));
  const { text: filters, refused } = filtersFromUrl(search);
  const sort = sortFromUrl(search);
  const said = search.get('group');
  const within = (from: string, to: string) => {
    const query = new URLSearchParams(filters);
    query.set('from', from);
    query.set('to', to);
    return query.toString();
  };
  const end = drawnEnd(range);
  const rangeQuery = within(range.from, end);
  const windowQuery = window ? within(iso(window.from), iso(window.to)) : rangeQuery;
  return {
    range,
    window,
    groupBy: laneGroups.find((group) => group === said) ?? 'service',
    sort,
    event: search.get('event'),
    filters,
    refused,
    rangeQuery,
    windowQuery,
    listQuery: sort === '-at' ? windowQuery : `${windowQuery}&sort=${sort}`,
  };
}

const iso = (at: number) => new Date(at).toISOString();

const minute = 60_000;
const aheads: ReadonlyArray<readonly [string, number]> = [
  ['7d', 10_080 * minute],
  ['3d', 4_320 * minute],
  ['1d', 1_440 * minute],
  ['12h', 720 * minute],
  ['4h', 240 * minute],
  ['2h', 120 * minute],
  ['1h', 60 * minute],
  ['30m', 30 * minute],
  ['10m', 10 * minute],
  ['5m', 5 * minute],
  ['1m', minute],
];

/**
 * Where the drawing of a range ends. One that ends now goes on for about a tenth of its length, so that what is planned next
 * can be seen ahead of the line that says now; any other ends where it ends.
 */
export function drawnEnd(range: RangeText): string {
  if (range.to !== 'now') return range.to;
  const now = Date.UTC(2000, 0, 1);
  const resolved = range.from.startsWith('now') ? resolveRange(range, now) : null;
  const room = resolved ? (resolved.to - resolved.from) / 10 : 120 * minute;
  const [word] = aheads.find(([, length]) => length <= room) ?? ['1m'];
  return `now+${word}`;
}

/** The drawn range in milliseconds at a moment. */
export function drawnRange(range: RangeText, now: number): View {
  const from = parseTime(range.from, now) ?? now - 86_400_000;
  const to = parseTime(drawnEnd(range), now, 'end') ?? now;
  return { from, to: Math.max(to, from + 1_000) };
}

/** Reads `2026-03-14T09:00:00Z/2026-03-14T10:30:00Z`; null when it is missing or makes no sense. */
export function parseWindow(text: string | null): View | null {
  const parts = text?.split('/') ?? [];
  if (parts.length !== 2) return null;
  const from = parseTime(parts[0] as string, 0);
  const to = parseTime(parts[1] as string, 0);
  return from === null || to === null || to - from < 1_000 ? null : { from, to };
}

/** Writes what {@link parseWindow} reads, to the second. */
export function formatWindow(view: View): string {
  const text = (at: number) => `${new Date(Math.round(at / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
  return `${text(view.from)}/${text(view.to)}`;
}
