'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useRange } from '@/components/frame/use-url-state';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { useEventStream } from '@/components/timeline/use-event-stream';
import { ErrorState } from '@/components/ui/error-state';
import { eventKeys, eventOptions } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import { EventActions } from './event-actions';
import { EventDetail } from './event-detail';
import { Gone } from './event-parts';

/** One event on a page of its own. It follows what others do to it. */
export function EventView({ id }: { id: string }) {
  const client = useQueryClient();
  const { live } = useRange();
  const [gone, setGone] = useState(false);
  const query = useQuery({ ...eventOptions(id), enabled: !gone });
  useEventStream({
    enabled: live,
    position: null,
    onChanges: (changes) => {
      for (const change of changes) {
        if (change.type === 'deleted' ? change.id !== id : change.event.id !== id) continue;
        if (change.type === 'deleted') setGone(true);
        else {
          const known = client.getQueryData<EventWire>(eventKeys.event(id));
          if (known && known.revision >= change.event.revision) continue;
          client.setQueryData(eventKeys.event(id), change.event);
          void client.invalidateQueries({ queryKey: eventKeys.changelog(id) });
          void client.invalidateQueries({ queryKey: eventKeys.chain(id) });
        }
      }
    },
    onReset: () => void client.invalidateQueries({ queryKey: eventKeys.event(id) }),
    onState: () => {},
  });
  const event = query.data;

  return (
    <article className="mx-auto flex w-full max-w-6xl flex-col gap-5 px-4 py-5 sm:px-6">
      <Link
        href="/"
        className="inline-flex items-center gap-1.5 self-start text-xs text-fg-muted hover:text-fg"
        data-print="hide"
      >
        <ArrowLeft size={13} aria-hidden />
        Timeline
      </Link>
      {query.isError && (
        <ErrorState
          compact
          title={event ? 'This may not be the latest' : 'The event could not be read'}
          text={
            event
              ? 'The server did not answer. You see the event as it was.'
              : 'Nothing is lost: this page only shows it.'
          }
          detail={query.error.message}
          onRetry={() => query.refetch()}
          retrying={query.isFetching}
          className="mx-0"
        />
      )}
      {event && (
        <>
          <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
            <div className="min-w-0 flex-1 basis-80">
              <p className="mb-1 flex items-center gap-2 text-xs text-fg-muted">
                <KindGlyph kind={event.kind} phase={event.phase} size={13} />
                {kindLabel[event.kind]}
              </p>
              <h1 className="text-xl font-semibold text-balance wrap-anywhere">{event.title}</h1>
            </div>
            <div className="flex flex-wrap items-center gap-2" data-print="hide">
              {!gone && <EventActions event={event} place="page" />}
            </div>
          </header>
          {gone && <Gone />}
          <EventDetail event={event} wide />
        </>
      )}
    </article>
  );
}
