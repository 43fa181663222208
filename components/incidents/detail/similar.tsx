'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { incidentHref } from '@/components/frame/navigation';
import { IncidentStatusMark, SeverityMark } from '@/components/incidents/board/incident-parts';
import { Markdown } from '@/components/markdown/markdown';
import { Duration, Time } from '@/components/time/time';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { similarIncidentsOptions } from '@/lib/incidents/queries';
import type { IncidentDetailWire, SimilarIncidentWire } from '@/lib/incidents/schemas';

/** Past incidents that looked alike, and what resolved them. */
export function Similar({ incident }: { incident: IncidentDetailWire }) {
  const similar = useQuery(similarIncidentsOptions(incident.number));
  return (
    <Panel title="Similar incidents" description="By their errors and their service" padded={false}>
      {similar.data ? (
        similar.data.items.length === 0 ? (
          <p className="p-panel text-fg-muted">
            None looked alike so far. Say what resolved this one: the next will find it here.
          </p>
        ) : (
          <ul aria-label="Similar incidents">
            {similar.data.items.map((item) => (
              <SimilarRow key={item.incident.number} item={item} />
            ))}
          </ul>
        )
      ) : similar.isError ? (
        <ErrorState
          compact
          title="Similar incidents could not be read"
          text="This incident itself is complete."
          detail={similar.error.message}
          onRetry={() => similar.refetch()}
          retrying={similar.isFetching}
          className="mx-0"
        />
      ) : (
        <div role="status" className="flex flex-col gap-3 p-panel">
          <span className="sr-only">Loading similar incidents</span>
          <Skeleton width="70%" />
          <Skeleton width="55%" />
        </div>
      )}
    </Panel>
  );
}

function SimilarRow({ item }: { item: SimilarIncidentWire }) {
  const { incident, similarity, sameService, resolution, cause, fix } = item;
  const percent = Math.round(similarity * 100);
  return (
    <li className="border-b border-line px-panel py-3 last:border-b-0">
      <div className="flex items-start gap-2">
        <SeverityMark severity={incident.severity} />
        <Link
          href={incidentHref(incident.number)}
          prefetch={false}
          className="min-w-0 flex-1 font-medium wrap-anywhere hover:underline"
        >
          <span className="nums mr-1.5 font-mono text-xs font-normal text-fg-muted">#{incident.number}</span>
          {incident.title}
        </Link>
        <span className="nums shrink-0 text-xs text-fg-muted" data-tip="How alike their errors are">
          {percent} %<span className="sr-only"> alike</span>
        </span>
      </div>
      <p className="mt-1 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-fg-muted">
        <IncidentStatusMark status={incident.status} />
        {!sameService && <span>{incident.service}</span>}
        <Time value={incident.startedAt} />
        {incident.endedAt !== null && (
          <span>
            lasted <Duration millis={Date.parse(incident.endedAt) - Date.parse(incident.startedAt)} />
          </span>
        )}
      </p>
      {(resolution || cause || fix) && (
        <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs">
          {resolution && (
            <Line term="Resolved">
              <Markdown text={resolution.text} level={5} />
              <span className="text-fg-subtle">
                {resolution.actor}, <Time value={resolution.at} />
              </span>
            </Line>
          )}
          {cause && (
            <Line term="Cause">
              <Change {...cause} />
            </Line>
          )}
          {fix && (
            <Line term="Fix">
              <Change {...fix} />
            </Line>
          )}
        </dl>
      )}
    </li>
  );
}

const Line = ({ term, children }: { term: string; children: ReactNode }) => (
  <>
    <dt className="text-fg-subtle">{term}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
);

function Change({ eventId, title, version }: NonNullable<SimilarIncidentWire['cause']>) {
  return (
    <Link
      href={`/events/${encodeURIComponent(eventId)}`}
      prefetch={false}
      className="text-accent-fg hover:underline"
    >
      {title}
      {version !== null && !title.includes(version) && ` ${version}`}
    </Link>
  );
}
