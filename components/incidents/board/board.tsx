'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { ListFilter, Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { type ComponentProps, useMemo, useState } from 'react';
import { ActiveFilters } from '@/components/frame/active-filters';
import { Allowed, useAllowed } from '@/components/frame/allowed';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { incidentHref } from '@/components/frame/navigation';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { Select } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { toast } from '@/components/ui/toast';
import { incidentListOptions } from '@/lib/incidents/queries';
import { AllQuiet, NothingFits } from './board-empty';
import { type BoardState, type BoardView, incidentFilterNames, readBoardUrl } from './board-url';
import { Columns } from './columns';
import { IncidentFacets } from './facets';
import { activeFilters, ranges, splits } from './filters';
import { IncidentList } from './incident-list';
import { useLiveBoard } from './use-live-board';

const ReportDialog = dynamic(() => import('./report-dialog').then((module) => module.ReportDialog), {
  ssr: false,
});

const views: ReadonlyArray<{ value: BoardView; label: string }> = [
  { value: 'board', label: 'Board' },
  { value: 'list', label: 'List' },
];

/** Incidents in columns by where they stand, or in a list. `position` is where the change feed was before anything was read. */
export function Board({ position }: { position: string | null }) {
  const { query, setUrl } = useUrlState();
  const router = useRouter();
  const search = query.toString();
  const state = useMemo(() => readBoardUrl(new URLSearchParams(search)), [search]);
  const active = useMemo(() => activeFilters(new URLSearchParams(search), state.view), [search, state.view]);
  const { lost, fresh } = useLiveBoard({
    live: query.get('live') !== 'off',
    position,
    columns: state.columns,
  });
  const [sheet, setSheet] = useState(false);
  const reporting = useAllowed('incidents:write');
  const report = () => setUrl({ report: '1' });
  const show = (view: BoardView) =>
    setUrl({ view: view === 'board' ? null : view, status: null, sort: null });
  const toggleFacets = () => setUrl({ filters: state.facetsOpen ? null : 'open' }, 'replace');
  const clear = () => setUrl(Object.fromEntries(incidentFilterNames.map((name) => [name, null])));

  useKeys('Incidents', {
    n: { label: 'New incident', permission: reporting, run: report },
    v: { label: 'Board or list', run: () => show(state.view === 'board' ? 'list' : 'board') },
    f: { label: 'Filters', run: toggleFacets },
  });
  useCommands([
    { id: 'incidents board', label: 'Show the board', group: 'Incidents', run: () => show('board') },
    {
      id: 'incidents list',
      label: 'Show as a list',
      group: 'Incidents',
      keywords: ['table'],
      run: () => show('list'),
    },
  ]);

  return (
    <div className="flex min-w-0 flex-1">
      {state.facetsOpen && (
        <aside
          aria-label="Filters"
          className="sticky top-bar hidden h-[calc(100dvh-var(--bar-height))] w-60 shrink-0 overflow-y-auto overscroll-contain border-r border-line lg:block"
          data-print="hide"
        >
          <IncidentFacets query={state.filters} withStatus={state.view === 'list'} />
        </aside>
      )}
      <div className="@container flex min-w-0 flex-1 flex-col">
        <header className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
          <h1 className="mr-1 text-md font-semibold @max-2xl:sr-only">Incidents</h1>
          <div className="contents" data-print="hide">
            <SegmentedControl label="View" value={state.view} onChange={show} options={views} />
            <FiltersButton
              active={active.length}
              aria-expanded={state.facetsOpen}
              data-tip-keys="f"
              className="max-lg:hidden"
              onClick={toggleFacets}
            />
            <FiltersButton
              active={active.length}
              aria-haspopup="dialog"
              className="lg:hidden"
              onClick={() => setSheet(true)}
            />
            <RangeChoice />
            <div className="flex min-w-0 flex-1 @max-md:order-last @max-md:basis-full">
              <TextFilter label="Find incidents" placeholder="Title, summary or #number" />
            </div>
            <Allowed scope="incidents:write">
              <Button
                variant="primary"
                className="ml-auto"
                icon={<Plus size={14} aria-hidden />}
                aria-haspopup="dialog"
                data-tip-keys="n"
                onClick={report}
              >
                <span className="@max-2xl:sr-only">New incident</span>
              </Button>
            </Allowed>
          </div>
        </header>
        <ActiveFilters active={active} splits={splits} refused={state.refused} onClear={clear} />
        {lost && (
          <p
            role="status"
            data-phase="attention"
            className="border-b border-line px-3 py-1.5 text-xs text-phase-fg"
          >
            Live updates are interrupted; trying again. What is shown may be a little old.
          </p>
        )}
        {state.view === 'list' ? (
          <IncidentList
            state={state}
            filtered={active.length > 0}
            fresh={fresh}
            onClear={clear}
            onReport={report}
          />
        ) : (
          <BoardBody
            state={state}
            filtered={active.length > 0}
            fresh={fresh}
            onClear={clear}
            onReport={report}
          />
        )}
      </div>
      {sheet && (
        <Dialog open onOpenChange={setSheet} title="Filters" width="sm">
          <div className="-m-4">
            <IncidentFacets query={state.filters} withStatus={state.view === 'list'} />
          </div>
        </Dialog>
      )}
      {query.get('report') !== null && (reporting.allowed || !reporting.never) && (
        <ReportDialog
          service={query.getAll('service')[0] ?? ''}
          environment={query.getAll('environment')[0] ?? ''}
          onClose={() => setUrl({ report: null }, 'replace')}
          onReported={(incident) => {
            setUrl({ report: null }, 'replace');
            toast({
              title: `Incident ${incident.number} is open`,
              text: incident.title,
              action: { label: 'Open', run: () => router.push(incidentHref(incident.number)) },
            });
          }}
        />
      )}
    </div>
  );
}

