'use client';

import { useSyncExternalStore } from 'react';
import { AnswerError, ask, onRefused } from '@/lib/http/client';
import type { MeWire } from '@/lib/people/me-operations';

/** Whether the session of this page still is one. Its streams and its frame follow. */
export type Session =
  | { state: 'known' }
  /** Over: signed out elsewhere, ended by somebody, or too old. */
  | { state: 'ended' }
  /** Nobody from here is served, in the server's words. */
  | { state: 'refused'; words: string };

let session: Session = { state: 'known' };
const listeners = new Set<() => void>();

function set(next: Session): void {
  if (next.state === session.state) return;
  session = next;
  for (const listener of listeners) listener();
}

let looking: Promise<MeWire | null> | null = null;

/** Asks the server who this is, once for all who want to know; null when it does not say. */
export function lookAtSession(): Promise<MeWire | null> {
  looking ??= ask<MeWire>('/api/v2/me')
    .then((me) => {
      set({ state: 'known' });
      return me;
    })
    .catch((error: unknown) => {
      // No answer, or a failing server, says nothing about the session.
      if (error instanceof AnswerError && error.status === 401) set({ state: 'ended' });
      if (error instanceof AnswerError && error.status === 403)
        set({ state: 'refused', words: error.message });
      return null;
    })
    .finally(() => {
      looking = null;
    });
  return looking;
}

/** Looks whenever the server refuses something, and tells who is known then. */
export function watchRefusals(tell: (me: MeWire) => void): () => void {
  return onRefused(() => {
    if (looking) return;
    void lookAtSession().then((me) => me && tell(me));
  });
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export const currentSession = (): Session => session;

const known: Session = { state: 'known' };

export const useSession = (): Session => useSyncExternalStore(onSession, currentSession, () => known);
