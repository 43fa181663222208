import { authenticate } from '@/lib/access/authenticate';
import type { Caller } from '@/lib/access/caller';
import { decideScope } from '@/lib/access/decide';
import { freshForMs } from '@/lib/access/fresh';
import type { RawRequest } from './execute';
import type { Operation } from './operation';

export interface Watched {
  signal: AbortSignal;
  /** Nobody needs the signal any more. */
  stop(): void;
}

/**
 * A signal that also aborts when whoever asked may no longer: a stream ends within a second of its token being revoked, its person
 * signed out everywhere, or the first administrator set up.
 */
export function watchCaller(raw: RawRequest, caller: Caller, { scope }: Operation): Watched {
  if (scope === 'public') return { signal: raw.signal, stop: () => {} };
  const ended = new AbortController();
  const signal = AbortSignal.any([raw.signal, ended.signal]);
  const look = async () => {
    const now = await authenticate(raw);
    if (now.id !== caller.id || !decideScope(now, scope).allowed) ended.abort();
  };
  const timer = setInterval(() => {
    look().catch((error) => {
      // The database being away for a moment says nothing about the caller.
      if (['unauthenticated', 'forbidden'].includes((error as { code?: string }).code ?? '')) ended.abort();
    });
  }, freshForMs / 2);
  timer.unref();
  const stop = () => clearInterval(timer);
  signal.addEventListener('abort', stop, { once: true });
  return { signal, stop };
}
