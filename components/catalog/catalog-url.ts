import { type CatalogFilters, catalogFilterShape, catalogFilters } from '@/lib/catalog/filters';
import { deliverableTypes } from '@/lib/catalog/vocabulary';
import { rawQuery } from '@/lib/http/query';

/**
 * What the catalog's address says, and the questions to the API that follow from it. The server and the browser read it with
 * this one function, so that both ask the same. Pure.
 *
 *     view         table (left out), graph or compliance
 *     types        compliance: which types of deliverables count
 *     outdated     compliance: only projects with something outdated
 *     type, language, platform, slaLevel, lifecycle, owner, discovered, gone, q     the filters, as the API has them
 */
export const catalogViews = ['table', 'graph', 'compliance'] as const;
export type CatalogView = (typeof catalogViews)[number];

type FilterName = keyof typeof catalogFilterShape;
/** Every filter that the address may carry. */
export const catalogFilterNames = Object.keys(catalogFilterShape) as FilterName[];

export interface CatalogState {
  view: CatalogView;
  /** The accepted filters as a query string for the API, always written the same for the same filters. */
  filters: string;
  /** Names of filters that were left out, because the API would refuse their values. */
  refused: string[];
  /** What compliance is asked for. */
  complianceQuery: string;
}

/** The whole graph is asked for at once; what is shown of it is decided in the browser. */
export const wholeGraphQuery = 'limit=2000';

export function readCatalogUrl(search: URLSearchParams): CatalogState {
  const raw = rawQuery(search);
  const kept = new URLSearchParams();
  const refused: string[] = [];
  for (const name of catalogFilterNames) {
    const values = raw[name]?.filter((value) => value.trim() !== '');
    if (!values?.length) continue;
    const parsed = catalogFilterShape[name].safeParse(values);
    if (!parsed.success) {
      refused.push(name);
      continue;
    }
    // Not gone is what everybody means who says nothing.
    if (name === 'gone' && parsed.data === false) continue;
    const accepted = parsed.data === undefined ? [] : [parsed.data].flat();
    for (const value of [...new Set(accepted.map(String))].sort()) if (value !== '') kept.append(name, value);
  }
  const said = search.get('view');
  const types = deliverableTypes.filter((type) => search.getAll('types').join(',').split(',').includes(type));
  return {
    view: catalogViews.find((view) => view === said) ?? 'table',
    filters: kept.toString(),
    refused,
    complianceQuery: types.length > 0 ? `types=${types.join(',')}` : '',
  };
}

/** The filters that a query string from {@link readCatalogUrl} stands for. */
export function catalogFiltersOf(text: string): CatalogFilters {
  return catalogFilters.parse({ ...rawQuery(new URLSearchParams(text)) });
}
