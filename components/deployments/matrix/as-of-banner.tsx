'use client';

import { ChevronLeft, ChevronRight, History } from 'lucide-react';
import { useTimeZone } from '@/components/frame/preferences';
import { useNow } from '@/components/time/clock';
import { formatAbsolute, formatRelative } from '@/components/time/format';
import { Button, IconButton } from '@/components/ui/button';
import { toAddress } from './instant-picker';

const day = 86_400_000;

/** Says that one looks at the past, and leads back. */
export function AsOfBanner({ at, onChange }: { at: string; onChange: (at: string | null) => void }) {
  const { timeZone } = useTimeZone();
  const age = useNow((now) => formatRelative(at, now));
  const future = useNow((now) => Date.parse(at) > now);
  const move = (by: number) => {
    const next = Date.parse(at) + by;
    onChange(next >= Date.now() ? null : toAddress(next));
  };
  return (
    <div
      role="status"
      data-phase="attention"
      data-as-of={at}
      className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-phase-border bg-phase-bg px-3 py-1.5 text-phase-fg"
    >
      <History size={14} aria-hidden className="shrink-0" />
      <p className="min-w-0 flex-1 basis-56">
        <span className="font-medium">
          As of <span className="nums">{formatAbsolute(at, timeZone)}</span>
        </span>{' '}
        <span className="nums">({age})</span>,{' '}
        {future ? 'which is still to come.' : 'as it is known today. Locks are not shown.'}
      </p>
      <span className="flex items-center gap-1" data-print="hide">
        <IconButton label="A day earlier" size="sm" variant="secondary" onClick={() => move(-day)}>
          <ChevronLeft size={14} aria-hidden />
        </IconButton>
        <IconButton label="A day later" size="sm" variant="secondary" onClick={() => move(day)}>
          <ChevronRight size={14} aria-hidden />
        </IconButton>
        <Button size="sm" onClick={() => onChange(null)}>
          Back to now
        </Button>
      </span>
    </div>
  );
}
