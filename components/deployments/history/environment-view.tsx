'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronRight, GitCompareArrows, ListFilter, SlidersHorizontal } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { ActiveFilters } from '@/components/frame/active-filters';
import { Allowed } from '@/components/frame/allowed';
import { useKeys } from '@/components/frame/keys';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlState } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Button, IconButton } from '@/components/ui/button';
import { Chip } from '@/components/ui/chip';
import { Dialog } from '@/components/ui/dialog';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { deploymentListOptions, environmentListOptions } from '@/lib/deployments/queries';
import { nameKey } from '@/lib/names';
import { LostNote } from '../deployment-parts';
import { useLiveDeployments } from '../use-live-deployments';
import { ComparePanel } from './compare-panel';
import { DeploymentPanel } from './deployment-panel';
import { EnvironmentDialog } from './environment-dialog';
import { FigureStrip } from './figure-strip';
import { filterLabel, filterText, HistoryFacets } from './history-facets';
import { History } from './history-table';
import { historyFilters, historyWindows, readHistoryUrl, splits, usualFrom } from './history-url';
import { PhaseChart } from './phase-chart';

/** What happened in an environment: figures, chart and history. `position` is where the change feed was before anything was read. */
export function EnvironmentView({ name, position }: { name: string; position: string | null }) {
  const { query, setUrl } = useUrlState();
  const search = query.toString();
  const state = useMemo(() => readHistoryUrl(name, new URLSearchParams(search)), [name, search]);
  const { lost } = useLiveDeployments({ live: query.get('live') !== 'off', position });
  const environments = useQuery(environmentListOptions());
  const all = environments.data?.items ?? [];
  const environment = all.find((one) => nameKey(one.name) === nameKey(name));
  const history = useInfiniteQuery(deploymentListOptions(state.listQuery));
  const rows = history.data?.pages.flatMap(({ items }) => items) ?? [];
  const [dialog, setDialog] = useState<'filters' | 'environment' | null>(null);
  const active = historyFilters.flatMap((filter) =>
    state.chosen[filter].map((value) => ({
      name: filter,
      label: filterLabel[filter],
      value,
      text: filterText(filter, value),
    })),
  );
  const clear = () => setUrl(Object.fromEntries([...historyFilters, 'q'].map((filter) => [filter, null])));
  const toggleFilters = () => setUrl({ filters: state.filtersOpen ? 'off' : null }, 'replace');
  const open = (id: string) =>
    setUrl(
      { deployment: id, ...(state.compare.length === 2 ? { compare: null } : {}) },
      state.deployment ? 'replace' : 'push',
    );
  const step = (by: 1 | -1) => {
    const index = rows.findIndex(({ id }) => id === state.deployment);
    const next = rows[index < 0 ? 0 : index + by];
    if (!next) return;
    document.querySelector(`[data-deployment="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
    open(next.id);
  };
  useKeys('History', {
    j: { label: 'Next deployment', run: () => step(1) },
    k: { label: 'Previous deployment', run: () => step(-1) },
    f: { label: 'Filters', run: toggleFilters },
  });
  const [from, to] = state.compare;
  const preset = state.to === 'now' ? historyWindows.find(({ value }) => value === state.from) : undefined;

  return (
    <div className="flex min-w-0 flex-1">
      {/* Said first: the page arrives in parts, and keeps room for its panel from the first one on. */}
      {(state.deployment || state.compare.length === 2) && <span hidden data-side-panel="soon" />}
      {state.filtersOpen && (
        <aside
          aria-label="Filters"
          className="sticky top-bar hidden h-[calc(100dvh-var(--bar-height))] w-60 shrink-0 overflow-y-auto overscroll-contain border-r border-line lg:block"
          data-print="hide"
        >
          <HistoryFacets query={state.facetsQuery} />
        </aside>
      )}
      <div className="@container flex min-w-0 flex-1 flex-col">
        <header className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <nav aria-label="Where this is" className="mr-1 flex min-w-0 items-center gap-1.5">
            <Link
              href={'/deployments' as Route}
              className="rounded-xs text-fg-muted underline-offset-2 hover:text-fg hover:underline @max-2xl:hidden"
            >
              Deployments
            </Link>
            <ChevronRight size={13} aria-hidden className="text-fg-subtle @max-2xl:hidden" />
            <h1 className="min-w-0 text-md font-semibold">
              <EnvironmentTag name={name} tier={environment?.tier} plain />
            </h1>
            {environment && (
              <Allowed scope="deployments:write" place={{ service: null, environment: name }}>
                <IconButton
                  size="sm"
                  label="Tier and order"
                  aria-haspopup="dialog"
                  data-print="hide"
                  onClick={() => setDialog('environment')}
                >
                  <SlidersHorizontal size={14} aria-hidden />
                </IconButton>
              </Allowed>
            )}
          </nav>
          <div className="contents" data-print="hide">
            <Button
              icon={<ListFilter size={14} aria-hidden />}
              aria-expanded={state.filtersOpen}
              data-tip-keys="f"
              className="max-lg:hidden"
              onClick={toggleFilters}
            >
              Filters
            </Button>
            <Button
              icon={<ListFilter size={14} aria-hidden />}
              aria-haspopup="dialog"
              className="lg:hidden"
              onClick={() => setDialog('filters')}
            >
              Filters
              {active.length > 0 && <span className="nums text-fg-subtle">{active.length}</span>}
            </Button>
            <div className="flex min-w-0 flex-1 @max-2xl:order-last @max-2xl:basis-full">
              <TextFilter label="Only this version" placeholder="Version, such as 1.4.2" />
            </div>
            {!preset && (
              <Chip
                name="Time"
                removeLabel="Back to the last 30 days"
                onRemove={() => setUrl({ from: null, to: null })}
              >
                {shortWindow(state)}
              </Chip>
            )}
            <SegmentedControl
              label="Time"
              value={preset?.value ?? ''}
              onChange={(value) => setUrl({ from: value === usualFrom ? null : value, to: null })}
              options={historyWindows.map(({ value, label, words }) => ({ value, label, tip: words }))}
            />
          </div>
        </header>
        <ActiveFilters active={active} splits={splits} refused={[]} onClear={clear} />
        {lost && <LostNote />}
        <div className="flex min-w-0 flex-col gap-4 p-3 @3xl:p-4">
          <FigureStrip state={state} />
          <PhaseChart query={state.histogramQuery} environment={name} />
          <History
            environment={name}
            state={state}
            narrowed={active.length > 0 || state.version !== ''}
            onOpen={open}
            onCompare={(ids) => setUrl({ compare: ids, deployment: null })}
            onClear={clear}
          />
        </div>
        {state.compare.length === 1 && (
          <p
            role="status"
            className="sticky bottom-0 z-1 flex items-center gap-3 border-t border-line bg-surface-1 px-4 py-2"
            data-print="hide"
          >
            <GitCompareArrows size={14} aria-hidden className="text-fg-subtle" />
            Choose a second deployment of the same service to compare.
            <Button size="sm" variant="ghost" className="ml-auto" onClick={() => setUrl({ compare: null })}>
              Cancel
            </Button>
          </p>
        )}
      </div>
      {from && to ? (
        <ComparePanel from={from} to={to} onClose={() => setUrl({ compare: null })} onOpen={open} />
      ) : (
        state.deployment && (
          <DeploymentPanel
            id={state.deployment}
            known={rows.find(({ id }) => id === state.deployment)}
            onStep={step}
            onOpen={open}
            onCompare={(ids) => setUrl({ compare: ids, deployment: null })}
          />
        )
      )}
      {dialog === 'environment' && environment && (
        <EnvironmentDialog environment={environment} all={all} onClose={() => setDialog(null)} />
      )}
      {dialog === 'filters' && (
        <Dialog open onOpenChange={(isOpen) => !isOpen && setDialog(null)} title="Filters" width="sm">
          <div className="-m-4">
            <HistoryFacets query={state.facetsQuery} />
          </div>
        </Dialog>
      )}
    </div>
  );
}

/** A window of one's own, as short as it stays clear. */
const shortWindow = ({ from, to }: { from: string; to: string }) =>
  [from, to].map((text) => text.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*$/, '$1 $2')).join(' to ');
