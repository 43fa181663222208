'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Table2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { memo, useMemo, useState } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { counted } from '@/components/incidents/board/words';
import { formatAbsolute, formatDuration, formatRange } from '@/components/time/format';
import { ticksOf } from '@/components/timeline/ticks';
import { fraction, percent } from '@/components/timeline/view';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { IncidentHistogramWire } from '@/lib/incidents/operations';
import { incidentHistogramOptions, incidentTimelineOptions, suspectsOptions } from '@/lib/incidents/queries';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { signalLevels } from '@/lib/incidents/vocabulary';
import { marksOf, rowsOf, suspectsInChart } from './chart-marks';
import { levelColour, levelLabel } from './levels';
import { signalRows } from './signals-csv';

const SignalsTable = dynamic(() => import('./signals-table').then((module) => module.SignalsTable), {
  ssr: false,
});

/** How its signals came, with what happened to it and the changes that are most suspect in the same picture. */
export function SignalChart({ incident }: { incident: IncidentDetailWire }) {
  const histogram = useQuery(incidentHistogramOptions(incident.number));
  const [table, setTable] = useState(false);
  const { timeZone } = useTimeZone();
  const data = histogram.data;
  return (
    <figure className="min-w-0" aria-labelledby="signals-over-time">
      <figcaption className="mb-1 flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span id="signals-over-time" className="text-xs font-semibold">
          Signals over time
        </span>
        <span className="nums text-xs text-fg-subtle">
          {data && `signals in ${formatDuration(data.binMs)}, ${formatRange(data.from, data.to, timeZone)}`}
        </span>
        <span className="ml-auto" data-print="hide">
          <Button
            size="sm"
            variant="ghost"
            icon={<Table2 size={13} aria-hidden />}
            onClick={() => setTable(true)}
            disabled={!data}
            aria-haspopup="dialog"
          >
            Table
          </Button>
        </span>
      </figcaption>
      {data ? (
        <Drawing incident={incident} data={data} />
      ) : histogram.isError ? (
        <ErrorState
          compact
          title="The signals over time could not be read"
          text="The incident itself is complete."
          detail={histogram.error.message}
          onRetry={() => histogram.refetch()}
          retrying={histogram.isFetching}
          className="mx-0 min-h-44"
        />
      ) : (
        <div role="status">
          <span className="sr-only">Loading the signals over time</span>
          <Skeleton height="13.25rem" />
        </div>
      )}
      {table && data && <SignalsTable data={data} onClose={() => setTable(false)} />}
    </figure>
  );
}

