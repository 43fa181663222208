'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Permission } from '@/lib/people/may';

/** Something the palette can do: `run` it, or go to `href`. */
export type Command = {
  id: string;
  label: string;
  group: string;
  /** Other words a person may type for it. */
  keywords?: readonly string[];
  keys?: string;
  /** Not for everybody: see permitted.ts. */
  permission?: Permission;
  run: () => void;
};

let sets: ReadonlyArray<{ current: readonly Command[] }> = [];
const listeners = new Set<() => void>();

function changed(next: typeof sets) {
  sets = next;
  for (const listener of listeners) listener();
}

/** Adds a screen's own actions to the palette while it is mounted. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(() => {
    changed([...sets, latest]);
    return () => changed(sets.filter((set) => set !== latest));
  }, []);
}

const noSets: typeof sets = [];

/** The actions that screens have added, newest first. */
export function useAddedCommands(): Command[] {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    () => sets,
    () => noSets,
  );
  return [...current].reverse().flatMap((set) => set.current);
}
