'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useUrlState } from '@/components/frame/use-url-state';
import { counted } from '@/components/incidents/board/words';
import { formatDuration } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { ChartFrame, LegendItem } from '@/components/ui/chart-frame';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { IncidentFiguresWire } from '@/lib/incidents/insight-operations';
import { incidentFiguresOptions } from '@/lib/incidents/queries';
import { IncidentGroups } from './incident-groups';
import { type InsightsState, readInsightsUrl, rowsHref, weekRows, windowInWords } from './insights-url';
import { Figures, InsightsSkeleton, Rows } from './parts';
import { severityStack, timeColours } from './week-colours';

// Each option is written out: they are read when the page is built.
const SeverityChart = dynamic(() => import('./week-charts').then((module) => module.SeverityChart), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});
const TimesChart = dynamic(() => import('./week-charts').then((module) => module.TimesChart), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});

/** Fewer ended incidents than this say little about how long they take. */
const enough = 5;

/** How many incidents there were, how fast somebody was on them and how fast they were over. */
export function IncidentInsights() {
  const { query, setUrl } = useUrlState();
  const state = readInsightsUrl(query);
  const narrowed = state.services.length + state.environments.length > 0;
  const figures = useQuery(incidentFiguresOptions(state.figures));
  const data = figures.data;
  if (figures.isPending) return <InsightsSkeleton label="Loading figures of incidents" />;
  if (!data) {
    return (
      <ErrorState
        title="The figures could not be read"
        text="Nothing is lost: this page only counts what is there."
        detail={figures.error?.message}
        onRetry={() => figures.refetch()}
        retrying={figures.isFetching}
      />
    );
  }
  if (data.total.incidents === 0) {
    return (
      <EmptyState
        icon={<ChartColumn size={22} aria-hidden />}
        title={`No incident ${narrowed ? 'of what you filter by ' : ''}started in ${windowInWords(state)}`}
        actions={
          narrowed && (
            <Button onClick={() => setUrl({ service: null, environment: null })}>Clear the filters</Button>
          )
        }
        text="A longer window may have some. When there are, this page says how many they were, how long they took to be acknowledged and to be resolved, and where."
        example={{
          path: '/api/v2/incidents',
          method: 'POST',
          body: { title: 'Checkout answers 500', service: 'checkout', severity: 'P1' },
        }}
      />
    );
  }
  return (
    <div
      className={cn(
        'mx-auto flex w-full max-w-7xl flex-col gap-4 px-4 py-5 sm:px-6',
        figures.isPlaceholderData && 'opacity-70',
      )}
    >
      <Totals data={data} state={state} />
      {data.total.resolve.count < enough && (
        <p
          role="status"
          data-phase="attention"
          className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
        >
          Only {counted(data.total.resolve.count, 'incident')} of this time ended. Means of so few say little;
          a longer window may say more.
        </p>
      )}
      <Weeks data={data} state={state} />
      <IncidentGroups data={data} state={state} />
    </div>
  );
}

const time = (ms: number | null) => (ms === null ? '–' : formatDuration(ms));

function Totals({ data: { total }, state }: { data: IncidentFiguresWire; state: InsightsState }) {
  const { incidents, active, acknowledge, resolve, reopened } = total;
  const all = rowsHref(state);
  return (
    <Figures
      figures={[
        {
          label: 'Incidents',
          value: incidents.toLocaleString('en-GB'),
          note:
            active === 0 ? (
              'all of them over'
            ) : (
              <span className="relative z-1">
                <Rows href={`${all}&status=open&status=investigating`}>{active} still active</Rows>
              </span>
            ),
          href: all,
        },
        {
          label: 'Time to acknowledge (MTTA)',
          value: time(acknowledge.meanMs),
          note: `median ${time(acknowledge.medianMs)}, 9 of 10 within ${time(acknowledge.p90Ms)}`,
          href: all,
        },
        {
          label: 'Time to resolve (MTTR)',
          value: time(resolve.meanMs),
          note: `median ${time(resolve.medianMs)}, 9 of 10 within ${time(resolve.p90Ms)}`,
          href: `${all}&status=resolved&status=closed`,
        },
        {
          label: 'Reopened',
          value: reopened.toLocaleString('en-GB'),
          note: reopened === 0 ? 'what was resolved stayed so' : 'times that a resolved one came back',
          href: reopened === 0 ? null : all,
        },
      ]}
    />
  );
}

function Weeks({ data, state }: { data: IncidentFiguresWire; state: InsightsState }) {
  const { weeks } = data;
  const link = (week: string, more?: Record<string, string>) => {
    const { startedFrom, to } = weekRows(week);
    return rowsHref({ ...state, from: startedFrom, to }, more);
  };
  const used = severityStack.filter(({ severity }) =>
    weeks.some(({ bySeverity }) => (bySeverity[severity] ?? 0) > 0),
  );
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <ChartFrame
        title="Incidents by week"
        description="By severity and the week of their start, UTC"
        file="incidents-by-week"
        table={{
          head: ['Week of', 'Incidents', ...used.map(({ label }) => label)],
          rows: weeks.map(({ week, incidents, bySeverity }) => {
            const parts = used.map(({ severity }) => bySeverity[severity] ?? 0);
            return {
              key: week,
              cells: [week, incidents, ...parts],
              shown: [
                week,
                incidents === 0 ? (
                  0
                ) : (
                  <Rows key="rows" href={link(week)}>
                    {incidents}
                  </Rows>
                ),
                ...used.map(({ severity }, index) =>
                  parts[index] === 0 || severity === 'none' ? (
                    parts[index]
                  ) : (
                    <Rows key={severity} href={link(week, { severity })}>
                      {parts[index]}
                    </Rows>
                  ),
                ),
              ],
            };
          }),
        }}
        legend={used.map(({ severity, label, colour }) => (
          <LegendItem key={severity} colour={colour}>
            {label}
          </LegendItem>
        ))}
      >
        <SeverityChart weeks={weeks} />
      </ChartFrame>
      <ChartFrame
        title="Times by week"
        description="Means in minutes, by the week of their start, UTC"
        file="incident-times-by-week"
        table={{
          head: ['Week of', 'Acknowledge', 'Resolve'],
          rows: weeks.map(({ week, acknowledgeMeanMs, resolveMeanMs }) => ({
            key: week,
            cells: [week, minutes(acknowledgeMeanMs), minutes(resolveMeanMs)],
            shown: [
              week,
              acknowledgeMeanMs === null ? (
                '–'
              ) : (
                <Rows key="ack" href={link(week)}>
                  {time(acknowledgeMeanMs)}
                </Rows>
              ),
              resolveMeanMs === null ? (
                '–'
              ) : (
                <Rows key="res" href={link(week)}>
                  {time(resolveMeanMs)}
                </Rows>
              ),
            ],
          })),
        }}
        legend={
          <>
            <LegendItem colour={timeColours.acknowledge}>To acknowledge</LegendItem>
            <LegendItem colour={timeColours.resolve}>To resolve</LegendItem>
          </>
        }
      >
        <TimesChart weeks={weeks} />
      </ChartFrame>
    </div>
  );
}

const minutes = (ms: number | null) => (ms === null ? '' : Math.round(ms / 6_000) / 10);
