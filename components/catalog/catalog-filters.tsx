'use client';

import { type ActiveFilter, ActiveFilters } from '@/components/frame/active-filters';
import { useUrlState, valuesOf } from '@/components/frame/use-url-state';
import { facetLabel, facetText, splits } from './catalog-facets';
import { catalogFilterNames } from './catalog-url';

const label = (name: string) =>
  ({ ...facetLabel, q: 'Text', name: 'Name', gone: 'Deleted' })[name as keyof typeof facetLabel] ?? name;

/** The filters that the address holds. */
export function useActiveFilters(): ActiveFilter[] {
  const { query } = useUrlState();
  return catalogFilterNames.flatMap((name) =>
    valuesOf(query, name, splits(name))
      .filter((value) => name !== 'gone' || value === 'true')
      .map((value) => ({ name, value, label: label(name), text: textOf(name, value) })),
  );
}

function textOf(name: string, value: string): string {
  if (name === 'q') return `“${value}”`;
  if (name === 'gone') return 'only these';
  return facetText(name, value);
}

/** Takes all filters back. */
export function useClearFilters(): () => void {
  const { setUrl } = useUrlState();
  return () => setUrl(Object.fromEntries(catalogFilterNames.map((name) => [name, null])));
}

type ActiveCatalogFiltersProps = {
  refused: readonly string[];
  /** The filters that mean something here; all of them when left out. */
  only?: readonly string[];
};

/** The filters that are active, and those that the address names and nobody understands. */
export function ActiveCatalogFilters({ refused, only }: ActiveCatalogFiltersProps) {
  return (
    <ActiveFilters
      active={useActiveFilters().filter(({ name }) => !only || only.includes(name))}
      splits={splits}
      refused={refused.map(label)}
      onClear={useClearFilters()}
    />
  );
}
