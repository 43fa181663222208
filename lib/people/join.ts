import type { PoolClient } from 'pg';
import { forgetMode } from '@/lib/access/mode';
import { endCodes, findCode } from '@/lib/access/one-time-codes';
import { hashPassword } from '@/lib/access/passwords';
import { forgetSessions } from '@/lib/access/session';
import { endSessionsOf } from '@/lib/access/session-create';
import { forgiveCodeAttempt, takeCodeAttempt } from '@/lib/access/sign-in-limits';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { holdPeople } from './hold-people';
import { refuseOwnPassword } from './own-password';
import { type Database, type PersonRow, selectPerson } from './row';
import type { JoinBody, LinkWire, SignedInWire } from './schemas';
import { type SignedIn, type SignInFacts, startSession } from './sign-in';

const badLink = () =>
  new DomainError(
    'forbidden',
    'This link does not work: it was used already, replaced by a newer one, or is too old. Ask an administrator for a new one.',
  );

interface Opened {
  purpose: 'invite' | 'reset';
  person: PersonRow;
}

async function open(db: Database, code: string, lock = false): Promise<Opened> {
  const found = await findCode(db, code, lock);
  if (!found || found.purpose === 'set_up' || found.personId === null) throw badLink();
  const person = await selectPerson(db, found.personId);
  if (person.status === 'disabled') throw badLink();
  return { purpose: found.purpose, person };
}

/** Whom a link is for. @throws DomainError `forbidden`, `too_many_requests` */
export async function openLink(code: string, address: string): Promise<LinkWire> {
  await takeCodeAttempt(address);
  const { purpose, person } = await open(pool(), code);
  await forgiveCodeAttempt(address);
  return { purpose, name: person.name, email: person.email };
}

/**
 * Accepts an invitation or sets a new password, and signs in. A new password ends every session that the old one began.
 * @throws DomainError `forbidden` for a link that does not work, `invalid`, `too_many_requests`
 */
export async function join(
  { code, password, name }: JoinBody,
  facts: SignInFacts,
): Promise<SignedIn & { purpose: 'invite' | 'reset' }> {
  await takeCodeAttempt(facts.address);
  const { person } = await open(pool(), code);
  await forgiveCodeAttempt(facts.address);
  refuseOwnPassword(['password'], password, [name, person.name, person.email]);
  const hash = await hashPassword(password);
  const joined = await transaction((client) => accept(client, code, { hash, name, facts }));
  forgetMode();
  forgetSessions();
  return joined;
}

async function accept(
  client: PoolClient,
  code: string,
  { hash, name, facts }: { hash: string; name: string | undefined; facts: SignInFacts },
) {
  await holdPeople(client);
  const { purpose, person } = await open(client, code, true);
  await endCodes(client, { personId: person.id });
  await endSessionsOf(client, person.id, { except: null });
  const { rows } = await client.query<SignedInWire>(
    `UPDATE person SET status = 'active', name = $2, password_hash = $3, password_changed_at = now(), updated_at = now(),
       updated_by = $2, revision = revision + 1
     WHERE id = $1 RETURNING id, name, email, role`,
    [person.id, (purpose === 'invite' && name) || person.name, hash],
  );
  return { purpose, ...(await startSession(client, rows[0] as SignedInWire, 'password', facts)) };
}
