'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { BackLink } from '@/components/frame/back-link';
import { useUrlState } from '@/components/frame/use-url-state';
import { ErrorState } from '@/components/ui/error-state';
import { catalogKeys, entryOptions } from '@/lib/catalog/queries';
import type { EntryWire } from '@/lib/catalog/schemas';
import { type EventPageWire, eventKeys } from '@/lib/events/queries';
import { lockKeys } from '@/lib/locks/queries';
import { activityQuery } from './activity-query';
import { EntryActions } from './entry-actions';
import { EntryActivity } from './entry-activity';
import { EntryChannels, EntryDashboards, EntryFacts, EntrySla, EntryVersions } from './entry-aside';
import { DiscoveredBadge, GoneBadge, SlaBadge } from './entry-badges';
import { EntryDependencies } from './entry-dependencies';
import { EntryEnvironments } from './entry-environments';
import { EntryGlyph } from './entry-glyph';
import { EntryInfrastructure } from './entry-infrastructure';
import { EntryNotice } from './entry-notice';
import { EntryParts } from './entry-parts';
import { EntryVulnerabilities } from './entry-vulnerabilities';
import { typeLabel } from './labels';
import { useCatalogStream } from './use-catalog-stream';

const EventPanel = dynamic(() =>
  import('@/components/events/event-panel').then((module) => module.EventPanel),
);

/** One service: who owns it, where it runs in which version, what it needs, what would break with it, and what happened lately. */
export function EntryView({ name }: { name: string }) {
  const client = useQueryClient();
  const { query, setUrl } = useUrlState();
  const entry = useQuery(entryOptions(name));
  useCatalogStream(() => {
    for (const queryKey of [catalogKeys.all, eventKeys.lists, lockKeys.all])
      void client.invalidateQueries({ queryKey });
  }, name);
  const event = query.get('event');
  const step = (by: 1 | -1) => {
    const list = client.getQueryData<{ pages: EventPageWire[] }>(
      eventKeys.list(activityQuery(name, query.get('activity'))),
    );
    const events = list?.pages[0]?.items ?? [];
    const next = events[events.findIndex(({ id }) => id === event) + by];
    if (next) setUrl({ event: next.id }, 'replace');
  };

  return (
    <>
      <article className="@container mx-auto flex w-full max-w-7xl flex-col gap-4 px-4 py-5 sm:px-6">
        <BackLink href="/catalog">Catalog</BackLink>
        {entry.isError && (
          <ErrorState
            compact
            title={entry.data ? 'This may not be the latest' : 'The service could not be read'}
            text={
              entry.data
                ? 'The server did not answer. You see the service as it was.'
                : 'Nothing is lost: this page only shows it.'
            }
            detail={entry.error.message}
            onRetry={() => entry.refetch()}
            retrying={entry.isFetching}
            className="mx-0"
          />
        )}
        {entry.data && <Entry entry={entry.data} onOpen={(id) => setUrl({ event: id })} />}
      </article>
      {event !== null && (
        <EventPanel
          id={event}
          known={null}
          gone={false}
          onStep={step}
          onOpen={(id) => setUrl({ event: id }, 'replace')}
        />
      )}
    </>
  );
}

function Entry({ entry, onOpen }: { entry: EntryWire; onOpen: (eventId: string) => void }) {
  return (
    <>
      <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-80">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1.5">
            <EntryGlyph type={entry.type} size={20} labelled className="text-fg-muted" />
            <h1 className="min-w-0 text-xl font-semibold wrap-anywhere">{entry.name}</h1>
            {entry.discovered && <DiscoveredBadge />}
            {entry.gone && <GoneBadge />}
            {entry.sla?.level && <SlaBadge level={entry.sla.level} />}
          </div>
          <p className="mt-1 max-w-prose text-pretty text-fg-muted wrap-anywhere">
            {entry.description ||
              (entry.type === null
                ? 'Nobody has said what this is.'
                : `A ${typeLabel[entry.type].toLowerCase()}.`)}
          </p>
          {/* On a phone the facts come last: who answers for it must not. */}
          {entry.owner && (
            <p className="mt-1 @4xl:hidden">
              <span className="text-fg-subtle">Owner</span> <span className="font-medium">{entry.owner}</span>
            </p>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2" data-print="hide">
          <EntryActions entry={entry} />
        </div>
      </header>
      <EntryNotice entry={entry} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 @4xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <EntryEnvironments entry={entry} />
          <EntryDependencies entry={entry} />
          <EntryParts entry={entry} />
          <EntryVulnerabilities entry={entry} />
          <EntryInfrastructure entry={entry} />
          <EntryActivity entry={entry} onOpen={onOpen} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <EntryFacts entry={entry} />
          <EntrySla entry={entry} />
          <EntryVersions entry={entry} />
          <EntryChannels entry={entry} />
          <EntryDashboards entry={entry} />
        </div>
      </div>
    </>
  );
}
