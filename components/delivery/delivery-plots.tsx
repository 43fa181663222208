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
import { binLabel, binTitle } from '@/components/charts/bins';
import type { DurationUnit } from '@/components/charts/duration-unit';
import { formatDuration } from '@/components/time/format';
import { axisText, ChartTip, gridLine } from '@/components/ui/chart-parts';
import type { DeliveryWire } from '@/lib/delivery/schemas';
import { deliveryColours } from './colours';
import { percent } from './words';

type Bin = DeliveryWire['bins'][number];
const margin = { top: 4, right: 12, bottom: 0, left: -12 };

/** Ended deployments, the failed changes among them on top. */
export function ChangesPlot({ bins, binMs }: { bins: readonly Bin[]; binMs: number }) {
  const data = bins.map((bin) => ({
    ...bin,
    fine: bin.arrived + bin.failed - bin.changeFailures,
  }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart accessibilityLayer={false} data={data} margin={margin} barCategoryGap="20%">
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="at"
          tickFormatter={(at: string) => binLabel(at, binMs)}
          tick={axisText}
          tickLine={false}
          axisLine={{ stroke: gridLine }}
          minTickGap={18}
        />
        <YAxis allowDecimals={false} tick={axisText} tickLine={false} axisLine={false} width={44} />
        <Tooltip
          cursor={{ fill: 'var(--surface-2)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const bin = payload?.[0]?.payload as (Bin & { fine: number }) | undefined;
            if (!active || !bin) return null;
            const ended = bin.arrived + bin.failed;
            return (
              <ChartTip
                title={binTitle(bin.at, binMs)}
                rows={[
                  {
                    label: 'Deployments',
                    value: ended.toLocaleString('en-GB'),
                    colour: deliveryColours.fine,
                  },
                  {
                    label: 'Failed changes',
                    value: `${bin.changeFailures}${ended === 0 ? '' : `, ${percent(bin.changeFailures / ended)}`}`,
                    colour: deliveryColours.failed,
                  },
                  { label: 'Rework', value: String(bin.rework) },
                ]}
              />
            );
          }}
        />
        <Bar
          dataKey="fine"
          stackId="all"
          fill={deliveryColours.fine}
          maxBarSize={36}
          isAnimationActive={false}
        />
        <Bar
          dataKey="changeFailures"
          stackId="all"
          fill={deliveryColours.failed}
          maxBarSize={36}
          isAnimationActive={false}
        />
      </BarChart>
    </ResponsiveContainer>
  );
}

/** The median of a time. */
export function TimePlot(props: {
  bins: readonly Bin[];
  binMs: number;
  unit: DurationUnit;
  of: 'leadP50' | 'recoveryP50';
  colour: string;
}) {
  const { bins, binMs, unit, of, colour } = props;
  const data = bins.map(({ at, [of]: ms }) => ({ at, ms, value: ms === null ? null : ms / unit.ms }));
  return (
    <ResponsiveContainer width="100%" height="100%">
      <LineChart accessibilityLayer={false} data={data} margin={margin}>
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
          tickFormatter={(value: number) => value.toLocaleString('en-GB')}
        />
        <Tooltip
          cursor={{ stroke: 'var(--border-strong)' }}
          isAnimationActive={false}
          content={({ active, payload }) => {
            const point = payload?.[0]?.payload as (typeof data)[number] | undefined;
            if (!active || !point) return null;
            return (
              <ChartTip
                title={binTitle(point.at, binMs)}
                rows={[
                  { label: 'Median', value: point.ms === null ? 'none' : formatDuration(point.ms), colour },
                ]}
              />
            );
          }}
        />
        <Line
          dataKey="value"
          stroke={colour}
          strokeWidth={2}
          dot={{ r: 2.5 }}
          connectNulls
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}
