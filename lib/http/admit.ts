import { authenticate } from '@/lib/access/authenticate';
import { proveSameOrigin } from '@/lib/access/browser-proof';
import { anonymousCaller, type Caller, localCaller } from '@/lib/access/caller';
import { type Decision, decidePlaces, decideScope, reachesEverywhere } from '@/lib/access/decide';
import { everywhere, type Place } from '@/lib/access/place';
import { takeRequest } from '@/lib/access/rate-limits';
import { placedScopes, type Scope } from '@/lib/access/scopes';
import { DomainError } from '@/lib/errors';
import type { Endpoint, RawRequest } from './execute';
import type { Operation } from './operation';

/** Lets a request in, or throws why not. Nothing of it has been read yet but its head. */

/** Who is let in, and what every answer to them says about their rate. */
export interface Admitted {
  caller: Caller;
  headers: Record<string, string> | null;
}

const local: Admitted = { caller: localCaller, headers: null };

/** Whether an operation changes something: also the one that does so over GET, since it asks for more than reading. */
export const changes = ({ method, scope }: Operation): boolean =>
  isPlaced(scope) || (method !== 'GET' && scope !== 'read');

const isPlaced = (scope: Scope) => (placedScopes as readonly Scope[]).includes(scope);

/**
 * Tells who calls, counts the request, and asks whether they hold the scope at all.
 * @param identified told as soon as somebody is known, and again once they are counted, so that a refusal can say whom it refused and what is left to them. Not a field of the request: a function
 *   that is put on each makes the engine keep all of them until the next full collection
 * @throws DomainError `unauthenticated`, `forbidden`, `too_many_requests`
 */
export function admit(
  operation: Operation,
  raw: RawRequest,
  identified: (caller: Caller, rate?: Admitted['headers']) => void,
): Admitted | Promise<Admitted> {
  const caller = authenticate(raw);
  // The common case of a first day, which waits for nothing.
  return caller === localCaller ? local : admitCaller(operation, raw, caller, identified);
}

async function admitCaller(
  operation: Operation,
  raw: RawRequest,
  asked: Caller | Promise<Caller>,
  identified: (caller: Caller, rate?: Admitted['headers']) => void,
): Promise<Admitted> {
  const caller = await countingStrangers(asked, raw.origin.address);
  if (caller.kind === 'local') return local;
  identified(caller);
  const headers = await takeRequest(caller, raw.origin.address);
  identified(caller, headers);
  const isSafe = (raw.method === 'GET' || raw.method === 'HEAD') && !changes(operation);
  if (caller.sessionId !== null && !isSafe) proveSameOrigin(raw.header);
  if (operation.scope !== 'public') refuseUnless(decideScope(caller, operation.scope));
  return { caller, headers };
}

/** A credential that nobody knows counts as a request of its address. */
async function countingStrangers(asked: Caller | Promise<Caller>, address: string): Promise<Caller> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unauthenticated')
      await takeRequest(anonymousCaller, address);
    throw error;
  }
}

/**
 * Asks whether a caller with limits may do this where the request says. Whoever has none is not asked where.
 * @throws DomainError `forbidden`
 */
export async function admitPlaces(
  { operation, places }: Endpoint,
  caller: Caller,
  input: () => Parameters<NonNullable<Endpoint['places']>>[0],
): Promise<void> {
  const { scope } = operation;
  if (scope === 'public' || reachesEverywhere(caller, scope)) return;
  // An operation that does not say where it acts is not for somebody with limits.
  const where: readonly Place[] = places ? await places(input()) : [everywhere];
  refuseUnless(decidePlaces(caller, scope, where));
}

function refuseUnless(decision: Decision): void {
  if (decision.allowed) return;
  throw new DomainError(
    decision.code === 'unauthenticated' ? 'unauthenticated' : 'forbidden',
    decision.message,
    { reason: decision.code },
  );
}
