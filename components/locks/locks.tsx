'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { ActiveFilters } from '@/components/frame/active-filters';
import { Allowed, useAllowed } from '@/components/frame/allowed';
import { useCommands } from '@/components/frame/commands';
import { useKeys } from '@/components/frame/keys';
import { TextFilter } from '@/components/frame/text-filter';
import { changedQuery, useUrlState } from '@/components/frame/use-url-state';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { lockListOptions } from '@/lib/locks/queries';
import type { AcquirePrefill } from './acquire-dialog';
import { Availability } from './availability';
import { useClaims } from './claims';
import { LockHistory } from './lock-history';
import { LockList } from './lock-table';
import { acquireExample } from './locks-empty';
import { type LocksState, type LockView, liveQuery, readLocksUrl } from './locks-url';
import { OwnWaits } from './own-waits';
import { concerns, lockRows } from './scopes';
import { useLiveLocks } from './use-live-locks';

const LockPanel = dynamic(() => import('./lock-panel').then((module) => module.LockPanel));
const AcquireDialog = dynamic(() => import('./acquire-dialog').then((module) => module.AcquireDialog), {
  ssr: false,
});

const views: ReadonlyArray<{ value: LockView; label: string }> = [
  { value: 'held', label: 'Held now' },
  { value: 'deploy', label: 'Where can I deploy' },
  { value: 'history', label: 'History' },
];

/** Who holds what and why, who waits, where one can deploy, and what was. `position` is where the change feed was before anything was read. */
export function Locks({ position }: { position: string | null }) {
  const { query, setUrl } = useUrlState();
  const search = query.toString();
  const state = useMemo(() => readLocksUrl(new URLSearchParams(search)), [search]);
  const live = query.get('live') !== 'off';
  const { lost, fresh } = useLiveLocks({ live, position });
  const { owned } = useClaims();
  const locks = useQuery(lockListOptions(liveQuery));
  const [prefill, setPrefill] = useState<AcquirePrefill | null>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const all = useMemo(() => lockRows(locks.data?.items ?? []), [locks.data]);
  const rows = useMemo(
    () => all.held.filter(({ lock }) => concerns(lock, state.filters)),
    [all, state.filters],
  );
  const orphans = all.orphans.filter((item) => concerns(item, state.filters));
  const narrowed = isNarrowed(state);

  const open = (id: string) => {
    setCurrent(id);
    setUrl({ lock: id }, state.lock === null ? 'push' : 'replace');
  };
  const hrefOf = (id: string) =>
    `/locks?${changedQuery(new URLSearchParams(search), { lock: id, acquire: null })}`;
  const acquire = (from: AcquirePrefill = {}) => {
    setPrefill({ ...lookedAt(state), ...from });
    setUrl({ acquire: '1' });
  };
  const acquiring = useAllowed('locks:write');
  const closeForm = () => setUrl({ acquire: null }, 'replace');

  const at = state.lock ?? current;
  const step = (by: 1 | -1) => {
    const index = rows.findIndex(({ id }) => id === at);
    const next = rows[index < 0 ? (by > 0 ? 0 : -1) : index + by];
    if (!next) return;
    setCurrent(next.id);
    document.querySelector(`[data-lock="${next.id}"]`)?.scrollIntoView({ block: 'nearest' });
    if (state.lock !== null) setUrl({ lock: next.id }, 'replace');
  };
  useKeys('Locks', {
    j: { label: 'Next lock', run: () => step(1) },
    k: { label: 'Previous lock', run: () => step(-1) },
    n: { label: 'Acquire a lock', permission: acquiring, run: () => acquire() },
    enter: {
      label: 'Open the lock',
      run: () => {
        if (current !== null && rows.some(({ id }) => id === current)) open(current);
      },
    },
  });
  useCommands([
    ...views.map(({ value, label }) => ({
      id: `locks ${value}`,
      label,
      group: 'Locks',
      run: () => setUrl({ view: value === 'held' ? null : value }),
    })),
  ]);

  return (
    <div className="flex min-w-0 flex-1" data-locks>
      <div className="@container min-w-0 flex-1">
        <header
          className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2"
          data-print="hide"
        >
          <h1 className="mr-2 text-md font-semibold max-sm:sr-only">Locks</h1>
          <SegmentedControl
            label="View"
            value={state.view}
            onChange={(view) => setUrl({ view: view === 'held' ? null : view, endedAs: null })}
            options={views}
            className="max-sm:order-last max-sm:w-full max-sm:*:flex-1 max-sm:*:px-1.5"
          />
          {state.view === 'held' && (
            <TextFilter label="Find in locks" placeholder="Service, holder, reason" />
          )}
          <Allowed scope="locks:write">
            <Button
              variant="primary"
              className="ml-auto"
              icon={<Plus size={14} aria-hidden />}
              aria-haspopup="dialog"
              data-tip-keys="n"
              onClick={() => acquire()}
            >
              Acquire
            </Button>
          </Allowed>
        </header>
        <LockFiltersBar state={state} />
        <OwnWaits items={locks.data?.items ?? []} />
        {lost && (
          <p
            role="status"
            data-phase="attention"
            className="border-b border-line px-3 py-1.5 text-xs text-phase-fg"
          >
            Live updates are interrupted; trying again. What is shown may be a little old.
          </p>
        )}
        {state.view === 'deploy' ? (
          <Availability state={state} onOpen={open} onAcquire={acquire} />
        ) : state.view === 'history' ? (
          <LockHistory state={state} narrowed={narrowed} hrefOf={hrefOf} onOpen={open} />
        ) : locks.isPending ? (
          <SkeletonRows rows={10} label="Loading the locks" />
        ) : locks.isError && !locks.data ? (
          <ErrorState
            title="Who holds what could not be read"
            text="Locks hold as before. Do not take silence for free: ask again before you deploy."
            detail={locks.error.message}
            onRetry={() => locks.refetch()}
            retrying={locks.isFetching}
          />
        ) : (
          <>
            {locks.isError && (
              <p
                role="alert"
                data-phase="attention"
                className="border-b border-line px-3 py-1.5 text-xs text-phase-fg"
              >
                The server did not answer: this is what it said last.
              </p>
            )}
            {rows.length + orphans.length === 0 ? (
              <NoLocks narrowed={narrowed} total={all.held.length} onAcquire={() => acquire()} />
            ) : (
              <LockList
                rows={rows}
                orphans={orphans}
                current={at}
                fresh={fresh}
                owned={owned}
                hrefOf={hrefOf}
                onOpen={open}
              />
            )}
            {locks.data.nextCursor && (
              <p className="px-3 py-3 text-xs text-fg-subtle">
                There are more than 500 locks and claims: the oldest are not shown.
              </p>
            )}
          </>
        )}
      </div>
      {state.lock !== null && (
        <LockPanel
          key="panel"
          id={state.lock}
          known={locks.data?.items.find(({ id }) => id === state.lock) ?? null}
          onStep={step}
          onOpen={open}
          onWait={({ level, environment, service, resource }) =>
            acquire({
              environment: level === 'global' ? '*' : (environment ?? ''),
              service: service ?? '',
              resource: resource ?? '',
            })
          }
        />
      )}
      {query.get('acquire') !== null && acquiring.allowed && (
        <AcquireDialog
          prefill={prefill ?? lookedAt(state)}
          onClose={closeForm}
          onAcquired={(id) => {
            setCurrent(id);
            setUrl({ acquire: null, lock: id }, 'replace');
          }}
        />
      )}
    </div>
  );
}

