'use client';

import { useEffect, useRef } from 'react';

/** Changes that come in close to each other are followed once. */
const gatherMs = 400;
const againMs = 5_000;

/**
 * Calls `onChange` when something on the change feed may have made the page old: changes of the catalog or, for one service, its
 * events and locks too. What it is now is asked for as ever; a missed message costs no more than a moment.
 */
export function useCatalogStream(onChange: () => void, service?: string): void {
  const latest = useRef(onChange);
  useEffect(() => {
    latest.current = onChange;
  });

  // The outside system: the server's stream.
  useEffect(() => {
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let gathering: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const changed = () => {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        latest.current();
      }, gatherMs);
    };
    const query = new URLSearchParams(service === undefined ? { topics: 'catalog' } : { services: service });
    const types = [
      'reset',
      ...['created', 'updated', 'gone'].map((op) => `catalog.${op}`),
      ...(service === undefined ? [] : serviceTypes),
    ];
    const connect = () => {
      source = new EventSource(`/api/v2/stream?${query}`);
      source.addEventListener('ready', () => {
        // What happened while nobody listened.
        if (lost) changed();
        lost = false;
      });
      for (const type of types) source.addEventListener(type, changed);
      source.addEventListener('error', () => {
        lost = true;
        if (source?.readyState !== EventSource.CLOSED) return;
        clearTimeout(again);
        again = setTimeout(connect, againMs);
      });
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(gathering);
    };
  }, [service]);
}

const serviceTypes = [
  ...['created', 'updated', 'deleted'].map((op) => `event.${op}`),
  ...['acquired', 'queued', 'released', 'expired', 'taken_over', 'moved', 'updated'].map(
    (op) => `lock.${op}`,
  ),
];
