'use client';

import { useSyncExternalStore } from 'react';

/** The overlays of the frame itself. One at a time; not part of the address, since nobody wants to be sent one. */
export type Overlay = 'palette' | 'keys' | 'navigation' | null;

let open: Overlay = null;
const listeners = new Set<() => void>();

export function openOverlay(overlay: Overlay): void {
  open = overlay;
  for (const listener of listeners) listener();
}

export function useOverlay(): Overlay {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => open,
    () => null,
  );
}
