'use client';

import { useQuery } from '@tanstack/react-query';
import { Timer } from 'lucide-react';
import dynamic from 'next/dynamic';
import { binTitle, widthInWords } from '@/components/charts/bins';
import { durationUnit, factorMarks, farApart } from '@/components/charts/duration-unit';
import { PanelLink } from '@/components/charts/panel-link';
import { useUrlState } from '@/components/frame/use-url-state';
import { windowInWords } from '@/components/insights/insights-url';
import { formatDuration } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ChartFrame, LegendItem } from '@/components/ui/chart-frame';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { durationStatsOptions } from '@/lib/durations/queries';
import type { DurationStatsWire } from '@/lib/durations/schemas';
import { ChainList } from './chain-list';
import { DurationGroups } from './duration-groups';
import { DurationsHead } from './durations-head';
import { allLinks, type DurationsState, readDurationsUrl, shares } from './durations-url';
import { LinksPanel } from './links-panel';
import { mostLines, seriesOf } from './series';

// Each option is written out: they are read when the page is built.
const DurationPlot = dynamic(() => import('./duration-plot').then((module) => module.DurationPlot), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});

/** How long it takes from build to deployment to incident to recovery: over time, by group, and chain by chain. */
export function Durations() {
  const { query } = useUrlState();
  const state = readDurationsUrl(query);
  const stats = useQuery(durationStatsOptions(state.statsQuery));
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <DurationsHead state={state} />
      <div
        className={cn(
          '@container mx-auto flex w-full max-w-400 flex-col gap-4 px-4 py-5 sm:px-6',
          stats.isPlaceholderData && 'opacity-70',
        )}
      >
        {stats.isPending ? (
          <DurationsSkeleton />
        ) : !stats.data ? (
          <ErrorState
            title="The durations could not be read"
            text="Nothing is lost: this page only measures what is there."
            detail={stats.error?.message}
            onRetry={() => stats.refetch()}
            retrying={stats.isFetching}
          />
        ) : (
          <>
            {stats.data.total.count === 0 ? (
              <NoLinks state={state} />
            ) : (
              <Measured data={stats.data} state={state} />
            )}
            <ChainList state={state} />
            <LinksPanel data={stats.data} state={state} />
          </>
        )}
      </div>
    </div>
  );
}

function Measured({ data, state }: { data: DurationStatsWire; state: DurationsState }) {
  return (
    <>
      <Totals data={data} shown={state.links === allLinks} />
      <div className="grid items-start gap-4 @5xl:grid-cols-2">
        <OverTime data={data} state={state} />
        <DurationGroups data={data} state={state} />
      </div>
    </>
  );
}

const time = (ms: number | null) => (ms === null ? '–' : formatDuration(ms));

/** All links together. */
function Totals({ data: { total }, shown }: { data: DurationStatsWire; shown: boolean }) {
  const figures = [
    { label: 'Links', value: total.count.toLocaleString('en-GB'), note: 'that ended in this window' },
    { label: 'Half are within', value: time(total.p50), note: 'p50' },
    { label: '9 of 10 are within', value: time(total.p90), note: 'p90' },
    { label: 'Longest', value: time(total.max), note: 'opens slowest first' },
  ];
  return (
    <dl className="grid grid-cols-2 gap-3 @3xl:grid-cols-4">
      {figures.map(({ label, value, note }) => (
        <div
          key={label}
          className={cn(
            'relative flex min-w-0 flex-col rounded-lg border bg-surface-1 px-panel py-3 hover:border-line-strong',
            shown ? 'border-accent' : 'border-line',
          )}
        >
          <dt className="text-xs font-medium text-fg-muted">{label}</dt>
          <dd className="nums mt-0.5 text-xl font-semibold @5xl:text-2xl">
            <PanelLink changes={{ links: allLinks }} className="rounded-xs after:absolute after:inset-0">
              {value}
            </PanelLink>
          </dd>
          <dd className="text-xs text-fg-subtle">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A percentile of the slowest groups over time. */
function OverTime({ data, state }: { data: DurationStatsWire; state: DurationsState }) {
  const { setUrl } = useUrlState();
  const { ats, series } = seriesOf(data, state.share);
  const single = data.groups.length === 1;
  const known = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const [shortest, longest] = [Math.min(...known), Math.max(0, ...known)];
  const unit = durationUnit(longest);
  const marks = farApart(shortest, longest) ? factorMarks(shortest, longest) : null;
  const left = data.groups.length - mostLines;
  return (
    <ChartFrame
      title={single ? `p50 and p90 over time` : `${state.share} over time`}
      description={`${marks ? 'Logarithmic' : `In ${unit.words}`}, by the ${widthInWords(data.binMs)} in which links ended, UTC${left > 0 ? `; the ${mostLines} slowest` : ''}`}
      file={`durations-${single ? 'p50-p90' : state.share}`}
      table={{
        head: ['From', ...series.map(({ name }) => name)],
        rows: ats.map((at, index) => ({
          key: at,
          cells: [
            at,
            ...series.map(({ values }) => {
              const value = values[index] ?? null;
              return value === null ? '' : Math.round(value / 1000);
            }),
          ],
          shown: [binTitle(at, data.binMs), ...series.map(({ values }) => time(values[index] ?? null))],
        })),
      }}
      legend={
        <>
          {series.map(({ name, colour }) => (
            <LegendItem key={name} colour={colour}>
              {name}
            </LegendItem>
          ))}
          {!single && (
            <span className="ml-auto" data-print="hide">
              <SegmentedControl
                label="Percentile"
                value={state.share}
                onChange={(share) => setUrl({ share: share === 'p90' ? null : share }, 'replace')}
                options={shares.map((value) => ({ value, label: value }))}
              />
            </span>
          )}
        </>
      }
    >
      <DurationPlot series={series} ats={ats} binMs={data.binMs} unit={unit} marks={marks} />
    </ChartFrame>
  );
}

function NoLinks({ state }: { state: DurationsState }) {
  const { setUrl } = useUrlState();
  const narrowed =
    state.services.length + state.teams.length + state.environments.length > 0 || state.linkKind !== null;
  return (
    <EmptyState
      icon={<Timer size={22} aria-hidden />}
      title={`Nothing followed from anything in ${windowInWords(state)}`}
      text={
        narrowed
          ? 'Only some links are looked at. Without these filters there may be more.'
          : 'A duration is measured when a build is followed by a deployment of its version, a version goes on to the next environment, or an event names the one it is related to. A pipeline that reports its builds and deployments fills this page.'
      }
      actions={
        narrowed && (
          <Button onClick={() => setUrl({ service: null, team: null, environment: null, linkKind: null })}>
            Remove the filters
          </Button>
        )
      }
      example={{
        path: '/build-events/',
        method: 'POST',
        body: {
          product_name: state.services[0] ?? 'checkout',
          version: '1.2.3',
          build_number: '42',
          source_system: 'ci',
          status: 'success',
        },
      }}
    />
  );
}

function DurationsSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading durations</span>
      <div className="grid grid-cols-2 gap-3 @3xl:grid-cols-4">
        {[0, 1, 2, 3].map((box) => (
          <Skeleton key={box} height="5.75rem" className="rounded-lg" />
        ))}
      </div>
      <div className="grid gap-4 @5xl:grid-cols-2">
        <Skeleton height="19.25rem" className="rounded-lg" />
        <Skeleton height="19.25rem" className="rounded-lg" />
      </div>
      <Skeleton height="24rem" className="rounded-lg" />
    </div>
  );
}
