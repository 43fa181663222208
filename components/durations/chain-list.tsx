'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { durationHref } from '@/components/frame/navigation';
import { counted } from '@/components/incidents/board/words';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { chainListOptions } from '@/lib/durations/queries';
import type { ChainPageWire } from '@/lib/durations/schemas';
import type { DurationsState } from './durations-url';
import { linkLabel } from './words';

type Chain = ChainPageWire['items'][number];

/** Chains of builds, deployments and incidents, longest first; each opens its waterfall. */
export function ChainList({ state }: { state: DurationsState }) {
  const chains = useInfiniteQuery(chainListOptions(state.chainsQuery));
  const items = chains.data?.pages.flatMap((page) => page.items) ?? [];
  const longest = Math.max(1, ...items.map(({ totalMs }) => totalMs));
  return (
    <Panel
      title="Chains"
      description="Versions deployed in this window with what came before and after, longest first; each opens its waterfall"
      padded={false}
      className={cn(chains.isPlaceholderData && 'opacity-70')}
    >
      {chains.isPending ? (
        <SkeletonRows rows={8} label="Loading chains" />
      ) : !chains.data ? (
        <ErrorState
          compact
          title="The chains could not be read"
          text="The figures above are complete."
          detail={chains.error?.message}
          onRetry={() => chains.refetch()}
          retrying={chains.isFetching}
        />
      ) : items.length === 0 ? (
        <p className="p-panel text-fg-muted">
          No version was deployed in this window. A chain begins with a deployment that names its version.
        </p>
      ) : (
        <>
          <ul aria-label="Chains, longest first">
            {items.map((chain) => (
              <ChainRow key={chain.id} chain={chain} longest={longest} />
            ))}
          </ul>
          {chains.hasNextPage && (
            <div className="border-t border-line p-2" data-print="hide">
              <Button
                size="sm"
                variant="ghost"
                busy={chains.isFetchingNextPage}
                onClick={() => chains.fetchNextPage()}
              >
                Show more
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}

function ChainRow({ chain, longest }: { chain: Chain; longest: number }) {
  const { id, service, version, steps, totalMs, ongoing, startedAt, slowest } = chain;
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-panel py-2 last:border-b-0 hover:bg-surface-2 @3xl:grid-cols-[minmax(0,1fr)_minmax(0,14rem)_minmax(0,12rem)_7rem] @3xl:py-0 @3xl:[&]:h-row">
      <span className="flex min-w-0 items-center gap-2">
        <Link
          href={durationHref(id)}
          prefetch={false}
          className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus)"
        >
          {service} {version && <span className="font-mono text-xs text-fg-muted">{version}</span>}
        </Link>
        {ongoing && (
          <span data-phase="running">
            <Badge tone="phase">Going on</Badge>
          </span>
        )}
      </span>
      <span className="min-w-0 truncate text-xs text-fg-muted @max-3xl:row-start-2">
        {counted(steps, 'step')}, began <Time value={startedAt} focusable={false} />
      </span>
      <span className="min-w-0 truncate text-xs text-fg-subtle @max-3xl:hidden">
        {slowest && (
          <>
            {linkLabel[slowest.kind]} <Duration millis={slowest.durationMs} />
          </>
        )}
      </span>
      <span className="flex flex-col items-end gap-1 @max-3xl:row-span-2 @max-3xl:row-start-1 @max-3xl:w-24">
        <span className="nums leading-4 font-medium">
          {ongoing ? <Elapsed since={startedAt} /> : <Duration millis={totalMs} />}
        </span>
        <span aria-hidden className="h-1 w-full">
          <span
            className={cn('ml-auto block h-full rounded-xs', ongoing ? 'bg-phase-solid' : 'bg-accent')}
            data-phase={ongoing ? 'running' : undefined}
            style={{ width: `${Math.max(2, (totalMs / longest) * 100)}%` }}
          />
        </span>
      </span>
    </li>
  );
}
