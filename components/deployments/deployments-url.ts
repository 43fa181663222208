import type { EnvironmentWire } from '@/lib/environments/schemas';
import { parseTime } from '@/lib/time/expressions';

/**
 * What the address of the matrix says, and the questions to the API that follow. The server and the browser read it with this one
 * function. Pure.
 *
 *     environment   the columns, in this order; all that were ever deployed to when left out
 *     service, team, q, differs   which rows
 *     at            as of this instant; now when left out
 *     rows          how many rows at most
 *     view          matrix (when left out) or compare
 *     between       what is compared: instants (when left out) or environments
 *     before, after, left, right   the two sides
 *     open, in      the service and environment whose panel is open
 */
export interface DeploymentsState {
  view: 'matrix' | 'compare';
  /** As it is written; null for now, also when it is no time. */
  at: string | null;
  environments: string[];
  services: string[];
  teams: string[];
  text: string;
  differs: boolean;
  rows: number;
  between: 'instants' | 'environments';
  before: string;
  after: string | null;
  left: string | null;
  right: string | null;
  place: Place | null;
  matrixQuery: string;
}

export interface Place {
  service: string;
  environment: string;
}

/** Rows of the matrix before "show more". */
export const usualRows = 100;
export const mostRows = 500;
/** The earlier instant of a comparison that names none. */
export const usualBefore = 'now-7d';

const valuesOf = (search: URLSearchParams, name: string) => [
  ...new Set(search.getAll(name).filter((value) => value !== '' && value.length <= 500)),
];

export function readDeploymentsUrl(search: URLSearchParams, now = Date.now()): DeploymentsState {
  const time = (name: string) => {
    const said = search.get(name);
    return said && said !== 'now' && parseTime(said, now) !== null ? said : null;
  };
  const [service, environment] = [search.get('open'), search.get('in')];
  const rows = Number(search.get('rows'));
  const state = {
    view: search.get('view') === 'compare' ? ('compare' as const) : ('matrix' as const),
    at: time('at'),
    environments: valuesOf(search, 'environment').slice(0, 50),
    services: valuesOf(search, 'service'),
    teams: valuesOf(search, 'team'),
    text: search.get('q')?.trim().slice(0, 200) ?? '',
    differs: search.get('differs') === 'true',
    rows: Number.isInteger(rows) && rows > usualRows ? Math.min(rows, mostRows) : usualRows,
    between: search.get('between') === 'environments' ? ('environments' as const) : ('instants' as const),
    before: time('before') ?? usualBefore,
    after: time('after'),
    left: search.get('left') || null,
    right: search.get('right') || null,
    place: service && environment ? { service, environment } : null,
  };
  return { ...state, matrixQuery: matrixQueryOf(state) };
}

function matrixQueryOf(state: Omit<DeploymentsState, 'matrixQuery'>): string {
  const query = new URLSearchParams();
  if (state.at !== null) query.set('at', state.at);
  for (const name of state.environments) query.append('environment', name);
  addRows(query, state);
  if (state.text) query.set('q', state.text);
  if (state.differs) query.set('differs', 'true');
  query.set('limit', String(state.rows));
  return query.toString();
}

function addRows(query: URLSearchParams, { services, teams }: Pick<DeploymentsState, 'services' | 'teams'>) {
  for (const name of services) query.append('service', name);
  for (const name of teams) query.append('team', name);
}

/** The question of one cell: for its panel. */
export function placeQuery({ service, environment }: Place, at: string | null): string {
  const query = new URLSearchParams({ service, environment, limit: '1' });
  if (at !== null) query.set('at', at);
  return query.toString();
}

/** What is compared: as the address says, else users' environment against the one before it. Null where there are not two. */
export function sidesOf(
  { left, right }: Pick<DeploymentsState, 'left' | 'right'>,
  environments: readonly Pick<EnvironmentWire, 'name' | 'tier' | 'services'>[],
): { left: string; right: string } | null {
  const used = environments.filter(({ services }) => services > 0);
  const production = used.findIndex(({ tier }) => tier === 'production');
  const last = production > 0 ? production : used.length - 1;
  const chosenRight = right ?? used[left !== null && used[last]?.name === left ? last - 1 : last]?.name;
  const chosenLeft = left ?? used[used[last]?.name === chosenRight ? last - 1 : last]?.name;
  if (!chosenLeft || !chosenRight || chosenLeft === chosenRight) return null;
  return { left: chosenLeft, right: chosenRight };
}

/** The question of the comparison; null while there is nothing to compare. */
export function differenceQueryOf(
  state: DeploymentsState,
  environments: readonly Pick<EnvironmentWire, 'name' | 'tier' | 'services'>[],
): string | null {
  const query = new URLSearchParams();
  if (state.between === 'instants') {
    query.set('from', state.before);
    if (state.after !== null) query.set('to', state.after);
    for (const name of state.environments) query.append('environment', name);
  } else {
    const sides = sidesOf(state, environments);
    if (sides === null) return null;
    query.set('left', sides.left);
    query.set('right', sides.right);
    if (state.at !== null) query.set('at', state.at);
  }
  addRows(query, state);
  return query.toString();
}

/** The history of a place up to an instant, last begun first. */
export function pastQuery({ service, environment }: Place, at: string | null): string {
  const query = new URLSearchParams({ service, environment });
  for (const phase of ['running', 'succeeded', 'attention', 'failed', 'aborted', 'noted'])
    query.append('phase', phase);
  if (at !== null) query.set('to', at);
  query.set('limit', '8');
  return query.toString();
}
