import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { Fresh } from './fresh';

/**
 * Whom the product serves. `protected`: only this machine, which may do everything. `signed-in`: whoever signs in or sends a token.
 * `open`: everybody, everything.
 */
export type AccessMode = 'protected' | 'signed-in' | 'open';

/** What the setting says, and where it says nothing, whether there is an administrator. */
export function accessMode(): AccessMode | Promise<AccessMode> {
  switch (config().auth) {
    case 'off':
      return 'open';
    case 'protected':
      return 'protected';
    case 'required':
      return 'signed-in';
    default:
      return known().get('mode');
  }
}

/** Makes this process look again: the first administrator does not have to wait for it. */
export function forgetMode(): void {
  known().forget();
}

const known = () =>
  Fresh.named<AccessMode>('mode', async () => ((await hasAdministrator()) ? 'signed-in' : 'protected'));

/** Whether somebody can sign in who may do everything. */
export async function hasAdministrator(): Promise<boolean> {
  const { rows } = await pool().query<{ found: boolean }>(
    `SELECT EXISTS (SELECT FROM person WHERE role = 'admin' AND status = 'active') AS found`,
  );
  return (rows[0] as { found: boolean }).found;
}
