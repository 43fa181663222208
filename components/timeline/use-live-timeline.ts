'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { eventKeys } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import { filtersOf } from '@/lib/events/url-filters';
import { type EventListData, matches, withEvent, withoutEvent } from './merge';
import { drawnRange, type TimelineState } from './timeline-url';
import { type LiveChange, useEventStream } from './use-event-stream';

/** Drawings and counts follow at most this often while much happens. */
const followMs = 1_500;

export interface LiveTimeline {
  /** Events that came in while the reader was further down, not shown yet. */
  waiting: number;
  /** Puts them into the list. */
  showWaiting: () => void;
  /** Events that came in by themselves a moment ago. */
  fresh: ReadonlySet<string>;
  /** Events that were deleted while the page was open. */
  gone: ReadonlySet<string>;
  lost: boolean;
}

/**
 * Works what the stream tells into what is on the screen: rows change in place, new ones are put where they belong when the
 * reader is at the top and wait otherwise, drawings and counts are read anew from time to time.
 */
export function useLiveTimeline(options: {
  state: TimelineState;
  live: boolean;
  position: string | null;
  /** Whether the reader sees the top of the list. */
  atTop: () => boolean;
}): LiveTimeline {
  const { state, live, position, atTop } = options;
  const client = useQueryClient();
  const [waiting, setWaiting] = useState<{ query: string; events: ReadonlyMap<string, EventWire> }>({
    query: state.listQuery,
    events: new Map(),
  });
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const [lost, setLost] = useState(false);
  const filters = useMemo(() => filtersOf(state.filters), [state.filters]);
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);

  // What waits, waits for one list.
  const pending = waiting.query === state.listQuery ? waiting.events : none;
  const key = eventKeys.list(state.listQuery);
  const change = (update: (data: EventListData) => EventListData) =>
    client.setQueryData<EventListData>(key, (data) => (data ? update(data) : data));

  const followSoon = () => {
    follow.current ??= setTimeout(() => {
      follow.current = undefined;
      for (const part of ['facets', 'histogram', 'lanes'] as const) {
        void client.invalidateQueries({ queryKey: ['events', part] });
      }
    }, followMs);
  };

  const onChanges = (changes: LiveChange[]) => {
    const top = atTop();
    const window = state.window ?? drawnRange(state.range, Date.now());
    const next = new Map(pending);
    const shown = new Set<string>();
    let arrived = 0;
    for (const one of changes) {
      if (one.type === 'deleted') {
        next.delete(one.id);
        change((data) => withoutEvent(data, one.id));
        setGone((before) => new Set(before).add(one.id));
        continue;
      }
      const { event } = one;
      updateOpen(client, event);
      const fits = matches(event, filters, window);
      const data = client.getQueryData<EventListData>(key);
      const known = data?.pages.some((page) => page.items.some(({ id }) => id === event.id)) ?? false;
      if (!fits) {
        next.delete(event.id);
        if (known) change((rows) => withoutEvent(rows, event.id));
      } else if (known || top) {
        next.delete(event.id);
        change((rows) => withEvent(rows, event, state.sort));
        if (!known) shown.add(event.id);
        if (one.type === 'created') arrived += 1;
      } else {
        if (one.type === 'created' || next.has(event.id)) next.set(event.id, event);
        if (one.type === 'created') arrived += 1;
      }
    }
    setWaiting({ query: state.listQuery, events: next });
    if (shown.size > 0) setFresh(shown);
    if (arrived > 0) announce(arrived === 1 ? 'One new event' : `${arrived} new events`);
    followSoon();
  };

  useEventStream({
    enabled: live,
    position,
    onChanges,
    onLocks: () => followSoon(),
    onReset: () => {
      setWaiting({ query: state.listQuery, events: new Map() });
      void client.invalidateQueries({ queryKey: eventKeys.all });
    },
    onState: (now) => setLost(now === 'lost'),
  });

  // Time goes on without any event: what has left the range leaves the drawing.
  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') followSoonRef.current();
    }, 60_000);
    return () => clearInterval(timer);
  }, [live]);
  const followSoonRef = useRef(followSoon);
  useEffect(() => {
    followSoonRef.current = followSoon;
  });

  return {
    waiting: pending.size,
    showWaiting: () => {
      change((data) =>
        [...pending.values()].reduce((rows, event) => withEvent(rows, event, state.sort), data),
      );
      setFresh(new Set(pending.keys()));
      setWaiting({ query: state.listQuery, events: new Map() });
    },
    fresh,
    gone,
    lost: live && lost,
  };
}

const none: ReadonlyMap<string, EventWire> = new Map();

/** The panel that shows this event, if one does. */
function updateOpen(client: ReturnType<typeof useQueryClient>, event: EventWire) {
  const key = eventKeys.event(event.id);
  const known = client.getQueryData<EventWire>(key);
  if (!known || known.revision >= event.revision) return;
  client.setQueryData(key, event);
  void client.invalidateQueries({ queryKey: eventKeys.changelog(event.id) });
  void client.invalidateQueries({ queryKey: eventKeys.chain(event.id) });
}
