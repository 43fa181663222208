'use client';

import { type InfiniteData, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { useStream } from '@/components/frame/use-stream';
import { counted, heard } from '@/components/incidents/board/words';
import { incidentKeys } from '@/lib/incidents/queries';
import type { IncidentDetailWire, IncidentWire } from '@/lib/incidents/schemas';

const topics = ['incident'] as const;
const types = ['incident.created', 'incident.moved', 'incident.updated'] as const;

/** Under a storm of signals an incident changes many times a second: its head follows at once, the rest is read this often. */
const readAgainMs = 1_500;
/** New signals are said aloud no more often than this. */
const sayAgainMs = 30_000;

/**
 * Follows one incident while the page is live: who did what to it, and the signals that join it.
 * @returns whether the stream is interrupted
 */
export function useLiveIncident(options: { number: number; live: boolean; position: string | null }) {
  const { number, live, position } = options;
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const due = useRef(new Set<string>());
  const said = useRef({ at: 0, count: null as number | null });
  useEffect(() => () => clearTimeout(timer.current), []);

  const read = (parts: readonly string[]) => {
    for (const part of parts) due.current.add(part);
    if (timer.current !== undefined) return;
    const now = [...due.current];
    due.current.clear();
    for (const part of now) {
      void client.invalidateQueries({ queryKey: [...incidentKeys.one(number), part] });
    }
    timer.current = setTimeout(() => {
      timer.current = undefined;
      if (due.current.size > 0) read([]);
    }, readAgainMs);
  };

  useStream({
    enabled: live,
    topics,
    types,
    position,
    onMessages: (messages) => {
      for (const { type, data } of messages) {
        const incident = data as IncidentWire | null;
        if (typeof incident?.number !== 'number') continue;
        if (incident.mergedInto === number) read(['detail', 'timeline', 'events', 'histogram']);
        if (incident.number !== number) continue;
        const known = client.getQueryData<IncidentDetailWire>(incidentKeys.detail(number));
        if (!known || known.revision > incident.revision) continue;
        client.setQueryData(incidentKeys.detail(number), { ...known, ...incident });
        const op = type.slice('incident.'.length);
        const news = op === 'moved' && known.status === incident.status ? null : heard(op, incident);
        if (news) announce(news);
        const parts = ['detail', 'timeline'];
        if (known.signalCount !== incident.signalCount) {
          parts.push('histogram');
          // Whoever has gone further down the list is not moved: a button there says how many are new.
          if (onFirstPage(client, number)) parts.push('events');
          said.current.count ??= known.signalCount;
          const more = incident.signalCount - said.current.count;
          if (more > 0 && Date.now() - said.current.at > sayAgainMs) {
            announce(
              `${counted(more, 'new signal')}, ${incident.signalCount.toLocaleString('en-GB')} in all`,
            );
            said.current = { at: Date.now(), count: incident.signalCount };
          }
        }
        if (known.startedAt !== incident.startedAt || known.endedAt !== incident.endedAt)
          parts.push('histogram');
        if (
          known.startedAt !== incident.startedAt ||
          JSON.stringify(known.topSuspect) !== JSON.stringify(incident.topSuspect)
        ) {
          parts.push('suspects');
        }
        read(parts);
      }
    },
    onReset: () => void client.invalidateQueries({ queryKey: incidentKeys.one(number) }),
    onState: (state) => setLost(state === 'lost'),
  });

  return { lost: live && lost };
}

const onFirstPage = (client: QueryClient, number: number) =>
  client
    .getQueriesData<InfiniteData<unknown>>({ queryKey: [...incidentKeys.one(number), 'events'] })
    .every(([, data]) => (data?.pages.length ?? 0) <= 1);
