import type { ActiveFilter } from '@/components/frame/active-filters';
import { valuesOf } from '@/components/frame/use-url-state';
import type { Priority } from '@/lib/events/vocabulary';
import type { IncidentCategory, IncidentOrigin, IncidentStatus } from '@/lib/incidents/vocabulary';
import { type BoardView, incidentFilterNames } from './board-url';
import { incidentCategoryLabel, incidentStatusLabel, originLabel, severityWord } from './words';

/** The filters of the address in words. Pure. */

const labels: Readonly<Record<string, string>> = {
  status: 'Status',
  severity: 'Severity',
  category: 'Category',
  origin: 'Origin',
  service: 'Service',
  environment: 'Environment',
  assignee: 'Assignee',
  rule: 'Rule',
  q: 'Text',
  from: 'Since',
  to: 'Until',
  startedFrom: 'Started since',
  merged: 'Merged',
};
export const filterLabel = (name: string) => labels[name] ?? name;

/** Closed vocabularies may come with commas between; names may hold commas. */
export const splits = (name: string) => ['status', 'severity', 'category', 'origin', 'rule'].includes(name);

/** The ranges that are offered. */
export const ranges: ReadonlyArray<{ value: string; label: string }> = [
  { value: '', label: 'Any time' },
  { value: 'now-24h', label: 'Last 24 hours' },
  { value: 'now-7d', label: 'Last 7 days' },
  { value: 'now-30d', label: 'Last 30 days' },
  { value: 'now-90d', label: 'Last 90 days' },
];

/** What a value of a filter reads as. */
export function filterText(name: string, value: string): string {
  switch (name) {
    case 'status':
      return incidentStatusLabel[value as IncidentStatus] ?? value;
    case 'severity':
      return severityWord[value as Priority]
        ? `${value} ${severityWord[value as Priority].toLowerCase()}`
        : value;
    case 'category':
      return incidentCategoryLabel[value as IncidentCategory] ?? value;
    case 'origin':
      return originLabel[value as IncidentOrigin] ?? value;
    case 'q':
      return `“${value}”`;
    case 'from':
    case 'to':
    case 'startedFrom':
      return ranges.find((range) => range.value === value)?.label.toLowerCase() ?? value;
    case 'merged':
      return 'also these';
    default:
      return value;
  }
}

/** The filters that apply in a view. */
export function activeFilters(query: URLSearchParams, view: BoardView): ActiveFilter[] {
  return incidentFilterNames
    .filter((name) => view === 'list' || name !== 'status')
    .flatMap((name) =>
      valuesOf(query, name, splits(name))
        .filter((value) => name !== 'merged' || value === 'true')
        .map((value) => ({ name, value, label: filterLabel(name), text: filterText(name, value) })),
    );
}
