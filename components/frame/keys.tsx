'use client';

import { useEffect, useRef, useSyncExternalStore } from 'react';
import { chordOf, type KeyMap, matchStroke, type Stroke } from './key-matching';
import { permitted } from './permitted';

/**
 * The keys of the page. Components say what they answer to with {@link useKeys}; one listener on the document finds
 * the highest, then the newest that fits. Nothing fires while someone is typing.
 */
type Layer = { readonly group: string; readonly level: KeyLevel; keys: KeyMap };

/** Who goes first when two answer to the same key: a panel before the page under it, the page before the frame. */
export type KeyLevel = 'frame' | 'page' | 'panel';

const rank: Record<KeyLevel, number> = { frame: 0, page: 1, panel: 2 };

let layers: readonly Layer[] = [];
const listeners = new Set<() => void>();

function changed(next: readonly Layer[]) {
  layers = next;
  for (const listener of listeners) listener();
}

/**
 * Binds keys while the component is mounted. `{'j': {label: 'Next event', run}}`; `g t` is a sequence, `mod+k` is ⌘ or
 * Ctrl. `group` is the heading in the list of keys. Handlers may change on every render. `enabled: false` unbinds.
 */
export function useKeys(
  group: string,
  keys: KeyMap,
  { level = 'page', enabled = true }: { level?: KeyLevel; enabled?: boolean } = {},
): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    if (!enabled) return;
    // Read through the ref, so that a render does not move the layer to the top of the pile.
    const layer: Layer = {
      group,
      level,
      get keys() {
        return forThem(latest.current);
      },
      set keys(_) {},
    };
    // Highest first, newest first among equals: effects of a first render run children before parents.
    changed([layer, ...layers].sort((a, b) => rank[b.level] - rank[a.level]));
    return () => changed(layers.filter((other) => other !== layer));
  }, [group, level, enabled]);
}

function forThem(keys: KeyMap): KeyMap {
  if (Object.values(keys).every(({ permission }) => permission === undefined || permission.allowed))
    return keys;
  return Object.fromEntries(
    Object.entries(keys).flatMap(([stroke, binding]) => {
      const kept = permitted(binding);
      return kept ? [[stroke, kept]] : [];
    }),
  );
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

const noLayers: readonly Layer[] = [];

/** What can be pressed right now, for the list of keys: newest group first, the frame's own last. */
export function useBoundKeys(): Array<{ group: string; keys: Array<{ keys: string; label: string }> }> {
  const current = useSyncExternalStore(
    subscribe,
    () => layers,
    () => noLayers,
  );
  const groups = new Map<string, Map<string, string>>();
  for (const layer of current) {
    const group = groups.get(layer.group) ?? new Map<string, string>();
    for (const [keys, { label }] of Object.entries(layer.keys)) if (label) group.set(keys, label);
    groups.set(layer.group, group);
  }
  return [...groups].map(([group, keys]) => ({
    group,
    keys: [...keys].map(([pressed, label]) => ({ keys: pressed, label })),
  }));
}

const sequenceTimeout = 1_200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  ) {
    return true;
  }
  const silent = ['checkbox', 'radio', 'button', 'submit', 'reset', 'range'];
  return target instanceof HTMLInputElement && !silent.includes(target.type);
}

/** Whether something modal is open: then only keys that say `inModals` work, the rest belongs to it. */
function modalIsOpen(): boolean {
  return (
    document.querySelector('[role="dialog"][aria-modal="true"], [role="menu"][data-state="open"]') !== null
  );
}

/** The listener. Once per page, in the frame. */
export function KeyListener() {
  useEffect(() => {
    let pending: Stroke | null = null;
    let pendingUntil = 0;

    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || (event.repeat && event.key === 'Enter')) return;
      const chord = chordOf(event);
      if (!chord) return;
      const before = pending && Date.now() < pendingUntil ? pending : null;
      const context = { typing: isTyping(event.target), modal: modalIsOpen() };
      pending = null;
      for (const layer of layers) {
        const found = matchStroke(layer.keys, before, chord, context);
        if (found === 'pending') {
          pending = chord;
          pendingUntil = Date.now() + sequenceTimeout;
          continue;
        }
        if (!found) continue;
        // Enter and Space on a focused control mean that control.
        if ((chord === 'enter' || chord === 'space') && isControl(event.target)) return;
        event.preventDefault();
        pending = null;
        found.run(event);
        return;
      }
    };
    document.addEventListener('keydown', press);
    // From here on the page answers; a browser test waits for it, as a person does by looking.
    document.documentElement.dataset.interactive = 'true';
    return () => document.removeEventListener('keydown', press);
  }, []);
  return null;
}

function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a[href], summary, [role="button"]') !== null;
}
