'use client';

import { useQuery } from '@tanstack/react-query';
import { FacetGroup, FacetsSkeleton } from '@/components/frame/facet-group';
import { useUrlState } from '@/components/frame/use-url-state';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import type { CatalogFacetName } from '@/lib/catalog/filters';
import type { CatalogFacetsWire } from '@/lib/catalog/operations';
import { catalogFacetsOptions } from '@/lib/catalog/queries';
import type { EntryType } from '@/lib/catalog/vocabulary';
import { EntryGlyph } from './entry-glyph';
import { languageLabel, platformLabel, slaLabel, typeLabel } from './labels';

export const facetLabel: Record<CatalogFacetName, string> = {
  type: 'Type',
  slaLevel: 'Service level',
  owner: 'Owner',
  platform: 'Platform',
  language: 'Language',
  lifecycle: 'Lifecycle',
  discovered: 'Known from',
};
const order = Object.keys(facetLabel) as CatalogFacetName[];

const words: Partial<Record<CatalogFacetName, Readonly<Record<string, string>>>> = {
  type: typeLabel,
  slaLevel: slaLabel,
  platform: platformLabel,
  language: languageLabel,
  discovered: { true: 'Events only: discovered', false: 'A description' },
};

/** What a value of a facet reads as. */
export function facetText(name: string, value: string): string {
  return words[name as CatalogFacetName]?.[value] ?? value;
}

/** Closed vocabularies may come with commas between; names of owners may hold commas. */
export const splits = (name: string) => !['owner', 'lifecycle', 'q', 'name'].includes(name);

/** Without a single value a facet says nothing. */
const saying = (entries: CatalogFacetsWire['facets'][CatalogFacetName]) =>
  entries.some(({ value }) => value !== null) ? entries : [];

function TypeFace({ type }: { type: EntryType }) {
  return (
    <>
      <EntryGlyph type={type} size={13} className="text-fg-muted" />
      <span className="min-w-0 truncate">{facetText('type', type)}</span>
    </>
  );
}

/** The facets with their counts for what is listed. */
export function CatalogFacets({ query }: { query: string }) {
  const facets = useQuery(catalogFacetsOptions(query));
  if (facets.isPending) return <FacetsSkeleton groups={[7, 4, 7, 6]} />;
  if (facets.isError && !facets.data) {
    return (
      <ErrorState
        compact
        title="The filters could not be read"
        text="What you have chosen still applies."
        detail={facets.error.message}
        onRetry={() => facets.refetch()}
        retrying={facets.isFetching}
      />
    );
  }
  return (
    <div className={cn('pb-6', facets.isPlaceholderData && 'opacity-70')}>
      {order.map((name) => (
        <FacetGroup
          key={name}
          name={name}
          label={facetLabel[name]}
          entries={saying(facets.data.facets[name] ?? [])}
          commas={splits(name)}
          exclusive={name === 'discovered'}
          textOf={(value) => facetText(name, value)}
          show={name === 'type' ? (value) => <TypeFace type={value as EntryType} /> : undefined}
        />
      ))}
      <GoneFilter />
    </div>
  );
}

/** Deleted services are another list, not one more alternative. */
function GoneFilter() {
  const { query, setUrl } = useUrlState();
  return (
    <div className="px-3.5 py-2.5">
      <Checkbox
        checked={query.get('gone') === 'true'}
        onChange={(event) => setUrl({ gone: event.target.checked ? 'true' : null })}
      >
        Deleted ones instead
      </Checkbox>
    </div>
  );
}
