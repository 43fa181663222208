import { randomUUID } from 'node:crypto';
import { openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '@/lib/errors';
import { acquireLock, type Claim } from '@/lib/locks/acquire-lock';
import { callOn } from '@/lib/locks/call';
import { leaveQueue } from '@/lib/locks/leave-queue';
import { releaseLock } from '@/lib/locks/release-lock';
import { renewLock } from '@/lib/locks/renew-lock';
import { type KnownScope, resolveScope } from '@/lib/locks/resolve-scope';
import { type LockRow, toGrantWire } from '@/lib/locks/row';
import type { GrantWire } from '@/lib/locks/schemas';
import { verifyLock } from '@/lib/locks/verify-lock';
import type { Entry } from './log';
import { type ClientOrder, Dice, delayMs, leaseMs, pickScope, ttlMs } from './plan';

/**
 * A process of clients: each acquires, waits, renews, verifies, releases, takes over, lets expire, and tries again with what is stale. It
 * does so through the product's own verbs, and writes down every call the moment it is answered. It may be stopped or killed at
 * any moment.
 */
const order = JSON.parse(process.argv[2] as string) as ClientOrder;

// Nothing may depend on the clocks of clients.
const now = Date.now;
Date.now = () => now() + order.skewMs;

const file = openSync(order.log, 'a');
const clock = () => Number(process.hrtime.bigint()) / 1e6;
let done = 0;
let ending = false;

/** Makes a call and writes down what became of it. @returns what it gave, or undefined when it was refused */
async function record<T>(
  about: Pick<Entry, 'op' | 'path' | 'token'>,
  call: () => Promise<T>,
  read: (given: T) => Partial<Entry>,
): Promise<T | undefined> {
  const entry: Entry = { ...about, from: clock(), to: 0, outcome: 'accepted' };
  let given: T | undefined;
  try {
    given = await call();
    Object.assign(entry, read(given));
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    entry.outcome = error.code === 'unavailable' ? 'unknown' : 'refused';
  }
  entry.to = clock();
  writeSync(file, `${JSON.stringify(entry)}\n`);
  done += 1;
  if (done % 50 === 0 && process.connected) process.send?.(done, () => {});
  // The database is being restarted.
  if (entry.outcome === 'unknown') await pause(20);
  return given;
}

const ofGrant = (grant: GrantWire): Partial<Entry> => ({
  token: grant.token,
  ...(grant.expiresInMs === null ? {} : { leftMs: grant.expiresInMs }),
});

async function worker(number: number): Promise<void> {
  const dice = new Dice(order.seed, order.client, order.incarnation, number);
  while (!ending) {
    const scope = await scopeFor(dice);
    if (!scope) continue;
    const claim: Claim = {
      scope,
      holder: `client ${order.client}.${order.incarnation}.${number}`,
      reason: '',
      claimId: randomUUID(),
      ttlMs: dice.whole(ttlMs.min, ttlMs.max),
      delayMs: dice.whole(delayMs.min, delayMs.max),
      leaseMs,
    };
    const grant = await obtain(dice, claim);
    if (grant) await hold(dice, claim, grant);
    else await pause(dice.whole(0, 20));
  }
}

async function scopeFor(dice: Dice): Promise<KnownScope | undefined> {
  const names = pickScope(dice);
  try {
    return await resolveScope(names);
  } catch {
    await pause(20);
    return undefined;
  }
}

/** A lock that was obtained, and its scope. */
interface Held {
  grant: GrantWire;
  path: string;
}

/** Tries, waits in line, takes over, or gives up. */
async function obtain(dice: Dice, claim: Claim): Promise<Held | undefined> {
  const { path } = claim.scope;
  const waits = dice.chance(0.6);
  for (let attempt = 0; attempt < 6 && !ending; attempt++) {
    const waitMs = waits ? dice.whole(0, 250) : undefined;
    const outcome = await record(
      { op: 'acquire', path, token: 0 },
      () => acquireLock(claim, { waitMs }),
      (given) =>
        given.outcome === 'acquired'
          ? { outcome: given.isNew ? 'granted' : 'same', ...ofGrant(given.grant) }
          : { outcome: given.outcome },
    );
    if (outcome?.outcome === 'acquired') return { grant: outcome.grant, path };
    if (outcome?.outcome === 'held') {
      const { heldBy } = outcome;
      return heldBy && heldBy.freeAt === null && dice.chance(0.05) ? takeOver(claim, heldBy.id) : undefined;
    }
    if (outcome?.outcome === 'queued') {
      if (dice.chance(0.05)) {
        await record(
          { op: 'leave', path, token: 0 },
          () => leaveQueue(outcome.place.id, claim.claimId as string, 'had enough'),
          () => ({}),
        );
        return undefined;
      }
      // Some forget that they wait, some are late.
      if (dice.chance(0.08)) return undefined;
      if (dice.chance(0.05)) await pause(leaseMs + dice.whole(-50, 100));
    }
  }
  return undefined;
}

/** What is taken over is the scope of the other, which may be wider or narrower than one's own. */
async function takeOver(claim: Claim, id: string): Promise<Held | undefined> {
  const values = [
    randomUUID(),
    claim.holder,
    'model takeover',
    claim.claimId,
    claim.ttlMs,
    null,
    claim.delayMs,
    leaseMs,
  ];
  const read = (row: LockRow, at: string) => toGrantWire(row, Date.parse(at));
  const taken = await record(
    { op: 'takeover', path: '', token: 0 },
    async () => {
      const answer = await callOn(id, 'take_over', values);
      if (answer.outcome === 'stale') throw new DomainError('stale_token', 'over');
      return answer;
    },
    ({ outcome, lock, now: at }) => ({
      outcome: outcome === 'same' ? 'same' : 'granted',
      path: (lock as LockRow).path,
      ...ofGrant(read(lock as LockRow, at)),
    }),
  );
  if (!taken) return undefined;
  const row = taken.lock as LockRow;
  return { grant: read(row, taken.now), path: row.path };
}

/** Holds it for a while, then releases it or lets it expire, and tries with the stale token afterwards. */
async function hold(dice: Dice, claim: Claim, { grant, path }: Held): Promise<void> {
  const { id, token } = grant;
  const about = { path, token };
  const renew = () => record({ op: 'renew', ...about }, () => renewLock(id, token), ofGrant);
  const verify = () => record({ op: 'verify', ...about }, () => verifyLock(id, token), ofGrant);
  const release = () =>
    record(
      { op: 'release', ...about },
      () => releaseLock({ id, token, by: claim.holder }),
      () => ({}),
    );

  for (let rounds = dice.whole(0, 12); rounds > 0 && !ending; rounds--) {
    if (dice.chance(0.1)) await pause(dice.whole(0, ttlMs.max));
    await (dice.chance(0.5) ? renew() : verify());
  }
  if (dice.chance(0.75)) await release();
  else if (dice.chance(0.5)) await pause((claim.ttlMs as number) + dice.whole(-20, 40));
  else return;
  // A client that does not know that its time is up.
  for (const again of [renew, verify, release]) if (dice.chance(0.4)) await again();
}

// Nobody is left to be told anything.
process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message === 'end') ending = true;
});
await Promise.all(Array.from({ length: order.workers }, (_, number) => worker(number)));
process.exit(0);
