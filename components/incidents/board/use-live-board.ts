'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { usePaced } from '@/components/frame/use-paced';
import { type StreamMessage, useStream } from '@/components/frame/use-stream';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { type Columns, findCard, isUnderWay, placeCard, refreshBoard } from './mutations';
import { heard } from './words';

const topics = ['incident'] as const;
const types = ['incident.created', 'incident.moved', 'incident.updated'] as const;

/** Under a storm of signals an incident changes many times a second: its card follows at once, the lists are read this often. */
const readAgainMs = 1_500;

/**
 * Follows incidents while the page is live. Cards that are on the board change and move at once; what else may have changed (new
 * cards, counts, courses) is read anew, the first time at once.
 * @returns whether the stream is interrupted, and numbers of incidents that came a moment ago
 */
export function useLiveBoard(options: { live: boolean; position: string | null; columns: Columns }) {
  const { live, position, columns } = options;
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<number>>(new Set());
  const refresh = usePaced(() => refreshBoard(client), readAgainMs);

  useStream({
    enabled: live,
    topics,
    types,
    position,
    onMessages: (messages) => {
      const told = messages.flatMap(read);
      for (const { op, incident } of told) {
        const known = findCard(client, columns, incident.number);
        // One's own move was announced when it was made.
        const text = op === 'moved' && known?.status === incident.status ? null : heard(op, incident);
        if (text) announce(text);
        if (isUnderWay(incident.number)) continue;
        if (known && known.revision <= incident.revision && incident.mergedInto === null)
          placeCard(client, columns, incident);
      }
      const created = told.filter(({ op }) => op === 'created').map(({ incident }) => incident.number);
      if (created.length > 0) setFresh(new Set(created));
      refresh();
    },
    onReset: refresh,
    onState: (state) => setLost(state === 'lost'),
  });

  return { lost: live && lost, fresh };
}

const read = ({ type, data }: StreamMessage): { op: string; incident: IncidentWire }[] => {
  const incident = data as IncidentWire | null;
  return typeof incident?.number === 'number' ? [{ op: type.slice('incident.'.length), incident }] : [];
};
