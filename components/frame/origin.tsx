'use client';

import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';

const ServerOrigin = createContext('http://localhost:8080');

/** Tells the first render how the reader reaches this server. */
export function OriginProvider({ origin, children }: { origin: string; children: ReactNode }) {
  return <ServerOrigin value={origin}>{children}</ServerOrigin>;
}

const neverChanges = () => () => {};

/** Scheme, host and port under which the reader reaches this server: for examples that work as pasted. */
export function useOrigin(): string {
  const serverOrigin = useContext(ServerOrigin);
  return useSyncExternalStore(
    neverChanges,
    () => window.location.origin,
    () => serverOrigin,
  );
}
