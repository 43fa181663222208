'use client';

import { useSyncExternalStore } from 'react';
import { type AnswerError, ask } from '@/lib/http/client';
import type { AcquireInput, GrantWire, PlaceWire } from '@/lib/locks/schemas';
import type { Scope } from './scopes';

/**
 * What this tab holds and waits for. Only whoever has a lock's token can renew or release it, so the tokens are kept as long as the
 * tab is: in its session storage, which a reload survives and no other tab sees.
 */
interface OwnLock {
  token: number;
}

/** A claim that waits in line. */
export interface OwnWait {
  claimId: string;
  scope: Scope;
  body: AcquireInput;
  /** As it was last told; null before the first answer after a reload. */
  place: PlaceWire | null;
  /** The server cannot be reached; it is tried again. */
  troubled: boolean;
}

interface Claims {
  owned: Readonly<Record<string, OwnLock>>;
  waits: readonly OwnWait[];
}

/** How a wait ended. */
type WaitOutcome =
  | { type: 'granted'; scope: Scope; grant: GrantWire }
  | { type: 'failed'; scope: Scope; error: AnswerError };

const storageKey = 'shiplog.locks';
const nothing: Claims = { owned: {}, waits: [] };

let claims: Claims = nothing;
let restored = false;
const listeners = new Set<() => void>();
const outcomeListeners = new Set<(outcome: WaitOutcome) => void>();

function set(next: Claims) {
  claims = next;
  try {
    const waits = next.waits.map(({ claimId, scope, body }) => ({ claimId, scope, body }));
    sessionStorage.setItem(storageKey, JSON.stringify({ owned: next.owned, waits }));
  } catch {
    // Storage is full or forbidden: the page goes on without surviving a reload.
  }
  for (const listener of listeners) listener();
}

/** Reads what the tab kept, once, and goes on waiting for what it waited for. */
function restore() {
  if (restored) return;
  restored = true;
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Claims | null;
    if (!kept) return;
    claims = {
      owned: kept.owned ?? {},
      waits: (kept.waits ?? []).map((wait) => ({ ...wait, place: null, troubled: false })),
    };
  } catch {
    return;
  }
  for (const { claimId } of claims.waits) void keep(claimId);
}

function subscribe(listener: () => void) {
  restore();
  listeners.add(listener);
  listener();
  return () => {
    listeners.delete(listener);
  };
}

/** What this tab holds and waits for. Empty on the server and at the first render. */
export function useClaims(): Claims {
  return useSyncExternalStore(
    subscribe,
    () => claims,
    () => nothing,
  );
}

/** Hears how waits of this tab end. @returns stops */
export function onWaitOutcome(listener: (outcome: WaitOutcome) => void): () => void {
  outcomeListeners.add(listener);
  return () => {
    outcomeListeners.delete(listener);
  };
}

export function ownLock(id: string, token: number): void {
  set({ ...claims, owned: { ...claims.owned, [id]: { token } } });
}

/** Forgets a lock whose term is over. */
export function disownLock(id: string): void {
  if (!(id in claims.owned)) return;
  const { [id]: _gone, ...owned } = claims.owned;
  set({ ...claims, owned });
}

export function ownsLock(id: string): boolean {
  return id in claims.owned;
}

/** Keeps a place in line from now on. */
export function startWaiting(wait: Omit<OwnWait, 'troubled'>): void {
  set({ ...claims, waits: [...claims.waits, { ...wait, troubled: false }] });
  void keep(wait.claimId);
}

/** Gives a place up. The server is told, so that those behind move up at once. */
export async function stopWaiting(claimId: string): Promise<void> {
  const wait = find(claimId);
  if (!wait) return;
  set({ ...claims, waits: claims.waits.filter((other) => other !== wait) });
  if (!wait.place) return;
  await ask(`/api/v2/locks/${encodeURIComponent(wait.place.id)}/release`, {
    method: 'POST',
    body: { claimId, reason: 'left the line' },
  });
}

const find = (claimId: string) => claims.waits.find((wait) => wait.claimId === claimId);

function change(claimId: string, more: Partial<OwnWait>) {
  set({
    ...claims,
    waits: claims.waits.map((wait) => (wait.claimId === claimId ? { ...wait, ...more } : wait)),
  });
}

const isGrant = (answer: GrantWire | PlaceWire): answer is GrantWire => 'token' in answer;
const rest = (millis: number) => new Promise((resolve) => setTimeout(resolve, millis));

/** A browser keeps few connections to one server: from the third wait on they are asked for from time to time. */
const longPolls = 2;
const longPollSeconds = 25;
const shortPollMs = 8_000;

/**
 * Asks for a claim again and again until it is granted or given up: whoever stops asking loses the place. The requests are
 * answered late rather than sent often, so a hidden tab, whose timers the browser slows down, keeps its place too.
 */
async function keep(claimId: string): Promise<void> {
  for (let wait = find(claimId); wait; wait = find(claimId)) {
    // Without a place yet, after a reload, the first answer is wanted at once.
    const atOnce = wait.place === null;
    const long = !atOnce && claims.waits.indexOf(wait) < longPolls;
    try {
      const answer = await ask<GrantWire | PlaceWire>('/api/v2/locks', {
        method: 'POST',
        body: { ...wait.body, claimId, wait: long ? longPollSeconds : 0 },
      });
      if (isGrant(answer)) return granted(claimId, wait, answer);
      if (!find(claimId)) return;
      change(claimId, { place: answer, troubled: false });
      if (!long && !atOnce) await rest(shortPollMs);
    } catch (error) {
      const failure = error as AnswerError;
      // A session that is over may be there again before the place is lost.
      if (failure.status >= 400 && failure.status < 500 && ![401, 429].includes(failure.status)) {
        set({ ...claims, waits: claims.waits.filter((other) => other.claimId !== claimId) });
        for (const listener of outcomeListeners)
          listener({ type: 'failed', scope: wait.scope, error: failure });
        return;
      }
      change(claimId, { troubled: true });
      await rest(3_000);
    }
  }
}

function granted(claimId: string, { scope }: OwnWait, grant: GrantWire) {
  // Given up while the grant was on its way: passed on rather than held for nobody.
  if (!find(claimId)) {
    void ask(`/api/v2/locks/${grant.id}/release`, {
      method: 'POST',
      body: { token: grant.token, reason: 'left the line' },
    }).catch(() => {});
    return;
  }
  set({
    owned: { ...claims.owned, [grant.id]: { token: grant.token } },
    waits: claims.waits.filter((wait) => wait.claimId !== claimId),
  });
  for (const listener of outcomeListeners) listener({ type: 'granted', scope, grant });
}
