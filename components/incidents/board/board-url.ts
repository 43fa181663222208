import { rawQuery } from '@/lib/http/query';
import {
  type IncidentFilters,
  type IncidentSort,
  incidentFilterShape,
  incidentFilters,
  incidentSorts,
} from '@/lib/incidents/filters';
import { type IncidentStatus, incidentStatuses } from '@/lib/incidents/vocabulary';

/**
 * What the address of the incidents page says, and the questions to the API that follow. The server and the browser read it with this
 * one function, so that both ask the same. Pure.
 *
 *     view       board (when left out) or list
 *     column     the column in sight where only one fits
 *     closed     all: every closed incident on the board, not only those of the last days
 *     sort       of the list, as the API has it
 *     filters    open: the facets stand beside the board
 *     report     the form for a new incident is open
 *     service, environment, severity, category, origin, assignee, rule, q, from, to, merged      the filters, as the API has them
 *     status     a filter too, for the list: on the board the columns say it
 */
export type BoardView = 'board' | 'list';

type FilterName = keyof typeof incidentFilterShape;
/** Every filter that the address may carry. */
export const incidentFilterNames = Object.keys(incidentFilterShape) as FilterName[];

/** How far back closed incidents are shown as long as nobody asks for more. */
export const closedDays = 7;
/** Cards that a column reads at a time. */
const columnSize = 25;

export interface BoardState {
  view: BoardView;
  column: IncidentStatus;
  /** Whether closed incidents are cut off at {@link closedDays}. */
  closedCut: boolean;
  sort: IncidentSort;
  facetsOpen: boolean;
  /** The accepted filters as a query string for the API, always written the same for the same filters. */
  filters: string;
  /** Names of filters that were left out, because the API would refuse their values. */
  refused: string[];
  /** What each column of the board asks for. */
  columns: Record<IncidentStatus, string>;
  /** What the list asks for. */
  listQuery: string;
}

/** Where eyes are needed the gravest come first; of what is over, the last that changed. */
export const columnSort: Record<IncidentStatus, IncidentSort> = {
  open: 'severity',
  investigating: 'severity',
  resolved: '-updatedAt',
  closed: '-updatedAt',
};

export function readBoardUrl(search: URLSearchParams): BoardState {
  const raw = rawQuery(search);
  const kept = new URLSearchParams();
  const refused: string[] = [];
  for (const name of incidentFilterNames) {
    const values = raw[name]?.map((value) => value.trim()).filter((value) => value !== '');
    if (!values?.length) continue;
    const parsed = incidentFilterShape[name].safeParse(values);
    if (!parsed.success) {
      refused.push(name);
      continue;
    }
    if (name === 'merged' && parsed.data === false) continue;
    const accepted = parsed.data === undefined ? [] : [parsed.data].flat();
    for (const value of [...new Set(accepted.map(String))].sort()) if (value !== '') kept.append(name, value);
  }
  const view = search.get('view') === 'list' ? 'list' : 'board';
  const base = new URLSearchParams(kept);
  base.delete('status');
  const closedCut = search.get('closed') !== 'all' && !base.has('from');
  const columns = Object.fromEntries(
    incidentStatuses.map((status) => {
      const query = new URLSearchParams(base);
      query.set('status', status);
      query.set('sort', columnSort[status]);
      if (status === 'closed' && closedCut) query.set('from', `now-${closedDays}d`);
      query.set('limit', String(columnSize));
      query.set('activity', 'true');
      query.set('total', 'true');
      return [status, query.toString()];
    }),
  ) as Record<IncidentStatus, string>;
  const sort = incidentSorts.find((known) => known === search.get('sort')) ?? '-startedAt';
  const list = new URLSearchParams(kept);
  list.set('sort', sort);
  list.set('total', 'true');
  return {
    view,
    column: incidentStatuses.find((status) => status === search.get('column')) ?? 'open',
    closedCut,
    sort,
    facetsOpen: search.get('filters') === 'open',
    filters: (view === 'list' ? kept : base).toString(),
    refused,
    columns,
    listQuery: list.toString(),
  };
}

/** The filters that a query string from {@link readBoardUrl} stands for. */
export function incidentFiltersOf(text: string): IncidentFilters {
  return incidentFilters.parse({ ...rawQuery(new URLSearchParams(text)) });
}
