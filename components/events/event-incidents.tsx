'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useId, useState } from 'react';
import { incidentHref } from '@/components/frame/navigation';
import { IncidentStatusMark, SeverityMark } from '@/components/incidents/board/incident-parts';
import { counted } from '@/components/incidents/board/words';
import { Skeleton } from '@/components/ui/skeleton';
import type { EventWire } from '@/lib/events/schemas';
import type { SuspectedOfWire } from '@/lib/incidents/cause-operations';
import { suspectedOfOptions } from '@/lib/incidents/queries';
import { Section } from './event-parts';
import { belongsToIncidents } from './incident-kinds';

/**
 * The incidents that a change is suspected of, or the one that an incident event is or a signal belongs to. One of them until somebody opens the
 * rest, so that nothing moves when the answer comes.
 */
export function EventIncidents({ event }: { event: EventWire }) {
  const found = useQuery(suspectedOfOptions(event.id));
  const [all, setAll] = useState(false);
  const list = useId();
  const own = belongsToIncidents(event.kind);
  const items = found.data?.items ?? [];
  const [first, ...others] = items;
  return (
    <Section
      title={own ? 'Incident' : 'Suspected of'}
      note={
        others.length > 0 && (
          <button
            type="button"
            aria-expanded={all}
            aria-controls={list}
            onClick={() => setAll(!all)}
            className="rounded-xs text-accent-fg hover:underline"
          >
            {all ? 'Show the first only' : `and ${counted(others.length, 'other')}`}
          </button>
        )
      }
    >
      {found.isPending ? (
        <div role="status" className="flex h-11 items-center">
          <span className="sr-only">Loading its incidents</span>
          <Skeleton width="60%" />
        </div>
      ) : found.isError ? (
        <p role="alert" className="flex h-11 items-center gap-2 text-fg-muted">
          <span className="truncate">Its incidents could not be read.</span>
          <button
            type="button"
            onClick={() => found.refetch()}
            className="rounded-xs text-accent-fg hover:underline"
          >
            Try again
          </button>
        </p>
      ) : first ? (
        <ul id={list}>
          {(all ? items : [first]).map((item) => (
            <SuspectedOf key={item.incident.number} item={item} />
          ))}
        </ul>
      ) : (
        <p className="flex h-11 items-center text-fg-subtle">
          {own ? 'It belongs to no incident.' : 'No incident.'}
        </p>
      )}
    </Section>
  );
}

function SuspectedOf({ item }: { item: SuspectedOfWire['items'][number] }) {
  const { incident, rank, score, verdict } = item;
  return (
    <li className="flex h-11 items-center gap-2.5">
      <SeverityMark severity={incident.severity} />
      <div className="flex min-w-0 flex-1 flex-col">
        <Link
          href={incidentHref(incident.number)}
          prefetch={false}
          className="truncate rounded-xs hover:underline"
        >
          <span className="sr-only">Incident </span>
          <span className="nums text-fg-subtle">#{incident.number}</span> {incident.title}
        </Link>
        <p className="flex min-w-0 items-center gap-x-2.5 text-xs text-fg-subtle">
          <IncidentStatusMark status={incident.status} />
          <Standing rank={rank} score={score} verdict={verdict} />
          <span className="truncate">{incident.service}</span>
        </p>
      </div>
    </li>
  );
}

/** What speaks for it: a person's word, else its place among the suspects. */
function Standing({
  rank,
  score,
  verdict,
}: Pick<SuspectedOfWire['items'][number], 'rank' | 'score' | 'verdict'>) {
  if (verdict === 'confirmed') {
    return (
      <span data-phase="failed" className="shrink-0 text-xs font-medium text-phase-fg">
        confirmed cause
      </span>
    );
  }
  if (verdict === 'cleared') return <span className="shrink-0 text-xs text-fg-subtle">cleared</span>;
  if (rank === null || score === null) return null;
  return (
    <span className="nums shrink-0 text-xs text-fg-muted">
      suspect no. {rank}, score {Math.round(score)}
    </span>
  );
}
