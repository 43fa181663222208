'use client';

import { ListFilter, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useDebounced } from '@/components/frame/use-debounced';
import { useUrlParam, useUrlState, valuesOf } from '@/components/frame/use-url-state';
import { Button, buttonClass } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { SearchInput, Select } from '@/components/ui/input';
import { useActiveFilters } from './facets';

const FacetSheet = dynamic(() => import('./facet-sheet').then((module) => module.FacetSheet), { ssr: false });

const sorts = [
  { value: '-at', label: 'Newest first' },
  { value: 'at', label: 'Oldest first' },
  { value: '-createdAt', label: 'Last reported' },
  { value: 'createdAt', label: 'First reported' },
];

/** The head of the timeline: what it is, finding text, the order, filters on small screens, and a new event. */
export function Toolbar({ query }: { query: string }) {
  const [sort, setSort] = useUrlParam<string>('sort', '-at');
  const [sheet, setSheet] = useState(false);
  const active = useActiveFilters().filter(({ name }) => name !== 'q').length;
  return (
    <header className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2" data-print="hide">
      <h1 className="mr-2 text-md font-semibold max-sm:sr-only">Timeline</h1>
      <TextSearch />
      <span className="ml-auto max-sm:hidden">
        <Select
          aria-label="Order of the list"
          value={sort}
          onChange={(event) => setSort(event.target.value)}
          className="w-34"
        >
          {sorts.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </span>
      <Button
        className="lg:hidden"
        icon={<ListFilter size={14} aria-hidden />}
        onClick={() => setSheet(true)}
        aria-haspopup="dialog"
      >
        Filters
        {active > 0 && (
          <span className="nums rounded-full bg-accent px-1.5 text-2xs text-accent-on">{active}</span>
        )}
      </Button>
      <Link href="/events/new" prefetch={false} className={buttonClass('primary')}>
        <Plus size={14} aria-hidden />
        <span className="max-sm:sr-only">New event</span>
      </Link>
      {sheet && <FacetSheet query={query} onClose={() => setSheet(false)} />}
    </header>
  );
}

/** Follows what is typed a moment later, without a step in the history for each letter. */
function TextSearch() {
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
      aria-label="Find in events"
      placeholder="Title, message, ticket, version"
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
export function ActiveFilters({ refused }: { refused: readonly string[] }) {
  const { query, setUrl } = useUrlState();
  const active = useActiveFilters();
  if (active.length === 0 && refused.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5" data-active-filters>
      {active.map(({ name, label, value, text }) => (
        <Chip
          key={`${name} ${value}`}
          name={label}
          removeLabel={`Remove filter ${label} ${text}`}
          onRemove={() => {
            const split = ['kind', 'phase', 'status', 'priority', 'level', 'impact'].includes(name);
            setUrl({ [name]: valuesOf(query, name, split).filter((other) => other !== value) });
          }}
        >
          {text}
        </Chip>
      ))}
      {active.length > 1 && (
        <Button
          variant="ghost"
          size="sm"
          onClick={() => setUrl(Object.fromEntries(active.map(({ name }) => [name, null])))}
        >
          Clear all
        </Button>
      )}
      {refused.length > 0 && (
        <p role="status" className="text-xs text-fg-muted">
          The address names values that do not exist for {refused.join(', ')}; these filters were left out.
        </p>
      )}
    </div>
  );
}
