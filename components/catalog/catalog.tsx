'use client';

import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { catalogFacetsOptions, catalogKeys, catalogListOptions } from '@/lib/catalog/queries';
import { CatalogFacets } from './catalog-facets';
import { ActiveCatalogFilters, useActiveFilters, useClearFilters } from './catalog-filters';
import { CatalogTable, TableSkeleton } from './catalog-table';
import { type CatalogState, readCatalogUrl } from './catalog-url';
import { CatalogHeader } from './catalog-views';
import { counted } from './labels';
import { useCatalogStream } from './use-catalog-stream';

const WholeGraph = dynamic(() => import('./whole-graph').then((module) => module.WholeGraph));
const Compliance = dynamic(() => import('./compliance').then((module) => module.Compliance));

/** The catalog: its services in a table, their dependencies as a graph, their versions held against what they should be. */
export function Catalog() {
  const client = useQueryClient();
  const { query } = useUrlState();
  const search = query.toString();
  const state = useMemo(() => readCatalogUrl(new URLSearchParams(search)), [search]);
  useCatalogStream(() => void client.invalidateQueries({ queryKey: catalogKeys.all }));
  if (state.view === 'graph') return <WholeGraph state={state} />;
  if (state.view === 'compliance') return <Compliance state={state} />;
  return <Services state={state} />;
}

function Services({ state }: { state: CatalogState }) {
  const list = useInfiniteQuery(catalogListOptions(state.filters));
  const entries = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  return (
    <div className="flex min-w-0 flex-1">
      <aside
        aria-label="Filters"
        className="sticky top-bar hidden h-[calc(100dvh-var(--bar-height))] w-60 shrink-0 overflow-y-auto overscroll-contain border-r border-line lg:block"
        data-print="hide"
      >
        <CatalogFacets query={state.filters} />
      </aside>
      <div className="min-w-0 flex-1">
        <CatalogHeader view="table" filters={state.filters}>
          <TextFilter label="Find services" placeholder="Name, description, owner, repository" />
          <FilterSheet query={state.filters} />
          <Total query={state.filters} />
        </CatalogHeader>
        <ActiveCatalogFilters refused={state.refused} />
        <section aria-labelledby="services-heading" className="@container min-w-0 pb-8">
          <h2 id="services-heading" className="sr-only">
            Services
          </h2>
          {list.isPending ? (
            <TableSkeleton rows={12} label="Loading the services" />
          ) : list.isError && entries.length === 0 ? (
            <ErrorState
              title="The catalog could not be read"
              text="Nothing is lost: this page only shows it."
              detail={list.error.message}
              onRetry={() => list.refetch()}
              retrying={list.isFetching}
            />
          ) : entries.length === 0 ? (
            <NoServices />
          ) : (
            <div className={cn(list.isPlaceholderData && 'opacity-70')} aria-busy={list.isPlaceholderData}>
              <CatalogTable
                entries={entries}
                hasMore={list.hasNextPage && !list.isPlaceholderData}
                loadingMore={list.isFetchingNextPage}
                failedMore={list.isFetchNextPageError}
                onMore={() => void list.fetchNextPage()}
              />
            </div>
          )}
        </section>
      </div>
    </div>
  );
}

function Total({ query }: { query: string }) {
  const facets = useQuery(catalogFacetsOptions(query));
  if (!facets.data) return null;
  return (
    <output className="nums ml-auto text-xs text-fg-muted">{counted(facets.data.total, 'service')}</output>
  );
}

/** The facets over the whole screen, for phones. */
function FilterSheet({ query }: { query: string }) {
  const [open, setOpen] = useState(false);
  const active = useActiveFilters().filter(({ name }) => name !== 'q').length;
  return (
    <>
      <Button
        className="lg:hidden"
        icon={<ListFilter size={14} aria-hidden />}
        onClick={() => setOpen(true)}
        aria-haspopup="dialog"
      >
        Filters
        {active > 0 && (
          <span className="nums rounded-full bg-accent px-1.5 text-2xs text-accent-on">{active}</span>
        )}
      </Button>
      {open && (
        <Dialog open onOpenChange={setOpen} title="Filters" width="sm">
          <div className="-m-4">
            <CatalogFacets query={query} />
          </div>
        </Dialog>
      )}
    </>
  );
}

const example = {
  path: '/api/v2/catalog/checkout-api',
  method: 'PUT' as const,
  body: {
    type: 'project',
    owner: 'team-checkout',
    sla: { level: 'critical', uptimePercentage: 99.95 },
    dependsOn: ['payments-gateway'],
  },
};

function NoServices() {
  const active = useActiveFilters();
  const clear = useClearFilters();
  if (active.some(({ name }) => name === 'gone') && active.length === 1) {
    return (
      <EmptyState
        title="No service was deleted"
        text="A service that is deleted stays here, with everything that was said of it."
        actions={<Button onClick={clear}>Show the others</Button>}
      />
    );
  }
  if (active.length > 0) {
    return (
      <EmptyState
        title="No service fits these filters"
        text="Nothing in the catalog has all of them. Take one back."
        actions={<Button onClick={clear}>Clear the filters</Button>}
      />
    );
  }
  return (
    <EmptyState
      title="The catalog is empty"
      text="It writes itself: every service that an event names appears here. Or describe one now; this also makes the service it depends on known."
      example={example}
    />
  );
}
