'use client';

import { useQuery } from '@tanstack/react-query';
import { Rocket } from 'lucide-react';
import { useUrlState } from '@/components/frame/use-url-state';
import { windowInWords } from '@/components/insights/insights-url';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { deliveryOptions } from '@/lib/delivery/queries';
import { DeliveryCharts } from './delivery-charts';
import { DeliveryGroups } from './delivery-groups';
import { readDeliveryUrl } from './delivery-url';
import { FigureCards } from './figure-cards';
import { RowsPanel } from './rows-panel';
import { RulePanel } from './rule-panel';

/** How often, how fast and how safely changes reach users: the five figures of DORA, what they rest on and how they are counted. */
export function DeliveryInsights() {
  const { query, setUrl } = useUrlState();
  const state = readDeliveryUrl(query);
  const metrics = useQuery(deliveryOptions(state.query));
  const data = metrics.data;
  if (metrics.isPending) return <DeliverySkeleton />;
  if (!data) {
    return (
      <ErrorState
        title="The figures could not be read"
        text="Nothing is lost: this page only counts what is there."
        detail={metrics.error?.message}
        onRetry={() => metrics.refetch()}
        retrying={metrics.isFetching}
      />
    );
  }
  const none = data.total.deployments === 0;
  const narrowed = state.services.length + state.teams.length + state.environments.length > 0;
  return (
    <div
      className={cn(
        '@container mx-auto flex w-full max-w-400 flex-col gap-4 px-4 py-5 sm:px-6',
        metrics.isPlaceholderData && 'opacity-70',
      )}
    >
      {!none && <FigureCards data={data} shown={state.rows?.metric ?? null} />}
      <div className="grid items-start gap-4 @5xl:grid-cols-[minmax(0,1fr)_19rem] @7xl:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="@container flex min-w-0 flex-col gap-4">
          {none ? (
            <EmptyState
              icon={<Rocket size={22} aria-hidden />}
              title={`No deployment that counts ended in ${windowInWords(state)}`}
              text={
                narrowed
                  ? 'Only some services, teams or environments are looked at. Without these filters there may be more.'
                  : 'A longer window may have some; which environments count is said beside. A pipeline that reports its deployments fills this page by itself.'
              }
              actions={
                narrowed && (
                  <Button onClick={() => setUrl({ service: null, team: null, environment: null })}>
                    Remove the filters
                  </Button>
                )
              }
              example={{
                path: '/deployment-events/',
                method: 'POST',
                body: {
                  product_name: state.services[0] ?? 'checkout',
                  version: '1.2.3',
                  environment_name: state.environments[0] ?? 'production',
                  source_system: 'ci',
                  build_number: '42',
                  status: 'success',
                },
              }}
            />
          ) : (
            <>
              <DeliveryCharts data={data} />
              <DeliveryGroups data={data} state={state} />
            </>
          )}
        </div>
        <RulePanel rule={data.rule} environments={state.environments} />
      </div>
      {state.rows && <RowsPanel data={data} asked={state.rows} />}
    </div>
  );
}

function DeliverySkeleton() {
  return (
    <div role="status" className="mx-auto flex w-full max-w-400 flex-col gap-4 px-4 py-5 sm:px-6">
      <span className="sr-only">Loading figures of delivery</span>
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-5">
        {[0, 1, 2, 3, 4].map((box) => (
          <Skeleton key={box} height="8.75rem" className="rounded-lg max-lg:first:col-span-2" />
        ))}
      </div>
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton height="19.25rem" className="rounded-lg" />
        <Skeleton height="19.25rem" className="rounded-lg" />
      </div>
      <Skeleton height="24rem" className="rounded-lg" />
    </div>
  );
}
