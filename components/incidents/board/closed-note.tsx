'use client';

import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { closedDays } from './board-url';

/** How far back the closed ones go, and how to see them all. */
export function ClosedNote({ cut }: { cut: boolean }) {
  const { query, setUrl } = useUrlState();
  if (!cut && query.get('closed') !== 'all') return null;
  return (
    <span className="flex items-center gap-1.5 text-xs text-fg-subtle">
      <span className="truncate">{cut ? `last ${closedDays} days` : 'all'}</span>
      <Button
        size="sm"
        variant="ghost"
        data-print="hide"
        onClick={() => setUrl({ closed: cut ? 'all' : null })}
      >
        {cut ? 'Show all' : `Last ${closedDays} days`}
      </Button>
    </span>
  );
}
