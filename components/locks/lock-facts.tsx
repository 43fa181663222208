'use client';

import Link from 'next/link';
import { type ReactNode, useState } from 'react';
import { eventHref, serviceHref } from '@/components/frame/navigation';
import { useCurl } from '@/components/frame/use-curl';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { formatDuration } from '@/components/time/format';
import { Elapsed, Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Facts } from '@/components/ui/panel';
import type { LockItemWire } from '@/lib/locks/schemas';
import { useClaims } from './claims';
import { LockEnd, Yours } from './lock-parts';
import { endedInWords } from './words';

/** Who, why, since when and until when. */
export function LockFacts({ lock }: { lock: LockItemWire }) {
  const { owned } = useClaims();
  const own = owned[lock.id];
  return (
    <>
      <div className="flex flex-col gap-2">
        <State lock={lock} mine={own !== undefined} />
        {lock.reason !== '' && <p className="max-w-prose whitespace-pre-wrap wrap-anywhere">{lock.reason}</p>}
      </div>
      <Facts facts={factsOf(lock)} />
      {own && lock.state === 'held' && <Token id={lock.id} token={own.token} />}
    </>
  );
}

function State({ lock, mine }: { lock: LockItemWire; mine: boolean }) {
  const phase = lock.state === 'held' ? 'running' : lock.state === 'queued' ? 'planned' : 'noted';
  return (
    <p className="flex flex-wrap items-center gap-2">
      <PhaseMark phase={phase} />
      <span>
        {lock.state === 'held' ? 'Held by ' : lock.state === 'queued' ? 'Waited for by ' : 'Was held by '}
        <strong className="font-semibold">{lock.holder}</strong>
      </span>
      {mine && <Yours />}
    </p>
  );
}

function factsOf(lock: LockItemWire): Array<{ term: ReactNode; value: ReactNode }> {
  const held = lock.state === 'held';
  const all: Array<[string, ReactNode]> = [
    ['In line since', lock.state === 'queued' && lock.queuedAt && <Moment value={lock.queuedAt} />],
    ['Place', lock.state === 'queued' && lock.position],
    ['Since', lock.acquiredAt && <Moment value={lock.acquiredAt} />],
    ['Held for', held && lock.acquiredAt && <Elapsed since={lock.acquiredAt} />],
    ['Ends', held && <LockEnd lock={lock} bar />],
    [
      'Expires',
      held && lock.expiresAt && !(lock.automatic && lock.eventId) && <Moment value={lock.expiresAt} />,
    ],
    [
      'Length',
      lock.ttlSeconds &&
        !lock.automatic &&
        `${formatDuration(lock.ttlSeconds * 1_000)}, begins anew with each renewal`,
    ],
    ['Renewed', lock.renewedAt && <Moment value={lock.renewedAt} />],
    ['Review by', held && lock.reviewAt && <Moment value={lock.reviewAt} />],
    ['Ended', lock.endedAt && <Moment value={lock.endedAt} />],
    ['How', lock.state === 'ended' && endedInWords(lock)],
    ['Why', lock.endReason],
    [
      'Service',
      lock.service && (
        <Link
          href={serviceHref(lock.service)}
          prefetch={false}
          className="text-accent-fg underline-offset-2 hover:underline"
        >
          {lock.service}
        </Link>
      ),
    ],
    [
      'Event',
      lock.eventId && (
        <Link
          href={eventHref(lock.eventId)}
          prefetch={false}
          className="text-accent-fg underline-offset-2 hover:underline"
        >
          {lock.automatic ? 'The event that took it' : 'Open its event'}
        </Link>
      ),
    ],
  ];
  return all.flatMap(([term, value]) => (value ? [{ term, value }] : []));
}

/** The clock and the age, both in sight. */
function Moment({ value }: { value: string }) {
  return (
    <span className="flex flex-wrap gap-x-2">
      <Time value={value} show="minute" />
      <Time value={value} focusable={false} className="text-fg-subtle" />
    </span>
  );
}

/** For going on in a terminal. Not shown until it is asked for: who reads it over a shoulder could release the lock. */
function Token({ id, token }: { id: string; token: number }) {
  const curl = useCurl();
  const [shown, setShown] = useState(false);
  if (!shown) {
    return (
      <Button size="sm" className="self-start" onClick={() => setShown(true)}>
        Use it from a terminal
      </Button>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="text-xs text-fg-muted">
        With its token, which only this tab has. Treat it like a password while the lock lasts.
      </p>
      <CodeBlock
        label="the command that renews it"
        code={curl({ path: `/api/v2/locks/${id}/renew`, body: { token } })}
      />
      <CodeBlock
        label="the command that releases it"
        code={curl({ path: `/api/v2/locks/${id}/release`, body: { token } })}
      />
      <Button size="sm" variant="ghost" className="self-start" onClick={() => setShown(false)}>
        Hide
      </Button>
    </div>
  );
}
