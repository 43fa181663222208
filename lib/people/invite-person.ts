import type { Caller } from '@/lib/access/caller';
import { createCode } from '@/lib/access/one-time-codes';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { viewerOf } from './find-people';
import { holdPeople, refuseFormerAdmin } from './hold-people';
import { linkOf } from './links';
import { selectPerson, toWire } from './row';
import { emailKey, type NewPersonWire, type PersonBody } from './schemas';
import { grantIds, replaceGrants } from './store-grants';

/** Invites somebody. The link is in this answer and nowhere else. @throws DomainError `conflict` when the address is taken */
export async function invitePerson(body: PersonBody, caller: Caller): Promise<NewPersonWire> {
  const grants = await grantIds(body.grants);
  const id = newId();
  return transaction(async (client) => {
    await holdPeople(client);
    await refuseFormerAdmin(client, caller);
    const { rowCount } = await client.query(
      `INSERT INTO person (id, name, email, email_key, role, status, created_by, updated_by)
       VALUES ($1, $2, $3, $4, $5, 'invited', $6, $6) ON CONFLICT (email_key) DO NOTHING`,
      [id, body.name, body.email, emailKey(body.email), body.role, caller.name],
    );
    if (rowCount === 0)
      throw new DomainError('conflict', `Somebody with the address ${body.email} is here already.`);
    await replaceGrants(client, id, grants);
    const link = linkOf(await createCode(client, 'invite', id));
    return { person: toWire(await selectPerson(client, id), viewerOf(caller)), link };
  });
}
