import { type InputIssue, invalid } from '@/lib/errors';
import type { RawQuery } from '@/lib/http/query';
import { valuesOf } from './search';

/** Most events that an answer without paging holds: what clients of Tracker expect is everything. */
export const listCap = 5_000;
/** Largest page. */
export const maxPerPage = 1_000;
export const defaultPerPage = 50;
/** How far numbered pages reach. Whoever needs more narrows the search by dates, or follows the native API's cursor. */
const maxReach = 100_000;
/** `totalCount` is exact up to here. */
export const countBound = 1_000_000;

/** A slice of a list. */
export interface Slice {
  offset: number;
  limit: number;
}

/** The page that a query asks for, or null when it asks for none. Throws `invalid` saying what is allowed. */
export function readPage(query: RawQuery): Slice | null {
  const issues: InputIssue[] = [];
  const perPage = number(query, ['per_page', 'perPage'], maxPerPage, issues);
  const page = number(query, ['page'], maxReach, issues);
  if (issues.length > 0) throw invalid(issues);
  if (perPage === null && page === null) return null;
  const limit = perPage ?? defaultPerPage;
  const offset = ((page ?? 1) - 1) * limit;
  if (offset + limit > maxReach) {
    throw invalid([
      {
        in: 'query',
        path: ['page'],
        detail: `reaches too deep: page × per_page may be up to ${maxReach}; narrow the search by start_date and end_date`,
      },
    ]);
  }
  return { offset, limit };
}

function number(
  query: RawQuery,
  names: readonly [string, ...string[]],
  max: number,
  issues: InputIssue[],
): number | null {
  const values = valuesOf(query, ...names);
  if (values.length === 0) return null;
  const text = values[0] as string;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (values.length > 1)
    issues.push({ in: 'query', path: [names[0]], detail: 'too many values: give it once' });
  else if (value < 1 || value > max)
    issues.push({
      in: 'query',
      path: [names[0]],
      detail: `is ${JSON.stringify(text.slice(0, 40))}, must be a whole number from 1 to ${max}`,
    });
  return value;
}
