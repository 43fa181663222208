'use client';

import { Section } from '@/components/events/event-parts';
import { useNow } from '@/components/time/clock';
import { Elapsed } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { estimateWait } from '@/lib/locks/estimate';
import type { LockTermWire } from '@/lib/locks/operations';
import type { LockItemWire } from '@/lib/locks/schemas';
import { stopWaiting, useClaims } from './claims';
import { ScopePath, Yours } from './lock-parts';
import { sameScope } from './scopes';
import { about } from './words';

/** Who waits for a lock, next first, and for about how long still. */
export function LockQueue(props: {
  lock: LockItemWire;
  queue: readonly LockItemWire[] | undefined;
  terms: readonly LockTermWire[];
  failed: Error | null;
  onRetry: () => void;
}) {
  const { lock, queue, terms, failed, onRetry } = props;
  const { waits } = useClaims();
  const holds = terms
    .filter((term) => term.state === 'ended' && sameScope(term, lock))
    .map(({ heldMs }) => heldMs);
  return (
    <Section title="In line" note={queue && queue.length > 0 ? queue.length : undefined}>
      {failed ? (
        <ErrorState
          compact
          title="The line could not be read"
          text="Those who wait keep their places."
          detail={failed.message}
          onRetry={onRetry}
        />
      ) : queue === undefined ? (
        <Skeleton width="50%" />
      ) : queue.length === 0 ? (
        <p className="text-fg-subtle">Nobody waits for it.</p>
      ) : (
        <ol aria-label="In line">
          {queue.map((waiter, index) => {
            const own = waits.find(({ place }) => place?.id === waiter.id);
            return (
              <li
                key={waiter.id}
                className="flex items-baseline gap-3 border-b border-line py-1.5 last:border-b-0"
              >
                <span className="nums w-4 shrink-0 text-right text-fg-subtle">{index + 1}</span>
                <div className="min-w-0 flex-1">
                  <p className="flex flex-wrap items-center gap-x-2">
                    <span className="font-medium wrap-anywhere">{waiter.holder}</span>
                    {own && <Yours />}
                    {waiter.queuedAt && (
                      <span className="text-fg-subtle">
                        for <Elapsed since={waiter.queuedAt} />
                      </span>
                    )}
                  </p>
                  {!sameScope(waiter, lock) && <ScopePath scope={waiter} className="text-xs text-fg-muted" />}
                  {waiter.reason !== '' && <p className="truncate text-fg-muted">{waiter.reason}</p>}
                </div>
                <Estimate lock={lock} position={index + 1} holds={holds} />
                {own && <Leave claimId={own.claimId} />}
              </li>
            );
          })}
        </ol>
      )}
      {queue !== undefined && queue.length > 0 && holds.length === 0 && (
        <p className="mt-1 text-xs text-fg-subtle">
          No term of this resource has ended yet, so there is nothing to estimate from.
        </p>
      )}
    </Section>
  );
}

function Leave({ claimId }: { claimId: string }) {
  const leave = () =>
    stopWaiting(claimId).catch(() =>
      toast({
        title: 'The server was not told',
        text: 'This tab has stopped asking, so the place falls to the next within half a minute.',
      }),
    );
  return (
    <Button size="sm" onClick={leave}>
      Leave
    </Button>
  );
}

/** From how long past terms were; nothing when there is nothing to go by. */
function Estimate(props: { lock: LockItemWire; position: number; holds: readonly number[] }) {
  const { lock, position, holds } = props;
  const text = useNow((now) => {
    const millis = estimateWait({
      position,
      holds,
      heldForMs: lock.acquiredAt ? Math.max(0, now - Date.parse(lock.acquiredAt)) : null,
      expiresInMs: lock.expiresAt ? Math.max(0, Date.parse(lock.expiresAt) - now) : null,
      delayMs: 0,
    });
    return millis === null ? '' : about(millis);
  });
  if (text === '') return null;
  return (
    <span
      className="nums shrink-0 text-xs whitespace-nowrap text-fg-muted"
      data-tip="From how long past terms were"
    >
      {text}
    </span>
  );
}
