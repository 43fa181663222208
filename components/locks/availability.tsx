'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useId } from 'react';
import { facetsQuery } from '@/components/frame/frame-queries';
import { usePermissions } from '@/components/frame/permissions';
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
import { AvailabilityTable } from './availability-table';
import { availabilityLooks, statusWords } from './availability-words';
import { LockEnd } from './lock-parts';
import { acquireExample } from './locks-empty';
import type { LocksState } from './locks-url';

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
            <AvailabilityTable items={items} onOpen={onOpen} onAcquire={onAcquire} />
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

/** Every environment for one service, in their order. */
function ServiceList(props: Omit<Props, 'state'> & { items: readonly AvailabilityItemWire[] }) {
  const { items, onOpen, onAcquire } = props;
  return (
    <ul aria-label="Where it can be deployed">
      {items.map((item) => {
        const { phase, word, icon: Icon } = availabilityLooks[item.status];
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
  const { may } = usePermissions();
  if (environment === null && service === null) return null;
  if (!may('locks:write', { service, environment }).allowed) return null;
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
