import type { Params } from '@/lib/db/params';
import { nameKey } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';
import type { IncidentFilters } from './filters';

/** The fields that facets count by, as they are read over {@link filterTables}. */
export const facetColumns = {
  status: 'i.status::text',
  severity: 'e.priority::text',
  category: 'i.category',
  service: 's.name',
  environment: 'v.name',
  assignee: "nullif(i.assignee, '')",
} as const;
export type IncidentFacet = keyof typeof facetColumns;
export const incidentFacetNames = Object.keys(facetColumns) as IncidentFacet[];

/** What filters and facets stand on. */
export const filterTables = `incident i JOIN event e ON e.id = i.event_id JOIN service s ON s.id = i.service_id
  LEFT JOIN environment v ON v.id = i.environment_id`;

/** The conditions of the filters, each keyed by its name, over {@link filterTables}. */
export function incidentConditions(
  filters: IncidentFilters,
  params: Params,
  now: number,
): Map<string, string> {
  const conditions = new Map<string, string>();
  const among = (name: string, column: string, type: string, values: readonly unknown[] | undefined) => {
    if (!values?.length) return;
    // A single value is compared by `=`: only then can an index that begins with the column also give the order.
    const compared =
      values.length === 1
        ? `= ${params.add(values[0])}::${type}`
        : `= ANY (${params.add(values)}::${type}[])`;
    conditions.set(name, `${column} ${compared}`);
  };
  among('status', 'i.status', 'incident_status', filters.status);
  among('severity', 'e.priority', 'priority', filters.severity);
  among('category', 'i.category', 'text', filters.category);
  among('origin', 'i.origin', 'incident_origin', filters.origin);
  among('service', 's.name_key', 'text', filters.service?.map(nameKey));
  among('environment', 'v.name_key', 'text', filters.environment?.map(nameKey));
  among('assignee', 'i.assignee', 'text', filters.assignee);
  among('rule', 'i.rule_id', 'int', filters.rule);
  const words = (filters.q ?? '').split(/\s+/u).filter((word) => word !== '');
  if (words.length > 0) conditions.set('q', words.map((word) => wordCondition(word, params)).join(' AND '));
  if (filters.from !== undefined) {
    const from = params.add(new Date(parseTime(filters.from, now) as number));
    conditions.set('from', `(i.ended_at IS NULL OR i.ended_at >= ${from})`);
  }
  if (filters.to !== undefined) {
    const to = params.add(new Date(parseTime(filters.to, now, 'end') as number));
    conditions.set('to', `i.started_at < ${to}`);
  }
  if (filters.startedFrom !== undefined) {
    const startedFrom = params.add(new Date(parseTime(filters.startedFrom, now) as number));
    conditions.set('startedFrom', `i.started_at >= ${startedFrom}`);
  }
  if (!filters.merged) conditions.set('merged', 'i.merged_into IS NULL');
  return conditions;
}

function wordCondition(word: string, params: Params): string {
  if (/^#\d+$/.test(word)) {
    const number = Number(word.slice(1));
    return number < 2 ** 31 ? `i.number = ${params.add(number)}` : 'false';
  }
  const pattern = params.add(`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
  return `(e.title ILIKE ${pattern} OR i.summary ILIKE ${pattern})`;
}
