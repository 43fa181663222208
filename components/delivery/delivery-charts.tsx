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

// Each option is written out: they are read when the page is built.
const ChangesPlot = dynamic(() => import('./delivery-plots').then((module) => module.ChangesPlot), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});
const TimesPlot = dynamic(() => import('./delivery-plots').then((module) => module.TimesPlot), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});

/** How many deployments there were over time, and how long the two times took. */
export function DeliveryCharts({ data }: { data: DeliveryWire }) {
  const bins = everyBin(data, data.bins, noneAt);
  const width = widthInWords(data.binMs);
  const unit = durationUnit(
    Math.max(0, ...bins.flatMap(({ leadP50, recoveryP50 }) => [leadP50 ?? 0, recoveryP50 ?? 0])),
  );
  const inUnit = (ms: number | null) => (ms === null ? '' : Math.round((ms / unit.ms) * 10) / 10);
  return (
    <div className="grid gap-4 @3xl:grid-cols-2">
      <ChartFrame
        title="Deployments"
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
      <ChartFrame
        title="Lead and recovery time"
        description={`Medians in ${unit.words}, for each ${width}, UTC`}
        file="delivery-times"
        table={{
          head: ['From', `Lead time (${unit.words})`, `Recovery time (${unit.words})`],
          rows: bins.map(({ at, leadP50, recoveryP50 }) => ({
            key: at,
            cells: [at, inUnit(leadP50), inUnit(recoveryP50)],
            shown: [
              binTitle(at, data.binMs),
              <BinLink key="lead" metric="leadTime" at={at} of={leadP50}>
                {leadP50 !== null && formatDuration(leadP50)}
              </BinLink>,
              <BinLink key="recovery" metric="recoveryTime" at={at} of={recoveryP50}>
                {recoveryP50 !== null && formatDuration(recoveryP50)}
              </BinLink>,
            ],
          })),
        }}
        legend={
          <>
            <LegendItem colour={deliveryColours.lead}>Lead time</LegendItem>
            <LegendItem colour={deliveryColours.recovery}>Recovery time, dashed</LegendItem>
          </>
        }
      >
        <TimesPlot bins={bins} binMs={data.binMs} unit={unit} />
      </ChartFrame>
    </div>
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
