import { lockEndings } from '@/lib/locks/schemas';
import type { LockFilters, Scope } from './scopes';

/**
 * What the address of the locks page says, and the questions to the API that follow. The server and the browser read it with this one
 * function. Pure.
 *
 *     view      held (when left out), deploy or history
 *     lock      the lock whose panel is open
 *     environment, service, holder, q      what the page is narrowed to
 *     endedAs   how a term ended, in the history
 *     acquire   the form for a new lock is open
 */
const lockViews = ['held', 'deploy', 'history'] as const;
export type LockView = (typeof lockViews)[number];

export interface LocksState {
  view: LockView;
  lock: string | null;
  filters: LockFilters;
  endedAs: string[];
  historyQuery: string;
  availabilityQuery: string;
}

/** All who hold and wait: few enough to be read at once, so that narrowing asks nothing and hides no wider lock. */
export const liveQuery = 'state=held&state=queued&limit=500';

const valuesOf = (search: URLSearchParams, name: string) => [
  ...new Set(search.getAll(name).filter((value) => value !== '')),
];

export function readLocksUrl(search: URLSearchParams): LocksState {
  const said = search.get('view');
  const filters: LockFilters = {
    environments: valuesOf(search, 'environment'),
    services: valuesOf(search, 'service'),
    holders: valuesOf(search, 'holder'),
    text: search.get('q')?.trim() ?? '',
  };
  const endedAs = valuesOf(search, 'endedAs').filter((value) =>
    (lockEndings as readonly string[]).includes(value),
  );
  const history = new URLSearchParams();
  for (const name of filters.environments) history.append('environment', name);
  for (const name of filters.services) history.append('service', name);
  for (const name of filters.holders) history.append('holder', name);
  for (const value of endedAs) history.append('endedAs', value);
  history.set('limit', '50');
  const availability = new URLSearchParams();
  const [service] = filters.services;
  if (service !== undefined) availability.set('service', service);
  return {
    view: lockViews.find((view) => view === said) ?? 'held',
    lock: search.get('lock'),
    filters,
    endedAs,
    historyQuery: history.toString(),
    availabilityQuery: availability.toString(),
  };
}

/** The history of what a lock is on, with what is inside of it. */
export function pastQuery({ environment, service, resource }: Scope): string {
  const query = new URLSearchParams();
  if (environment !== null) query.set('environment', environment);
  if (service !== null) query.set('service', service);
  if (resource !== null) query.set('resource', resource);
  query.set('limit', '25');
  return query.toString();
}
