'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { type StreamMessage, useStream } from '@/components/frame/use-stream';
import { toast } from '@/components/ui/toast';
import type { LockWire } from '@/lib/locks/schemas';
import { describeScope } from '@/lib/locks/scope';
import { disownLock, onWaitOutcome, ownsLock } from './claims';
import { type LockOp, lockMessageTypes } from './lock-messages';
import { refreshLocks } from './mutations';
import { staleInWords } from './words';

const topics = ['lock'] as const;
/** A waiter's pulse is not on the stream, so those that died are noticed by looking. */
const lookAgainMs = 20_000;

/**
 * Follows locks while the page is live: what is shown is read anew when something changed, and a screen reader hears what. Lists are
 * small, and their counts and places follow from the whole, so nothing is worked in by hand.
 * @returns whether the stream is interrupted, and ids of locks that came a moment ago
 */
export function useLiveLocks(options: { live: boolean; position: string | null }) {
  const { live, position } = options;
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const refresh = useRef(() => {});
  useEffect(() => {
    refresh.current = () => void refreshLocks(client);
  });

  useStream({
    enabled: live,
    topics,
    types: lockMessageTypes,
    position,
    onMessages: (messages) => {
      const told = messages.map(read);
      for (const { op, lock } of told) {
        const text = said(op, lock);
        if (text) announce(text);
        if (lock.state === 'ended') lostOwn(lock);
      }
      setFresh(new Set(told.filter(({ op }) => op === 'acquired').map(({ lock }) => lock.id)));
      refresh.current();
    },
    onReset: () => refresh.current(),
    onState: (state) => setLost(state === 'lost'),
  });

  useEffect(() => {
    if (!live) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh.current();
    }, lookAgainMs);
    return () => clearInterval(timer);
  }, [live]);

  // The outside system: claims of this tab that wait, whether the page follows the stream or not.
  useEffect(
    () =>
      onWaitOutcome((outcome) => {
        const what = describeScope(outcome.scope);
        if (outcome.type === 'granted')
          toast({ title: `It is yours: ${what}`, text: 'Your turn came. Renew or release it here.' });
        else toast({ title: `No longer in line for ${what}`, text: outcome.error.message, tone: 'failed' });
        refresh.current();
      }),
    [],
  );

  return { lost: live && lost, fresh };
}

const read = ({ type, data }: StreamMessage) => ({
  op: type.slice('lock.'.length) as LockOp,
  lock: data as LockWire,
});

/** A lock of this tab that ended without its doing. */
function lostOwn(lock: LockWire) {
  if (!ownsLock(lock.id)) return;
  disownLock(lock.id);
  if (lock.endedAs === 'released') return;
  const why = lock.endReason ? ` Reason: ${lock.endReason}` : '';
  toast({
    title: `You no longer hold ${describeScope(lock)}`,
    text: `${staleInWords(lock, 'UTC').replace(/ at [\d:]+/, '')}${why}`,
    tone: 'failed',
  });
}

function said(op: LockOp, lock: LockWire): string | null {
  const what = describeScope(lock);
  switch (op) {
    case 'acquired':
      return `${lock.holder} locked ${what}`;
    case 'released':
      return `${what} was released`;
    case 'expired':
      return `The lock of ${lock.holder} on ${what} expired`;
    case 'taken_over':
      return `${what} was taken over by ${lock.endedBy ?? 'somebody'}`;
    case 'queued':
      return `${lock.holder} waits for ${what}`;
    default:
      return null;
  }
}
