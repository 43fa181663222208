'use client';

import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type AnswerError, ask } from '@/lib/http/client';
import type { TakeOverWire } from '@/lib/locks/operations';
import { lockKeys } from '@/lib/locks/queries';
import type { AcquireInput, GrantWire, LockWire, PlaceWire } from '@/lib/locks/schemas';
import { disownLock, ownLock } from './claims';

/** What can be done with a lock from the page, and how the screen follows. */

const path = (id: string, verb: string) => `/api/v2/locks/${encodeURIComponent(id)}/${verb}`;

/** Everything about locks is small and read anew. */
export function refreshLocks(client: QueryClient): Promise<void> {
  return client.invalidateQueries({ queryKey: lockKeys.all });
}

/** A grant or a place in line. */
type Claimed = { grant: GrantWire } | { place: PlaceWire };

export function useAcquire() {
  const client = useQueryClient();
  return useMutation<Claimed, AnswerError, AcquireInput>({
    mutationFn: async (body) => {
      const answer = await ask<GrantWire | PlaceWire>('/api/v2/locks', { method: 'POST', body });
      return 'token' in answer ? { grant: answer } : { place: answer };
    },
    onSuccess: (claimed) => {
      if ('grant' in claimed) ownLock(claimed.grant.id, claimed.grant.token);
      void refreshLocks(client);
    },
  });
}

/** A token that is of no use any more is forgotten, and the screen shows what became of the lock. */
function useWithToken<T>(id: string, send: (token: number) => Promise<T>, onDone: (answer: T) => void) {
  const client = useQueryClient();
  return useMutation<T, AnswerError, number>({
    mutationFn: send,
    onSuccess: onDone,
    onError: (error) => {
      if (error.status === 409 || error.status === 404) disownLock(id);
    },
    onSettled: () => void refreshLocks(client),
  });
}

export function useRenew(id: string) {
  return useWithToken<GrantWire>(
    id,
    (token) => ask(path(id, 'renew'), { method: 'POST', body: { token } }),
    () => {},
  );
}

export function useRelease(id: string) {
  return useWithToken<LockWire>(
    id,
    (token) => ask(path(id, 'release'), { method: 'POST', body: { token } }),
    () => disownLock(id),
  );
}

interface TakeOverInput {
  reason: string;
  holder?: string;
  ttlSeconds?: number;
  sticky?: boolean;
  claimId: string;
}

export function useTakeOver(id: string) {
  const client = useQueryClient();
  return useMutation<TakeOverWire, AnswerError, TakeOverInput>({
    mutationFn: (body) => ask(path(id, 'takeover'), { method: 'POST', body }),
    onSuccess: ({ lock }) => {
      disownLock(id);
      ownLock(lock.id, lock.token);
    },
    onSettled: () => void refreshLocks(client),
  });
}
