'use client';

import { useSyncExternalStore } from 'react';

/** The one place where the page speaks to a screen reader about what changed by itself. */
let spoken = { text: '', turn: 0 };
const listeners = new Set<() => void>();

/** Says `text` politely, after whatever is being read. Saying the same again is heard again. */
export function announce(text: string): void {
  spoken = { text, turn: spoken.turn + 1 };
  for (const listener of listeners) listener();
}

const silence = { text: '', turn: 0 };
function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function LiveRegion() {
  const { text, turn } = useSyncExternalStore(
    subscribe,
    () => spoken,
    () => silence,
  );
  return (
    <div role="status" aria-live="polite" className="sr-only">
      {/* A new node each time, so that a repeated text is announced again. */}
      <span key={turn}>{text}</span>
    </div>
  );
}
