'use client';

import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import { metricLabel, metricMeaning, restsOn, valueInWords } from '@/components/delivery/words';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { deliveryOptions } from '@/lib/delivery/queries';
import type { DeliveryWire, Metric } from '@/lib/delivery/schemas';
import { type HistoryState, insightsHref } from './history-url';

const shown = [
  'frequency',
  'leadTime',
  'changeFailureRate',
  'recoveryTime',
] as const satisfies readonly Metric[];

/** How often, how fast and how safely the environment is deployed to. Each figure opens the rows behind it. */
export function FigureStrip({ state }: { state: HistoryState }) {
  const answer = useQuery(deliveryOptions(state.deliveryQuery));
  if (answer.isError && !answer.data)
    return (
      <p role="alert" className="rounded-lg border border-line bg-surface-1 px-panel py-3 text-fg-muted">
        The figures could not be read: {answer.error.message}
      </p>
    );
  return (
    <dl
      className={cn(
        'grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line @3xl:grid-cols-4',
        answer.isPlaceholderData && 'opacity-70',
      )}
    >
      {shown.map((metric) => (
        <div key={metric} className="relative min-h-22 bg-surface-1 px-panel py-2.5 hover:bg-surface-2">
          <dt className="w-fit text-xs font-medium text-fg-muted" data-tip={metricMeaning[metric]}>
            {metricLabel[metric]}
          </dt>
          {answer.data ? (
            <Figure metric={metric} data={answer.data} state={state} />
          ) : (
            <dd className="flex flex-col gap-2 pt-2">
              <Skeleton width="5rem" height="1.25rem" />
              <Skeleton width="60%" />
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

function Figure({ metric, data, state }: { metric: Metric; data: DeliveryWire; state: HistoryState }) {
  const figure = data.total[metric];
  const { value, unit } = valueInWords(metric, figure.value);
  const before = data.previous?.[metric];
  const former = before?.enough ? valueInWords(metric, before.value) : null;
  return (
    <>
      <dd className={cn('nums text-xl font-semibold', !figure.enough && 'text-fg-subtle')}>
        <Link
          href={insightsHref(state, metric) as Route}
          prefetch={false}
          className="rounded-xs after:absolute after:inset-0"
        >
          {value}
          {unit && <span className="ml-1 text-xs font-medium text-fg-muted">{unit}</span>}
        </Link>
      </dd>
      <dd className="nums text-xs text-fg-subtle">
        {!figure.enough ? (
          <>
            <span data-phase="attention" className="text-phase-fg">
              too little data
            </span>
            : {restsOn(metric, figure.of)}
          </>
        ) : (
          <>
            of {restsOn(metric, figure.of)}
            {former && <>, {[former.value, former.unit].filter(Boolean).join(' ')} before</>}
          </>
        )}
      </dd>
    </>
  );
}
