import type { PoolClient } from 'pg';
import { forgetMode } from '@/lib/access/mode';
import { endCodes } from '@/lib/access/one-time-codes';
import { transaction } from '@/lib/db/transaction';
import { newId } from '@/lib/ids';
import { canonicalName } from '@/lib/names';
import { holdPeople } from '../hold-people';
import { emailKey, type PersonStatus } from '../schemas';
import type { ProviderRefusal } from './refusals';

/** Somebody as a provider vouches for them. */
export interface ProviderAccount {
  provider: string;
  /** Never changes at the provider, unlike names and addresses. */
  accountId: string;
  name: string | null;
  /** Only an address that the provider says it has verified. */
  verifiedEmail: string | null;
}

export type Admission =
  | { admitted: true; person: { id: string; name: string }; how: 'known' | 'invited' | 'created' }
  | { admitted: false; reason: ProviderRefusal };

/** The role of those who were not invited; undefined turns them away. */
type DefaultRole = 'viewer' | 'responder' | 'deployer' | undefined;

/**
 * Decides who of a provider's people comes in: whoever came with this account before; whoever was invited by an address that the
 * provider has verified; and, where the configuration gives a role to everybody else, everybody else.
 *
 * An account never becomes one of somebody who is in already only because the addresses are alike: whoever gets hold of an address
 * at a provider would get hold of the person.
 */
export async function admitAccount(account: ProviderAccount, defaultRole: DefaultRole): Promise<Admission> {
  const admission = await transaction(async (client) => {
    await holdPeople(client);
    const known = await knownByAccount(client, account);
    if (known) return known.status === 'active' ? admit(known, 'known') : refuse('disabled');
    const addressed =
      account.verifiedEmail === null ? null : await knownByEmail(client, account.verifiedEmail);
    if (addressed?.status === 'invited') return admit(await accept(client, addressed.id, account), 'invited');
    if (addressed) return refuse(addressed.status === 'disabled' ? 'disabled' : 'address_taken');
    if (!defaultRole) return refuse('not_invited');
    return admit(await create(client, account, defaultRole), 'created');
  });
  // An invited administrator may have been the first.
  if (admission.admitted && admission.how !== 'known') forgetMode();
  return admission;
}

interface Known {
  id: string;
  name: string;
  status: PersonStatus;
}

const admit = (
  { id, name }: { id: string; name: string },
  how: 'known' | 'invited' | 'created',
): Admission => ({
  admitted: true,
  person: { id, name },
  how,
});
const refuse = (reason: ProviderRefusal): Admission => ({ admitted: false, reason });

async function knownByAccount(client: PoolClient, { provider, accountId }: ProviderAccount) {
  const { rows } = await client.query<Known>(
    `SELECT p.id, p.name, p.status FROM account a JOIN person p ON p.id = a.person_id
     WHERE a.provider = $1 AND a.provider_account_id = $2`,
    [provider, accountId],
  );
  return rows[0] ?? null;
}

async function knownByEmail(client: PoolClient, email: string): Promise<Known | null> {
  const { rows } = await client.query<Known>('SELECT id, name, status FROM person WHERE email_key = $1', [
    emailKey(email),
  ]);
  return rows[0] ?? null;
}

async function accept(client: PoolClient, id: string, account: ProviderAccount) {
  const { rows } = await client.query<{ id: string; name: string }>(
    `UPDATE person SET status = 'active', updated_at = now(), updated_by = name, revision = revision + 1
     WHERE id = $1 RETURNING id, name`,
    [id],
  );
  await endCodes(client, { personId: id });
  await link(client, id, account);
  return rows[0] as { id: string; name: string };
}

async function create(client: PoolClient, account: ProviderAccount, role: string) {
  const { verifiedEmail, provider } = account;
  const id = newId();
  const name = canonicalName(account.name ?? '').slice(0, 120) || verifiedEmail?.split('@')[0] || 'Somebody';
  await client.query(
    `INSERT INTO person (id, name, email, email_key, role, status, created_by, updated_by)
     VALUES ($1, $2, $3, $4, $5, 'active', $6, $6)`,
    [id, name, verifiedEmail, verifiedEmail && emailKey(verifiedEmail), role, provider],
  );
  await link(client, id, account);
  return { id, name };
}

async function link(
  client: PoolClient,
  personId: string,
  { provider, accountId }: ProviderAccount,
): Promise<void> {
  await client.query('INSERT INTO account (provider, provider_account_id, person_id) VALUES ($1, $2, $3)', [
    provider,
    accountId,
    personId,
  ]);
}
