import { currentPosition } from '@/lib/live/changes';
import { Subscription } from '@/lib/live/subscription';
import { log } from '@/lib/log';
import { once } from '@/lib/runtime';
import { shutdownSignal } from '@/lib/shutdown';

/**
 * Who in this process waits for a grant. A grant made here wakes its waiter directly, one made by another process through the
 * change feed, which is read once for all waiters. So a grant wakes one waiter, and nobody polls the database.
 */
interface Waiters {
  wakes: Map<string, Set<() => void>>;
  following: AbortController | undefined;
  idle: NodeJS.Timeout | undefined;
}

const waiters = () =>
  once<Waiters>('locks.waiters', () => ({ wakes: new Map(), following: undefined, idle: undefined }));

/** The feed is followed for so long after the last waiter, since the next one may be near. */
const lingerMs = 5_000;

/** Calls `wake` when the claim with this id is granted, and when a grant may have been missed. @returns stops */
export function onGrant(id: string, wake: () => void): () => void {
  const state = waiters();
  const wakes = state.wakes.get(id) ?? new Set();
  state.wakes.set(id, wakes.add(wake));
  clearTimeout(state.idle);
  state.idle = undefined;
  if (!state.following) {
    state.following = new AbortController();
    void follow(state, state.following);
  }
  return () => {
    wakes.delete(wake);
    if (wakes.size === 0 && state.wakes.get(id) === wakes) state.wakes.delete(id);
    if (state.wakes.size === 0) state.idle ??= setTimeout(() => stop(state), lingerMs).unref();
  };
}

/** Wakes those among these claims that wait in this process. */
export function announceGrants(ids: readonly string[]): void {
  const { wakes } = waiters();
  for (const id of ids) for (const wake of wakes.get(id) ?? []) wake();
}

function stop(state: Waiters): void {
  state.following?.abort();
  state.following = undefined;
  state.idle = undefined;
}

async function follow(state: Waiters, controller: AbortController): Promise<void> {
  const signal = AbortSignal.any([controller.signal, shutdownSignal()]);
  let subscription: Subscription | undefined;
  try {
    subscription = new Subscription(await currentPosition(), { topic: ['lock'] });
    // What was granted before the feed was joined was not heard.
    announceGrants([...state.wakes.keys()]);
    while (!signal.aborted) {
      const delivery = await subscription.next(60_000, signal);
      if (delivery.type === 'reset') announceGrants([...state.wakes.keys()]);
      if (delivery.type === 'messages')
        announceGrants(
          delivery.messages.filter(({ type }) => type === 'lock.acquired').map(({ entityId }) => entityId),
        );
    }
  } catch (error) {
    if (!signal.aborted)
      log().warn({ err: error }, 'waiters for locks cannot follow the feed; they ask by themselves');
  } finally {
    subscription?.close();
    // The next waiter tries anew; those who wait now ask by themselves.
    if (state.following === controller) state.following = undefined;
  }
}
