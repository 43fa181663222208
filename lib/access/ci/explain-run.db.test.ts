import { describe, expect, test } from 'vitest';
import { POST as CHECK } from '@/app/api/v2/trust-rules/check/route';
import { newKey } from '@/e2e/support/issuer-keys';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { type TrustRuleInput, trustCheckWire } from '@/lib/trust/schemas';
import { claims, forgetAll, trustIssuer, withIssuer } from './testing';

const issuer = await withIssuer();
const trust = (more: Partial<TrustRuleInput> = {}) => trustIssuer(issuer, more);
const seconds = () => Math.floor(Date.now() / 1000);

describe('asked why', () => {
  const check = async (token: string) => trustCheckWire.parse((await call(CHECK, { body: { token } })).json);

  test('a token is let in, says that it is, and has not been used by that', async () => {
    const rule = await trust();
    expect(await check(await issuer.sign(claims))).toMatchObject({
      accepted: true,
      problems: [],
      signature: 'good',
      claims: { repository_id: '42' },
      rules: [{ id: rule.id, name: 'shop', matches: true, reasons: [] }],
    });
    const { rows } = await pool().query('SELECT count(*)::int AS n FROM ci_token_use');
    expect(rows).toEqual([{ n: 0 }]);
  });

  test('a token is kept out, names everything that is wrong at once', async () => {
    await trust({ enabled: false });
    await trust({ name: 'other', claims: { repository_id: ['43'] }, audience: 'x' });
    const found = await check(await issuer.sign({ ...claims, ref: undefined, exp: seconds() + 86_400 }));
    expect(found.accepted).toBe(false);
    expect(found.signature).toBe('good');
    expect(found.problems).toEqual([expect.stringContaining('at most 60')]);
    expect(found.rules.map(({ reasons }) => reasons)).toEqual([
      ['The rule is switched off.', expect.stringContaining('nothing about ref')],
      [expect.stringContaining('the rule wants x'), 'repository_id is 42; the rule wants 43.'],
    ]);
  });

  test('what is no token, unsigned, or of nobody known, is told without asking anybody', async () => {
    await trust();
    expect((await check('hunter2')).problems).toEqual(['It is no JSON Web Token.']);
    expect((await check(await issuer.sign(claims, { alg: 'none' }))).problems[0]).toContain('none');
    const stranger = await check(await issuer.sign({ ...claims, iss: 'https://evil.example' }));
    expect(stranger).toMatchObject({ accepted: false, signature: 'not_checked', rules: [] });
    expect(issuer.requests).toEqual([]);
  });

  test('a bad signature and an issuer that is down are told apart', async () => {
    await trust();
    const forged = await check(await issuer.sign(claims, { key: await newKey(), kid: issuer.key.kid }));
    expect(forged).toMatchObject({ accepted: false, signature: 'bad' });
    forgetAll();
    await issuer.down();
    expect(await check(await issuer.sign(claims))).toMatchObject({
      accepted: false,
      signature: 'unavailable',
    });
  });

  test('the token stays out of the audit log', async () => {
    await trust();
    const token = await issuer.sign(claims);
    await call(CHECK, { body: { token } });
    const { rows } = await pool().query<{ all: string }>(
      `SELECT string_agg(a::text, ' ') AS all FROM audit_entry a WHERE operation = 'checkTrust'`,
    );
    expect(rows[0]?.all).not.toContain(token.split('.')[1]);
  });
});
