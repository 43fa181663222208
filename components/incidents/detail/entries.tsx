'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { counted } from '@/components/incidents/board/words';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { incidentTimelineOptions, suspectsOptions } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { EntryRow } from './entry-row';
import { NoteComposer } from './note-composer';

/** What happened to it and what people noted, newest first, and a place to note something. */
export function Entries({ incident }: { incident: IncidentDetailWire }) {
  const timeline = useInfiniteQuery(incidentTimelineOptions(incident.number));
  const suspects = useQuery(suspectsOptions(incident.number)).data;
  const items = timeline.data?.pages.flatMap((page) => page.items) ?? [];
  const newest = items.toSorted((a, b) => b.at.localeCompare(a.at) || Number(BigInt(b.id) - BigInt(a.id)));
  const titleOf = (eventId: string) => suspects?.items.find(({ event }) => event.id === eventId)?.event.title;
  return (
    <Panel
      title="Timeline"
      description={
        timeline.data &&
        `${counted(items.length, 'entry', 'entries')}${timeline.hasNextPage ? ' so far' : ''}`
      }
    >
      <NoteComposer key={incident.number} incident={incident} />
      {timeline.isPending ? (
        <div role="status" className="flex flex-col gap-4 py-2">
          <span className="sr-only">Loading the timeline</span>
          {['60%', '45%', '70%', '52%'].map((width) => (
            <Skeleton key={width} width={width} />
          ))}
        </div>
      ) : timeline.isError && items.length === 0 ? (
        <ErrorState
          compact
          title="The timeline could not be read"
          text="What you have typed stays."
          detail={timeline.error.message}
          onRetry={() => timeline.refetch()}
          retrying={timeline.isFetching}
          className="mx-0 p-0"
        />
      ) : items.length === 0 ? (
        <p className="text-fg-muted">
          Nothing was recorded yet. It came from before incidents had a timeline.
        </p>
      ) : (
        <>
          {timeline.hasNextPage && (
            <Button
              size="sm"
              variant="ghost"
              className="mb-3 w-full border-line"
              busy={timeline.isFetchingNextPage}
              onClick={() => timeline.fetchNextPage()}
            >
              Show newer entries
            </Button>
          )}
          <ol aria-label="Timeline">
            {newest.map((entry) => (
              <EntryRow key={entry.id} entry={entry} titleOf={titleOf} />
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}
