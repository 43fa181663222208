'use client';

import { ChevronRight, Globe, Lock, Server } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { useNow } from '@/components/time/clock';
import { formatDuration } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import type { LockWire } from '@/lib/locks/schemas';
import type { Scope } from './scopes';
import { scopeParts } from './scopes';

/** How much is locked, as a shape: everything, an environment, or something in it. */
export function ScopeGlyph({ level, size = 14 }: { level: Scope['level']; size?: number }) {
  const Icon = level === 'global' ? Globe : level === 'environment' ? Server : Lock;
  return <Icon size={size} aria-hidden className="shrink-0" />;
}

/** environment › service › resource, on one line. */
export function ScopePath({ scope, className }: { scope: Scope; className?: string }) {
  const parts = scopeParts(scope);
  return (
    <span className={cn('inline-flex min-w-0 max-w-full items-center gap-1', className)}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one scope, always in this order
        <Fragment key={index}>
          {index > 0 && (
            <>
              <ChevronRight size={12} aria-hidden className="shrink-0 text-fg-subtle" />
              <span className="sr-only">, </span>
            </>
          )}
          {index === 0 && scope.environment !== null ? (
            <EnvironmentTag name={part} plain className="shrink-0" />
          ) : (
            <span
              className={cn(
                index === 0 ? 'shrink-0 whitespace-nowrap' : 'truncate',
                index === 1 && 'font-medium',
                index === 0 && (scope.level === 'global' ? 'font-semibold' : 'text-fg-subtle'),
                index === 2 && 'text-fg-muted',
              )}
            >
              {part}
            </span>
          )}
        </Fragment>
      ))}
    </span>
  );
}

type Lasting = Pick<LockWire, 'expiresAt' | 'sticky' | 'reviewAt' | 'ttlSeconds' | 'automatic' | 'eventId'>;

/** Below this a lock is about to go. */
const soonMs = 60_000;

const secondsLeft = (expiresAt: string, now: number) => Math.ceil((Date.parse(expiresAt) - now) / 1_000);

/**
 * When a lock ends: a countdown, or, for one that lasts until it is released, when somebody should look at it. A lock of an event ends with
 * the event; its expiry is only a safety net and would mislead.
 */
export function LockEnd({ lock, bar = false }: { lock: Lasting; bar?: boolean }): ReactNode {
  if (lock.automatic && lock.eventId !== null) {
    return (
      <span
        className="whitespace-nowrap text-fg-muted"
        data-tip="Taken by an event; released when the event ends."
      >
        with its event
      </span>
    );
  }
  if (lock.sticky || lock.expiresAt === null) return <Sticky reviewAt={lock.reviewAt} />;
  return <Countdown expiresAt={lock.expiresAt} ttlSeconds={lock.ttlSeconds} bar={bar} />;
}

function Sticky({ reviewAt }: { reviewAt: string | null }) {
  const overdue = useNow((now) => reviewAt !== null && Date.parse(reviewAt) <= now);
  return (
    <span
      className="inline-flex items-baseline gap-x-1.5 whitespace-nowrap"
      data-phase={overdue ? 'attention' : undefined}
    >
      <span>sticky</span>
      {reviewAt !== null && (
        <span className={overdue ? 'text-phase-fg' : 'text-fg-muted'}>
          {overdue ? 'review due ' : 'review '}
          <Time value={reviewAt} focusable={false} />
        </span>
      )}
    </span>
  );
}

/** Counts down by itself. It is not spoken every second: the moment of the end is in its tip and its text. */
function Countdown(props: {
  expiresAt: string;
  ttlSeconds?: number | null;
  bar?: boolean;
  className?: string;
}) {
  const { expiresAt, ttlSeconds, bar = false, className } = props;
  const left = useNow((now) => Math.max(0, secondsLeft(expiresAt, now)));
  const soon = left * 1_000 <= soonMs;
  const part = ttlSeconds ? Math.min(1, left / ttlSeconds) : 0;
  return (
    <span
      data-phase={soon ? 'attention' : 'running'}
      data-countdown={left}
      className={cn('inline-flex min-w-0 flex-col gap-1', className)}
    >
      <span className={cn('nums whitespace-nowrap', soon && 'text-phase-fg')}>
        {left === 0 ? (
          'expiring now'
        ) : (
          <>
            <span className="font-medium">{formatDuration(left * 1_000)}</span>{' '}
            <span className={soon ? '' : 'text-fg-subtle'}>left</span>
          </>
        )}
      </span>
      {bar && ttlSeconds ? (
        <span aria-hidden className="block h-0.5 w-full max-w-24 overflow-hidden rounded-full bg-surface-3">
          <span
            className={cn('block h-full rounded-full', soon ? 'bg-phase-solid' : 'bg-fg-subtle')}
            style={{ width: `${(part * 100).toFixed(1)}%` }}
          />
        </span>
      ) : null}
    </span>
  );
}

/** Says that this tab has the token. */
export function Yours() {
  return (
    <span
      data-tip="Acquired in this tab, which has its token"
      className="inline-flex h-4.5 items-center rounded-sm border border-accent-border bg-accent-bg px-1 text-2xs font-medium text-accent-fg"
    >
      yours
    </span>
  );
}