/** What a new lock would be on, from what is looked at. */
function lookedAt({ filters }: LocksState): AcquirePrefill {
  const [environment] = filters.environments;
  const [service] = filters.services;
  return { ...(environment ? { environment } : {}), ...(service ? { service } : {}) };
}

function isNarrowed({ filters }: LocksState): boolean {
  const { environments, services, holders, text } = filters;
  return environments.length + services.length + holders.length > 0 || text !== '';
}

function NoLocks(props: { narrowed: boolean; total: number; onAcquire: () => void }) {
  const { setUrl } = useUrlState();
  if (props.narrowed && props.total > 0) {
    return (
      <EmptyState
        title="Nothing is locked there"
        text={`None of the ${props.total} locks that are held concerns what you look at.`}
        actions={
          <Button onClick={() => setUrl({ environment: null, service: null, holder: null, q: null })}>
            Show all locks
          </Button>
        }
      />
    );
  }
  return (
    <EmptyState
      title="Nothing is locked"
      text="A lock keeps two pipelines, or a pipeline and a person, from changing the same thing at once. CI takes it before it deploys; a person takes one to freeze an environment. Paste this into a terminal and watch it appear here."
      example={acquireExample}
      actions={
        <Allowed scope="locks:write">
          <Button onClick={props.onAcquire}>Acquire one here</Button>
        </Allowed>
      }
    />
  );
}

const labels = { environment: 'Environment', service: 'Service', holder: 'Holder' } as const;

/** What the page is narrowed to. In the view of what is free the service stands in its field. */
function LockFiltersBar({ state }: { state: LocksState }) {
  const { setUrl } = useUrlState();
  const { environments, services, holders } = state.filters;
  const named = (name: keyof typeof labels, values: readonly string[]) =>
    values.map((value) => ({ name, label: labels[name], value, text: value }));
  const active = [
    ...named('environment', environments),
    ...named('service', state.view === 'deploy' ? [] : services),
    ...named('holder', state.view === 'deploy' ? [] : holders),
  ];
  return (
    <ActiveFilters
      active={active}
      splits={() => false}
      refused={[]}
      onClear={() => setUrl(Object.fromEntries(active.map(({ name }) => [name, null])))}
    />
  );
}
