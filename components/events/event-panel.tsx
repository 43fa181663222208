'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, Maximize2 } from 'lucide-react';
import Link from 'next/link';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { IconButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { eventOptions } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import type { AnswerError } from '@/lib/http/client';
import { EventActions } from './event-actions';
import { EventDetail } from './event-detail';
import { Gone } from './event-parts';

type EventPanelProps = {
  id: string;
  /** The event as the list knows it, to show at once. */
  known: EventWire | null;
  /** It was deleted while it was looked at. */
  gone: boolean;
  onStep: (by: 1 | -1) => void;
  /** Opens another event in this panel. */
  onOpen: (id: string) => void;
};

/** One event beside the list it comes from. */
export function EventPanel({ id, known, gone, onStep, onOpen }: EventPanelProps) {
  const query = useQuery({ ...eventOptions(id), placeholderData: known ?? undefined, enabled: !gone });
  const event = query.data;
  return (
    <SidePanel
      params={['event']}
      title={event ? event.title : query.isError ? 'Not shown' : <Skeleton width="16rem" height="1.1rem" />}
      eyebrow={
        event && (
          <>
            <KindGlyph kind={event.kind} phase={event.phase} size={13} />
            {kindLabel[event.kind]}
          </>
        )
      }
      actions={
        <>
          <IconButton label="Previous event" keys="k" size="sm" onClick={() => onStep(-1)}>
            <ChevronUp size={15} aria-hidden />
          </IconButton>
          <IconButton label="Next event" keys="j" size="sm" onClick={() => onStep(1)}>
            <ChevronDown size={15} aria-hidden />
          </IconButton>
          <Link
            href={`/events/${encodeURIComponent(id)}`}
            prefetch={false}
            aria-label="Open as a page"
            data-tip="Open as a page"
            className="inline-flex size-control-sm items-center justify-center rounded text-fg-muted hover:bg-surface-2 hover:text-fg"
          >
            <Maximize2 size={13} aria-hidden />
          </Link>
        </>
      }
      footer={event && !gone && <EventActions key={event.id} event={event} place="panel" />}
    >
      {gone && <Gone />}
      {event ? (
        <EventDetail key={event.id} event={event} onOpen={onOpen} />
      ) : query.isError ? (
        <EventFailure
          error={query.error as AnswerError}
          onRetry={() => query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <DetailSkeleton />
      )}
    </SidePanel>
  );
}

function EventFailure(props: { error: AnswerError; onRetry: () => void; retrying: boolean }) {
  if (props.error.status === 404) {
    return (
      <ErrorState
        compact
        title="This event does not exist"
        text="It was deleted, or the address is not complete. Close the panel to go on with the list."
      />
    );
  }
  return (
    <ErrorState
      compact
      title="The event could not be read"
      text="Nothing is lost: this panel only shows it."
      detail={props.error.message}
      onRetry={props.onRetry}
      retrying={props.retrying}
    />
  );
}

function DetailSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the event</span>
      <Skeleton width="7rem" height="1.25rem" />
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={index} className="flex gap-6 py-0.5">
          <Skeleton width="5rem" />
          <Skeleton width={`${30 + ((index * 19) % 30)}%`} />
        </div>
      ))}
    </div>
  );
}
