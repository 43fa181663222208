'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';

/**
 * One clock for the page. Everything that shows an age subscribes with the text it would show; React renders it again
 * only when that text changes. It rests while the tab is hidden.
 */
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  if (document.visibilityState === 'visible') for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    timer = setInterval(tick, 1_000);
    document.addEventListener('visibilitychange', tick);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
      document.removeEventListener('visibilitychange', tick);
    }
  };
}

const ServerNow = createContext<number | null>(null);

/** Gives the first render in the browser the same "now" the server rendered with. */
export function ClockProvider({ serverNow, children }: { serverNow: number; children: ReactNode }) {
  return <ServerNow value={serverNow}>{children}</ServerNow>;
}

/**
 * A value derived from the present moment (milliseconds since the epoch). `derive` must return a primitive: the
 * component renders again when it differs, at most once a second.
 */
export function useNow<T extends string | number | boolean>(derive: (now: number) => T): T {
  const serverNow = useContext(ServerNow);
  if (serverNow === null) throw new Error('useNow needs ClockProvider above it');
  return useSyncExternalStore(
    subscribe,
    () => derive(Date.now()),
    () => derive(serverNow),
  );
}
