'use client';

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import { axisText, ChartTip, gridLine } from '@/components/ui/chart-parts';
import type { ReplayWire } from '@/lib/incidents/rule-schemas';

export const wouldColour = 'var(--accent)';
export const openedColour = 'var(--noted-solid)';

/** By day, how many incidents the rule would have opened beside those that rules really opened. */
export default function LabChart({ days }: { days: ReplayWire['days'] }) {
  return (
    <ResponsiveContainer width="100%" height="100%">
      <BarChart
        accessibilityLayer={false}
        data={days}
        margin={{ top: 4, right: 8, bottom: 0, left: -16 }}
        barGap={1}
        barCategoryGap="20%"
      >
        <CartesianGrid vertical={false} stroke={gridLine} />
        <XAxis
          dataKey="day"
          tickFormatter={(day: string) => day.slice(5)}
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
            const day = payload?.[0]?.payload as ReplayWire['days'][number] | undefined;
            if (!active || !day) return null;
            return (
              <ChartTip
                title={day.day}
                rows={[
                  { label: 'Would open', value: day.wouldOpen.toLocaleString('en-GB'), colour: wouldColour },
                  { label: 'Really opened', value: day.opened.toLocaleString('en-GB'), colour: openedColour },
                  { label: 'Signals', value: day.signals.toLocaleString('en-GB') },
                ]}
              />
            );
          }}
        />
        <Bar dataKey="wouldOpen" fill={wouldColour} radius={[2, 2, 0, 0]} isAnimationActive={false} />
        <Bar dataKey="opened" fill={openedColour} radius={[2, 2, 0, 0]} isAnimationActive={false} />
      </BarChart>
    </ResponsiveContainer>
  );
}
