'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, EqualNot } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { ActiveFilters } from '@/components/frame/active-filters';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { environmentHref } from '@/components/frame/navigation';
import { TextFilter } from '@/components/frame/text-filter';
import { useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { download } from '@/components/ui/download';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toCsv } from '@/lib/csv';
import { environmentListOptions, matrixOptions } from '@/lib/deployments/queries';
import type { MatrixWire } from '@/lib/deployments/schemas';
import { nameKey } from '@/lib/names';
import { LostNote } from './deployment-parts';
import { NoDeployments } from './deployments-empty';
import { type DeploymentsState, mostRows, type Place, readDeploymentsUrl } from './deployments-url';
import { Difference } from './difference';
import { AsOfBanner } from './matrix/as-of-banner';
import { EnvironmentChooser } from './matrix/environment-chooser';
import { InstantPicker } from './matrix/instant-picker';
import { MatrixGrid } from './matrix/matrix-grid';
import { matrixTable } from './matrix/matrix-model';
import { MatrixPhone } from './matrix/matrix-phone';
import { PlacePanel } from './place/place-panel';
import { TeamFilter } from './team-filter';
import { useLiveDeployments } from './use-live-deployments';

const views = [
  { value: 'matrix', label: 'What runs where' },
  { value: 'compare', label: 'Compare' },
] as const;

/** Who runs what, where, since when; at any instant, and what differs. `position` is where the change feed was before anything was read. */
export function Deployments({ position }: { position: string | null }) {
  const { query, setUrl } = useUrlState();
  const router = useRouter();
  const search = query.toString();
  const state = useMemo(() => readDeploymentsUrl(new URLSearchParams(search)), [search]);
  const live = query.get('live') !== 'off';
  const { lost, fresh } = useLiveDeployments({ live: live && state.at === null, position });
  const environments = useQuery(environmentListOptions());
  const known = environments.data?.items ?? [];

  const open = useCallback(
    ({ service, environment }: Place) => {
      const opened = new URLSearchParams(window.location.search).has('open');
      setUrl({ open: service, in: environment }, opened ? 'replace' : 'push');
    },
    [setUrl],
  );
  const show = (view: DeploymentsState['view']) => setUrl({ view: view === 'matrix' ? null : view });
  const toggleDiffers = () => setUrl({ differs: state.differs ? null : 'true' });

  useKeys('Deployments', {
    c: { label: 'Compare', run: () => show(state.view === 'compare' ? 'matrix' : 'compare') },
    d: { label: 'Only services that differ', run: toggleDiffers },
  });
  useCommands([
    { id: 'deployments matrix', label: 'What runs where', group: 'Deployments', run: () => show('matrix') },
    {
      id: 'deployments compare instants',
      label: 'Compare two instants',
      group: 'Deployments',
      keywords: ['difference', 'changed', 'since'],
      run: () => setUrl({ view: 'compare', between: null }),
    },
    {
      id: 'deployments compare environments',
      label: 'Compare two environments',
      group: 'Deployments',
      keywords: ['difference', 'drift'],
      run: () => setUrl({ view: 'compare', between: 'environments' }),
    },
    {
      id: 'deployments differ',
      label: 'Only services that differ',
      group: 'Deployments',
      run: toggleDiffers,
    },
    ...known
      .filter(({ services }) => services > 0)
      .map(({ name }) => ({
        id: `deployments of ${name}`,
        label: `History of ${name}`,
        group: 'Deployments',
        keywords: ['environment'],
        run: () => router.push(environmentHref(name)),
      })),
  ]);

  return (
    <div
      className={cn(
        '@container flex min-w-0 flex-1 flex-col print:h-auto',
        state.view === 'matrix' && 'sm:h-[calc(100dvh-var(--bar-height))]',
      )}
    >
      {/* Said first: the page arrives in parts, and keeps room for its panel from the first one on. */}
      {state.place && state.view === 'matrix' && <span hidden data-side-panel="soon" />}
      <header className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <h1 className="mr-1 text-md font-semibold @max-2xl:sr-only">Deployments</h1>
        <div className="contents" data-print="hide">
          <SegmentedControl
            label="View"
            value={state.view}
            onChange={show}
            options={views}
            className="@max-2xl:w-full @max-2xl:*:flex-1"
          />
          {state.view === 'matrix' && (
            <>
              <div className="flex min-w-0 flex-1 @max-2xl:order-last @max-2xl:basis-full">
                <TextFilter label="Find a service" placeholder="Service" />
              </div>
              <Button
                aria-pressed={state.differs}
                variant={state.differs ? 'primary' : 'secondary'}
                icon={<EqualNot size={14} aria-hidden />}
                data-tip="Only services whose environments run different versions"
                data-tip-keys="d"
                onClick={toggleDiffers}
              >
                <span className="@max-2xl:sr-only">Differs</span>
              </Button>
            </>
          )}
          <div className="contents">
            <TeamFilter />
            {(state.view === 'matrix' || state.between === 'instants') && (
              <EnvironmentChooser environments={known} />
            )}
            {state.view === 'matrix' && (
              <InstantPicker label="As of" value={state.at} onChange={(at) => setUrl({ at })} compact />
            )}
          </div>
        </div>
      </header>
      <Narrowed state={state} />
      {lost && <LostNote />}
      {state.view === 'compare' ? (
        <Difference state={state} environments={known} />
      ) : (
        <MatrixBody state={state} fresh={fresh} onOpen={open} />
      )}
    </div>
  );
}

