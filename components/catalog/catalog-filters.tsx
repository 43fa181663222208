'use client';

import { useEffect, useState } from 'react';
import { useDebounced } from '@/components/frame/use-debounced';
import { useUrlParam, useUrlState, valuesOf } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { SearchInput } from '@/components/ui/input';
import { facetLabel, facetText, splits } from './catalog-facets';
import { catalogFilterNames } from './catalog-url';

const label = (name: string) =>
  ({ ...facetLabel, q: 'Text', name: 'Name', gone: 'Deleted' })[name as keyof typeof facetLabel] ?? name;

/** The filters that the address holds. */
export function useActiveFilters() {
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

/** Follows what is typed a moment later, without a step in the history for each letter. */
export function TextFilter({ placeholder, label: name }: { placeholder: string; label: string }) {
  const [said, setSaid] = useUrlParam<string>('q', '');
  const [typed, setTyped] = useState(said);
  const [last, setLast] = useState(said);
  const settled = useDebounced(typed, 250);
  // The address was changed elsewhere: a chip was removed, the back button was pressed.
  if (said !== last) {
    setLast(said);
    if (said !== typed.trim()) setTyped(said);
  }
  // The outside system: the address.
  useEffect(() => {
    setSaid(settled.trim() || null, 'replace');
  }, [settled, setSaid]);
  return (
    <SearchInput
      data-search
      aria-label={name}
      placeholder={placeholder}
      value={typed}
      maxLength={200}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') setSaid(typed.trim() || null, 'replace');
        if (event.key === 'Escape') event.currentTarget.blur();
      }}
      className="max-w-72 flex-1 max-sm:max-w-none"
    />
  );
}

/** The filters that are active, each with a way to take it back. */
export function ActiveFilters(props: {
  refused: readonly string[];
  /** The filters that mean something here. */
  only?: readonly string[];
}) {
  const { refused, only } = props;
  const { query, setUrl } = useUrlState();
  const active = useActiveFilters().filter(({ name }) => !only || only.includes(name));
  const clear = useClearFilters();
  if (active.length === 0 && refused.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
      {active.map(({ name, label: title, value, text }) => (
        <Chip
          key={`${name} ${value}`}
          name={title}
          removeLabel={`Remove filter ${title} ${text}`}
          onRemove={() =>
            setUrl({ [name]: valuesOf(query, name, splits(name)).filter((other) => other !== value) })
          }
        >
          {text}
        </Chip>
      ))}
      {active.length > 1 && (
        <Button variant="ghost" size="sm" onClick={clear}>
          Clear all
        </Button>
      )}
      {refused.length > 0 && (
        <p role="status" className="text-xs text-fg-muted">
          The address names values that do not exist for {refused.map(label).join(', ')}; these filters were
          left out.
        </p>
      )}
    </div>
  );
}
