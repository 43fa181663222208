'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { EventRow } from '@/components/events/event-row';
import { eventHref } from '@/components/frame/navigation';
import { useUrlParam, useUrlState } from '@/components/frame/use-url-state';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { EntryWire } from '@/lib/catalog/schemas';
import { eventListOptions } from '@/lib/events/queries';
import { type ActivityKind, activityDays, activityKindOf, activityQuery } from './activity-query';
import { timelineHref } from './addresses';
import { LockTerms } from './lock-terms';

/** Rows before one goes to the timeline for more. */
const few = 12;

const kindOf: Record<ActivityKind, Record<string, string>> = {
  all: {},
  deployments: { kind: 'deployment' },
  incidents: { kind: 'incident' },
  locks: {},
};

/** What happened to the service lately. */
export function EntryActivity({ entry, onOpen }: { entry: EntryWire; onOpen: (id: string) => void }) {
  const { query } = useUrlState();
  const [said, setKind] = useUrlParam<string>('activity', 'all');
  const kind = activityKindOf(said);
  const list = useInfiniteQuery({
    ...eventListOptions(activityQuery(entry.name, kind)),
    enabled: kind !== 'locks',
  });
  const events = list.data?.pages[0]?.items ?? [];
  return (
    <Panel
      title="Recent activity"
      description={kind === 'locks' ? 'Those that began last first' : `The last ${activityDays} days`}
      padded={false}
      actions={
        <div className="flex flex-wrap items-center gap-3" data-print="hide">
          <SegmentedControl<ActivityKind>
            label="Show"
            value={kind}
            onChange={(next) => setKind(next)}
            options={[
              { value: 'all', label: 'All' },
              { value: 'deployments', label: 'Deployments' },
              { value: 'incidents', label: 'Incidents' },
              { value: 'locks', label: 'Locks' },
            ]}
          />
        </div>
      }
    >
      {kind === 'locks' ? (
        <LockTerms service={entry.name} most={few} />
      ) : list.isPending ? (
        <SkeletonRows rows={6} label="Loading the activity" />
      ) : list.isError && events.length === 0 ? (
        <ErrorState
          compact
          title="The events could not be read"
          text="The rest of the page is complete."
          detail={list.error.message}
          onRetry={() => list.refetch()}
          retrying={list.isFetching}
        />
      ) : events.length === 0 ? (
        kind === 'all' ? (
          <EmptyState
            title="Nothing was reported of it"
            text="Events that name this service appear here and on the timeline."
            example={{
              path: '/api/v2/events',
              body: {
                kind: 'deployment',
                title: `Deploy ${entry.name} 1.0.0`,
                service: entry.name,
                environment: 'production',
                status: 'success',
                version: '1.0.0',
              },
            }}
            className="mx-0 px-panel py-6"
          />
        ) : (
          <p className="p-panel text-fg-muted">
            {kind === 'incidents' ? 'No incident' : 'No deployment'} was reported in this time.
          </p>
        )
      ) : (
        <>
          <ol aria-label={`Events of ${entry.name}`} className="@container">
            {events.slice(0, few).map((event) => (
              <li key={event.id}>
                <EventRow
                  event={event}
                  current={false}
                  open={query.get('event') === event.id}
                  fresh={false}
                  href={eventHref(event.id)}
                  onOpen={onOpen}
                />
              </li>
            ))}
          </ol>
          <p className="px-panel py-2.5">
            <Link
              href={timelineHref(entry.name, { from: 'now-30d', to: 'now', ...kindOf[kind] })}
              prefetch={false}
              className="rounded-xs text-accent-fg hover:underline"
            >
              {events.length > few ? 'All of it on the timeline' : 'See it on the timeline'}
            </Link>
          </p>
        </>
      )}
    </Panel>
  );
}
