import { rawQuery } from '@/lib/http/query';
import { type EventFilters, type EventSort, eventFilterShape, eventFilters, eventSorts } from './filters';

/**
 * The filters of a page's address, read with the very schema that the API reads its query with. Client-safe.
 */

type FilterName = Exclude<keyof typeof eventFilterShape, 'from' | 'to'>;

/** Every filter a page's address may carry; the range is read separately. */
export const urlFilterNames = (Object.keys(eventFilterShape) as (keyof typeof eventFilterShape)[]).filter(
  (name): name is FilterName => name !== 'from' && name !== 'to',
);

export interface UrlFilters {
  /** The accepted filters as a query string for the API, always written the same for the same filters. */
  text: string;
  /** Names of filters that were left out, because the API would refuse their values. */
  refused: string[];
}

/** Reads the filters of an address. What the API would refuse is left out, so that a mistyped link still shows something. */
export function filtersFromUrl(search: URLSearchParams): UrlFilters {
  const raw = rawQuery(search);
  const kept = new URLSearchParams();
  const refused: string[] = [];
  for (const name of urlFilterNames) {
    const values = raw[name];
    if (!values) continue;
    const parsed = eventFilterShape[name].safeParse(values);
    // U+0000 is refused where the API reads any query; Postgres knows no such text.
    if (!parsed.success || values.some((value) => value.includes('\u0000'))) {
      refused.push(name);
      continue;
    }
    const accepted = parsed.data === undefined ? [] : [parsed.data].flat();
    for (const value of [...new Set(accepted.map(String))].sort()) if (value !== '') kept.append(name, value);
  }
  return { text: kept.toString(), refused };
}

/** The filters that a query string from {@link filtersFromUrl} stands for. */
export function filtersOf(text: string): EventFilters {
  return eventFilters.parse({ ...rawQuery(new URLSearchParams(text)) });
}

/** The order in the address, or newest first. */
export function sortFromUrl(search: URLSearchParams): EventSort {
  const said = search.get('sort');
  return eventSorts.find((sort) => sort === said) ?? '-at';
}
