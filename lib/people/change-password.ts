import type { Caller } from '@/lib/access/caller';
import { endCodes } from '@/lib/access/one-time-codes';
import { hashPassword, verifyPassword } from '@/lib/access/passwords';
import { forgetSessions } from '@/lib/access/session';
import { endSessionsOf } from '@/lib/access/session-create';
import { forgiveAttempt, takeAttempt } from '@/lib/access/sign-in-limits';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { refuseOwnPassword } from './own-password';
import { selectPerson } from './row';
import type { PasswordBody } from './schemas';

/**
 * Changes one's own password and ends one's other sessions: whoever has stolen one is out.
 * @throws DomainError `forbidden` for whoever has no password or says another one, `invalid`, `too_many_requests`
 */
export async function changePassword(caller: Caller, body: PasswordBody, address: string): Promise<void> {
  if (caller.kind !== 'person')
    throw new DomainError('forbidden', 'Only a person who is signed in has a password to change.');
  const person = await selectPerson(pool(), caller.id);
  if (person.password_hash === null)
    throw new DomainError(
      'forbidden',
      `You sign in with ${person.providers.join(' and ')} and have no password here.`,
    );
  refuseOwnPassword(['new'], body.new, [person.name, person.email]);
  // A browser that somebody left open is not to be a place to guess at: counted like an attempt to sign in.
  const attempt = { account: `person ${person.id}`, address, isFamiliar: async () => true };
  await takeAttempt(attempt);
  if (!(await verifyPassword(body.current, person.password_hash)).right)
    throw new DomainError('forbidden', 'The current password is not right.', { reason: 'wrong_password' });
  await forgiveAttempt(attempt);
  const hash = await hashPassword(body.new);
  await transaction(async (client) => {
    await client.query(
      `UPDATE person SET password_hash = $2, password_changed_at = now(), updated_at = now(), updated_by = name, revision = revision + 1
       WHERE id = $1`,
      [person.id, hash],
    );
    await endSessionsOf(client, person.id, { except: caller.sessionId });
    await endCodes(client, { personId: person.id });
  });
  forgetSessions();
}
