'use client';

import { useQuery } from '@tanstack/react-query';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { phaseLabel } from '@/components/glyphs/phases';
import { formatDuration } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { chainOptions } from '@/lib/events/queries';
import type { EventWire } from '@/lib/events/schemas';
import type { ChainWire } from '@/lib/events/timeline-operations';
import { EventLink, Section } from './event-parts';

const percent = (part: number) => `${(Math.max(0, Math.min(1, part)) * 100).toFixed(3)}%`;
/** Rows before the middle of a long chain is left out. */
const most = 12;

/** The related events one after the other, with the time between them. Nothing when the event stands alone. */
export function EventChain({ event, onOpen }: { event: EventWire; onOpen?: (id: string) => void }) {
  const chain = useQuery(chainOptions(event.id));
  if (chain.isPending) return null;
  if (chain.isError) {
    return (
      <Section title="Chain">
        <ErrorState
          compact
          title="The related events could not be read"
          text="The event itself is complete."
          onRetry={() => chain.refetch()}
          retrying={chain.isFetching}
        />
      </Section>
    );
  }
  if (chain.data.events.length < 2) return null;
  const { totalMs, ongoing, truncated, events } = chain.data;
  return (
    <Section
      title="Chain"
      note={`${events.length} events, ${formatDuration(totalMs)} in all${ongoing ? ', still going on' : ''}`}
    >
      <Waterfall chain={chain.data} current={event.id} onOpen={onOpen} />
      {truncated && <p className="mt-1 text-xs text-fg-subtle">The chain is longer than is shown.</p>}
    </Section>
  );
}

function Waterfall({
  chain,
  current,
  onOpen,
}: {
  chain: ChainWire;
  current: string;
  onOpen?: (id: string) => void;
}) {
  const start = Math.min(...chain.events.map(({ at }) => Date.parse(at)));
  const length = Math.max(1, chain.totalMs);
  const waits = new Map(chain.links.map((link) => [link.to, link.durationMs]));
  const place = chain.events.findIndex(({ id }) => id === current);
  const first = Math.max(0, Math.min(place - most / 2, chain.events.length - most));
  const shown = chain.events.slice(first, first + most);
  return (
    <ol>
      {first > 0 && <li className="py-1 text-xs text-fg-subtle">{first} earlier</li>}
      {shown.map((one) => {
        const from = (Date.parse(one.at) - start) / length;
        const to = one.until === null ? 1 : (Date.parse(one.until) - start) / length;
        const wait = waits.get(one.id);
        return (
          <li
            key={one.id}
            aria-current={one.id === current || undefined}
            className={cn(
              'grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_5rem] items-center gap-3 rounded-sm px-1.5 py-1',
              one.id === current && 'bg-surface-2',
            )}
          >
            <span className="flex min-w-0 items-center gap-1.5">
              <KindGlyph kind={one.kind} phase={one.phase} size={13} />
              <EventLink
                id={one.id}
                kind={one.kind}
                title={one.title}
                onOpen={onOpen}
                className={one.id === current ? 'font-medium' : undefined}
              />
            </span>
            <span
              className="relative h-3 border-l border-line"
              data-tip={`${phaseLabel[one.phase]}${one.durationMs === null ? '' : `, ${formatDuration(one.durationMs)}`}${wait === undefined ? '' : `\n${formatDuration(wait)} after what it follows`}`}
            >
              <span
                data-phase={one.phase}
                className={cn(
                  'absolute inset-y-0.5 min-w-1 rounded-xs',
                  one.phase === 'planned' ? 'border border-dashed border-phase-solid' : 'bg-phase-solid',
                )}
                style={{ left: percent(Math.min(from, 0.99)), width: percent(Math.max(0, to - from)) }}
              />
            </span>
            <span className="nums text-right text-xs whitespace-nowrap text-fg-muted">
              {wait === undefined ? '' : `+${formatDuration(wait)}`}
            </span>
          </li>
        );
      })}
      {first + most < chain.events.length && (
        <li className="py-1 text-xs text-fg-subtle">{chain.events.length - first - most} later</li>
      )}
    </ol>
  );
}
