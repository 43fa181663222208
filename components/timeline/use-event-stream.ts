'use client';

import { useEffect, useRef } from 'react';
import type { EventWire } from '@/lib/events/schemas';

/** What arrives by itself. */
export type LiveChange = { type: 'created' | 'updated'; event: EventWire } | { type: 'deleted'; id: string };

type StreamOptions = {
  enabled: boolean;
  /** Where to begin: the position up to which the page has been read. */
  position: string | null;
  /** Changes in the order they were committed, some at a time. */
  onChanges: (changes: LiveChange[]) => void;
  /** The place is too old or the connection was gone for too long: read everything anew. */
  onReset: () => void;
  onState: (state: 'open' | 'lost') => void;
};

/** Changes that arrive together are shown together. */
const gatherMs = 120;
/** EventSource gives up for good when it is refused; then it is begun anew. */
const againMs = 4_000;

/** Follows the change feed while enabled. The browser resumes by itself with Last-Event-ID; a new connection says where it was. */
export function useEventStream(options: StreamOptions): void {
  const { enabled } = options;
  const latest = useRef(options);
  const seen = useRef(options.position);
  useEffect(() => {
    latest.current = options;
  });

  // The outside system: the server's stream.
  useEffect(() => {
    if (!enabled) return;
    let source: EventSource | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let gathered: LiveChange[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;

    const flush = () => {
      timer = undefined;
      const changes = gathered;
      gathered = [];
      if (changes.length > 0) latest.current.onChanges(changes);
    };
    const gather = (message: MessageEvent<string>, read: (data: unknown) => LiveChange) => {
      if (message.lastEventId) seen.current = message.lastEventId;
      gathered.push(read(JSON.parse(message.data)));
      timer ??= setTimeout(flush, gatherMs);
    };
    const connect = () => {
      const query = seen.current ? `?${new URLSearchParams({ lastEventId: seen.current })}` : '';
      source = new EventSource(`/api/v2/stream${query}`);
      source.addEventListener('ready', (message) => {
        if (message.lastEventId) seen.current = message.lastEventId;
        latest.current.onState('open');
      });
      source.addEventListener('reset', (message) => {
        if (message.lastEventId) seen.current = message.lastEventId;
        latest.current.onReset();
      });
      for (const type of ['created', 'updated'] as const) {
        source.addEventListener(`event.${type}`, (message: MessageEvent<string>) =>
          gather(message, (event) => ({ type, event: event as EventWire })),
        );
      }
      source.addEventListener('event.deleted', (message: MessageEvent<string>) =>
        gather(message, (data) => ({ type: 'deleted', id: (data as { id: string }).id })),
      );
      source.addEventListener('error', () => {
        latest.current.onState('lost');
        if (source?.readyState !== EventSource.CLOSED) return;
        clearTimeout(again);
        again = setTimeout(connect, againMs);
      });
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(timer);
      flush();
    };
  }, [enabled]);
}
