import { beforeEach, describe, expect, test } from 'vitest';
import { POST as INVITE } from '@/app/api/v2/people/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { allAtOnce } from '@/lib/testing/concurrency';
import { firstAdmin, joined, nobody, type Signed } from '../testing';
import { admitAccount, type ProviderAccount } from './admit-account';
import { ownSecret } from './own-secret';

let admin: Signed;
beforeEach(async () => {
  await nobody();
  admin = await firstAdmin();
});

const account = (more: Partial<ProviderAccount> = {}): ProviderAccount => ({
  provider: 'oidc',
  accountId: 'user-1',
  name: 'Ada Lovelace',
  verifiedEmail: 'ada@example.com',
  ...more,
});
const invite = (email = 'Ada@Example.com') =>
  call(INVITE, { headers: admin.headers, body: { name: 'Ada', email, role: 'responder' } });

describe('somebody who comes from a provider', () => {
  test('comes in by the verified address that was invited, and by the account from then on', async () => {
    await invite();
    expect(await admitAccount(account(), undefined)).toMatchObject({
      admitted: true,
      how: 'invited',
      person: { name: 'Ada' },
    });
    expect(await admitAccount(account({ verifiedEmail: null }), undefined)).toMatchObject({ how: 'known' });
    const { rows } = await pool().query(
      `SELECT status, role FROM person WHERE email_key = 'ada@example.com'`,
    );
    expect(rows).toEqual([{ status: 'active', role: 'responder' }]);
  });

  test('is turned away with an address that the provider has not verified, or that nobody invited', async () => {
    await invite();
    expect(await admitAccount(account({ verifiedEmail: null }), undefined)).toEqual({
      admitted: false,
      reason: 'not_invited',
    });
    expect(await admitAccount(account({ verifiedEmail: 'x@example.com' }), undefined)).toEqual({
      admitted: false,
      reason: 'not_invited',
    });
  });

  test('never becomes somebody who is in already by an address alone', async () => {
    await joined(admin, { name: 'Ada' });
    for (const role of [undefined, 'viewer'] as const)
      expect(await admitAccount(account(), role)).toEqual({ admitted: false, reason: 'address_taken' });
    expect(await admitAccount(account({ verifiedEmail: 'ROOT@example.com' }), 'viewer')).toMatchObject({
      admitted: false,
    });
  });

  test('gets the role for everybody else where there is one', async () => {
    expect(await admitAccount(account(), 'viewer')).toMatchObject({ admitted: true, how: 'created' });
    expect(await admitAccount(account({ accountId: 'user-2', verifiedEmail: null }), 'viewer')).toMatchObject(
      { how: 'created' },
    );
    const { rows } = await pool().query(
      `SELECT name, email, role FROM person WHERE role <> 'admin' ORDER BY email NULLS LAST`,
    );
    expect(rows).toEqual([
      { name: 'Ada Lovelace', email: 'ada@example.com', role: 'viewer' },
      { name: 'Ada Lovelace', email: null, role: 'viewer' },
    ]);
  });

  test('stays out while disabled, whether by account or by address', async () => {
    await invite();
    await admitAccount(account(), undefined);
    await pool().query(`UPDATE person SET status = 'disabled' WHERE role <> 'admin'`);
    expect(await admitAccount(account(), 'viewer')).toEqual({ admitted: false, reason: 'disabled' });
    expect(await admitAccount(account({ accountId: 'user-9' }), 'viewer')).toEqual({
      admitted: false,
      reason: 'disabled',
    });
  });

  test('is one person when they come twice at once', async () => {
    const answers = await allAtOnce(5, () => admitAccount(account(), 'viewer'));
    expect(answers.every((one) => one.status === 'fulfilled' && one.value.admitted)).toBe(true);
    const { rows } = await pool().query(`SELECT count(*)::int AS n FROM person WHERE role <> 'admin'`);
    expect(rows[0].n).toBe(1);
  });
});

test('all processes sign with one secret, whichever makes it', async () => {
  const secrets = await Promise.all([1, 2, 3, 4].map(() => ownSecret('test')));
  expect(new Set(secrets).size).toBe(1);
  expect(secrets[0]).toHaveLength(64);
});
