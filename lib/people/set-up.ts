import type { PoolClient } from 'pg';
import { forgetMode, hasAdministrator } from '@/lib/access/mode';
import { createCode, endCodes, findCode } from '@/lib/access/one-time-codes';
import { hashPassword } from '@/lib/access/passwords';
import { forgetSessions } from '@/lib/access/session';
import { forgiveCodeAttempt, takeCodeAttempt } from '@/lib/access/sign-in-limits';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { holdPeople } from './hold-people';
import { refuseOwnPassword } from './own-password';
import { emailKey, type SetUpBody, type SignedInWire } from './schemas';
import { type SignedIn, type SignInFacts, startSession } from './sign-in';

/** The way to set up the first administrator, as `npm start` prints it; null when there is one. */
export async function setUpPath(): Promise<string | null> {
  if (await hasAdministrator()) return null;
  const { code } = await createCode(pool(), 'set_up', null);
  return `/set-up#code=${code}`;
}

const alreadySetUp = () =>
  new DomainError('conflict', 'There is an administrator already. Sign in, or ask them for an invitation.');
const badCode = () =>
  new DomainError(
    'forbidden',
    'This set-up link does not work: it is incomplete, or older than a day. Start Shiplog again, and it prints a new one.',
  );

/**
 * Makes the first administrator and signs them in. Of two at once, one is too late.
 * @throws DomainError `conflict` when there is one, `forbidden` for a code that does not work, `invalid`, `too_many_requests`
 */
export async function setUp(body: SetUpBody, facts: SignInFacts): Promise<SignedIn> {
  refuseOwnPassword(['password'], body.password, [body.name, body.email]);
  await takeCodeAttempt(facts.address);
  if (await hasAdministrator()) throw alreadySetUp();
  // Before the hash: strangers get none computed.
  await mustWork(pool(), body.code);
  await forgiveCodeAttempt(facts.address);
  const hash = await hashPassword(body.password);
  const signedIn = await transaction(async (client) => {
    await holdPeople(client);
    if (await isSetUp(client)) throw alreadySetUp();
    await mustWork(client, body.code);
    // Somebody may have been invited with this address while nobody had to sign in.
    const { rows } = await client.query<SignedInWire>(
      `INSERT INTO person (id, name, email, email_key, role, status, password_hash, password_changed_at, created_by, updated_by)
       VALUES ($1, $2, $3, $4, 'admin', 'active', $5, now(), $2, $2)
       ON CONFLICT (email_key) DO UPDATE SET name = excluded.name, email = excluded.email, role = 'admin', status = 'active',
         password_hash = excluded.password_hash, password_changed_at = now(), updated_at = now(), updated_by = excluded.updated_by,
         revision = person.revision + 1
       RETURNING id, name, email, role`,
      [newId(), body.name, body.email, emailKey(body.email), hash],
    );
    const person = rows[0] as SignedInWire;
    await endCodes(client, { purpose: 'set_up' });
    await endCodes(client, { personId: person.id });
    return startSession(client, person, 'password', facts);
  });
  forgetMode();
  forgetSessions();
  return signedIn;
}

async function mustWork(db: Pick<PoolClient, 'query'>, code: string): Promise<void> {
  if ((await findCode(db, code))?.purpose !== 'set_up') throw badCode();
}

async function isSetUp(client: PoolClient): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT FROM person WHERE role = 'admin' AND status = 'active' LIMIT 1`,
  );
  return rowCount !== 0;
}
