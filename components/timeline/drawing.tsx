'use client';

import { useQuery } from '@tanstack/react-query';
import { Maximize2, Minus, Plus, Table2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useRef, useState } from 'react';
import { useKeys } from '@/components/frame/keys';
import { useTimeZone } from '@/components/frame/preferences';
import { useUrlState, useUrlValues } from '@/components/frame/use-url-state';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel, phaseStack } from '@/components/glyphs/phases';
import { formatRange } from '@/components/time/format';
import { Button, IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { eventHistogramOptions, eventLanesOptions, type LanesShape, lanesQuery } from '@/lib/events/queries';
import type { LaneGroup } from '@/lib/events/timeline-operations';
import type { Phase } from '@/lib/events/vocabulary';
import { Histogram } from './histogram';
import { Lanes } from './lanes';
import { laneCounts, shapeFor } from './shape';
import type { TimelineState } from './timeline-url';
import { useView } from './use-view';
import { zoomed } from './view';

const CountsTable = dynamic(() => import('./counts-table').then((module) => module.CountsTable), {
  ssr: false,
});

const groups: ReadonlyArray<{ value: LaneGroup; label: string }> = [
  { value: 'service', label: 'Service' },
  { value: 'environment', label: 'Environment' },
  { value: 'kind', label: 'Kind' },
];

/** Histogram, axis and lanes: one drawing of time with two looks at it, the whole range above and what is in sight below. */
export function Drawing(props: { state: TimelineState; first: LanesShape; onOpen: (id: string) => void }) {
  const { state, first, onOpen } = props;
  const { setUrl } = useUrlState();
  const { timeZone } = useTimeZone();
  const control = useView(state);
  const { view, now, narrowed, preview, reset } = control;
  const [lanesShown, setLanesShown] = useState(first.lanes);
  const [table, setTable] = useState(false);
  const area = useRef<HTMLElement>(null);
  const frame = useRef<HTMLElement>(null);
  const [width, setWidth] = useState<number | null>(null);
  const shape = {
    groupBy: state.groupBy,
    slots: width === null ? first.slots : shapeFor(width).slots,
    lanes: lanesShown,
  };
  const pixels = shapeFor(width ?? 1_000).pixels;
  const histogram = useQuery(eventHistogramOptions(state.rangeQuery));
  const lanes = useQuery(eventLanesOptions(lanesQuery(state.windowQuery, shape)));
  const [chosen, setChosen] = useUrlValues(state.groupBy, state.groupBy === 'kind');

  // The outside system: layout.
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.round(entry.contentRect.width));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const middle = now > view.from && now < view.to ? now : (view.from + view.to) / 2;
  const closer = () => preview(zoomed(view, middle, 0.6));
  const further = () => preview(zoomed(view, middle, 1 / 0.6));
  useKeys('Timeline', {
    '+': { label: 'Zoom in', run: closer },
    '=': { run: closer },
    '-': { label: 'Zoom out', run: further },
    '0': { label: 'Show the whole range', run: reset },
  });

  const toggle = (value: string) =>
    setChosen(chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]);
  const missing = lanes.data?.hiddenLanes ?? 0;

  return (
    <section
      ref={frame}
      aria-label="Over time"
      className="overflow-x-clip border-b border-line"
      data-timeline-drawing
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1">
        <p className="nums min-w-0 flex-1 text-xs text-fg-muted max-sm:text-2xs" data-in-sight>
          {formatRange(view.from, view.to, timeZone)}
        </p>
        <Legend counts={histogram.data?.bins.map((bin) => bin.counts) ?? []} />
        <SegmentedControl
          label="A lane for each"
          value={state.groupBy}
          onChange={(group) => setUrl({ group: group === 'service' ? null : group })}
          options={groups}
          className="max-sm:order-last max-sm:hidden"
        />
        <div className="flex items-center">
          <IconButton
            label="Counts as a table"
            size="sm"
            className="max-sm:hidden"
            aria-haspopup="dialog"
            disabled={!histogram.data}
            onClick={() => setTable(true)}
          >
            <Table2 size={14} aria-hidden />
          </IconButton>
          <IconButton label="Zoom out" keys="-" size="sm" onClick={further}>
            <Minus size={14} aria-hidden />
          </IconButton>
          <IconButton label="Zoom in" keys="+" size="sm" onClick={closer}>
            <Plus size={14} aria-hidden />
          </IconButton>
          <IconButton label="Show the whole range" keys="0" size="sm" disabled={!narrowed} onClick={reset}>
            <Maximize2 size={13} aria-hidden />
          </IconButton>
        </div>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] border-b border-line @2xl:grid-cols-[11rem_minmax(0,1fr)]">
        <div className="hidden flex-col justify-end border-r border-line px-3 py-1.5 text-2xs text-fg-subtle @2xl:flex">
          <HistogramTotal
            data={histogram.data}
            failed={histogram.isError}
            onRetry={() => histogram.refetch()}
          />
        </div>
        <Histogram data={histogram.data} control={control} />
      </div>
      {lanes.isPending ? (
        <LanesSkeleton rows={8} />
      ) : lanes.isError && !lanes.data ? (
        <ErrorState
          compact
          title="The lanes could not be read"
          text="The list below has the same events."
          detail={lanes.error.message}
          onRetry={() => lanes.refetch()}
          retrying={lanes.isFetching}
        />
      ) : (
        <div className={cn(lanes.isPlaceholderData && 'opacity-80')} aria-busy={lanes.isFetching}>
          <Lanes
            data={lanes.data}
            groupBy={lanes.data.groupBy}
            control={control}
            pixels={pixels}
            area={area}
            selected={state.event}
            chosen={chosen}
            onOpen={onOpen}
            onChoose={toggle}
          />
          {(missing > 0 || lanesShown > laneCounts[0]) && (
            <div className="flex h-8 items-center px-1">
              <Button
                variant="ghost"
                size="sm"
                onClick={() => setLanesShown(missing > 0 ? laneCounts[1] : laneCounts[0])}
              >
                {missing > 0 ? `${missing} more ${missing === 1 ? 'lane' : 'lanes'}` : 'Fewer lanes'}
              </Button>
            </div>
          )}
        </div>
      )}
      {table && histogram.data && <CountsTable data={histogram.data} onClose={() => setTable(false)} />}
    </section>
  );
}

