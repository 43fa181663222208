'use client';

import { useEffect, useState } from 'react';
import { SearchInput } from '@/components/ui/input';
import { useDebounced } from './use-debounced';
import { useUrlParam } from './use-url-state';

/**
 * The search field of a page, in the address as `q`. Follows what is typed a moment later, without a step in the history for
 * each letter.
 */
export function TextFilter({ label, placeholder }: { label: string; placeholder: string }) {
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
      aria-label={label}
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
