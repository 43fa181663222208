'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, WifiOff } from 'lucide-react';
import Link from 'next/link';
import { useUrlState } from '@/components/frame/use-url-state';
import { ErrorState } from '@/components/ui/error-state';
import { incidentOptions } from '@/lib/incidents/queries';
import { Entries } from './entries';
import { Figures } from './figures';
import { Happening } from './happening';
import { Head } from './head';
import { Merged } from './merged';
import { Postmortem } from './postmortem';
import { Signals } from './signals';
import { Similar } from './similar';
import { Suspects } from './suspects';
import { useLiveIncident } from './use-live-incident';

/** One incident: what is happening, what changed, what was done about it. It follows what others do to it. */
export function IncidentView({ number, position }: { number: number; position: string | null }) {
  const { query } = useUrlState();
  const live = query.get('live') !== 'off';
  const { lost } = useLiveIncident({ number, live, position });
  const found = useQuery(incidentOptions(number));
  const incident = found.data;

  return (
    <article
      className="mx-auto flex w-full max-w-[100rem] flex-col gap-4 px-4 py-4 sm:px-6"
      aria-label={`Incident ${number}`}
      data-incident={number}
    >
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1" data-print="hide">
        <Link
          href="/incidents"
          className="inline-flex items-center gap-1.5 text-xs text-fg-muted hover:text-fg pointer-coarse:py-2"
        >
          <ArrowLeft size={13} aria-hidden />
          Incidents
        </Link>
        {lost && (
          <p role="status" data-phase="attention" className="flex items-center gap-1.5 text-xs text-phase-fg">
            <WifiOff size={13} aria-hidden />
            The live stream is interrupted; it is tried again.
          </p>
        )}
      </div>
      {found.isError && (
        <ErrorState
          compact
          title={incident ? 'This may not be the latest' : 'The incident could not be read'}
          text={
            incident
              ? 'The server did not answer. You see the incident as it was.'
              : 'Nothing is lost: this page only shows it.'
          }
          detail={found.error.message}
          onRetry={() => found.refetch()}
          retrying={found.isFetching}
          className="mx-0"
        />
      )}
      {incident && (
        <>
          <Merged incident={incident} />
          <Head incident={incident} />
          <Figures incident={incident} />
          {/* On a phone: what is happening, what changed, what was done; then the rest. */}
          <div className="grid min-w-0 gap-4 xl:grid-cols-[minmax(0,1fr)_26rem] xl:grid-rows-[auto_1fr] xl:items-start">
            <div className="flex min-w-0 flex-col gap-4">
              <Happening incident={incident} />
              <Suspects incident={incident} />
            </div>
            <div className="flex min-w-0 flex-col gap-4 overscroll-contain xl:sticky xl:top-[calc(var(--bar-height)+1rem)] xl:row-span-2 xl:max-h-[calc(100dvh-var(--bar-height)-2rem)] xl:overflow-y-auto print:static print:max-h-none">
              <Entries incident={incident} />
              <Similar incident={incident} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <Signals incident={incident} />
              <Postmortem incident={incident} />
            </div>
          </div>
        </>
      )}
    </article>
  );
}
