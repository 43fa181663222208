'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useUrlState, useUrlValues } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel, statusLabel } from '@/components/glyphs/phases';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { SearchInput } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { eventFacetsOptions } from '@/lib/events/queries';
import type { FacetName, FacetsWire } from '@/lib/events/timeline-operations';
import { type EventKind, type EventStatus, type Phase, phaseOf } from '@/lib/events/vocabulary';

export const facetLabel: Record<FacetName, string> = {
  kind: 'Kind',
  phase: 'State',
  environment: 'Environment',
  service: 'Service',
  status: 'Status',
  priority: 'Priority',
  level: 'Level',
  owner: 'Owner',
  source: 'Source',
};

const order = Object.keys(facetLabel) as FacetName[];
/** Open unless somebody folds them; the others are one press away. */
const openAtFirst: readonly FacetName[] = ['kind', 'phase', 'environment', 'service'];
/** Rows of a facet before "show more", and from where on one can search in it. */
const few = 8;
const many = 12;

/** What a value of a facet reads as. */
export function facetValue(name: FacetName, value: string): string {
  if (name === 'kind') return kindLabel[value as EventKind] ?? value;
  if (name === 'phase') return phaseLabel[value as Phase] ?? value;
  if (name === 'status') return statusLabel[value as EventStatus] ?? value;
  return value;
}

function FacetMark({ name, value }: { name: FacetName; value: string }): ReactNode {
  if (name === 'kind') return <KindGlyph kind={value as EventKind} size={13} className="text-fg-muted" />;
  if (name === 'phase') return <PhaseMark phase={value as Phase} size={13} />;
  if (name === 'status') return <PhaseMark phase={phaseOf(value as EventStatus)} size={13} />;
  return null;
}

/** The facets with their counts for what is in sight. */
export function Facets({ query }: { query: string }) {
  const facets = useQuery(eventFacetsOptions(query));
  if (facets.isPending) return <FacetsSkeleton />;
  if (facets.isError) {
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
  if (order.every((name) => (facets.data.facets[name] ?? []).length === 0)) {
    return (
      <p className="p-4 text-fg-subtle">
        Filters by kind, state, environment, service and more stand here as soon as there are events in sight.
      </p>
    );
  }
  return (
    <div className={cn('pb-6', facets.isPlaceholderData && 'opacity-70')}>
      {order.map((name) => (
        <Facet key={name} name={name} entries={facets.data.facets[name] ?? []} />
      ))}
    </div>
  );
}

type Entry = FacetsWire['facets'][FacetName][number];

function Facet({ name, entries }: { name: FacetName; entries: readonly Entry[] }) {
  const [chosen, setChosen] = useUrlValues(name, splits(name));
  const [open, setOpen] = useState(openAtFirst.includes(name) || chosen.length > 0);
  const [all, setAll] = useState(false);
  const [text, setText] = useState('');
  // What is chosen stays in the list, also when nothing of it is in sight.
  const missing = chosen.filter((value) => !entries.some((entry) => entry.value === value));
  const rows = [...entries, ...missing.map((value) => ({ value, count: 0 }))];
  if (rows.length === 0) return null;
  const found = text
    ? rows.filter(
        ({ value }) => value && facetValue(name, value).toLowerCase().includes(text.trim().toLowerCase()),
      )
    : rows;
  const shown =
    all || text
      ? found
      : found.filter((row, index) => index < few || (row.value && chosen.includes(row.value)));
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const toggle = (value: string) =>
    setChosen(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);

  return (
    <fieldset className="border-b border-line px-2 py-1.5 last:border-b-0">
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
                    <span className="nums text-2xs">{count.toLocaleString('en-GB')}</span>
                  </span>
                ) : (
                  <Checkbox
                    checked={chosen.includes(value)}
                    onChange={() => toggle(value)}
                    className="group/facet h-6.5 w-full rounded-sm px-1.5 hover:bg-surface-2 pointer-coarse:h-11"
                  >
                    <span className="flex min-w-0 flex-1 items-center gap-1.5">
                      {name === 'environment' ? (
                        <EnvironmentTag name={value} plain />
                      ) : (
                        <>
                          <FacetMark name={name} value={value} />
                          <span className="min-w-0 truncate">{facetValue(name, value)}</span>
                        </>
                      )}
                    </span>
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

function FacetsSkeleton() {
  return (
    <div role="status" className="px-2 py-1.5">
      <span className="sr-only">Loading the filters</span>
      {[8, 6, 7, 8].map((rows, index) => (
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

/** How many filters are active, over all facets. */
export function useActiveFilters(): Array<{ name: string; label: string; value: string; text: string }> {
  const { query } = useUrlState();
  const active: Array<{ name: string; label: string; value: string; text: string }> = [];
  for (const name of order) {
    const values = query.getAll(name).flatMap((value) => (splits(name) ? value.split(',') : [value]));
    for (const value of new Set(values)) {
      if (value) active.push({ name, label: facetLabel[name], value, text: facetValue(name, value) });
    }
  }
  for (const [name, label] of Object.entries(otherFilters)) {
    for (const value of new Set(query.getAll(name))) {
      if (value) active.push({ name, label, value, text: name === 'q' ? `“${value}”` : value });
    }
  }
  return active;
}

const otherFilters = {
  q: 'Text',
  version: 'Version',
  category: 'Category',
  eventType: 'Type',
  impact: 'Impact',
  relatedId: 'Related to',
  slackId: 'Slack id',
  externalId: 'External id',
};

/** Whether a comma separates the values of this filter: it does in closed vocabularies, not in names. */
function splits(name: string): boolean {
  return ['kind', 'phase', 'status', 'priority', 'level', 'impact'].includes(name);
}
