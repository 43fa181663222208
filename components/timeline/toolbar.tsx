'use client';

import { ListFilter, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { ActiveFilters } from '@/components/frame/active-filters';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlParam, useUrlState } from '@/components/frame/use-url-state';
import { Button, buttonClass } from '@/components/ui/button';
import { Select } from '@/components/ui/input';
import { splits, useActiveFilters } from './facets';

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
      <TextFilter label="Find in events" placeholder="Title, message, ticket, version" />
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

/** The filters that are active, and those that the address names and nobody understands. */
export function TimelineFilters({ refused }: { refused: readonly string[] }) {
  const { setUrl } = useUrlState();
  const active = useActiveFilters();
  return (
    <ActiveFilters
      active={active}
      splits={splits}
      refused={refused}
      onClear={() => setUrl(Object.fromEntries(active.map(({ name }) => [name, null])))}
    />
  );
}
