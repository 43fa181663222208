'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Refused } from '@/components/frame/allowed';
import { incidentHref } from '@/components/frame/navigation';
import { useMe } from '@/components/frame/permissions';
import { useTimeZone } from '@/components/frame/preferences';
import { counted } from '@/components/incidents/board/words';
import { useIncidentRights } from '@/components/incidents/rights';
import { formatDuration, formatRange } from '@/components/time/format';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { SuspectsWire } from '@/lib/incidents/cause-operations';
import { suspectsOptions } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { useJudge } from './mutations';
import { SuspectRow } from './suspect-row';

/** Those that are not folded away. */
const inSight = 5;

/** What changed before it, the most suspect first, with what speaks for each; and what people said of them. */
export function Suspects({ incident }: { incident: IncidentDetailWire }) {
  const { number, mergedInto } = incident;
  const { timeZone } = useTimeZone();
  const { permission, offered } = useIncidentRights(incident);
  const suspects = useQuery(suspectsOptions(number));
  const judge = useJudge(number, useMe().name);
  const data = suspects.data;
  const cleared = data?.items.filter(({ verdict }) => verdict === 'cleared') ?? [];
  const standing = (data?.items ?? [])
    .filter(({ verdict }) => verdict !== 'cleared')
    .toSorted(
      (a, b) => Number(b.verdict === 'confirmed') - Number(a.verdict === 'confirmed') || a.rank - b.rank,
    );
  const row = (suspect: (typeof standing)[number], open = false) => (
    <Refused key={suspect.event.id} permission={permission}>
      <SuspectRow
        suspect={suspect}
        incident={incident}
        open={open}
        fixed={mergedInto !== null || !offered}
        pending={judge.isPending && judge.variables?.eventId === suspect.event.id}
        onJudge={(verdict) =>
          judge.mutate({ eventId: suspect.event.id, title: suspect.event.title, verdict })
        }
      />
    </Refused>
  );
  return (
    <Panel
      title="What changed"
      description={
        data && (
          <span data-tip={formatRange(data.from, data.to, timeZone)}>
            {counted(data.considered, 'change')} near its start {data.considered === 1 ? 'was' : 'were'}{' '}
            looked at, from{' '}
            {formatDuration(Math.max(0, Date.parse(incident.startedAt) - Date.parse(data.from)))} before
          </span>
        )
      }
      padded={false}
    >
      {data ? (
        <>
          {data.splitFrom && data.splitFrom.verdicts.length > 0 && <Elsewhere {...data.splitFrom} />}
          {standing.length === 0 ? (
            <p className="p-panel text-fg-muted">
              {cleared.length > 0
                ? 'Every change that was near has been cleared.'
                : 'Nothing changed near its start: no deployment, operation, drift or change of infrastructure was reported for this service or those around it.'}
            </p>
          ) : (
            <ol aria-label="Suspects">
              {standing.slice(0, inSight).map((suspect, index) => row(suspect, index === 0))}
            </ol>
          )}
          {standing.length > inSight && (
            <Folded label={counted(standing.length - inSight, 'less likely change')} name="Less likely">
              {standing.slice(inSight).map((suspect) => row(suspect))}
            </Folded>
          )}
          {cleared.length > 0 && (
            <Folded label={counted(cleared.length, 'cleared change')} name="Cleared">
              {cleared.map((suspect) => row(suspect))}
            </Folded>
          )}
        </>
      ) : suspects.isError ? (
        <ErrorState
          compact
          title="What changed could not be read"
          text="The incident itself is complete."
          detail={suspects.error.message}
          onRetry={() => suspects.refetch()}
          retrying={suspects.isFetching}
          className="mx-0"
        />
      ) : (
        <div role="status" className="flex flex-col gap-5 p-panel">
          <span className="sr-only">Loading what changed</span>
          {['62%', '48%', '55%'].map((width) => (
            <div key={width} className="flex flex-col gap-2">
              <Skeleton width={width} />
              <Skeleton width="80%" />
            </div>
          ))}
        </div>
      )}
    </Panel>
  );
}

/** What was said in the incident that this one was split off: of these signals nobody has judged what did it. */
function Elsewhere({ number, verdicts }: NonNullable<SuspectsWire['splitFrom']>) {
  return (
    <div className="border-b border-line px-panel py-2.5 text-xs text-fg-muted">
      <p>
        Split off{' '}
        <Link href={incidentHref(number)} prefetch={false} className="text-fg hover:underline">
          #{number}
        </Link>
        . What was said there stays there; say here what did this.
      </p>
      <ul aria-label={`Said in #${number}`} className="mt-1">
        {verdicts.map(({ eventId, title, verdict }) => (
          <li key={eventId}>
            {verdict === 'confirmed' ? 'Confirmed there: ' : 'Cleared there: '}
            <Link
              href={`/events/${encodeURIComponent(eventId)}`}
              prefetch={false}
              className="text-fg wrap-anywhere hover:underline"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Folded(props: { label: string; name: string; children: ReactNode }) {
  return (
    <details className="group/folded border-t border-line">
      <summary className="flex items-center gap-1.5 px-panel py-2.5 text-fg-muted hover:text-fg">
        <ChevronRight size={13} aria-hidden className="transition-transform group-open/folded:rotate-90" />
        {props.label}
      </summary>
      <ol aria-label={props.name} className="border-t border-line">
        {props.children}
      </ol>
    </details>
  );
}
