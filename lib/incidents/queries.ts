import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask, ifMatch, withQuery } from '@/lib/http/client';
import type { SuspectedOfWire, SuspectsWire } from './cause-operations';
import type { IncidentFiguresWire, SuspectFiguresWire } from './insight-operations';
import type {
  IncidentEventsWire,
  IncidentFacetsWire,
  IncidentHistogramWire,
  IncidentPageWire,
  IncidentTimelineWire,
} from './operations';
import type {
  IncidentDetailWire,
  IncidentDraft,
  IncidentEntryWire,
  IncidentPatch,
  SimilarIncidentWire,
  StatusMove,
} from './schemas';
import type { Verdict } from './vocabulary';

/**
 * What pages ask about incidents: one key and one request for each question. The server fills the same keys for the first paint, in
 * wire form. Client-safe. A `query` is the API's own query string without the page.
 */

/** Cards that a column of the board, and rows that the list, reads at a time. */
export const incidentPageSize = 50;

/** Entries of a timeline that are read at a time: most incidents have fewer. */
export const timelinePageSize = 500;

export const incidentKeys = {
  all: ['incidents'] as const,
  lists: ['incidents', 'list'] as const,
  list: (query: string) => ['incidents', 'list', query] as const,
  allFacets: ['incidents', 'facets'] as const,
  facets: (query: string) => ['incidents', 'facets', query] as const,
  /** Everything about one incident. */
  one: (number: number) => ['incidents', 'one', number] as const,
  detail: (number: number) => ['incidents', 'one', number, 'detail'] as const,
  timeline: (number: number) => ['incidents', 'one', number, 'timeline'] as const,
  events: (number: number, query: string) => ['incidents', 'one', number, 'events', query] as const,
  histogram: (number: number) => ['incidents', 'one', number, 'histogram'] as const,
  suspects: (number: number) => ['incidents', 'one', number, 'suspects'] as const,
  similar: (number: number) => ['incidents', 'one', number, 'similar'] as const,
  /** The incidents that a change is suspected of. */
  suspectedOf: (eventId: string) => ['incidents', 'suspected-of', eventId] as const,
  figures: (query: string) => ['incidents', 'figures', query] as const,
  suspectFigures: (query: string) => ['incidents', 'suspect-figures', query] as const,
};

const root = '/api/v2/incidents';

/** Where the API has one incident, and what belongs to it. */
export const incidentPath = (number: number, part?: string) =>
  part ? `${root}/${number}/${part}` : `${root}/${number}`;

