'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useUrlState, useUrlValues } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
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
/** Rows of a facet before "show more", and from where on one can search in it. */
const few = 8;
const many = 12;

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

/** The facets with their counts for what is listed. */
export function CatalogFacets({ query }: { query: string }) {
  const facets = useQuery(catalogFacetsOptions(query));
  if (facets.isPending) return <FacetsSkeleton />;
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
        <Facet key={name} name={name} entries={facets.data.facets[name] ?? []} />
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

type Entry = CatalogFacetsWire['facets'][CatalogFacetName][number];

function Facet({ name, entries }: { name: CatalogFacetName; entries: readonly Entry[] }) {
  const [chosen, setChosen] = useUrlValues(name, splits(name));
  const [open, setOpen] = useState(true);
  const [all, setAll] = useState(false);
  const [text, setText] = useState('');
  // What is chosen stays in the list, also when nothing of it is there.
  const missing = chosen.filter((value) => !entries.some((entry) => entry.value === value));
  const rows = [...entries, ...missing.map((value) => ({ value, count: 0 }))];
  // A facet without a single value says nothing.
  if (rows.every(({ value }) => value === null)) return null;
  const found = text
    ? rows.filter(
        ({ value }) => value && facetText(name, value).toLowerCase().includes(text.trim().toLowerCase()),
      )
    : rows;
  const shown =
    all || text
      ? found
      : found.filter((row, index) => index < few || (row.value && chosen.includes(row.value)));
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const toggle = (value: string) => {
    if (chosen.includes(value)) return setChosen(chosen.filter((other) => other !== value));
    // Two states that exclude each other: both would be the same as none.
    setChosen(name === 'discovered' ? [value] : [...chosen, value]);
  };

  return (
    <fieldset className="border-b border-line px-2 py-1.5">
      <legend className="sr-only">{facetLabel[name]}</legend>
      <div className="flex items-center">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="group flex h-control-sm flex-1 items-center gap-1 rounded-sm px-1 text-xs font-medium text-fg-muted hover:text-fg"
        >
          <ChevronRight
            size={13}
            aria-hidden
            className="text-fg-subtle transition-transform duration-100 group-aria-expanded:rotate-90"
          />
          {facetLabel[name]}
          {!open && <span className="nums font-normal text-fg-subtle">{rows.length}</span>}
        </button>
        {chosen.length > 0 && (
          <Button
            variant="ghost"
            size="sm"
            onClick={() => setChosen([])}
            aria-label={`Clear ${facetLabel[name]}`}
          >
            Clear
          </Button>
        )}
      </div>
      {open && (
        <>
          {rows.length > many && (
            <div className="px-1 pt-0.5 pb-1">
              <SearchInput
                aria-label={`Find in ${facetLabel[name]}`}
                placeholder={`Find in ${rows.length}`}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            </div>
          )}
          <ul>
            {shown.map(({ value, count }) => (
              <li key={value ?? ''}>
                {value === null ? (
                  <span className="flex h-6.5 items-center gap-2 pr-1.5 pl-7.5 text-fg-subtle">
                    <span className="min-w-0 flex-1 truncate">None</span>
                    <Count count={count} most={most} />
                  </span>
                ) : (
                  <Checkbox
                    checked={chosen.includes(value)}
                    onChange={() => toggle(value)}
                    className="group/facet h-6.5 w-full rounded-sm px-1.5 hover:bg-surface-2 pointer-coarse:h-11"
                  >
                    <span className="flex min-w-0 flex-1 items-center gap-1.5">
                      <FacetMark name={name} value={value} />
                      <span className="min-w-0 truncate">{facetText(name, value)}</span>
                    </span>
                    <Count count={count} most={most} />
                  </Checkbox>
                )}
              </li>
            ))}
            {found.length === 0 && (
              <li className="px-1.5 py-1 text-fg-muted">Nothing is called like that.</li>
            )}
          </ul>
          {!text && found.length > few && (
            <Button
              variant="ghost"
              size="sm"
              className="w-full justify-start pl-7.5"
              onClick={() => setAll(!all)}
            >
              {all ? 'Show fewer' : `Show all ${found.length}`}
            </Button>
          )}
        </>
      )}
    </fieldset>
  );
}

function FacetMark({ name, value }: { name: CatalogFacetName; value: string }): ReactNode {
  if (name !== 'type') return null;
  return <EntryGlyph type={value as EntryType} size={13} className="text-fg-muted" />;
}

function Count({ count, most }: { count: number; most: number }) {
  return (
    <span className="relative flex w-12 shrink-0 justify-end">
      <span
        aria-hidden
        className="absolute inset-y-0 right-0 rounded-xs bg-surface-3 group-hover/facet:bg-line-strong/60"
        style={{ width: `${Math.max(4, (count / most) * 100)}%` }}
      />
      <span className="nums relative px-1 text-2xs leading-4 text-fg-muted">
        {count.toLocaleString('en-GB')}
      </span>
    </span>
  );
}

function FacetsSkeleton() {
  return (
    <div role="status" className="px-2 py-1.5">
      <span className="sr-only">Loading the filters</span>
      {[7, 4, 7, 6].map((rows, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={index} className="pb-3">
          <div className="flex h-control-sm items-center pl-5.5">
            <Skeleton width="5rem" />
          </div>
          {Array.from({ length: rows }, (_, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
            <div key={row} className="flex h-6.5 items-center gap-2 px-1.5">
              <Skeleton width="1rem" height="1rem" />
              <Skeleton width={`${40 + ((row * 17) % 35)}%`} />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
