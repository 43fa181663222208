'use client';

import { useQuery } from '@tanstack/react-query';
import { List, Network } from 'lucide-react';
import { useMemo } from 'react';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlParam, useUrlValues } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { graphOptions } from '@/lib/catalog/queries';
import { entryTypes, platforms, slaLevels } from '@/lib/catalog/vocabulary';
import { ActiveCatalogFilters, useActiveFilters, useClearFilters } from './catalog-filters';
import { type CatalogState, catalogFiltersOf, wholeGraphQuery } from './catalog-url';
import { CatalogHeader } from './catalog-views';
import { GraphDrawing } from './graph-drawing';
import { graphFilterNames, visibleGraph } from './graph-filter';
import { GraphList } from './graph-list';
import { counted, platformLabel, slaLabel, typeLabel } from './labels';

/** Every service that depends on another or is depended on. */
export function WholeGraph({ state }: { state: CatalogState }) {
  const graph = useQuery(graphOptions(wholeGraphQuery));
  const [as, setAs] = useUrlParam<'graph' | 'list'>('as', 'graph');
  const shown = useMemo(
    () => graph.data && visibleGraph(graph.data, catalogFiltersOf(state.filters)),
    [graph.data, state.filters],
  );
  return (
    <div className="flex min-w-0 flex-1 flex-col">
      <CatalogHeader view="graph" filters={state.filters}>
        <span className="flex max-w-72 min-w-0 flex-1 max-sm:max-w-none max-sm:basis-full">
          <TextFilter label="Find in the graph" placeholder="A service: its neighbours stay" />
        </span>
        <Choice name="type" label="Type" values={entryTypes} words={typeLabel} />
        <Choice name="slaLevel" label="Service level" values={slaLevels} words={slaLabel} />
        <Choice name="platform" label="Platform" values={platforms} words={platformLabel} />
        <span className="ml-auto flex items-center gap-3">
          {shown && (
            <output className="nums text-xs text-fg-muted max-sm:hidden">
              {counted(shown.nodes.length, 'service')},{' '}
              {counted(shown.edges.length, 'dependency', 'dependencies')}
            </output>
          )}
          <AsChoice value={as} onChange={setAs} />
        </span>
      </CatalogHeader>
      <ActiveCatalogFilters refused={state.refused} only={graphFilterNames} />
      {graph.data?.truncated && (
        <p role="status" className="border-b border-line px-3 py-1.5 text-xs text-fg-muted">
          There is more than fits: the first {counted(graph.data.nodes.length, 'service')} by name are shown.
        </p>
      )}
      {graph.isPending ? (
        <GraphSkeleton className="min-h-96 flex-1" />
      ) : graph.isError && !graph.data ? (
        <ErrorState
          title="The graph could not be read"
          text="Nothing is lost: this page only shows it."
          detail={graph.error.message}
          onRetry={() => graph.refetch()}
          retrying={graph.isFetching}
        />
      ) : !shown || shown.nodes.length === 0 ? (
        <NoGraph any={(graph.data?.nodes.length ?? 0) > 0} />
      ) : as === 'list' ? (
        <GraphList graph={shown} label="Dependencies" />
      ) : (
        <GraphDrawing
          graph={shown}
          found={shown.found}
          label="All dependencies"
          className="h-[calc(100dvh-var(--bar-height)-9rem)] min-h-96 flex-1 p-3 sm:p-5 print:h-auto"
        />
      )}
    </div>
  );
}

/** Drawn or in words. */
export function AsChoice(props: { value: 'graph' | 'list'; onChange: (value: 'graph' | 'list') => void }) {
  return (
    <SegmentedControl
      label="Show as"
      value={props.value}
      onChange={props.onChange}
      options={[
        { value: 'graph', label: 'Graph', icon: <Network size={13} aria-hidden /> },
        { value: 'list', label: 'List', icon: <List size={13} aria-hidden /> },
      ]}
    />
  );
}

/** One more value of a filter; the chosen ones stand below as chips. */
function Choice<T extends string>(props: {
  name: string;
  label: string;
  values: readonly T[];
  words: Readonly<Record<T, string>>;
}) {
  const [chosen, setChosen] = useUrlValues(props.name, true);
  return (
    <span className="w-34 max-sm:w-auto max-sm:flex-1 max-sm:basis-24">
      <Select
        aria-label={`Filter by ${props.label.toLowerCase()}`}
        value=""
        onChange={(event) => event.target.value && setChosen([...chosen, event.target.value])}
      >
        <option value="">{props.label}</option>
        {props.values
          .filter((value) => !chosen.includes(value))
          .map((value) => (
            <option key={value} value={value}>
              {props.words[value]}
            </option>
          ))}
      </Select>
    </span>
  );
}

function NoGraph({ any }: { any: boolean }) {
  const active = useActiveFilters();
  const clear = useClearFilters();
  if (any && active.length > 0) {
    return (
      <EmptyState
        title="Nothing in the graph fits"
        text="No service with a dependency has all of these filters and words."
        actions={<Button onClick={clear}>Clear the filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      title="No dependency is known"
      text="Say what a service depends on, and both of them appear here. Services nobody has heard of become known by being named."
      example={{
        path: '/api/v2/catalog/checkout-api',
        method: 'PUT',
        body: { type: 'project', dependsOn: ['payments-gateway', 'cart-api'] },
      }}
    />
  );
}

/** A graph that is still waited for. */
export function GraphSkeleton({ className }: { className?: string }) {
  return (
    <div role="status" className={`flex items-center justify-center gap-16 p-6 ${className ?? ''}`}>
      <span className="sr-only">Loading the dependencies</span>
      {[2, 1, 3].map((boxes) => (
        <div key={boxes} className="flex flex-col gap-4">
          {Array.from({ length: boxes }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
            <Skeleton key={index} width="10rem" height="2.75rem" className="rounded" />
          ))}
        </div>
      ))}
    </div>
  );
}
