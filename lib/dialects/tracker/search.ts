import { type InputIssue, invalid } from '@/lib/errors';
import type { EventFilters } from '@/lib/events/filters';
import type { EventStatus } from '@/lib/events/vocabulary';
import type { RawQuery } from '@/lib/http/query';
import { nameKey } from '@/lib/names';
import { dateFormats, parseTrackerDate } from './dates';
import {
  type EnumTable,
  environmentEnum,
  priorityEnum,
  shown,
  statusEnum,
  storedStatuses,
  typeEnum,
  type WireEnum,
} from './enums';
import type { KnownEnvironments } from './read-field';

/**
 * The queries of search, lists and stats. Every name is read in both spellings and, for lists of values, in singular and
 * plural; unknown names are ignored and empty values count as not given, as on the wire. Pure.
 */

export interface QueryContext {
  table: EnumTable;
  environments: KnownEnvironments;
}

/** Most values of one parameter. */
const maxValues = 100;
const maxTextLength = 500;

/** All values of a parameter under any of its names, without empty ones. */
export function valuesOf(query: RawQuery, ...names: readonly string[]): string[] {
  return names.flatMap((name) => (Object.hasOwn(query, name) ? (query[name] ?? []) : [])).filter(Boolean);
}

/** The environments that a query names, to be looked up beforehand. */
export function environmentsIn(query: RawQuery): string[] {
  return valuesOf(query, 'environment', 'environments');
}

/** Reads what search and stats filter by. Gives no filters for parameters that are not there. Collects issues. */
function readFilters(
  query: RawQuery,
  { table, environments }: QueryContext,
  issues: InputIssue[],
): EventFilters {
  const filters: EventFilters = {};
  const kinds = enums(query, typeEnum, ['type', 'types'], table, issues);
  if (kinds.length > 0) filters.kind = kinds;
  const priorities = enums(query, priorityEnum, ['priority', 'priorities'], table, issues);
  if (priorities.length > 0) filters.priority = priorities;
  const statuses: EventStatus[] = enums(query, statusEnum, ['status', 'statuses'], table, issues).flatMap(
    storedStatuses,
  );
  if (statuses.length > 0) filters.status = statuses;

  const named = environmentsIn(query).flatMap((text) => {
    // A name that exists may hold a comma.
    const existing = environments.get(nameKey(text));
    return existing === undefined
      ? enumValues(text, environmentEnum, 'environment', table, issues)
      : [existing];
  });
  if (named.length > 0) filters.environment = limited(named, 'environment', issues);

  for (const [filter, names] of textFilters) {
    const texts = limited(valuesOf(query, ...names), names[0], issues);
    if (texts.some((text) => text.length > maxTextLength))
      issues.push(queryIssue(names[0], `is longer than ${maxTextLength} characters`));
    if (texts.length > 0) filters[filter] = texts;
  }
  const impact = valuesOf(query, 'impact').flatMap((text) => impactLevels(text, table, issues));
  if (impact.length > 0) filters.impact = impact;
  return filters;
}

const textFilters = [
  ['service', ['service', 'services']],
  ['source', ['source', 'sources']],
  ['slackId', ['slack_id', 'slackId']],
] as const;

/**
 * The filters of a search. Throws `invalid` for values that are not allowed, for a window that ends before it begins,
 * and when there is nothing to search by.
 */
export function readSearch(query: RawQuery, context: QueryContext): EventFilters {
  const issues: InputIssue[] = [];
  const filters = readFilters(query, context, issues);
  const q = valuesOf(query, 'q', 'text').join(' ');
  if (q.length > 200) issues.push(queryIssue('q', 'is longer than 200 characters'));
  if (q.trim() !== '') filters.q = q;
  const window = readWindow(query, issues);
  if (window.start !== null) filters.from = new Date(window.start).toISOString();
  // The wire's end belongs to the window, the domain's does not.
  if (window.end !== null) filters.to = new Date(window.end + 1).toISOString();
  if (issues.length > 0) throw invalid(issues);
  if (Object.keys(filters).length === 0) {
    throw invalid([
      {
        in: 'query',
        path: [],
        detail:
          'no filter for search events: give at least one of type, priority, status, environment, service, source, impact, slack_id, q, start_date, end_date',
      },
    ]);
  }
  return ofTracker(filters);
}

/** What stats count: filters, and the dates as they were written. */
export interface StatsQuery {
  filters: EventFilters;
  startDate: string;
  endDate: string;
  byService: boolean;
}