/** What the colours mean: only those that occur. */
function Legend({ counts }: { counts: readonly Partial<Record<Phase, number>>[] }) {
  const occurring = phaseStack.filter((phase) => counts.some((bin) => bin[phase])).reverse();
  return (
    <ul className="hidden items-center gap-3 text-2xs text-fg-muted @6xl:flex" aria-label="Colours">
      {occurring.map((phase) => (
        <li key={phase} className="flex items-center gap-1">
          <PhaseMark phase={phase} size={11} />
          {phaseLabel[phase]}
        </li>
      ))}
    </ul>
  );
}

function HistogramTotal(props: {
  data: { bins: { counts: Partial<Record<string, number>> }[] } | undefined;
  failed: boolean;
  onRetry: () => void;
}) {
  const { data, failed, onRetry } = props;
  if (failed && !data) {
    return (
      <span role="alert" className="flex flex-col items-start gap-1">
        Counts could not be read.
        <Button size="sm" onClick={onRetry}>
          Try again
        </Button>
      </span>
    );
  }
  if (!data) return <Skeleton width="4rem" />;
  const total = data.bins.reduce(
    (sum, bin) => sum + Object.values(bin.counts).reduce<number>((all, n) => all + (n ?? 0), 0),
    0,
  );
  return (
    <>
      <span className="nums text-lg leading-6 font-semibold text-fg">{total.toLocaleString('en-GB')}</span>
      {total === 1 ? 'event in the range' : 'events in the range'}
    </>
  );
}

function LanesSkeleton({ rows }: { rows: number }) {
  return (
    <div role="status">
      <span className="sr-only">Loading the lanes</span>
      <div className="h-6 border-b border-line" />
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={index} className="flex h-lane items-center border-b border-line">
          <div className="hidden w-44 shrink-0 px-3 @2xl:block">
            <Skeleton width={`${50 + ((index * 23) % 40)}%`} />
          </div>
          <Skeleton width={`${20 + ((index * 31) % 50)}%`} height="1.125rem" className="ml-6" />
        </div>
      ))}
    </div>
  );
}