/** Opens the facets, and says how many filters are active. */
function FiltersButton({ active, ...rest }: ComponentProps<'button'> & { active: number }) {
  return (
    <Button icon={<ListFilter size={14} aria-hidden />} {...rest}>
      <span className="@max-2xl:sr-only">Filters</span>
      {active > 0 && (
        <span className="nums rounded-full bg-accent px-1.5 text-2xs text-accent-on">
          {active}
          <span className="sr-only"> active</span>
        </span>
      )}
    </Button>
  );
}

interface BodyProps {
  state: BoardState;
  filtered: boolean;
  fresh: ReadonlySet<number>;
  onClear: () => void;
  onReport: () => void;
}

function BoardBody({ state, filtered, fresh, onClear, onReport }: BodyProps) {
  const { columns, closedCut } = state;
  const answers = [
    useInfiniteQuery(incidentListOptions(columns.open)),
    useInfiniteQuery(incidentListOptions(columns.investigating)),
    useInfiniteQuery(incidentListOptions(columns.resolved)),
    useInfiniteQuery(incidentListOptions(columns.closed)),
  ];
  // One that fails says so in its column.
  if (answers.every(({ isError, data }) => isError && !data)) {
    return (
      <ErrorState
        title="The incidents could not be read"
        text="Nothing is lost: the board only shows them. Detection goes on."
        detail={answers[0]?.error?.message}
        onRetry={() => {
          for (const answer of answers) void answer.refetch();
        }}
        retrying={answers.some(({ isFetching }) => isFetching)}
      />
    );
  }
  const empty = answers.every(({ data }) => data?.pages.every(({ items }) => items.length === 0));
  if (empty && filtered) return <NothingFits closedCut={closedCut} onClear={onClear} />;
  if (empty) return <AllQuiet closedCut={closedCut} onReport={onReport} />;
  return <Columns state={state} fresh={fresh} />;
}

/** How far back one looks: incidents that had not ended before. Another range, by hand or from elsewhere, is shown as it is. */
function RangeChoice() {
  const { query, setUrl } = useUrlState();
  const from = query.get('from') ?? '';
  const known = ranges.some(({ value }) => value === from) && !query.has('to');
  return (
    <span className="w-36 @max-md:w-32 @max-md:flex-1">
      <Select
        aria-label="How far back"
        data-tip="Incidents that had not ended before"
        value={known ? from : 'other'}
        onChange={(event) => setUrl({ from: event.target.value || null, to: null })}
      >
        {ranges.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
        {!known && (
          <option value="other" disabled>
            Other range
          </option>
        )}
      </Select>
    </span>
  );
}
