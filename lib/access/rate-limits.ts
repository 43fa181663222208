import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { config } from '@/lib/config';
import { DomainError } from '@/lib/errors';
import { once } from '@/lib/runtime';
import type { Caller } from './caller';
import { networkOf } from './network';

/**
 * How many requests a caller may send within a minute, counted by each process for itself: tokens, runs and people each for
 * themselves, whoever says nothing by address. Whoever is on this machine in protected mode is not counted.
 */

const windowSeconds = 60;

/** By their limit, since tokens may have one of their own. */
const limiters = () => once('access.rate-limiters', () => new Map<number, RateLimiterMemory>());

function limiterFor(points: number): RateLimiterMemory {
  const known = limiters().get(points);
  if (known) return known;
  const made = new RateLimiterMemory({ points, duration: windowSeconds });
  limiters().set(points, made);
  return made;
}

/**
 * Counts a request. @returns the headers of the answer (draft-ietf-httpapi-ratelimit-headers)
 * @throws DomainError `too_many_requests`, with those headers and when to come again
 */
export async function takeRequest(caller: Caller, address: string): Promise<Record<string, string>> {
  const { rates } = config();
  const limit =
    caller.ratePerMinute ??
    (caller.kind === 'anonymous' ? rates.anonymous : caller.kind === 'person' ? rates.person : rates.token);
  const key = caller.kind === 'anonymous' ? `address ${networkOf(address)}` : `${caller.kind} ${caller.id}`;
  try {
    return headersOf(limit, await limiterFor(limit).consume(key));
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    throw tooMany(limit, error);
  }
}

function tooMany(limit: number, counted: RateLimiterRes): DomainError {
  const seconds = Math.max(1, Math.ceil(counted.msBeforeNext / 1000));
  return new DomainError(
    'too_many_requests',
    `More than ${limit} requests within a minute. Come again in ${seconds} s.`,
    { retryAfterSeconds: seconds, limit, headers: headersOf(limit, counted) },
  );
}

/**
 * Whoever has sent too many credentials that nobody knows is not asked about further ones: a checksum that fits is easily made, and each
 * would cost a look into the database.
 * @throws DomainError `too_many_requests`
 */
export async function refuseGuessing(address: string): Promise<void> {
  const limit = config().rates.anonymous;
  const counted = await limiterFor(limit).get(`address ${networkOf(address)}`);
  if (counted && counted.consumedPoints > limit) throw tooMany(limit, counted);
}

function headersOf(limit: number, { remainingPoints, msBeforeNext }: RateLimiterRes): Record<string, string> {
  const seconds = Math.max(0, Math.ceil(msBeforeNext / 1000));
  return {
    'ratelimit-policy': `"minute";q=${limit};w=${windowSeconds}`,
    ratelimit: `"minute";r=${Math.max(0, remainingPoints)};t=${seconds}`,
  };
}
