'use client';

import { useSyncExternalStore } from 'react';

const neverChanges = () => () => {};

/** The code of a one-time link, from behind the `#`; undefined while the page is not awake yet, empty where there is none. */
export function useLinkCode(): string | undefined {
  return useSyncExternalStore(
    neverChanges,
    () => new URLSearchParams(window.location.hash.slice(1)).get('code') ?? '',
    () => undefined,
  );
}
