import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { DomainError } from '@/lib/errors';
import { once } from '@/lib/runtime';
import { normalPassword } from './password-policy';

/**
 * Passwords are kept as argon2id with OWASP's parameters, as PHC strings, so that parameters can grow and old hashes still be read.
 */

interface Cost {
  /** Memory in KiB. */
  m: number;
  /** Passes. */
  t: number;
  /** Lanes. */
  p: number;
}

const cost: Cost = { m: 19_456, t: 2, p: 1 };
const saltBytes = 16;
const hashBytes = 32;

/** Hashes at a time: each holds 19 MiB and one of the few threads that files and names are looked up with, too. */
const mostAtOnce = 2;
/** Hashes that wait; a queue of this length takes about a second. */
const mostWaiting = 48;

interface Gate {
  running: number;
  waiting: (() => void)[];
  /** How many were computed in this process. */
  made: number;
}
const gate = () => once<Gate>('access.password-gate', () => ({ running: 0, waiting: [], made: 0 }));

/** How many hashes this process has computed, for tests of the limits before them. */
export const hashesMade = (): number => gate().made;

/** A PHC string of the password. @throws DomainError `too_many_requests` when too many are being hashed */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  return phc(cost, salt, await derive(password, salt, cost, hashBytes));
}

/** What is known of a password that was tried. */
export interface Verdict {
  right: boolean;
  /** It is right, and kept with other parameters than today's: keep it anew. */
  outdated: boolean;
}

/**
 * Compares a password with what is kept. Without anything kept it takes as long, so that nobody can tell who has an account.
 * @throws DomainError `too_many_requests` when too many are being hashed
 */
export async function verifyPassword(password: string, kept: string | null): Promise<Verdict> {
  const read = kept === null ? null : readPhc(kept);
  const { used, salt, hash } = read ?? {
    used: cost,
    salt: randomBytes(saltBytes),
    hash: randomBytes(hashBytes),
  };
  const derived = await derive(password, salt, used, hash.length);
  const right = timingSafeEqual(derived, hash) && read !== null;
  const outdated = right && (used.m !== cost.m || used.t !== cost.t || used.p !== cost.p);
  return { right, outdated };
}

async function derive(password: string, salt: Buffer, { m, t, p }: Cost, length: number): Promise<Buffer> {
  await enter();
  try {
    return await new Promise<Buffer>((resolve, reject) => {
      argon2(
        'argon2id',
        {
          message: normalPassword(password),
          nonce: salt,
          memory: m,
          passes: t,
          parallelism: p,
          tagLength: length,
        },
        (error, derived) => (error ? reject(error) : resolve(derived)),
      );
    });
  } finally {
    leave();
  }
}

async function enter(): Promise<void> {
  const at = gate();
  if (at.running >= mostAtOnce) {
    if (at.waiting.length >= mostWaiting)
      throw new DomainError(
        'too_many_requests',
        'Too many people are signing in just now. Try again in a moment.',
        {
          retryAfterSeconds: 2,
        },
      );
    // Whoever leaves hands over the place.
    await new Promise<void>((resolve) => at.waiting.push(resolve));
  } else at.running += 1;
  at.made += 1;
}

function leave(): void {
  const at = gate();
  const next = at.waiting.shift();
  if (next) next();
  else at.running -= 1;
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');

const phc = ({ m, t, p }: Cost, salt: Buffer, hash: Buffer): string =>
  `$argon2id$v=19$m=${m},t=${t},p=${p}$${base64(salt)}$${base64(hash)}`;

function readPhc(text: string): { used: Cost; salt: Buffer; hash: Buffer } | null {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/.exec(text);
  if (!match) return null;
  const [m, t, p] = match.slice(1, 4).map(Number) as [number, number, number];
  return {
    used: { m, t, p },
    salt: Buffer.from(match[4] as string, 'base64'),
    hash: Buffer.from(match[5] as string, 'base64'),
  };
}
