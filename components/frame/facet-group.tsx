'use client';

import { ChevronRight } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { SearchInput } from '@/components/ui/input';
import { Skeleton } from '@/components/ui/skeleton';
import { useUrlValues } from './use-url-state';

/** Rows of a facet before "show more", and from where on one can search in it. */
const few = 8;
const many = 12;

type FacetGroupProps = {
  /** Of the parameter in the address. */
  name: string;
  label: string;
  /** Values in sight with their counts, most first; null is what has none. */
  entries: readonly { value: string | null; count: number }[];
  /** Whether commas stand between values in the address. */
  commas: boolean;
  /** Folded until somebody opens it or chooses something in it. */
  folded?: boolean;
  /** Values that exclude each other: both would be the same as none. */
  exclusive?: boolean;
  /** What a value reads as, also for finding it. */
  textOf?: (value: string) => string;
  /** What a value looks like, when that is more than its text. */
  show?: (value: string) => ReactNode;
};

/** A filter of the address with its values and their counts. */
export function FacetGroup(props: FacetGroupProps) {
  const { name, label, entries, commas, folded = false, exclusive = false } = props;
  const { textOf = (value) => value, show } = props;
  const [chosen, setChosen] = useUrlValues(name, commas);
  const [open, setOpen] = useState(!folded || chosen.length > 0);
  const [all, setAll] = useState(false);
  const [text, setText] = useState('');
  // What is chosen stays in the list, also when nothing of it is in sight.
  const missing = chosen.filter((value) => !entries.some((entry) => entry.value === value));
  const rows = [...entries, ...missing.map((value) => ({ value, count: 0 }))];
  if (rows.length === 0) return null;
  const found = text
    ? rows.filter(({ value }) => value && textOf(value).toLowerCase().includes(text.trim().toLowerCase()))
    : rows;
  const shown =
    all || text
      ? found
      : found.filter((row, index) => index < few || (row.value && chosen.includes(row.value)));
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const toggle = (value: string) => {
    if (chosen.includes(value)) setChosen(chosen.filter((other) => other !== value));
    else setChosen(exclusive ? [value] : [...chosen, value]);
  };

  return (
    <fieldset className="min-w-0 border-b border-line px-2 py-1.5 last:border-b-0">
      <legend className="sr-only">{label}</legend>
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
          {label}
          {!open && <span className="nums font-normal text-fg-subtle">{rows.length}</span>}
        </button>
        {chosen.length > 0 && (
          <Button variant="ghost" size="sm" onClick={() => setChosen([])} aria-label={`Clear ${label}`}>
            Clear
          </Button>
        )}
      </div>
      {open && (
        <>
          {rows.length > many && (
            <div className="px-1 pt-0.5 pb-1">
              <SearchInput
                aria-label={`Find in ${label}`}
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
                      {show ? show(value) : <span className="min-w-0 truncate">{textOf(value)}</span>}
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

/** @param groups how many rows each group has */
export function FacetsSkeleton({ groups }: { groups: readonly number[] }) {
  return (
    <div role="status" className="px-2 py-1.5">
      <span className="sr-only">Loading the filters</span>
      {groups.map((rows, index) => (
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
