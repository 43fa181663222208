'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { binLabel, binTitle } from '@/components/charts/bins';
import { phaseColour, phaseLabel, phaseStack } from '@/components/glyphs/phases';
import { axisText, ChartTip, gridLine } from '@/components/ui/chart-parts';
import type { PhaseBin } from './phase-bins';

const margin = { top: 4, right: 12, bottom: 0, left: -16 };

/** Deployments over time, stacked by phase. */
export function PhasePlot({ bins, binMs }: { bins: readonly PhaseBin[]; binMs: number }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart accessibilityLayer={false} data={[...bins]} margin={margin} barCategoryGap="18%">
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
            const bin = payload?.[0]?.payload as PhaseBin | undefined;
            if (!active || !bin) return null;
            const rows = phaseStack
              .toReversed()
              .filter((phase) => (bin.counts[phase] ?? 0) > 0)
              .map((phase) => ({
                label: phaseLabel[phase],
                colour: phaseColour(phase),
                value: String(bin.counts[phase]),
              }));
            return (
              <ChartTip
                title={binTitle(bin.at, binMs)}
                rows={rows.length > 0 ? rows : [{ label: 'Deployments', value: '0' }]}
              />
            );
          }}
        />
        {phaseStack.map((phase) => (
          <Bar
            key={phase}
            dataKey={`counts.${phase}`}
            stackId="all"
            fill={phaseColour(phase)}
            fillOpacity={phase === 'planned' ? 0.55 : 1}
            maxBarSize={32}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  );
}