function Drawing({ incident, data }: { incident: IncidentDetailWire; data: IncidentHistogramWire }) {
  const { timeZone } = useTimeZone();
  const entries = useInfiniteQuery(incidentTimelineOptions(incident.number)).data;
  const suspects = useQuery(suspectsOptions(incident.number)).data;
  const range = useMemo(() => ({ from: Date.parse(data.from), to: Date.parse(data.to) }), [data]);
  const ticks = useMemo(() => ticksOf(range, timeZone, 6), [range, timeZone]);
  const marks = useMemo(
    () => marksOf(incident, entries?.pages.flatMap(({ items }) => items) ?? []),
    [incident, entries],
  );
  const inSight = marks.filter(({ at }) => at >= range.from && at <= range.to);
  const suspected = suspectsInChart(suspects?.items ?? []);
  const before = suspected.filter(({ event }) => Date.parse(event.at) < range.from);
  const shown = suspected.filter(
    ({ event }) => Date.parse(event.at) >= range.from && Date.parse(event.at) <= range.to,
  );
  const place = (at: number) => fraction(range, at);
  const markRows = rowsOf(
    inSight.map(({ at }) => place(at)),
    0.025,
    3,
  );
  const suspectRows = rowsOf(
    shown.map(({ event }) => place(Date.parse(event.at))),
    0.05,
    2,
  );
  const most = Math.max(0, ...signalRows(data).map(({ total }) => total));
  const present = signalLevels.filter((level) => data.bins.some(({ counts }) => (counts[level] ?? 0) > 0));

  return (
    <>
      <div className="relative h-44 rounded border border-line bg-surface-0" data-signal-chart>
        {ticks.map((tick) => (
          <span key={tick.at} aria-hidden>
            <span
              className="absolute top-0 bottom-5 w-px bg-line"
              style={{ left: percent(place(tick.at)) }}
            />
            <span
              className="nums absolute bottom-0.5 -translate-x-1/2 text-2xs whitespace-nowrap text-fg-subtle"
              style={{ left: percent(place(tick.at)) }}
            >
              {place(tick.at) > 0.04 && place(tick.at) < 0.96 && tick.label}
            </span>
          </span>
        ))}
        <span aria-hidden className="absolute inset-x-0 bottom-5 h-px bg-line-strong" />
        <Bars data={data} />
        {most > 0 && (
          <span
            aria-hidden
            className="nums absolute top-14 left-1 z-1 rounded-xs bg-surface-0/80 px-0.5 text-2xs text-fg-subtle"
          >
            {most.toLocaleString('en-GB')}
          </span>
        )}
        {inSight.map((mark, index) => (
          <span
            key={mark.key}
            data-phase={mark.phase}
            data-tip={`${mark.label}${mark.by ? ` by ${mark.by}` : ''}\n${formatAbsolute(mark.at, timeZone)}`}
            className="absolute bottom-5 z-2 w-3 -translate-x-1/2 text-phase-fg"
            style={{
              left: percent(place(mark.at)),
              top: `calc(1.75rem + ${(markRows[index] ?? 0) * 0.8}rem)`,
            }}
          >
            <span
              className={cn(
                'absolute inset-y-0 left-1/2 w-px -translate-x-1/2 bg-current opacity-60',
                mark.key === 'started' && 'w-0.5 opacity-90',
              )}
            />
            <PhaseMark phase={mark.phase} size={12} className="relative rounded-full bg-surface-0" />
          </span>
        ))}
        {shown.map((suspect, index) => (
          <span
            key={suspect.event.id}
            className="absolute bottom-5 z-3 w-px"
            style={{
              left: percent(place(Date.parse(suspect.event.at))),
              top: `${0.2 + (suspectRows[index] ?? 0) * 0.75}rem`,
            }}
          >
            <span className="absolute inset-y-0 left-0 border-l border-dashed border-fg-subtle" />
            <a
              href={`#suspect-${suspect.event.id}`}
              data-tip={`${suspect.verdict === 'confirmed' ? 'Confirmed cause' : `Suspect ${suspect.rank}`}: ${suspect.event.title}\n${formatAbsolute(suspect.event.at, timeZone)}`}
              aria-label={`Suspect ${suspect.rank}: ${suspect.event.title}`}
              className={cn(
                'absolute top-0 left-0 flex h-5 items-center gap-0.5 rounded-sm border border-line-strong bg-surface-1 px-1 hover:bg-surface-2',
                place(Date.parse(suspect.event.at)) > 0.05 && '-translate-x-1/2',
              )}
            >
              <KindGlyph kind={suspect.event.kind} phase={suspect.event.phase} size={11} />
              <span className="nums text-2xs font-medium">{suspect.rank}</span>
            </a>
          </span>
        ))}
        {most === 0 && (
          <p className="absolute inset-x-0 bottom-10 text-center text-xs text-fg-muted">
            {nothing(incident)}
          </p>
        )}
      </div>
      <ul
        aria-label="What the picture shows"
        className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1 text-xs text-fg-muted"
      >
        {present.map((level) => (
          <li key={level} className="flex items-center gap-1.5">
            <span aria-hidden className="size-2 rounded-xs" style={{ background: levelColour[level] }} />
            {levelLabel[level]}
          </li>
        ))}
        {inSight.map((mark) => (
          <li key={mark.key} data-phase={mark.phase} className="flex items-center gap-1.5">
            <span className="text-phase-fg">
              <PhaseMark phase={mark.phase} size={11} />
            </span>
            {mark.label}
            <span className="nums text-fg-subtle">{formatAbsolute(mark.at, timeZone, 'time')}</span>
          </li>
        ))}
        {shown.length > 0 && (
          <li className="flex items-center gap-1.5">
            <span aria-hidden className="h-3 border-l border-dashed border-fg-subtle" />
            {counted(shown.length, 'suspect')}
          </li>
        )}
        {before.map((suspect) => (
          <li key={suspect.event.id}>
            <a
              href={`#suspect-${suspect.event.id}`}
              data-tip={suspect.event.title}
              className="flex items-center gap-1.5 hover:text-fg hover:underline"
            >
              <KindGlyph kind={suspect.event.kind} phase={suspect.event.phase} size={11} />
              Suspect {suspect.rank}
              <span className="nums text-fg-subtle">{formatDuration(suspect.beforeMs)} before the start</span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function nothing({ mergedInto, signalCount, origin }: IncidentDetailWire): string {
  if (mergedInto !== null) return 'Its signals went over to the incident that it was merged into.';
  if (signalCount > 0) return 'No signal is in this picture.';
  return origin === 'reported'
    ? 'It was reported: no signal belongs to it.'
    : 'No signal belongs to it any more.';
}

/** The bars, one path for each level. */
const Bars = memo(function Bars({ data }: { data: IncidentHistogramWire }) {
  const drawn = useMemo(() => {
    const from = Date.parse(data.from);
    const width = Math.max(1, Date.parse(data.to) - from);
    const rows = signalRows(data);
    const most = Math.max(1, ...rows.map(({ total }) => total));
    const parts = new Map(signalLevels.map((level) => [level, [] as string[]]));
    const bin = (data.binMs / width) * 1000;
    for (const row of rows) {
      const left = Math.max(0, ((Date.parse(row.from) - from) / width) * 1000);
      let floor = 100;
      for (const level of signalLevels) {
        const count = row.counts[level];
        if (count === 0) continue;
        // One fatal error among thousands must be seen: no part is thinner than the eye.
        const height = Math.min(floor, Math.max(2.5, (count / most) * 100));
        parts
          .get(level)
          ?.push(
            `M${(left + bin * 0.08).toFixed(2)} ${floor.toFixed(2)}h${(bin * 0.84).toFixed(2)}v-${height.toFixed(2)}h-${(bin * 0.84).toFixed(2)}z`,
          );
        floor -= height;
      }
    }
    return [...parts].map(([level, d]) => ({ level, d: d.join('') })).filter(({ d }) => d !== '');
  }, [data]);
  return (
    <svg
      viewBox="0 0 1000 100"
      preserveAspectRatio="none"
      className="absolute top-14 bottom-5 left-0 h-[calc(100%-4.75rem)] w-full overflow-hidden"
    >
      <title>Signals over time by level; the table has the numbers</title>
      {drawn.map(({ level, d }) => (
        <path key={level} d={d} fill={levelColour[level]} />
      ))}
    </svg>
  );
});