/** A list, page after page. `query` may hold filters, `sort`, `activity` and a `limit`. */
export const incidentListOptions = (query: string) =>
  infiniteQueryOptions({
    queryKey: incidentKeys.list(query),
    queryFn: ({ pageParam, signal }) => {
      const limit = new URLSearchParams(query).get('limit') ?? String(incidentPageSize);
      return ask<IncidentPageWire>(withQuery(root, query, { limit, cursor: pageParam }), { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Counts by status, severity, service and more, for the filters beside a list. */
export const incidentFacetsOptions = (query: string) =>
  queryOptions({
    queryKey: incidentKeys.facets(query),
    queryFn: ({ signal }) => ask<IncidentFacetsWire>(withQuery(`${root}/facets`, query), { signal }),
    placeholderData: keepPreviousData,
  });

/** One incident by its number. */
export const incidentOptions = (number: number) =>
  queryOptions({
    queryKey: incidentKeys.detail(number),
    queryFn: ({ signal }) => ask<IncidentDetailWire>(incidentPath(number), { signal }),
  });

/** What happened to an incident, oldest first, page after page. */
export const incidentTimelineOptions = (number: number) =>
  infiniteQueryOptions({
    queryKey: incidentKeys.timeline(number),
    queryFn: ({ pageParam, signal }) =>
      ask<IncidentTimelineWire>(
        withQuery(incidentPath(number, 'timeline'), '', {
          limit: String(timelinePageSize),
          cursor: pageParam,
        }),
        {
          signal,
        },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });

/** The signals of an incident, page after page. `query` may hold `level` and `sort`. */
export const incidentEventsOptions = (number: number, query = '') =>
  infiniteQueryOptions({
    queryKey: incidentKeys.events(number, query),
    queryFn: ({ pageParam, signal }) =>
      ask<IncidentEventsWire>(withQuery(incidentPath(number, 'events'), query, { cursor: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });

/** Its signals over time. */
export const incidentHistogramOptions = (number: number) =>
  queryOptions({
    queryKey: incidentKeys.histogram(number),
    queryFn: ({ signal }) => ask<IncidentHistogramWire>(incidentPath(number, 'histogram'), { signal }),
  });

/** What changed: the ranked suspects. */
export const suspectsOptions = (number: number) =>
  queryOptions({
    queryKey: incidentKeys.suspects(number),
    queryFn: ({ signal }) => ask<SuspectsWire>(incidentPath(number, 'suspects'), { signal }),
  });

/** Past incidents that looked alike. */
export const similarIncidentsOptions = (number: number) =>
  queryOptions({
    queryKey: incidentKeys.similar(number),
    queryFn: ({ signal }) =>
      ask<{ items: SimilarIncidentWire[] }>(incidentPath(number, 'similar'), { signal }),
  });

/** The incidents that an event is suspected of, is, or belongs to. */
export const suspectedOfOptions = (eventId: string) =>
  queryOptions({
    queryKey: incidentKeys.suspectedOf(eventId),
    queryFn: ({ signal }) =>
      ask<SuspectedOfWire>(`/api/v2/events/${encodeURIComponent(eventId)}/incidents`, { signal }),
  });

/** Times to acknowledge and to resolve. */
export const incidentFiguresOptions = (query: string) =>
  queryOptions({
    queryKey: incidentKeys.figures(query),
    queryFn: ({ signal }) =>
      ask<IncidentFiguresWire>(withQuery('/api/v2/insights/incidents', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** How often the confirmed cause was ranked first. */
export const suspectFiguresOptions = (query: string) =>
  queryOptions({
    queryKey: incidentKeys.suspectFigures(query),
    queryFn: ({ signal }) =>
      ask<SuspectFiguresWire>(withQuery('/api/v2/insights/suspects', query), { signal }),
    placeholderData: keepPreviousData,
  });

/** Reports an incident. Sent again with the same key, it is made once. */
export const createIncident = (draft: Partial<IncidentDraft>, key: string) =>
  ask<IncidentDetailWire>(root, { method: 'POST', body: draft, headers: { 'idempotency-key': key } });

/** Moves an incident; with `from`, answers 409 and who it was when somebody else was faster. */
export const moveIncident = (number: number, move: Partial<StatusMove> & Pick<StatusMove, 'status'>) =>
  ask<IncidentDetailWire>(incidentPath(number, 'status'), { method: 'POST', body: move });

/** Says that somebody is on it. */
export const acknowledgeIncident = (number: number) =>
  ask<IncidentDetailWire>(incidentPath(number, 'acknowledge'), { method: 'POST' });

/** Changes an incident; with a revision only if nobody else was faster, else 412. */
export const patchIncident = (number: number, patch: Partial<IncidentPatch>, revision?: number) =>
  ask<IncidentDetailWire>(incidentPath(number), {
    method: 'PATCH',
    body: patch,
    ...(revision === undefined ? {} : { headers: ifMatch(revision) }),
  });

/** Says what a person thinks of a suspect; null takes it back. */
export const judgeSuspect = (number: number, eventId: string, verdict: Verdict | null) =>
  ask<SuspectsWire>(incidentPath(number, `suspects/${encodeURIComponent(eventId)}`), {
    method: 'POST',
    body: { verdict },
  });

/** Adds a note, Markdown. Sent again with the same key, it is added once. */
export const addNote = (number: number, text: string, key: string) =>
  ask<IncidentEntryWire>(incidentPath(number, 'notes'), {
    method: 'POST',
    body: { text },
    headers: { 'idempotency-key': key },
  });

/** Judges it again: the built-in classifier at once, the model afterwards. */
export const triageAgain = (number: number) =>
  ask<IncidentDetailWire>(incidentPath(number, 'triage'), { method: 'POST' });

/** Merges an incident into another; gives the one that goes on. */
export const mergeIncident = (number: number, into: number) =>
  ask<IncidentDetailWire>(incidentPath(number, 'merge'), { method: 'POST', body: { into } });

/** Makes an incident of its own out of some signals. */
export const splitIncident = (number: number, eventIds: readonly string[], key: string) =>
  ask<IncidentDetailWire>(incidentPath(number, 'split'), {
    method: 'POST',
    body: { eventIds },
    headers: { 'idempotency-key': key },
  });

/** A postmortem drafted from what happened; nothing is stored. */
export const draftPostmortem = (number: number) =>
  ask<{ text: string }>(incidentPath(number, 'postmortem/draft'));
