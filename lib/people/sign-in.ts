import type { PoolClient } from 'pg';
import { hashPassword, verifyPassword } from '@/lib/access/passwords';
import { forgetSessions } from '@/lib/access/session';
import { createSession, endSession } from '@/lib/access/session-create';
import { type Attempt, forgiveAttempt, takeAttempt } from '@/lib/access/sign-in-limits';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { emailKey, type SignedInWire, type SignInBody } from './schemas';

/** From where somebody signs in. */
export interface SignInFacts {
  address: string;
  userAgent: string;
  /** The cookie of the session that the browser had. */
  replaces: string | undefined;
}

/** Somebody who is signed in now, and what their cookie is to hold. */
export interface SignedIn {
  person: SignedInWire;
  token: string;
}

/** Said of everything that can be wrong, so that nobody learns who has an account. */
const notRight = () => new DomainError('unauthenticated', 'The e-mail address or the password is not right.');

/**
 * Signs in with a password. What it says and how long it takes is the same for a wrong password, an unknown address and somebody who
 * is disabled.
 * @throws DomainError `unauthenticated`, `too_many_requests`
 */
export async function signIn({ email, password }: SignInBody, facts: SignInFacts): Promise<SignedIn> {
  const account = emailKey(email);
  const attempt: Attempt = {
    account,
    address: facts.address,
    isFamiliar: () => isFamiliar(account, facts.address),
  };
  await takeAttempt(attempt);
  const { rows } = await pool().query<{ id: string; password_hash: string | null }>(
    `SELECT id, password_hash FROM person WHERE email_key = $1 AND status = 'active'`,
    [account],
  );
  const [known] = rows;
  const kept = known?.password_hash ?? null;
  const { right, outdated } = await verifyPassword(password, kept);
  if (!right || !known) throw notRight();
  const renewed = outdated ? await hashPassword(password) : kept;
  const signedIn = await transaction(async (client) => {
    // Whoever was disabled, or has another password, since the look above does not get in.
    const { rows: still } = await client.query<SignedInWire>(
      `UPDATE person SET password_hash = $3 WHERE id = $1 AND status = 'active' AND password_hash = $2
       RETURNING id, name, email, role`,
      [known.id, kept, renewed],
    );
    const [person] = still;
    if (!person) throw notRight();
    return startSession(client, person, 'password', facts);
  });
  forgetSessions();
  await forgiveAttempt(attempt);
  return signedIn;
}

/** Begins the session of somebody whose right to it is known. Forget sessions behind the commit. */
export async function startSession(
  client: PoolClient,
  person: SignedInWire,
  provider: string,
  facts: SignInFacts,
): Promise<SignedIn> {
  const token = await createSession(client, { personId: person.id, provider, ...facts });
  return { person, token };
}

/** Ends the session of a cookie. */
export async function signOut(token: string): Promise<void> {
  await endSession(pool(), token);
  forgetSessions();
}

async function isFamiliar(account: string, address: string): Promise<boolean> {
  const { rowCount } = await pool().query(
    'SELECT FROM session x JOIN person p ON p.id = x.person_id WHERE p.email_key = $1 AND x.address = $2 LIMIT 1',
    [account, address],
  );
  return rowCount !== 0;
}
