'use client';

import { Section } from '@/components/events/event-parts';
import { useUrlState } from '@/components/frame/use-url-state';
import { Duration, Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Skeleton } from '@/components/ui/skeleton';
import type { LockTermWire } from '@/lib/locks/operations';
import type { LockItemWire } from '@/lib/locks/schemas';
import { Ending } from './ending';
import { ScopePath } from './lock-parts';
import { sameScope } from './scopes';

const shown = 8;

/** Who had it before, for how long, and how that ended. */
export function LockPast(props: {
  lock: LockItemWire;
  terms: readonly LockTermWire[] | undefined;
  more: boolean;
  failed: Error | null;
  onRetry: () => void;
  onOpen: (id: string) => void;
}) {
  const { lock, terms, more, failed, onRetry, onOpen } = props;
  const { setUrl } = useUrlState();
  const past = terms?.filter(({ id, state }) => id !== lock.id && state === 'ended');
  return (
    <Section title="Before">
      {failed ? (
        <ErrorState
          compact
          title="The history could not be read"
          text="The lock itself is not concerned."
          detail={failed.message}
          onRetry={onRetry}
        />
      ) : past === undefined ? (
        <div role="status" className="flex flex-col gap-3 py-1">
          <span className="sr-only">Loading the history</span>
          <Skeleton width="60%" />
          <Skeleton width="45%" />
        </div>
      ) : past.length === 0 ? (
        <p className="text-fg-subtle">Nobody had it before.</p>
      ) : (
        <>
          <ol aria-label="Before">
            {past.slice(0, shown).map((term) => (
              <li
                key={term.id}
                className="relative flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-b border-line py-1.5 last:border-b-0 hover:bg-surface-2"
              >
                <button
                  type="button"
                  onClick={() => onOpen(term.id)}
                  className="min-w-0 text-left font-medium wrap-anywhere after:absolute after:inset-0"
                >
                  {term.holder}
                </button>
                <span className="text-fg-muted">
                  for <Duration millis={term.heldMs} />
                </span>
                <span className="ml-auto text-fg-subtle">
                  <Time value={term.endedAt ?? term.acquiredAt ?? ''} focusable={false} />
                </span>
                <span className="flex basis-full flex-wrap items-baseline gap-x-2 text-xs">
                  <Ending term={term} />
                  {term.endReason !== '' && <span className="text-fg-muted">{term.endReason}</span>}
                  {term.waited.length > 0 && (
                    <span className="text-fg-subtle">{term.waited.length} waited</span>
                  )}
                  {!sameScope(term, lock) && <ScopePath scope={term} className="text-fg-muted" />}
                </span>
              </li>
            ))}
          </ol>
          {(more || past.length > shown) && (
            <Button
              size="sm"
              variant="ghost"
              className="mt-1"
              onClick={() =>
                setUrl({
                  view: 'history',
                  environment: lock.environment,
                  service: lock.service,
                  holder: null,
                  q: null,
                })
              }
            >
              All of its history
            </Button>
          )}
        </>
      )}
    </Section>
  );
}
