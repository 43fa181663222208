import { binTitle, everyBin } from '@/components/charts/bins';
import { phaseLabel, phaseStack } from '@/components/glyphs/phases';
import type { ChartTable } from '@/components/ui/chart-frame';
import type { HistogramWire } from '@/lib/events/timeline-operations';
import type { Phase } from '@/lib/events/vocabulary';

/** Deployments over time as chart and table have them. Pure. */

export type PhaseBin = HistogramWire['bins'][number];

/** All bins of the window, those without anything included. */
export const allBins = (data: HistogramWire): PhaseBin[] =>
  everyBin(data, data.bins, (at) => ({ at, counts: {} }));

/** Phases that occur, in the order in which they are stacked. */
export const phasesOf = (bins: readonly PhaseBin[]): Phase[] =>
  phaseStack.filter((phase) => bins.some(({ counts }) => (counts[phase] ?? 0) > 0));

export function phaseTable(bins: readonly PhaseBin[], binMs: number): ChartTable {
  const used = phasesOf(bins);
  const sum = ({ counts }: PhaseBin) => used.reduce((total, phase) => total + (counts[phase] ?? 0), 0);
  return {
    head: ['From', 'Deployments', ...used.map((phase) => phaseLabel[phase])],
    rows: bins.map((bin) => ({
      key: bin.at,
      cells: [bin.at, sum(bin), ...used.map((phase) => bin.counts[phase] ?? 0)],
      shown: [binTitle(bin.at, binMs), sum(bin), ...used.map((phase) => bin.counts[phase] ?? 0)],
    })),
  };
}
