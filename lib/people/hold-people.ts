import type { PoolClient } from 'pg';
import type { Caller } from '@/lib/access/caller';
import { DomainError } from '@/lib/errors';

/** Any number that nothing else locks by. */
const peopleLock = 7_201_551_006;

/**
 * Lets one transaction at a time change who may do what, so that what it counts stays true until it commits. Such changes are rare.
 */
export async function holdPeople(client: PoolClient): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [peopleLock]);
}

/**
 * Refuses a person who is no administrator any more: what the request was let in by may be half a second old.
 * @throws DomainError `forbidden`
 */
export async function refuseFormerAdmin(client: PoolClient, caller: Caller): Promise<void> {
  if (caller.kind !== 'person') return;
  const { rowCount } = await client.query(
    `SELECT FROM person WHERE id = $1 AND role = 'admin' AND status = 'active'`,
    [caller.id],
  );
  if (rowCount === 0) throw new DomainError('forbidden', 'You are not an administrator any more.');
}

/** @throws DomainError `conflict` when nobody is left who is an administrator and can sign in */
export async function refuseWithoutAdmin(client: PoolClient, name: string): Promise<void> {
  const { rowCount } = await client.query(
    `SELECT FROM person WHERE role = 'admin' AND status = 'active' LIMIT 1`,
  );
  if (rowCount === 0)
    throw new DomainError('conflict', `${name} is the last administrator. Make somebody else one first.`, {
      reason: 'last_administrator',
    });
}
