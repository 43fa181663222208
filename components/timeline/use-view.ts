'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useRange, useUrlState } from '@/components/frame/use-url-state';
import { useNow } from '@/components/time/clock';
import { drawnRange, formatWindow, type TimelineState } from './timeline-url';
import { settle, type View, widthOf } from './view';

/** How long a gesture rests before the lists follow it. */
const restMs = 180;

export interface ViewControl {
  /** The whole range, as drawn. */
  range: View;
  /** What is in sight: follows a gesture on every frame. */
  view: View;
  /** The present, as far as the drawing shows it: stands still when it is not live. */
  now: number;
  /** Whether only a part of the range is in sight. */
  narrowed: boolean;
  /** Shows a view at once; the address follows when the gesture rests. */
  preview: (view: View) => void;
  /** Shows a view and puts it in the address, by default as a step for the back button. */
  commit: (view: View, history?: 'push' | 'replace') => void;
  /** Shows the whole range again. */
  reset: () => void;
}

/**
 * What the drawing shows. The address holds the settled window; while somebody zooms or drags, the gesture is ahead of it,
 * and nothing is fetched.
 */
export function useView(state: TimelineState): ViewControl {
  const { live } = useRange();
  const { setUrl } = useUrlState();
  const step = Math.max(1_000, Math.floor(widthOf(drawnRange(state.range, Date.UTC(2020, 0, 1))) / 2_000));
  const held = useRef<number | null>(null);
  const now = useNow((at) => {
    if (live || held.current === null) held.current = Math.floor(at / step) * step;
    return held.current;
  });
  const range = useMemo(() => drawnRange(state.range, now), [state.range, now]);
  const [gesture, setGesture] = useState<{ view: View; settled: string | null } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  // The address has caught up with the gesture, or gone elsewhere: from here on it is right.
  const address = `${state.range.from} ${state.range.to} ${state.window ? formatWindow(state.window) : ''}`;
  if (gesture?.settled === address) setGesture(null);
  useEffect(() => () => clearTimeout(timer.current), []);

  const latest = useRef({ range, text: state.range });
  useEffect(() => {
    latest.current = { range, text: state.range };
  });

  const commit = useCallback(
    (view: View, history: 'push' | 'replace' = 'push') => {
      clearTimeout(timer.current);
      const { window, grow } = settle(view, latest.current.range);
      const ends = {
        from: grow?.from === undefined ? latest.current.text.from : instant(grow.from),
        to: grow?.to === undefined ? latest.current.text.to : instant(grow.to),
      };
      const text = window ? formatWindow(window) : null;
      setGesture({ view, settled: `${ends.from} ${ends.to} ${text ?? ''}` });
      setUrl({ window: text, ...(grow ? ends : {}) }, history);
    },
    [setUrl],
  );
  const preview = useCallback(
    (view: View) => {
      setGesture({ view, settled: null });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => commit(view, 'replace'), restMs);
    },
    [commit],
  );
  const reset = useCallback(() => {
    clearTimeout(timer.current);
    setGesture(null);
    setUrl({ window: null });
  }, [setUrl]);

  return {
    range,
    view: gesture?.view ?? state.window ?? range,
    now,
    narrowed: gesture !== null || state.window !== null,
    preview,
    commit,
    reset,
  };
}

/** To the second, as an address has it. */
const instant = (at: number) => `${new Date(Math.round(at / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;
