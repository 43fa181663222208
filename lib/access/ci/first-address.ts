import { createHash } from 'node:crypto';
import { pool } from '@/lib/db/pool';
import { once } from '@/lib/runtime';
import { clockToleranceSeconds } from './read-run';

/**
 * From where a CI token was first used. Whoever finds one in a log and sends it from elsewhere is refused: GitHub's and GitLab's jobs
 * run on one machine each.
 */

const most = 10_000;
/** It never changes, so what was asked once is known. */
const remembered = () => once('access.ci-addresses', () => new Map<string, string>());

/**
 * The address of the first use, which is this one when there was none: the first of two at the same time decides for both, in
 * whichever processes they are.
 * @param expiresAt of the token, in seconds since the epoch
 */
export async function firstAddress(jwt: string, address: string, expiresAt: number): Promise<string> {
  const hash = hashOfSigned(jwt);
  const key = hash.toString('base64');
  const known = remembered().get(key);
  if (known !== undefined) return known;
  const { rows } = await pool().query<{ address: string }>({
    name: 'first-ci-address',
    text: `INSERT INTO ci_token_use AS u (hash, address, expires_at) VALUES ($1, $2, to_timestamp($3))
           ON CONFLICT (hash) DO UPDATE SET hash = u.hash RETURNING u.address`,
    values: [hash, address, expiresAt + clockToleranceSeconds],
  });
  const first = (rows[0] as { address: string }).address;
  remembered().set(key, first);
  if (remembered().size > most) remembered().delete(remembered().keys().next().value as string);
  return first;
}

/**
 * Of what is signed, not of the whole token: the same words with another valid signature, which for some algorithms anybody can make
 * from the first one, are the same token.
 */
function hashOfSigned(jwt: string): Buffer {
  return createHash('sha256')
    .update(jwt.slice(0, jwt.lastIndexOf('.')))
    .digest();
}

/** Removes what nobody needs any more: an expired token is refused wherever it comes from. Answers how many there were. */
export async function sweepFirstAddresses(): Promise<number> {
  const { rowCount } = await pool().query(
    `DELETE FROM ci_token_use WHERE expires_at < now() - interval '5 minutes'`,
  );
  return rowCount ?? 0;
}

/** Makes this process ask again. For tests. */
export const forgetFirstAddresses = (): void => remembered().clear();
