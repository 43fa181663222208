'use client';

import { useCallback, useEffect, useRef } from 'react';

/**
 * Gives a function that does something at once, or, while a pointer is pressed, as soon as it is released: what moves under a press
 * takes the click away from what was pressed.
 */
export function useAfterPress(): (work: () => void) => void {
  const pressed = useRef(false);
  useEffect(() => {
    const heard = new AbortController();
    const options = { capture: true, signal: heard.signal };
    window.addEventListener('pointerdown', () => (pressed.current = true), options);
    for (const end of ['pointerup', 'pointercancel'] as const)
      window.addEventListener(end, () => (pressed.current = false), options);
    return () => heard.abort();
  }, []);
  return useCallback((work) => {
    if (!pressed.current) return work();
    const once = new AbortController();
    const run = () => {
      once.abort();
      work();
    };
    for (const end of ['pointerup', 'pointercancel'] as const)
      window.addEventListener(end, run, { signal: once.signal });
  }, []);
}
