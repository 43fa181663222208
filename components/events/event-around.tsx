'use client';

import { useQuery } from '@tanstack/react-query';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { formatDuration } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { aroundLimit, aroundOptions } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import { EventLink, Section } from './event-parts';

/** What else changed in the same service and environment within an hour. */
export function EventAround({ event, onOpen }: { event: EventWire; onOpen?: (id: string) => void }) {
  const around = useQuery(aroundOptions(event));
  const where = event.environment === null ? event.service : `${event.service} in ${event.environment}`;
  const others = around.data?.items.filter(({ id }) => id !== event.id).slice(0, aroundLimit) ?? [];
  return (
    <Section title="What else changed" note={`${where}, an hour either side`}>
      {around.isPending ? (
        <div role="status" className="flex flex-col gap-2 py-1">
          <span className="sr-only">Loading what else changed</span>
          <Skeleton width="70%" />
          <Skeleton width="55%" />
        </div>
      ) : around.isError ? (
        <ErrorState
          compact
          title="The neighbours could not be read"
          text="The event itself is complete."
          onRetry={() => around.refetch()}
          retrying={around.isFetching}
        />
      ) : others.length === 0 ? (
        <p className="text-fg-subtle">Nothing else was reported there and then.</p>
      ) : (
        <>
          <ul>
            {others.map((other) => (
              <li key={other.id} className="flex h-7 items-center gap-2">
                <PhaseMark phase={other.phase} size={12} labelled />
                <KindGlyph kind={other.kind} size={13} className="text-fg-muted" />
                <EventLink
                  id={other.id}
                  kind={other.kind}
                  title={other.title}
                  onOpen={onOpen}
                  className="min-w-0 flex-1"
                />
                <span className="nums text-xs text-fg-subtle">{distance(event, other)}</span>
                <Time value={other.at} show="time" focusable={false} className="text-xs text-fg-muted" />
              </li>
            ))}
          </ul>
          {(around.data?.items.length ?? 0) > aroundLimit && (
            <p className="mt-1 text-xs text-fg-subtle">Only the newest {aroundLimit} are listed.</p>
          )}
        </>
      )}
    </Section>
  );
}

function distance(event: EventWire, other: EventWire): string {
  const by = Date.parse(other.at) - Date.parse(event.at);
  if (Math.abs(by) < 1_000) return 'same time';
  return by < 0 ? `${formatDuration(-by)} before` : `${formatDuration(by)} after`;
}
