import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { newId } from '@/lib/ids';
import { authenticate } from './authenticate';
import { anonymousCaller } from './caller';
import { freshForMs } from './fresh';
import { forgetTokens } from './load-token';
import { forgetMode, hasAdministrator } from './mode';
import type { RequestOrigin } from './origin';
import { takeRequest } from './rate-limits';
import { forgetSessions, sessionCookieName } from './session';
import { hashSecret, newTokenSecret, randomText } from './token-secret';

const here: RequestOrigin = { address: '127.0.0.1', notLocal: null };
const elsewhere: RequestOrigin = { address: '203.0.113.9', notLocal: 'it came from 203.0.113.9' };

const ask = async (headers: Record<string, string>, origin = here) =>
  authenticate({ header: (name) => headers[name], origin });
const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const cookie = (token: string) => ({ cookie: `${sessionCookieName(false)}=${token}` });

async function token(columns: Record<string, unknown> = {}) {
  const secret = newTokenSecret();
  const row = {
    id: newId(),
    name: 'ci',
    hash: hashSecret(secret),
    hint: 'abcd',
    scopes: ['read'],
    ...columns,
  };
  const names = Object.keys(row);
  await pool().query(
    `INSERT INTO api_token (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
  return { secret, id: row.id };
}

async function person(role = 'viewer') {
  const id = newId();
  const secret = randomText(32);
  await pool().query(`INSERT INTO person (id, name, role) VALUES ($1, 'Ada', $2)`, [id, role]);
  await pool().query(
    `INSERT INTO session (token_hash, id, person_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')`,
    [hashSecret(secret), newId(), id],
  );
  return { id, secret };
}

const forgetAll = () => {
  forgetMode();
  forgetTokens();
  forgetSessions();
};
const auth = config().auth;
beforeAll(() => {
  config().auth = 'auto';
});
beforeEach(async () => {
  await pool().query('DELETE FROM person');
  await pool().query('DELETE FROM api_token');
  forgetAll();
});
afterAll(async () => {
  config().auth = auth;
  await pool().query('DELETE FROM person');
  forgetAll();
});

describe('before there is an administrator', () => {
  it('this machine may do everything, and nobody else anything', async () => {
    expect(await ask({})).toMatchObject({ kind: 'local', name: 'local' });
    await expect(ask({}, elsewhere)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('a credential of another product is no hindrance', async () => {
    expect(await ask(bearer('sk_1_2_3'))).toMatchObject({ kind: 'local' });
    expect(await ask(bearer(newTokenSecret()))).toMatchObject({ kind: 'local' });
  });

  it('a token is who it is', async () => {
    const { secret, id } = await token();
    expect(await ask(bearer(secret))).toMatchObject({ kind: 'token', id });
  });
});

describe('once there is one', () => {
  beforeEach(async () => {
    await person('admin');
    forgetMode();
    expect(await hasAdministrator()).toBe(true);
  });

  it('this machine is a stranger as any other', async () => {
    expect(await ask({})).toMatchObject({ kind: 'anonymous' });
    expect(await ask({}, elsewhere)).toMatchObject({ kind: 'anonymous' });
  });

  it.each([
    ['of another product', 'sk_1_2_3'],
    ['that nobody knows', newTokenSecret()],
    ['with a wrong checksum', `${newTokenSecret().slice(0, -1)}!`],
    ['of a run that no rule trusts', 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.'],
  ])('a credential %s is refused, whatever else is sent', async (_, text) => {
    const { secret } = await person();
    await expect(ask({ ...bearer(text), ...cookie(secret) })).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('a credential counts before the cookie', async () => {
    const { secret } = await person();
    const { secret: machine, id } = await token();
    expect(await ask({ ...bearer(machine), ...cookie(secret) })).toMatchObject({ kind: 'token', id });
  });

  it.each([
    ['revoked', { revoked_at: new Date() }],
    ['expired', { expires_at: new Date(Date.now() - 1000) }],
  ])('a token that is %s is refused', async (_, columns) => {
    const { secret } = await token(columns);
    await expect(ask(bearer(secret))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('the secret before a rotation works until its overlap ends', async () => {
    const [old, older] = [newTokenSecret(), newTokenSecret()];
    const { id } = await token({
      previous_hash: hashSecret(old),
      previous_until: new Date(Date.now() + 60_000),
    });
    await token({ previous_hash: hashSecret(older), previous_until: new Date(Date.now() - 1000) });
    expect(await ask(bearer(old))).toMatchObject({ id });
    await expect(ask(bearer(older))).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  it('the limits of a token come as names, and are none where it has none', async () => {
    const { rows } = await pool().query<{ id: number }>(
      `INSERT INTO service (name, name_key) VALUES ('Checkout', 'checkout') ON CONFLICT (name_key) DO UPDATE SET name = excluded.name RETURNING id`,
    );
    const limited = await token({ service_ids: [rows[0]?.id] });
    expect((await ask(bearer(limited.secret))).grants).toEqual([
      { scopes: ['read'], services: ['checkout'], environments: null },
    ]);
    // A service that is gone leaves a limit that allows nothing.
    const stranded = await token({ service_ids: [2_000_000_000] });
    expect((await ask(bearer(stranded.secret))).grants).toMatchObject([{ services: [] }]);
  });

  it('a session is its person, until it is over, the person disabled, or signed out', async () => {
    const one = await person('responder');
    expect(await ask(cookie(one.secret))).toMatchObject({ kind: 'person', id: one.id, role: 'responder' });
    const endings = [
      `UPDATE person SET status = 'disabled' WHERE id = $1`,
      `UPDATE session SET expires_at = now() - interval '1 second' WHERE person_id = $1`,
      'DELETE FROM session WHERE person_id = $1',
    ];
    for (const ending of endings) {
      const { id, secret } = await person();
      expect(await ask(cookie(secret))).toMatchObject({ kind: 'person', id });
      await pool().query(ending, [id]);
      forgetSessions();
      expect(await ask(cookie(secret))).toMatchObject({ kind: 'anonymous' });
    }
  });

  it('a revocation by another process is noticed by itself within a second', async () => {
    expect(freshForMs).toBeLessThan(1000);
    const { secret, id } = await token();
    await ask(bearer(secret));
    await pool().query('UPDATE api_token SET revoked_at = now() WHERE id = $1', [id]);
    await expect
      .poll(() =>
        ask(bearer(secret)).then(
          () => 'let in',
          (error) => error.code,
        ),
      )
      .toBe('unauthenticated');
  });
});

it('whoever guesses is soon not asked about further tokens, which others at that address do not notice', async () => {
  await person('admin');
  forgetMode();
  const { anonymous } = config().rates;
  config().rates.anonymous = 3;
  const from = { address: '198.51.100.1', notLocal: 'elsewhere' };
  const { secret, id } = await token();
  await ask(bearer(secret), from);
  for (let guess = 0; guess < 4; guess++) {
    await expect(ask(bearer(newTokenSecret()), from)).rejects.toMatchObject({ code: 'unauthenticated' });
    await takeRequest(anonymousCaller, from.address).catch(() => {});
  }
  await expect(ask(bearer(newTokenSecret()), from)).rejects.toMatchObject({ code: 'too_many_requests' });
  expect(await ask(bearer(secret), from)).toMatchObject({ id });
  await expect(ask(bearer(newTokenSecret()))).rejects.toMatchObject({ code: 'unauthenticated' });
  config().rates.anonymous = anonymous;
});

describe('the rate', () => {
  it('is counted for each caller alone, and said in every answer', async () => {
    const noisy = { ...(await ask(bearer((await token({ rate_per_minute: 2 })).secret))) };
    const quiet = { ...(await ask(bearer((await token({ rate_per_minute: 2 })).secret))) };
    expect(await takeRequest(noisy, 'x')).toEqual({
      'ratelimit-policy': '"minute";q=2;w=60',
      ratelimit: '"minute";r=1;t=60',
    });
    await takeRequest(noisy, 'x');
    await expect(takeRequest(noisy, 'x')).rejects.toMatchObject({
      code: 'too_many_requests',
      details: {
        retryAfterSeconds: expect.any(Number),
        headers: { ratelimit: expect.stringMatching(/^"minute";r=0;t=\d+$/) },
      },
    });
    expect(await takeRequest(quiet, 'x')).toMatchObject({ ratelimit: '"minute";r=1;t=60' });
  });
});
