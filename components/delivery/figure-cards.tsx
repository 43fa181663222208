'use client';

import { ArrowDownRight, ArrowRight, ArrowUpRight } from 'lucide-react';
import { everyBin } from '@/components/charts/bins';
import { PanelLink } from '@/components/charts/panel-link';
import { Sparkline } from '@/components/charts/sparkline';
import { cn } from '@/components/ui/cn';
import { type DeliveryWire, type Metric, metrics } from '@/lib/delivery/schemas';
import { changeOf, metricLabel, metricMeaning, restsOn, valueInWords } from './words';

type Bin = DeliveryWire['bins'][number];

/** The five figures: value, change against the stretch before, shape over time, and on how much each rests. Each opens its rows. */
export function FigureCards({ data, shown }: { data: DeliveryWire; shown: Metric | null }) {
  const bins = everyBin(data, data.bins, noneAt);
  return (
    <dl className="grid grid-cols-2 gap-3 @2xl:grid-cols-3 @5xl:grid-cols-5 @max-2xl:[&>:first-child]:col-span-2">
      {metrics.map((metric) => (
        <FigureCard key={metric} metric={metric} data={data} bins={bins} shown={shown === metric} />
      ))}
    </dl>
  );
}

export const noneAt = (at: string): Bin => ({
  at,
  arrived: 0,
  failed: 0,
  changeFailures: 0,
  rework: 0,
  leadP50: null,
  recoveryP50: null,
});

/** What the line of each figure is made of. */
const shapes: Record<Metric, (bin: Bin) => number | null> = {
  frequency: (bin) => bin.arrived,
  leadTime: (bin) => bin.leadP50,
  changeFailureRate: (bin) =>
    bin.arrived + bin.failed === 0 ? null : bin.changeFailures / (bin.arrived + bin.failed),
  recoveryTime: (bin) => bin.recoveryP50,
  reworkRate: (bin) => (bin.arrived === 0 ? null : bin.rework / bin.arrived),
};

function FigureCard(props: { metric: Metric; data: DeliveryWire; bins: readonly Bin[]; shown: boolean }) {
  const { metric, data, bins, shown } = props;
  const figure = data.total[metric];
  const { value, unit } = valueInWords(metric, figure.value);
  const time = metric === 'leadTime' || metric === 'recoveryTime';
  return (
    <div
      data-figure={metric}
      className={cn(
        'relative flex min-w-0 flex-col rounded-lg border bg-surface-1 px-panel py-3 hover:border-line-strong',
        shown ? 'border-accent' : 'border-line',
      )}
    >
      <dt data-tip={metricMeaning[metric]} className="self-start text-xs font-medium text-fg-muted">
        {metricLabel[metric]}
      </dt>
      <dd
        className={cn('nums mt-0.5 text-xl font-semibold @5xl:text-2xl', !figure.enough && 'text-fg-subtle')}
      >
        <PanelLink
          changes={{ metric, group: null, at: null, before: null }}
          className="rounded-xs whitespace-nowrap after:absolute after:inset-0"
        >
          {value}
          {unit && <span className="ml-1 text-xs font-medium text-fg-muted"> {unit}</span>}
        </PanelLink>
      </dd>
      {figure.enough ? (
        <>
          <Versus metric={metric} data={data} />
          <dd className="nums text-xs text-fg-subtle">
            {time && figure.p90 !== null
              ? `9 of 10 within ${valueInWords(metric, figure.p90).value}`
              : `of ${restsOn(metric, figure.of)}`}
          </dd>
        </>
      ) : (
        <dd className="text-xs text-fg-muted">
          <span data-phase="attention" className="font-medium text-phase-fg">
            Too little data
          </span>
          <span className="nums block text-fg-subtle">
            {restsOn(metric, figure.of)}, {data.rule.minimum} are needed
          </span>
        </dd>
      )}
      <dd aria-hidden className="mt-auto pt-2">
        <Sparkline
          values={bins.map(shapes[metric])}
          bars={metric === 'frequency'}
          className="block h-8 w-full text-accent"
        />
      </dd>
    </div>
  );
}

/** Up or down against the stretch of equal length before, whose rows it opens. */
function Versus({ metric, data }: { metric: Metric; data: DeliveryWire }) {
  const before = data.previous?.[metric];
  const change = before?.enough ? changeOf(metric, data.total[metric].value, before.value) : null;
  if (!change || !before) {
    return (
      <dd className="text-xs text-fg-subtle">
        {before && before.of > 0
          ? `only ${restsOn(metric, before.of)} in the stretch before`
          : 'nothing to compare with before'}
      </dd>
    );
  }
  const Arrow =
    change.direction === 'up' ? ArrowUpRight : change.direction === 'down' ? ArrowDownRight : ArrowRight;
  const { value, unit } = valueInWords(metric, before.value);
  return (
    <dd
      data-phase={change.better === null ? 'aborted' : change.better ? 'succeeded' : 'attention'}
      className="relative z-1 text-xs"
    >
      <PanelLink
        changes={{ metric, group: null, at: null, before: '1' }}
        data-tip={`${[value, unit].filter(Boolean).join(' ')} in the stretch of equal length before`}
        className="nums inline-flex items-center gap-1 rounded-xs font-medium text-phase-fg hover:underline"
      >
        <Arrow size={13} aria-hidden className="shrink-0" />
        <span>
          {change.direction === 'same'
            ? 'the same as before'
            : `${change.text} ${change.direction === 'up' ? 'more' : 'less'}`}
          {change.better !== null && (
            <span className="font-normal">, {change.better ? 'better' : 'worse'}</span>
          )}
        </span>
      </PanelLink>
    </dd>
  );
}