/** The query of stats. Throws `invalid`; both dates are required. */
export function readStats(query: RawQuery, context: QueryContext): StatsQuery {
  const issues: InputIssue[] = [];
  const filters = readFilters(query, context, issues);
  const { start, end, startDate, endDate } = readWindow(query, issues);
  if (startDate === '' || endDate === '')
    issues.push({
      in: 'query',
      path: [],
      detail: 'failed to create stats filter: start_date and end_date are required',
    });
  const group = valuesOf(query, 'group_by_service', 'groupByService');
  const byService = goBool(group[0] ?? 'false');
  if (byService === null || group.length > 1)
    issues.push(queryIssue('group_by_service', 'must be given once, as true or false'));
  if (issues.length > 0 || start === null || end === null) throw invalid(issues);
  filters.from = new Date(start).toISOString();
  filters.to = new Date(end + 1).toISOString();
  return { filters: ofTracker(filters), startDate, endDate, byService: byService ?? false };
}

/** Without a type, what Tracker knows is meant: other kinds have no place on this wire. */
export function ofTracker(filters: EventFilters): EventFilters {
  return filters.kind ? filters : { ...filters, kind: [...typeEnum.values] };
}

/** What takes place on the day of `now` in UTC, whenever it began. */
export function today(now: number): EventFilters {
  const day = new Date(now).toISOString().slice(0, 10);
  return ofTracker({ from: `${day}T00:00:00.000Z`, to: day });
}

function readWindow(query: RawQuery, issues: InputIssue[]) {
  const startDate = single(query, ['start_date', 'startDate'], issues);
  const endDate = single(query, ['end_date', 'endDate'], issues);
  const start = point(startDate, 'start_date', 'start', issues);
  const end = point(endDate, 'end_date', 'end', issues);
  if (start !== null && end !== null && end < start)
    issues.push({
      in: 'query',
      path: [],
      detail: `start_date ${startDate} and end_date ${endDate} are inversed`,
    });
  return { start, end, startDate, endDate };
}

function point(text: string, name: string, edge: 'start' | 'end', issues: InputIssue[]): number | null {
  if (text === '') return null;
  const time = parseTrackerDate(text, edge);
  if (time === null) issues.push(queryIssue(name, `is ${shown(text)}, expected ${dateFormats}`));
  return time;
}

/** A parameter that may be given once; empty when it is not there. */
function single(query: RawQuery, names: readonly [string, ...string[]], issues: InputIssue[]): string {
  const values = valuesOf(query, ...names);
  if (values.length > 1) issues.push(queryIssue(names[0], 'too many values: give it once'));
  return values[0] ?? '';
}

function enums<T extends string>(
  query: RawQuery,
  wireEnum: WireEnum<T>,
  names: readonly [string, ...string[]],
  table: EnumTable,
  issues: InputIssue[],
): T[] {
  const values = valuesOf(query, ...names).flatMap((text) =>
    enumValues(text, wireEnum, names[0], table, issues),
  );
  return limited(values, names[0], issues);
}

/** The values in a text; several by commas, since no name holds one. Zero stands for "any". */
function enumValues<T extends string>(
  text: string,
  wireEnum: WireEnum<T>,
  name: string,
  table: EnumTable,
  issues: InputIssue[],
): T[] {
  return text.split(',').flatMap((part) => {
    const value = wireEnum.read(part, table);
    if (value === undefined) issues.push(queryIssue(name, wireEnum.refusal(part, table)));
    return value ?? [];
  });
}

/** With the proto's enums impact is a boolean as Go reads it; else a level, or true for any and false for none. */
function impactLevels(text: string, table: EnumTable, issues: InputIssue[]): number[] {
  if (table === 'guide' && /^[0-3]$/.test(text)) return [Number(text)];
  const any = goBool(text);
  if (any === null)
    issues.push(queryIssue('impact', `is ${shown(text)}, allowed are 0, 1, 2, 3, true, false`));
  return any === true ? [1, 2, 3] : any === false ? [0] : [];
}

/** As Go's ParseBool. */
function goBool(text: string): boolean | null {
  if (/^(?:1|t|T|true|TRUE|True)$/.test(text)) return true;
  return /^(?:0|f|F|false|FALSE|False)$/.test(text) ? false : null;
}

function limited<T>(values: T[], name: string, issues: InputIssue[]): T[] {
  if (values.length > maxValues) issues.push(queryIssue(name, `has more than ${maxValues} values`));
  return values;
}

const queryIssue = (name: string, detail: string): InputIssue => ({ in: 'query', path: [name], detail });
