import type { Caller } from '@/lib/access/caller';
import { createCode, type NewCode } from '@/lib/access/one-time-codes';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { holdPeople, refuseFormerAdmin } from './hold-people';
import { selectPerson } from './row';
import type { OneTimeLinkWire } from './schemas';

/** The link of a code. The code stands behind the `#`: browsers do not send that, so it gets into no log. */
export function linkOf({ code, expiresAt }: NewCode): OneTimeLinkWire {
  return { path: `/join#code=${code}`, expiresAt: expiresAt.toISOString() };
}

/**
 * A new link for somebody who was invited, or for somebody who needs a new password. The one before it ends.
 * @throws DomainError `not_found`; `conflict` when the person is in no state for it
 */
export async function createLink(
  id: string,
  purpose: 'invite' | 'reset',
  caller: Caller,
): Promise<OneTimeLinkWire> {
  return transaction(async (client) => {
    await holdPeople(client);
    await refuseFormerAdmin(client, caller);
    const { name, status } = await selectPerson(client, id);
    if (status !== (purpose === 'invite' ? 'invited' : 'active'))
      throw new DomainError('conflict', whyNot(name, status));
    return linkOf(await createCode(client, purpose, id));
  });
}

function whyNot(name: string, status: string): string {
  switch (status) {
    case 'invited':
      return `${name} has not accepted the invitation yet: make a new invitation.`;
    case 'disabled':
      return `${name} is disabled: let them in again first.`;
    default:
      return `${name} has accepted an invitation already: make a link for a new password.`;
  }
}
