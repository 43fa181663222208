'use client';

import { useEffect, useRef } from 'react';

/** Paces what a busy stream asks for: the first call acts at once, those that follow within `everyMs` act once, after it. */
export function usePaced(act: () => void, everyMs: number): () => void {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const again = useRef(false);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearTimeout(timer.current), []);

  const run = () => {
    if (timer.current !== undefined) {
      again.current = true;
      return;
    }
    latest.current();
    timer.current = setTimeout(() => {
      timer.current = undefined;
      if (!again.current) return;
      again.current = false;
      run();
    }, everyMs);
  };
  return run;
}
