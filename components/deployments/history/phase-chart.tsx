'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { widthInWords } from '@/components/charts/bins';
import { phaseColour, phaseLabel } from '@/components/glyphs/phases';
import { ChartFrame, LegendItem } from '@/components/ui/chart-frame';
import { cn } from '@/components/ui/cn';
import { deploymentHistogramOptions } from '@/lib/deployments/queries';
import { allBins, phasesOf, phaseTable } from './phase-bins';

const PhasePlot = dynamic(() => import('./phase-plot').then((module) => module.PhasePlot), { ssr: false });

/** How many deployments there were, and how they ended. */
export function PhaseChart({ query, environment }: { query: string; environment: string }) {
  const answer = useQuery(deploymentHistogramOptions(query));
  const bins = answer.data ? allBins(answer.data) : [];
  const used = phasesOf(bins);
  return (
    <ChartFrame
      title="Deployments over time"
      description={
        answer.data
          ? `How many began in each ${widthInWords(answer.data.binMs)}, by state; UTC`
          : 'How many began, by state'
      }
      file={`deployments-${environment}`}
      table={answer.data ? phaseTable(bins, answer.data.binMs) : { head: ['From'], rows: [] }}
      legend={used.map((phase) => (
        <LegendItem key={phase} colour={phaseColour(phase)}>
          {phaseLabel[phase]}
        </LegendItem>
      ))}
      className={cn(answer.isPlaceholderData && 'opacity-70')}
    >
      {answer.isError && !answer.data ? (
        <p className="p-4 text-fg-muted">The chart could not be read: {answer.error.message}</p>
      ) : answer.data && bins.length === 0 ? (
        <p className="flex h-full items-center justify-center text-fg-subtle">
          No deployment began in this time.
        </p>
      ) : answer.data ? (
        <PhasePlot bins={bins} binMs={answer.data.binMs} />
      ) : null}
    </ChartFrame>
  );
}