const noItems: MatrixWire['items'] = [];

function MatrixBody(props: {
  state: DeploymentsState;
  fresh: ReadonlySet<string>;
  onOpen: (place: Place) => void;
}) {
  const { state, fresh, onOpen } = props;
  const { setUrl } = useUrlState();
  const answer = useQuery(matrixOptions(state.matrixQuery));
  const matrix = answer.data;
  const items = matrix?.items ?? noItems;
  // The answer says which instant it is of: while another one is read, the former stays under its own name.
  const asOf = state.at === null ? null : (matrix?.at ?? null);
  const row = items.find(({ service }) => state.place && nameKey(service) === nameKey(state.place.service));
  const column = row?.cells.findIndex(({ environment }) => environment === state.place?.environment) ?? -1;
  const cell = row?.cells[column] ?? null;
  const narrowed = state.text !== '' || state.differs || state.teams.length + state.services.length > 0;
  return (
    <>
      {asOf !== null && <AsOfBanner at={asOf} onChange={(at) => setUrl({ at })} />}
      {answer.isPending ? (
        <SkeletonRows rows={12} label="Loading what runs where" />
      ) : answer.isError && !matrix ? (
        <ErrorState
          title="What runs where could not be read"
          text="Nothing is lost: the matrix only shows it."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : !matrix || items.length === 0 ? (
        narrowed ? (
          <NothingFits state={state} />
        ) : (
          <NoDeployments />
        )
      ) : (
        <div
          className={cn('flex min-h-0 flex-1 flex-col', answer.isPlaceholderData && 'opacity-70')}
          aria-busy={answer.isPlaceholderData}
        >
          {answer.isError && (
            <p role="alert" data-phase="attention" className="px-3 py-1.5 text-xs text-phase-fg">
              The server did not answer: this is what it said last.
            </p>
          )}
          <MatrixGrid matrix={matrix} asOf={asOf} place={state.place} fresh={fresh} onOpen={onOpen} />
          <MatrixPhone matrix={matrix} asOf={asOf} place={state.place} fresh={fresh} onOpen={onOpen} />
          <Foot matrix={matrix} state={state} />
        </div>
      )}
      {state.place && (
        <PlacePanel
          place={state.place}
          asOf={state.at}
          known={cell}
          suggested={waiting(items, state.place)}
        />
      )}
    </>
  );
}

/** The version that stands one environment before a place, where it is another one: what would come next. */
function waiting(items: MatrixWire['items'], { service, environment }: Place): string | null {
  const row = items.find((item) => item.service === service);
  const index = row?.cells.findIndex((one) => one.environment === environment) ?? -1;
  if (!row || index < 1) return null;
  const here = row.cells[index]?.current?.version ?? null;
  const before = row.cells
    .slice(0, index)
    .reverse()
    .find(({ current }) => current !== null)?.current?.version;
  return before && before !== here ? before : null;
}

function Foot({ matrix, state }: { matrix: MatrixWire; state: DeploymentsState }) {
  const { setUrl } = useUrlState();
  const more = matrix.nextCursor !== null;
  const differing = matrix.items.filter(({ differs }) => differs).length;
  return (
    <footer
      className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-1.5 text-xs text-fg-muted"
      data-print="hide"
    >
      <p className="nums">
        {more ? 'The first ' : ''}
        {matrix.items.length} {matrix.items.length === 1 ? 'service' : 'services'}, {differing}{' '}
        {differing === 1 ? 'differs' : 'differ'}
      </p>
      {more &&
        (state.rows < mostRows ? (
          <Button size="sm" variant="ghost" onClick={() => setUrl({ rows: String(mostRows) }, 'replace')}>
            Show more
          </Button>
        ) : (
          <p>Narrow by team or name to see others.</p>
        ))}
      <Button
        size="sm"
        variant="ghost"
        className="ml-auto"
        icon={<Download size={13} aria-hidden />}
        onClick={() => download(`deployments-${matrix.at.slice(0, 16)}.csv`, toCsv(matrixTable(matrix)))}
      >
        CSV
      </Button>
    </footer>
  );
}

function NothingFits({ state }: { state: DeploymentsState }) {
  const { setUrl } = useUrlState();
  const onlyDiffers = state.differs && state.text === '' && state.teams.length + state.services.length === 0;
  return (
    <EmptyState
      title={onlyDiffers ? 'Nothing differs' : 'No service fits'}
      text={
        onlyDiffers
          ? 'Every service runs the same version in all environments that are shown.'
          : 'No service that was ever deployed fits what you look for.'
      }
      actions={
        <Button onClick={() => setUrl({ q: null, differs: null, team: null, service: null })}>
          Show all services
        </Button>
      }
    />
  );
}

/** Filters that do not stand in a field of their own. */
function Narrowed({ state }: { state: DeploymentsState }) {
  const { setUrl } = useUrlState();
  const active = [
    ...state.teams.map((value) => ({ name: 'team', label: 'Team', value, text: value })),
    ...state.services.map((value) => ({ name: 'service', label: 'Service', value, text: value })),
  ];
  return (
    <ActiveFilters
      active={active}
      splits={() => false}
      refused={[]}
      onClear={() => setUrl({ team: null, service: null })}
    />
  );
}
