'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatDuration } from '@/components/time/format';
import { axisText, ChartTip, gridLine } from '@/components/ui/chart-parts';
import type { IncidentFiguresWire } from '@/lib/incidents/insight-operations';
import { severityStack, timeColours } from './week-colours';

type Week = IncidentFiguresWire['weeks'][number];

const short = (week: string) => week.slice(5);
const margin = { top: 4, right: 12, bottom: 0, left: -12 };

/** How many incidents each week had, by severity. */
export function SeverityChart({ weeks }: { weeks: readonly Week[] }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart accessibilityLayer={false} data={[...weeks]} margin={margin} barCategoryGap="25%">
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="week"
          tickFormatter={short}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: gridLine }}
          minTickGap={14}
        />
        <YAxis allowDecimals={false} tick={axisText} tickLine={false} axisLine={false} width={44} />
        <Tooltip
          cursor={{ fill: 'var(--surface-2)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const week = payload?.[0]?.payload as Week | undefined;
            if (!active || !week) return null;
            const rows = severityStack
              .toReversed()
              .filter(({ severity }) => week.bySeverity[severity] > 0)
              .map(({ severity, label, colour }) => ({
                label,
                colour,
                value: String(week.bySeverity[severity]),
              }));
            return (
              <ChartTip
                title={`Week of ${week.week}`}
                rows={[{ label: 'Incidents', value: String(week.incidents) }, ...rows]}
              />
            );
          }}
        />
        {severityStack.map(({ severity, colour }) => (
          <Bar
            key={severity}
            dataKey={`bySeverity.${severity}`}
            stackId="all"
            fill={colour}
            maxBarSize={36}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}

const minutes = (ms: number | null) => (ms === null ? null : ms / 60_000);

/** How long it took in each week until somebody was on it, and until it was over. */
export function TimesChart({ weeks }: { weeks: readonly Week[] }) {
  // In the unit of the axis, so that its steps are round.
  const data = weeks.map((week) => ({
    ...week,
    acknowledge: minutes(week.acknowledgeMeanMs),
    resolve: minutes(week.resolveMeanMs),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer={false} data={data} margin={margin}>
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="week"
          tickFormatter={short}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: gridLine }}
          minTickGap={14}
          padding={{ left: 8, right: 8 }}
        />
        <YAxis
          tick={axisText}
          tickLine={false}
          axisLine={false}
          width={44}
          tickFormatter={(value: number) => value.toLocaleString('en-GB')}
        />
        <Tooltip
          cursor={{ stroke: 'var(--border-strong)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const week = payload?.[0]?.payload as Week | undefined;
            if (!active || !week) return null;
            const said = (ms: number | null) => (ms === null ? 'none' : formatDuration(ms));
            return (
              <ChartTip
                title={`Week of ${week.week}`}
                rows={[
                  {
                    label: 'To acknowledge',
                    value: said(week.acknowledgeMeanMs),
                    colour: timeColours.acknowledge,
                  },
                  { label: 'To resolve', value: said(week.resolveMeanMs), colour: timeColours.resolve },
                ]}
              />
            );
          }}
        />
        <Line
          dataKey="acknowledge"
          stroke={timeColours.acknowledge}
          strokeWidth={2}
          dot={{ r: 2.5 }}
          connectNulls
          isAnimationActive={false}
        />
        <Line
          dataKey="resolve"
          stroke={timeColours.resolve}
          strokeWidth={2}
          dot={{ r: 2.5 }}
          connectNulls
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}
