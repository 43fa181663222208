'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp, RotateCw, Unlock } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Refused, useAllowed } from '@/components/frame/allowed';
import { useKeys } from '@/components/frame/keys';
import { announce } from '@/components/frame/live-region';
import { useTimeZone } from '@/components/frame/preferences';
import { Button, IconButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { lockHistoryOptions, lockListOptions, lockOptions } from '@/lib/locks/queries';
import type { LockItemWire } from '@/lib/locks/schemas';
import { describeScope } from '@/lib/locks/scope';
import { useClaims } from './claims';
import { LockFacts } from './lock-facts';
import { ScopeGlyph } from './lock-parts';
import { LockPast } from './lock-past';
import { LockQueue } from './lock-queue';
import { liveQuery, pastQuery } from './locks-url';
import { useRelease, useRenew } from './mutations';
import { queueOf } from './scopes';
import { scopeTitle, staleInWords } from './words';

const TakeOverDialog = dynamic(() => import('./take-over-dialog').then((module) => module.TakeOverDialog), {
  ssr: false,
});

type LockPanelProps = {
  id: string;
  /** The lock as the list knows it, to show at once. */
  known: LockItemWire | null;
  onStep: (by: 1 | -1) => void;
  onOpen: (id: string) => void;
  onWait: (lock: LockItemWire) => void;
};

const levelLabel = {
  global: 'Lock of everything',
  environment: 'Lock of an environment',
  service: 'Lock of a service',
  resource: 'Lock of a resource',
} as const;

/** One lock beside the list: who and why, who waits, what was before, and what can be done about it. */
export function LockPanel({ id, known, onStep, onOpen, onWait }: LockPanelProps) {
  const query = useQuery({ ...lockOptions(id), placeholderData: known ?? undefined });
  const lock = query.data;
  return (
    <SidePanel
      params={['lock']}
      title={
        lock ? scopeTitle(lock) : query.isError ? 'Not shown' : <Skeleton width="16rem" height="1.1rem" />
      }
      eyebrow={
        lock && (
          <>
            <ScopeGlyph level={lock.level} size={13} />
            {levelLabel[lock.level]}
          </>
        )
      }
      actions={
        <>
          <IconButton label="Previous lock" keys="k" size="sm" onClick={() => onStep(-1)}>
            <ChevronUp size={15} aria-hidden />
          </IconButton>
          <IconButton label="Next lock" keys="j" size="sm" onClick={() => onStep(1)}>
            <ChevronDown size={15} aria-hidden />
          </IconButton>
        </>
      }
      footer={lock?.state === 'held' && <Actions key={lock.id} lock={lock} onOpen={onOpen} onWait={onWait} />}
    >
      {lock ? (
        <div key={lock.id} className="flex flex-col gap-5">
          {query.isError && (
            <p role="alert" data-phase="attention" className="text-phase-fg">
              This may not be the latest: the server did not answer. You see the lock as it was.
            </p>
          )}
          <Around lock={lock} onOpen={onOpen} />
        </div>
      ) : query.isError ? (
        <Failure
          error={query.error as AnswerError}
          onRetry={() => query.refetch()}
          retrying={query.isFetching}
        />
      ) : (
        <PanelSkeleton />
      )}
    </SidePanel>
  );
}

/** Facts, queue and past: the past also says how long those who wait may have to. */
function Around({ lock, onOpen }: { lock: LockItemWire; onOpen: (id: string) => void }) {
  const past = useInfiniteQuery(lockHistoryOptions(pastQuery(lock)));
  const living = useQuery(lockListOptions(liveQuery));
  const terms = past.data?.pages.flatMap((page) => page.items);
  return (
    <>
      <LockFacts lock={lock} />
      {lock.state === 'held' && (
        <LockQueue
          lock={lock}
          queue={living.data ? queueOf(lock, living.data.items) : undefined}
          terms={terms ?? []}
          failed={living.isError && !living.data ? living.error : null}
          onRetry={() => living.refetch()}
        />
      )}
      <LockPast
        lock={lock}
        terms={terms}
        more={past.hasNextPage}
        failed={past.isError && !terms ? past.error : null}
        onRetry={() => past.refetch()}
        onOpen={onOpen}
      />
    </>
  );
}

function Actions(props: {
  lock: LockItemWire;
  onOpen: (id: string) => void;
  onWait: (lock: LockItemWire) => void;
}) {
  const { lock, onOpen, onWait } = props;
  const { timeZone } = useTimeZone();
  const claims = useClaims();
  const own = claims.owned[lock.id];
  const permission = useAllowed('locks:write', { service: lock.service, environment: lock.environment });
  const [taking, setTaking] = useState(false);
  const renew = useRenew(lock.id);
  const release = useRelease(lock.id);
  const failed = (what: string) => (error: AnswerError) =>
    toast({
      title: what,
      text: error.status === 409 ? staleInWords(error.problem ?? {}, timeZone) : error.message,
      tone: 'failed',
    });
  const doRenew = () => {
    if (!own || renew.isPending) return;
    renew.mutate(own.token, {
      onSuccess: () => announce('Renewed'),
      onError: failed('It was not renewed'),
    });
  };
  const doRelease = () => {
    if (!own || release.isPending) return;
    release.mutate(own.token, {
      onSuccess: () => toast({ title: `Released: ${describeScope(lock)}` }),
      onError: failed('It was not released'),
    });
  };
  useKeys(
    'Lock',
    {
      r: { label: 'Renew', permission, run: doRenew },
      'shift+r': { label: 'Release', permission, run: doRelease },
    },
    { level: 'panel', enabled: own !== undefined },
  );

  const dialog = taking && (
    <TakeOverDialog
      lock={lock}
      waiting={lock.waiting ?? 0}
      onClose={() => setTaking(false)}
      onTaken={(id) => {
        setTaking(false);
        onOpen(id);
      }}
    />
  );
  if (!permission.allowed && permission.never)
    return <p className="basis-full text-xs text-fg-muted">{permission.reason}</p>;
  if (own) {
    return (
      <Refused permission={permission}>
        <Button
          icon={<RotateCw size={14} aria-hidden />}
          busy={renew.isPending}
          onClick={doRenew}
          data-tip={
            lock.sticky
              ? 'Still needed: asks again a day from now'
              : 'Its length begins anew, from this moment'
          }
          data-tip-keys="r"
        >
          {lock.sticky ? 'Still needed' : 'Renew'}
        </Button>
        <Button
          variant="primary"
          icon={<Unlock size={14} aria-hidden />}
          busy={release.isPending}
          onClick={doRelease}
          data-tip-keys="shift+r"
          data-tip={lock.waiting ? 'The next in line gets it' : 'Free for whoever comes next'}
        >
          Release
        </Button>
      </Refused>
    );
  }
  const waits = claims.waits.length > 0;
  return (
    <Refused permission={permission}>
      <p className="basis-full text-xs text-fg-muted">
        {lock.automatic && lock.eventId !== null
          ? 'Its event took it and releases it when it ends.'
          : `Only whoever has its token can renew or release it: that is ${lock.holder}, not this tab.`}
      </p>
      <Button onClick={() => onWait(lock)}>{waits ? 'Wait for it as well' : 'Wait in line'}</Button>
      <Button aria-haspopup="dialog" className="text-danger-fg" onClick={() => setTaking(true)}>
        Take over …
      </Button>
      {dialog}
    </Refused>
  );
}

function Failure(props: { error: AnswerError; onRetry: () => void; retrying: boolean }) {
  if (props.error.status === 404) {
    return (
      <ErrorState
        compact
        title="This lock does not exist"
        text="The address is not complete, or it is of another server. Close the panel to go on with the list."
      />
    );
  }
  return (
    <ErrorState
      compact
      title="The lock could not be read"
      text="Nothing is lost: this panel only shows it."
      detail={props.error.message}
      onRetry={props.onRetry}
      retrying={props.retrying}
    />
  );
}

function PanelSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the lock</span>
      <Skeleton width="7rem" height="1.25rem" />
      {Array.from({ length: 6 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
        <div key={index} className="flex gap-6 py-0.5">
          <Skeleton width="5rem" />
          <Skeleton width={`${30 + ((index * 19) % 30)}%`} />
        </div>
      ))}
    </div>
  );
}
