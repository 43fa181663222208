'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, Lock, LockOpen, type LucideIcon, Plus, ShieldBan } from 'lucide-react';
import { useId } from 'react';
import { facetsQuery } from '@/components/frame/frame-queries';
import { useUrlState } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Input } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { AvailabilityItemWire } from '@/lib/locks/operations';
import { availabilityOptions } from '@/lib/locks/queries';
import { nameKey } from '@/lib/names';
import type { AcquirePrefill } from './acquire-dialog';
import { type Cell, matrixOf } from './availability-matrix';
import { LockEnd } from './lock-parts';
import { acquireExample } from './locks-empty';
import type { LocksState } from './locks-url';

type Status = AvailabilityItemWire['status'];

const looks: Record<Status, { phase: string; word: string; icon: LucideIcon }> = {
  free: { phase: 'succeeded', word: 'Free', icon: Check },
  held: { phase: 'running', word: 'Held', icon: Lock },
  blocked: { phase: 'failed', word: 'Blocked', icon: ShieldBan },
  partly: { phase: 'attention', word: 'Partly', icon: LockOpen },
};

type Props = {
  state: LocksState;
  onOpen: (id: string) => void;
  onAcquire: (prefill: AcquirePrefill) => void;
};

/** "Where can I deploy?": for one service every environment, for all of them a matrix of what is not free. */
export function Availability({ state, onOpen, onAcquire }: Props) {
  const { setUrl } = useUrlState();
  const names = useQuery(facetsQuery());
  const list = useId();
  const answer = useQuery(availabilityOptions(state.availabilityQuery));
  const [service] = state.filters.services;
  const wanted = state.filters.environments.map(nameKey);
  const items = answer.data?.items.filter(
    ({ environment }) =>
      wanted.length === 0 || (environment !== null && wanted.includes(nameKey(environment))),
  );
  return (
    <div className="@container">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-3 py-2">
        <label htmlFor={`${list}-service`} className="text-fg-muted">
          Where can I deploy
        </label>
        <span className="w-56">
          <Input
            // What was typed is taken when it is left or Enter is pressed, so that half a name asks nothing.
            key={service ?? ''}
            id={`${list}-service`}
            list={list}
            defaultValue={service ?? ''}
            placeholder="any service"
            onChange={(event) => {
              const known = names.data?.services.some(({ name }) => name === event.target.value);
              if (known) setUrl({ service: event.target.value });
            }}
            onBlur={(event) => setUrl({ service: event.target.value.trim() || null })}
            onKeyDown={(event) => {
              if (event.key === 'Enter') setUrl({ service: event.currentTarget.value.trim() || null });
            }}
          />
        </span>
        <datalist id={list}>
          {names.data?.services.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        {items && service !== undefined && <Verdict items={items} />}
      </div>
      {answer.isPending ? (
        <SkeletonRows rows={8} label="Looking where one can deploy" />
      ) : answer.isError && !answer.data ? (
        <ErrorState
          title="What is free could not be read"
          text="Do not take silence for free: ask again before you deploy."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : !items || items.length === 0 ? (
        <EmptyState
          title="No environment fits"
          text="Environments are known from the first event or lock that names them."
          example={acquireExample}
        />
      ) : (
        <div className={cn(answer.isPlaceholderData && 'opacity-70')} aria-busy={answer.isPlaceholderData}>
          {answer.isError && (
            <p role="alert" data-phase="attention" className="px-3 py-2 text-phase-fg">
              This may not be the latest: the server did not answer.
            </p>
          )}
          {service === undefined ? (
            <Matrix items={items} onOpen={onOpen} onAcquire={onAcquire} />
          ) : (
            <ServiceList items={items} onOpen={onOpen} onAcquire={onAcquire} />
          )}
        </div>
      )}
    </div>
  );
}

function Verdict({ items }: { items: readonly AvailabilityItemWire[] }) {
  const named = items.filter(({ environment }) => environment !== null);
  const free = named.filter(({ status }) => status === 'free').length;
  return (
    <p aria-live="polite" className="font-medium">
      {free === named.length
        ? `to all ${named.length} environments`
        : free === 0
          ? 'nowhere at this moment'
          : `to ${free} of ${named.length} environments`}
    </p>
  );
}

/** What stands in the way, in words. */
function statusWords({ status, lock, locksInside }: AvailabilityItemWire): string {
  if (status === 'free') return 'free';
  if (status === 'partly') return `${locksInside} ${locksInside === 1 ? 'lock' : 'locks'} inside`;
  const who = lock ? ` by ${lock.holder}` : '';
  const wider =
    lock?.level === 'global'
      ? ', who locked everything'
      : lock?.level === 'environment'
        ? ', who locked the environment'
        : '';
  return status === 'held' ? `held${who}` : `blocked${who}${wider}`;
}

/** Every environment for one service, in their order. */
function ServiceList(props: Omit<Props, 'state'> & { items: readonly AvailabilityItemWire[] }) {
  const { items, onOpen, onAcquire } = props;
  return (
    <ul aria-label="Where it can be deployed">
      {items.map((item) => {
        const { phase, word, icon: Icon } = looks[item.status];
        return (
          <li
            key={item.environment ?? ''}
            data-phase={phase}
            className="flex min-h-row flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-1.5"
          >
            <span className="w-36 shrink-0">
              {item.environment === null ? (
                <span className="text-fg-muted">No environment</span>
              ) : (
                <EnvironmentTag name={item.environment} plain />
              )}
            </span>
            <span className="inline-flex w-20 shrink-0 items-center gap-1.5 font-medium text-phase-fg">
              <Icon size={14} aria-hidden />
              {word}
            </span>
            <span className="flex min-w-0 flex-1 basis-60 flex-wrap items-baseline gap-x-3 text-fg-muted">
              {item.lock && (
                <>
                  <button
                    type="button"
                    onClick={() => item.lock && onOpen(item.lock.id)}
                    className="min-w-0 rounded-xs text-left underline-offset-2 hover:text-fg hover:underline"
                  >
                    {statusWords(item)}
                    {item.lock.reason && `: ${item.lock.reason}`}
                  </button>
                  <LockEnd lock={item.lock} />
                </>
              )}
              {item.queueLength > 0 && <span className="nums">{item.queueLength} in line</span>}
            </span>
            <AcquireHere item={item} onAcquire={onAcquire} />
          </li>
        );
      })}
    </ul>
  );
}

function AcquireHere({ item, onAcquire }: { item: AvailabilityItemWire; onAcquire: Props['onAcquire'] }) {
  const { environment, service } = item;
  if (environment === null && service === null) return null;
  const what = [service ?? 'all', environment].filter(Boolean).join(' in ');
  return (
    <IconButton
      label={item.status === 'free' ? `Acquire ${what}` : `Wait for ${what}`}
      size="sm"
      aria-haspopup="dialog"
      onClick={() =>
        onAcquire({
          ...(environment === null ? {} : { environment }),
          ...(service === null ? {} : { service, resource: 'deployment' }),
        })
      }
    >
      <Plus size={14} aria-hidden />
    </IconButton>
  );
}

/** All environments at a glance: the first row is each as a whole, then every service that somebody has a lock of. */
function Matrix(props: Omit<Props, 'state'> & { items: readonly AvailabilityItemWire[] }) {
  const { items, onOpen, onAcquire } = props;
  const { environments, rows } = matrixOf(items);
  return (
    <>
      <section
        aria-label="Where one can deploy"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        className="overflow-x-auto @max-3xl:hidden"
      >
        <table className="w-full border-collapse text-left">
          <thead>
            <tr>
              <th
                scope="col"
                className="sticky left-0 z-1 h-9 min-w-40 border-r border-b border-line bg-surface-0 px-4 text-xs font-medium text-fg-subtle"
              >
                Service
              </th>
              {environments.map((name) => (
                <th
                  key={name ?? ''}
                  scope="col"
                  className="h-9 min-w-28 border-b border-line px-2 text-xs font-medium"
                >
                  {name === null ? 'No environment' : <EnvironmentTag name={name} plain />}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ service, cells }) => (
              <tr key={service ?? ''} className="border-b border-line">
                <th
                  scope="row"
                  className="sticky left-0 z-1 max-w-56 truncate border-r border-line bg-surface-0 px-4 text-left font-medium"
                >
                  {service ?? <span className="text-fg-muted">All others</span>}
                </th>
                {cells.map((cell) => (
                  <td key={cell.environment ?? ''} className="h-row p-1">
                    <MatrixCell cell={cell} onOpen={onOpen} onAcquire={onAcquire} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <ul aria-label="Where one can deploy" className="@3xl:hidden">
        {environments.map((name, column) => (
          <li key={name ?? ''} className="border-b border-line px-4 py-3">
            <h3 className="mb-1.5 font-medium">
              {name === null ? 'No environment' : <EnvironmentTag name={name} plain />}
            </h3>
            <ul className="flex flex-col gap-1">
              {rows.flatMap(({ service, cells }) => {
                const cell = cells[column];
                if (!cell || (service !== null && cell.derived)) return [];
                return (
                  <li key={service ?? ''} className="flex items-center gap-2">
                    <span className="w-2/5 shrink-0 truncate text-fg-muted">{service ?? 'All others'}</span>
                    <MatrixCell cell={cell} onOpen={onOpen} onAcquire={onAcquire} />
                  </li>
                );
              })}
            </ul>
          </li>
        ))}
      </ul>
      <p className="px-4 py-3 text-xs text-fg-subtle">
        Services that are not listed are as “All others”. A lock of an environment blocks every service in it;
        choose a service above to see it alone.
      </p>
    </>
  );
}

function MatrixCell({ cell, onOpen, onAcquire }: { cell: Cell } & Omit<Props, 'state'>) {
  const status: Status = cell.service === null && cell.status === 'partly' ? 'free' : cell.status;
  const { phase, word, icon: Icon } = looks[status];
  const { lock, environment, service } = cell;
  const where = `${service ?? 'All others'} in ${environment ?? 'no environment'}`;
  const press = () => {
    if (lock) onOpen(lock.id);
    else
      onAcquire({
        ...(environment ? { environment } : {}),
        ...(service ? { service, resource: 'deployment' } : {}),
      });
  };
  const base = 'flex h-full min-h-8 w-full min-w-0 items-center gap-1.5 rounded-sm px-2 text-left text-xs';
  if (!lock && environment === null && service === null)
    return (
      <span data-phase={phase} className={cn(base, 'text-fg-subtle')}>
        <Icon size={13} aria-hidden className="shrink-0 text-phase-fg" />
        {word.toLowerCase()}
      </span>
    );
  return (
    <button
      type="button"
      data-phase={phase}
      data-tip={
        lock
          ? `${where}: ${statusWords(cell)}${lock.reason ? `\n${lock.reason}` : ''}`
          : `${where}: free. Press to acquire it.`
      }
      aria-label={`${where}: ${status === 'free' ? 'free, acquire it' : statusWords(cell)}`}
      onClick={press}
      className={cn(
        base,
        status === 'free'
          ? 'text-fg-subtle hover:bg-surface-2 hover:text-fg'
          : cell.derived
            ? 'text-fg-subtle hover:bg-surface-2 hover:text-fg'
            : 'border border-phase-border bg-phase-bg text-phase-fg hover:border-phase-solid',
      )}
    >
      <Icon size={13} aria-hidden className="shrink-0 text-phase-fg" />
      <span className="min-w-0 flex-1 truncate">{lock ? lock.holder : word.toLowerCase()}</span>
      {lock && cell.queueLength > 0 && <span className="nums shrink-0">+{cell.queueLength}</span>}
    </button>
  );
}
