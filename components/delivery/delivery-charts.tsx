'use client';

import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { binTitle, everyBin, widthInWords } from '@/components/charts/bins';
import { durationUnit } from '@/components/charts/duration-unit';
import { PanelLink } from '@/components/charts/panel-link';
import { formatDuration } from '@/components/time/format';
import { ChartFrame, LegendItem } from '@/components/ui/chart-frame';
import { Skeleton } from '@/components/ui/skeleton';
import type { DeliveryWire, Metric } from '@/lib/delivery/schemas';
import { deliveryColours } from './colours';
import { noneAt } from './figure-cards';
import { metricLabel } from './words';

// Each option is written out: they are read when the page is built.
const ChangesPlot = dynamic(() => import('./delivery-plots').then((module) => module.ChangesPlot), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});
const TimePlot = dynamic(() => import('./delivery-plots').then((module) => module.TimePlot), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});

/** How many deployments there were over time, and the medians of the two times. */
export function DeliveryCharts({ data }: { data: DeliveryWire }) {
  const bins = everyBin(data, data.bins, noneAt);
  const width = widthInWords(data.binMs);
  return (
    <div className="grid gap-4 @3xl:grid-cols-2">
      <ChartFrame
        title="Deployments"
        className="@3xl:col-span-2"
        description={`That ended in each ${width}, UTC, and the failed changes among them`}
        file="deployments"
        table={{
          head: ['From', 'Deployments', 'Failed changes', 'Rework'],
          rows: bins.map(({ at, arrived, failed, changeFailures, rework }) => ({
            key: at,
            cells: [at, arrived + failed, changeFailures, rework],
            shown: [
              binTitle(at, data.binMs),
              arrived + failed,
              <BinLink key="failed" metric="changeFailureRate" at={at} of={changeFailures} />,
              <BinLink key="rework" metric="reworkRate" at={at} of={rework} />,
            ],
          })),
        }}
        legend={
          <>
            <LegendItem colour={deliveryColours.fine}>Deployments</LegendItem>
            <LegendItem colour={deliveryColours.failed}>Failed changes among them</LegendItem>
          </>
        }
      >
        <ChangesPlot bins={bins} binMs={data.binMs} />
      </ChartFrame>
      <TimeChart data={data} bins={bins} metric="leadTime" of="leadP50" colour={deliveryColours.lead} />
      <TimeChart
        data={data}
        bins={bins}
        metric="recoveryTime"
        of="recoveryP50"
        colour={deliveryColours.recovery}
      />
    </div>
  );
}

/** The median of one of the two times, each on an axis of its own: one takes days, the other minutes. */
function TimeChart(props: {
  data: DeliveryWire;
  bins: DeliveryWire['bins'];
  metric: 'leadTime' | 'recoveryTime';
  of: 'leadP50' | 'recoveryP50';
  colour: string;
}) {
  const { data, bins, metric, of, colour } = props;
  const unit = durationUnit(Math.max(0, ...bins.map((bin) => bin[of] ?? 0)));
  return (
    <ChartFrame
      title={metricLabel[metric]}
      description={`Median in ${unit.words}, by the ${widthInWords(data.binMs)}, UTC`}
      file={metric === 'leadTime' ? 'lead-time' : 'recovery-time'}
      table={{
        head: ['From', `Median (${unit.words})`],
        rows: bins.map(({ at, [of]: ms }) => ({
          key: at,
          cells: [at, ms === null ? '' : Math.round((ms / unit.ms) * 100) / 100],
          shown: [
            binTitle(at, data.binMs),
            <BinLink key="rows" metric={metric} at={at} of={ms}>
              {ms !== null && formatDuration(ms)}
            </BinLink>,
          ],
        })),
      }}
    >
      {bins.some((bin) => bin[of] !== null) ? (
        <TimePlot bins={bins} binMs={data.binMs} unit={unit} of={of} colour={colour} />
      ) : (
        <p className="grid h-full place-items-center text-fg-subtle">
          {metric === 'leadTime' ? 'No version arrived for the first time' : 'Nothing recovered'}
        </p>
      )}
    </ChartFrame>
  );
}

/** A number of a point in time that opens its rows. */
function BinLink(props: { metric: Metric; at: string; of: number | null; children?: ReactNode }) {
  const { metric, at, of, children } = props;
  if (of === null) return <>–</>;
  if (of === 0 && !children) return <>0</>;
  return (
    <PanelLink
      changes={{ metric, at, group: null, before: null }}
      className="rounded-xs underline decoration-line-strong underline-offset-3 hover:text-accent-fg hover:decoration-current"
    >
      {children ?? of.toLocaleString('en-GB')}
    </PanelLink>
  );
}
