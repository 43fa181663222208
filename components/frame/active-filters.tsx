'use client';

import { Button } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { useUrlState, valuesOf } from './use-url-state';

/** One value of one filter: `text` is what the value reads as. */
export type ActiveFilter = { name: string; label: string; value: string; text: string };

type ActiveFiltersProps = {
  active: readonly ActiveFilter[];
  /** Whether commas stand between values of this filter. */
  splits: (name: string) => boolean;
  /** What the filters are called whose values in the address do not exist. */
  refused: readonly string[];
  onClear: () => void;
};

/** The filters that are active, each with a way to take it back. */
export function ActiveFilters({ active, splits, refused, onClear }: ActiveFiltersProps) {
  const { query, setUrl } = useUrlState();
  if (active.length === 0 && refused.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 border-b border-line px-3 py-1.5">
      {active.map(({ name, label, value, text }) => (
        <Chip
          key={`${name} ${value}`}
          name={label}
          removeLabel={`Remove filter ${label} ${text}`}
          onRemove={() =>
            setUrl({ [name]: valuesOf(query, name, splits(name)).filter((other) => other !== value) })
          }
        >
          {text}
        </Chip>
      ))}
      {active.length > 1 && (
        <Button variant="ghost" size="sm" onClick={onClear}>
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
