import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '@/lib/errors';
import { once } from '@/lib/runtime';
import { networkOf } from './network';

/**
 * How often passwords may be tried, asked before any is hashed. Counted by each process for itself.
 *
 * An attempt takes its points first and gets them back when it was right, so that many at once do not slip through together.
 */

const limits = {
  /** Of one account from one address. */
  pair: { points: 10, duration: 15 * 60 },
  /** From one address, whatever the account. */
  address: { points: 30, duration: 60 * 60 },
  /** Of one account, wherever from. Beyond it strangers' addresses have to take turns; nobody is locked out for good. */
  account: { points: 100, duration: 60 * 60 },
  turn: { points: 1, duration: 5 },
} as const;
type Limit = keyof typeof limits;

const limiters = () =>
  once(
    'access.sign-in-limiters',
    () =>
      Object.fromEntries(
        Object.entries(limits).map(([name, options]) => [name, new RateLimiterMemory(options)]),
      ) as Record<Limit, RateLimiterMemory>,
  );

/** What an attempt to sign in counts under. */
export interface Attempt {
  /** The key of the account that was named, whether it exists or not. */
  account: string;
  address: string;
  /** Whether somebody has signed in to this account from this address before: they do not stand in line with strangers. */
  isFamiliar: () => Promise<boolean>;
}

/** Counts an attempt before it is made. @throws DomainError `too_many_requests`, the same whether the account exists or not */
export async function takeAttempt({ account, address, isFamiliar }: Attempt): Promise<void> {
  const from = networkOf(address);
  await take('address', from);
  await take('pair', pairKey(account, from));
  const many = await limiters()
    .account.consume(account)
    .then(() => false)
    .catch((error: unknown) => {
      if (error instanceof RateLimiterRes) return true;
      throw error;
    });
  if (many && !(await isFamiliar())) await take('turn', account);
}

/** Takes back what a right password has cost, and what the wrong ones before it have. */
export async function forgiveAttempt({ account, address }: Attempt): Promise<void> {
  const from = networkOf(address);
  await Promise.all([
    limiters().pair.delete(pairKey(account, from)),
    limiters().address.reward(from),
    limiters().account.delete(account),
  ]);
}

/** Counts a use of a link. @throws DomainError `too_many_requests` */
export async function takeCodeAttempt(address: string): Promise<void> {
  await take('address', `code ${networkOf(address)}`);
}

/** Takes back what a link that works has cost. */
export async function forgiveCodeAttempt(address: string): Promise<void> {
  await limiters().address.reward(`code ${networkOf(address)}`);
}

async function take(limit: Limit, key: string): Promise<void> {
  try {
    await limiters()[limit].consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new DomainError(
      'too_many_requests',
      `Too many attempts to sign in. Come again in ${seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} minutes`}.`,
      { retryAfterSeconds: seconds },
    );
  }
}

const pairKey = (account: string, from: string) => `${from} ${account}`;
