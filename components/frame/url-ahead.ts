'use client';

import { useEffect, useSyncExternalStore } from 'react';

/**
 * The address the moment it was changed. The router takes a change of the history over in a transition, some frames later; a
 * checkbox that waited for it would jump back under the finger.
 */
type Ahead = { text: string; over: string };

let ahead: Ahead | null = null;
/** What the router has rendered last. */
let rendered = '';
const listeners = new Set<() => void>();

function set(next: Ahead | null) {
  if (next === ahead) return;
  ahead = next;
  for (const listener of listeners) listener();
}

/** Says what the query of the address is now; shown at once. */
export function goAhead(text: string): void {
  set({ text, over: rendered });
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Whether the address still says what was set: the router may be a change or two behind. */
const stands = ({ text, over }: Ahead, told: string) =>
  over === told || window.location.search.slice(1) === text;

/** The query of the address: as it was set, until the router, which says `told`, has caught up or gone elsewhere. */
export function useAhead(told: string): string {
  const current = useSyncExternalStore(
    subscribe,
    () => ahead,
    () => null,
  );
  useEffect(() => {
    rendered = told;
    if (ahead && (ahead.text === told || !stands(ahead, told))) set(null);
  }, [told]);
  useEffect(() => {
    const back = () => set(null);
    window.addEventListener('popstate', back);
    return () => window.removeEventListener('popstate', back);
  }, []);
  return current && stands(current, told) ? current.text : told;
}
