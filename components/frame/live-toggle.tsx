'use client';

import { Pause } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useKeys } from './keys';
import { announce } from './live-region';
import { useRange, useUrlState } from './use-url-state';

/** Whether what happens now appears by itself. A page without a range always ends now, whatever range travels along. */
export function LiveToggle({ ranged }: { ranged: boolean }) {
  const range = useRange();
  const { query, setUrl } = useUrlState();
  const live = ranged ? range.live : query.get('live') !== 'off';
  const toggle = () => {
    if (!ranged) setUrl({ live: live ? 'off' : null });
    const on = ranged ? range.toggleLive() : !live;
    announce(on ? 'Live updates on' : 'Live updates paused');
  };
  useKeys('This page', { l: { label: 'Live on or off', run: toggle } });
  return (
    <Button
      variant="bar"
      aria-pressed={live}
      aria-label="Live"
      data-tip={
        live
          ? 'New events appear by themselves. Press to pause.'
          : 'Paused. Press to follow events as they happen.'
      }
      data-tip-keys="l"
      onClick={toggle}
    >
      {live ? (
        <span className="flex size-3.5 items-center justify-center" aria-hidden>
          <span className="size-2 rounded-full bg-accent ring-3 ring-accent-bg" />
        </span>
      ) : (
        <Pause size={14} aria-hidden />
      )}
      <span className="hidden sm:inline">{live ? 'Live' : 'Paused'}</span>
    </Button>
  );
}
