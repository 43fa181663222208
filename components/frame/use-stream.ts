'use client';

import { useEffect, useRef } from 'react';
import type { StreamTopic } from '@/lib/live/topics';
import { currentSession, lookAtSession, onSession } from './session';

/** One message of the change feed: `event.updated`, `lock.acquired`, … with what it is about. */
export type StreamMessage = { type: string; data: unknown };

type StreamOptions = {
  enabled: boolean;
  /** What to hear of; constant. */
  topics: readonly StreamTopic[];
  /** Only what concerns this service; another one begins the stream anew. */
  service?: string;
  /** Which messages; constant. */
  types: readonly string[];
  /** Where to begin: the position up to which the page has been read. */
  position: string | null;
  /** Messages in the order they were committed, some at a time. */
  onMessages: (messages: StreamMessage[]) => void;
  /** The place is too old or the connection was gone for too long: read everything anew. */
  onReset: () => void;
  onState: (state: 'open' | 'lost') => void;
};

/** Changes that arrive together are shown together. */
const gatherMs = 120;
/** EventSource gives up for good when it is refused; then it is begun anew, once there is a session that may follow. */
const againMs = 4_000;

/** Follows the change feed while enabled. The browser resumes by itself with Last-Event-ID; a new connection says where it was. */
export function useStream(options: StreamOptions): void {
  const { enabled, service } = options;
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
    let gathered: StreamMessage[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;

    const flush = () => {
      timer = undefined;
      const messages = gathered;
      gathered = [];
      if (messages.length > 0) latest.current.onMessages(messages);
    };
    const connect = () => {
      const query = new URLSearchParams({ topics: latest.current.topics.join(',') });
      if (service !== undefined) query.set('services', service);
      if (seen.current) query.set('lastEventId', seen.current);
      source?.close();
      source = new EventSource(`/api/v2/stream?${query}`);
      source.addEventListener('ready', (message) => {
        if (message.lastEventId) seen.current = message.lastEventId;
        latest.current.onState('open');
      });
      source.addEventListener('reset', (message) => {
        if (message.lastEventId) seen.current = message.lastEventId;
        latest.current.onReset();
      });
      for (const type of latest.current.types) {
        source.addEventListener(type, (message: MessageEvent<string>) => {
          if (message.lastEventId) seen.current = message.lastEventId;
          gathered.push({ type, data: JSON.parse(message.data) });
          timer ??= setTimeout(flush, gatherMs);
        });
      }
      source.addEventListener('error', () => {
        latest.current.onState('lost');
        if (source?.readyState !== EventSource.CLOSED) return;
        clearTimeout(again);
        // Why it was refused, the browser does not tell.
        void lookAtSession().then(() => {
          if (over || currentSession().state !== 'known' || source?.readyState !== EventSource.CLOSED) return;
          again = setTimeout(connect, againMs);
        });
      });
    };
    connect();
    const stop = onSession(() => {
      if (currentSession().state !== 'known' || source?.readyState !== EventSource.CLOSED) return;
      clearTimeout(again);
      connect();
    });
    return () => {
      over = true;
      stop();
      source?.close();
      clearTimeout(again);
      clearTimeout(timer);
      flush();
    };
  }, [enabled, service]);
}
