'use client';

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { binLabel, binTitle } from '@/components/charts/bins';
import type { DurationUnit } from '@/components/charts/duration-unit';
import { formatDuration } from '@/components/time/format';
import { axisText, ChartTip, gridLine } from '@/components/ui/chart-parts';
import type { Series } from './series';

/** A percentile over time, a line for each group. */
export function DurationPlot(props: {
  series: readonly Series[];
  ats: readonly string[];
  binMs: number;
  unit: DurationUnit;
  /** Marks of an axis by factors, in milliseconds; an even axis without any. */
  marks: readonly number[] | null;
}) {
  const { series, ats, binMs, unit, marks } = props;
  const inAxis = (value: number) => (marks ? Math.max(value, marks[0] as number) : value / unit.ms);
  const data = ats.map((at, index) => ({
    at,
    ...Object.fromEntries(
      series.map(({ values }, line) => {
        const value = values[index] ?? null;
        return [`s${line}`, value === null ? null : inAxis(value)];
      }),
    ),
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer={false} data={data} margin={{ top: 4, right: 12, bottom: 0, left: -12 }}>
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="at"
          tickFormatter={(at: string) => binLabel(at, binMs)}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: gridLine }}
          minTickGap={18}
          padding={{ left: 8, right: 8 }}
        />
        <YAxis
          tick={axisText}
          tickLine={false}
          axisLine={false}
          width={44}
          tickFormatter={(value: number) => (marks ? formatDuration(value) : value.toLocaleString('en-GB'))}
          {...(marks
            ? {
                scale: 'log' as const,
                domain: [marks[0] as number, marks.at(-1) as number],
                ticks: [...marks],
                interval: 0,
              }
            : {})}
        />
        <Tooltip
          cursor={{ stroke: 'var(--border-strong)' }}
          isAnimationActive={false}
          content={({ active, label }) => {
            const index = ats.indexOf(String(label));
            if (!active || index < 0) return null;
            return (
              <ChartTip
                title={binTitle(String(label), binMs)}
                rows={series.map(({ name, colour, values }) => {
                  const value = values[index] ?? null;
                  return { label: name, colour, value: value === null ? 'none' : formatDuration(value) };
                })}
              />
            );
          }}
        />
        {series.map(({ name, colour, dash }, line) => (
          <Line
            key={name}
            dataKey={`s${line}`}
            stroke={colour}
            strokeWidth={2}
            strokeDasharray={dash}
            dot={{ r: 2, strokeDasharray: '0' }}
            connectNulls
            isAnimationActive={false}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
}
