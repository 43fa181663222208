'use client';

import { Pause } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { announce } from './live-region';
import { useRange } from './use-url-state';

/** Whether what happens now appears by itself. */
export function LiveToggle() {
  const { live, setLive } = useRange();
  return (
    <Button
      variant="ghost"
      aria-pressed={live}
      aria-label="Live"
      data-tip={
        live
          ? 'New events appear by themselves. Press to pause.'
          : 'Paused. Press to follow events as they happen.'
      }
      data-tip-keys="l"
      className="px-2 aria-pressed:text-fg"
      onClick={() => {
        setLive(!live);
        announce(live ? 'Live updates paused' : 'Live updates on');
      }}
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
