'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { endsNow, type RangeText, rangeFromQuery } from './range';
import { goAhead, useAhead } from './url-ahead';

/** New values by name; null, '' and [] remove it. */
export type UrlChanges = Record<string, string | readonly string[] | null>;

/** `query` with `changes` made. Pure. The names that stay keep their order, so equal states have equal addresses. */
export function changedQuery(query: URLSearchParams, changes: UrlChanges): URLSearchParams {
  const next = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    const values = value === null ? [] : typeof value === 'string' ? [value] : value;
    for (const one of values) if (one !== '') next.append(name, one);
  }
  return next;
}

/**
 * All values of a parameter, repeated as the API has them. `commas` also splits each at its commas: for closed
 * vocabularies such as kinds. Names of services and environments are free text, in which a comma is a character.
 */
export function valuesOf(query: Pick<URLSearchParams, 'getAll'>, name: string, commas = false): string[] {
  const values = query.getAll(name).flatMap((value) => (commas ? value.split(',') : [value]));
  return [...new Set(values.filter((value) => value !== ''))];
}

/**
 * The state of the page that lives in the address. Reading subscribes; `setUrl` changes it without asking the server.
 * `push` (the default) makes a step for the back button: use `replace` for what changes many times in one gesture.
 */
export function useUrlState(): {
  query: URLSearchParams;
  setUrl: (changes: UrlChanges, history?: 'push' | 'replace') => void;
} {
  const search = useSearchParams();
  const text = useAhead(search.toString());
  const query = useMemo(() => new URLSearchParams(text), [text]);
  const setUrl = useCallback((changes: UrlChanges, history: 'push' | 'replace' = 'push') => {
    // From the address, not from the render: two changes in one event must both count.
    const next = changedQuery(new URLSearchParams(window.location.search), changes).toString();
    if (next === window.location.search.slice(1)) return;
    const url = next ? `?${next}` : window.location.pathname;
    if (history === 'push') window.history.pushState(null, '', url);
    else window.history.replaceState(null, '', url);
    goAhead(next);
  }, []);
  return { query, setUrl };
}

/**
 * One parameter with a fallback; the fallback itself is not written to the address. A closed set is named:
 * `useUrlParam<'list' | 'lanes'>('view', 'lanes')`.
 */
export function useUrlParam<T extends string = string>(name: string, fallback: NoInfer<T>) {
  const { query, setUrl } = useUrlState();
  const value = (query.get(name) ?? fallback) as T;
  const set = useCallback(
    (next: T | null, history?: 'push' | 'replace') =>
      setUrl({ [name]: next === fallback ? null : next }, history),
    [name, fallback, setUrl],
  );
  return [value, set] as const;
}

/** A parameter with many values, such as a facet; `commas` as in {@link valuesOf}. */
export function useUrlValues(name: string, commas = false) {
  const { query, setUrl } = useUrlState();
  const values = useMemo(() => valuesOf(query, name, commas), [query, name, commas]);
  const set = useCallback((next: readonly string[]) => setUrl({ [name]: next }), [name, setUrl]);
  return [values, set] as const;
}

/** Whether an address asks for live updates: see {@link useRange}. */
export function isLive(query: URLSearchParams): boolean {
  return endsNow(rangeFromQuery(query, Date.now())) && query.get('live') !== 'off';
}

/**
 * The time range and whether it is live. Live is on whenever the range ends now, until it is switched off; the address
 * says `live=off` then. A range that ends elsewhere cannot be live; switching it on moves its end to now.
 */
export function useRange(): {
  range: RangeText;
  setRange: (range: RangeText, history?: 'push' | 'replace') => void;
  live: boolean;
  setLive: (on: boolean) => void;
  /** Switches to the other state and returns it. */
  toggleLive: () => boolean;
} {
  const { query, setUrl } = useUrlState();
  const from = query.get('from');
  const to = query.get('to');
  // Whether a text names a time at all does not depend on the moment it is read.
  const range = useMemo(() => {
    const said = new URLSearchParams();
    if (from) said.set('from', from);
    if (to) said.set('to', to);
    return rangeFromQuery(said, Date.now());
  }, [from, to]);
  const setRange = useCallback(
    (next: RangeText, history?: 'push' | 'replace') => setUrl({ from: next.from, to: next.to }, history),
    [setUrl],
  );
  const setLive = useCallback(
    (on: boolean) => setUrl(on ? { live: null, ...(endsNow(range) ? {} : { to: 'now' }) } : { live: 'off' }),
    [setUrl, range],
  );
  const toggleLive = useCallback(() => {
    // From the address: a second press may come before the first is rendered.
    const on = !isLive(new URLSearchParams(window.location.search));
    setLive(on);
    return on;
  }, [setLive]);
  return { range, setRange, live: isLive(query), setLive, toggleLive };
}
