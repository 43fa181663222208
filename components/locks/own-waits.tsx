'use client';

import { Hourglass } from 'lucide-react';
import { useState } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { formatAbsolute } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import type { LockItemWire } from '@/lib/locks/schemas';
import { describeScope } from '@/lib/locks/scope';
import { type OwnWait, stopWaiting, useClaims } from './claims';
import { about, ordinal } from './words';

/** What this tab waits for, and the place it has: by the list, which follows the stream, or else as it was last told. */
export function OwnWaits({ items }: { items: readonly LockItemWire[] }) {
  const { waits } = useClaims();
  if (waits.length === 0) return null;
  return (
    <section aria-label="You wait for" className="border-b border-line">
      {waits.map((wait) => (
        <Waiting
          key={wait.claimId}
          wait={wait}
          position={items.find(({ id }) => id === wait.place?.id)?.position ?? wait.place?.position ?? null}
        />
      ))}
    </section>
  );
}

function Waiting({ wait, position }: { wait: OwnWait; position: number | null }) {
  const { timeZone } = useTimeZone();
  const [leaving, setLeaving] = useState(false);
  const { place } = wait;
  const heldBy = place?.heldBy;
  const until = heldBy?.freeAt ?? heldBy?.expiresAt;
  const leave = async () => {
    setLeaving(true);
    try {
      await stopWaiting(wait.claimId);
    } catch {
      toast({
        title: 'The server was not told',
        text: 'This tab has stopped asking, so the place falls to the next within half a minute.',
      });
    }
  };
  return (
    <div
      data-phase={wait.troubled ? 'attention' : 'planned'}
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-l-2 border-phase-solid bg-phase-bg px-3 py-2"
    >
      <Hourglass size={14} aria-hidden className="shrink-0 text-phase-fg" />
      <p className="min-w-0 flex-1 basis-72">
        <strong className="font-semibold">
          {position === null ? 'You are in line' : `You are ${ordinal(position)} in line`} for{' '}
          {describeScope(wait.scope)}.
        </strong>{' '}
        <span className="text-fg-muted">
          {wait.troubled
            ? 'The server cannot be reached; trying again. The place is kept for half a minute.'
            : heldBy
              ? `Held by ${heldBy.holder}${until ? ` until ${formatAbsolute(until, timeZone, 'time')}` : ' until it is released'}.`
              : ''}{' '}
          {place?.estimateMs != null && !wait.troubled && `Your turn comes in ${about(place.estimateMs)}. `}
          The place is kept while this tab is open.
        </span>
      </p>
      <Button size="sm" busy={leaving} onClick={leave}>
        Leave the line
      </Button>
    </div>
  );
}
