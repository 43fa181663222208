import { argon2Sync } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { GET as EVENTS } from '@/app/api/v2/events/route';
import { POST as PASSWORD } from '@/app/api/v2/password/route';
import { DELETE as END } from '@/app/api/v2/sessions/[id]/route';
import { POST as END_ALL } from '@/app/api/v2/sessions/end-all/route';
import { GET as SESSIONS } from '@/app/api/v2/sessions/route';
import { POST as SET_UP } from '@/app/api/v2/set-up/route';
import { POST as SIGN_IN } from '@/app/api/v2/sign-in/route';
import { POST as SIGN_OUT } from '@/app/api/v2/sign-out/route';
import { sweepSignIns } from '@/lib/access/one-time-codes';
import { hashesMade } from '@/lib/access/passwords';
import { flushDenials } from '@/lib/audit/record';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { allAtOnce } from '@/lib/testing/concurrency';
import { setUpPath } from './set-up';
import { sessionListWire } from './sign-in-operations';
import {
  codeIn,
  cookieOf,
  firstAdmin,
  fromPage,
  goodPassword,
  joined,
  nobody,
  type Signed,
  signedBy,
} from './testing';

beforeEach(nobody);

let network = 0;
/** An address that no test before has used up. */
const newAddress = () => `10.20.${++network >> 8}.${network & 255}`;
const signIn = (
  email: string,
  password: string,
  more: { address?: string; headers?: Record<string, string> } = {},
) => call(SIGN_IN, { body: { email, password }, address: newAddress(), ...more });
const events = async (cookie: string) => (await call(EVENTS, { headers: { cookie } })).status;
const body = (code: string, more = {}) => ({
  code,
  name: 'Root',
  email: 'root@example.com',
  password: goodPassword,
  ...more,
});

describe('the set-up', () => {
  test('makes the first administrator, who is signed in at once; from then on strangers are not served', async () => {
    expect((await call(EVENTS)).status).toBe(200);
    const code = codeIn(await setUpPath());
    const answer = await call(SET_UP, { body: body(code), headers: fromPage() });
    expect([answer.status, answer.json.role]).toEqual([201, 'admin']);
    expect(answer.headers['set-cookie']).toMatch(
      /^shiplog-session=\w{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/,
    );
    expect(await events(cookieOf(answer))).toBe(200);
    expect((await call(EVENTS)).status).toBe(401);
    expect(await setUpPath()).toBeNull();
  });

  test('of several at once, exactly one makes an administrator', async () => {
    const codes = await Promise.all([1, 2, 3, 4].map(async () => codeIn(await setUpPath())));
    const answers = await allAtOnce(8, (index) =>
      call(SET_UP, {
        body: body(codes[index % 4] as string, { email: `root${index}@example.com` }),
        address: newAddress(),
      }),
    );
    const statuses = answers.map((one) => (one.status === 'fulfilled' ? one.value.status : 0));
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(7);
    const { rows } = await pool().query('SELECT count(*)::int AS n FROM person');
    expect(rows[0].n).toBe(1);
  });

  test('needs the code, and a link of an earlier start still works until it is a day old', async () => {
    const first = codeIn(await setUpPath());
    const second = codeIn(await setUpPath());
    expect((await call(SET_UP, { body: body('guessed'), address: newAddress() })).status).toBe(403);
    await pool().query(
      `UPDATE one_time_code SET expires_at = now() - interval '1 second' WHERE created_at = (SELECT max(created_at) FROM one_time_code)`,
    );
    expect((await call(SET_UP, { body: body(second), address: newAddress() })).status).toBe(403);
    expect((await call(SET_UP, { body: body(first), address: newAddress() })).status).toBe(201);
    expect(
      (await call(SET_UP, { body: body(first, { email: 'two@example.com' }), address: newAddress() })).status,
    ).toBe(409);
  });

  test('guessing its code is limited, and costs no hash', async () => {
    await setUpPath();
    const before = hashesMade();
    const address = newAddress();
    const answers = await allAtOnce(100, () => call(SET_UP, { body: body('guessed'), address }));
    const statuses = answers.map((one) => (one.status === 'fulfilled' ? one.value.status : 0));
    expect(new Set(statuses)).toEqual(new Set([403, 429]));
    expect(statuses.filter((status) => status === 403)).toHaveLength(30);
    expect(hashesMade()).toBe(before);
  });

  test('is not made by a page of another site', async () => {
    const code = codeIn(await setUpPath());
    const foreign: Record<string, string>[] = [
      { host: 'localhost:8080', 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { host: 'localhost:8080', origin: 'null' },
      { host: 'localhost:8080', origin: 'https://evil.example' },
    ];
    for (const headers of foreign)
      expect((await call(SET_UP, { body: body(code), headers })).status).toBe(403);
    const form = await call(SET_UP, {
      body: JSON.stringify(body(code)),
      headers: { 'content-type': 'text/plain' },
    });
    expect(form.status).toBe(415);
  });
});

describe('signing in', () => {
  let admin: Signed;
  beforeEach(async () => {
    admin = await firstAdmin();
  });

  test('works with the address in any case, and ends the session that the browser had', async () => {
    const first = signedBy(await signIn('ROOT@example.com ', goodPassword));
    const second = signedBy(await signIn('root@example.com', goodPassword, { headers: first.headers }));
    expect(second.cookie).not.toBe(first.cookie);
    expect([await events(first.cookie), await events(second.cookie)]).toEqual([401, 200]);
    const { rows } = await pool().query('SELECT session::text AS text FROM session');
    expect(JSON.stringify(rows)).not.toContain(second.cookie.split('=')[1]);
  });

  test('answers the same to whoever errs, whether there is such a person or not', async () => {
    const disabled = await joined(admin, { name: 'Gone' });
    await pool().query(`UPDATE person SET status = 'disabled' WHERE id = $1`, [disabled.id]);
    const answers = await Promise.all([
      signIn('root@example.com', 'not the password'),
      signIn('nobody@example.com', goodPassword),
      signIn(disabled.email, goodPassword),
      signIn('no address at all', goodPassword),
    ]);
    const shown = answers.map(({ status, text, headers }) => ({ status, text, headers }));
    expect(shown[0]?.status).toBe(401);
    for (const one of shown) expect(one).toEqual(shown[0]);
  });

  test('in vain is in the audit log with the account that was tried', async () => {
    await signIn('Mallory@Example.com', 'not the password at all');
    await flushDenials();
    const { rows } = await pool().query<{ outcome: string; reason: string }>(
      `SELECT outcome, reason FROM audit_entry WHERE subject = 'account:mallory@example.com'`,
    );
    expect(rows).toEqual([{ outcome: 'denied', reason: 'unauthenticated' }]);
  });

  test('takes a hash whether there is such a person or not', async () => {
    const before = hashesMade();
    await signIn('nobody@example.com', 'whatever it may be');
    await signIn('root@example.com', 'whatever it may be');
    expect(hashesMade() - before).toBe(2);
  });

  test('ten thousand attempts from one address get ten hashes, and a right password from another address gets in', async () => {
    const before = hashesMade();
    const address = newAddress();
    let refused = 0;
    for (let batch = 0; batch < 100; batch++) {
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, index) =>
          signIn('root@example.com', `guess number ${batch}-${index}`, { address }),
        ),
      );
      for (const { status, headers } of answers) {
        if (status !== 429) expect(status).toBe(401);
        else {
          refused += 1;
          expect(Number(headers['retry-after'])).toBeGreaterThan(0);
        }
      }
    }
    expect(hashesMade() - before).toBe(10);
    expect(refused).toBe(9_990);
    expect((await signIn('root@example.com', goodPassword, { address })).status).toBe(429);
    expect((await signIn('root@example.com', goodPassword)).status).toBe(200);
    expect(await events(admin.cookie)).toBe(200);
  });

  test('an unknown account is limited as one that exists is', async () => {
    const statuses = async (email: string) => {
      const address = newAddress();
      const all: number[] = [];
      for (let index = 0; index < 12; index++)
        all.push((await signIn(email, 'wrong password', { address })).status);
      return all;
    };
    expect(await statuses('nobody@example.com')).toEqual(await statuses('root@example.com'));
  });

  test('keeps a password anew that was hashed with other parameters', async () => {
    const nonce = Buffer.alloc(16, 7);
    const made = argon2Sync('argon2id', {
      message: goodPassword,
      nonce,
      memory: 8192,
      passes: 1,
      parallelism: 1,
      tagLength: 32,
    });
    const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
    await pool().query('UPDATE person SET password_hash = $1', [
      `$argon2id$v=19$m=8192,t=1,p=1$${text(nonce)}$${text(made)}`,
    ]);
    expect((await signIn('root@example.com', goodPassword)).status).toBe(200);
    const { rows } = await pool().query('SELECT password_hash FROM person');
    expect(rows[0].password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect((await signIn('root@example.com', goodPassword)).status).toBe(200);
  });
});

describe('sessions', () => {
  test('are listed with the browser they are of, and end one by one or all others at once', async () => {
    const admin = await firstAdmin();
    const second = signedBy(
      await signIn('root@example.com', goodPassword, { headers: { 'user-agent': 'Phone' } }),
    );
    await signIn('root@example.com', goodPassword);
    const { items } = sessionListWire.parse((await call(SESSIONS, { headers: admin.headers })).json);
    expect(items.map(({ current }) => current)).toEqual([true, false, false]);
    const phone = items.find(({ userAgent }) => userAgent === 'Phone');
    expect((await call(END, { params: { id: phone?.id as string }, headers: admin.headers })).status).toBe(
      204,
    );
    expect(await events(second.cookie)).toBe(401);
    const all = await call(END_ALL, { headers: admin.headers, body: {} });
    expect(all.json).toEqual({ ended: 1 });
    expect(await events(admin.cookie)).toBe(200);
  });

  test('of others cannot be ended', async () => {
    const admin = await firstAdmin();
    const ada = await joined(admin);
    const { items } = sessionListWire.parse((await call(SESSIONS, { headers: admin.headers })).json);
    expect((await call(END, { params: { id: items[0]?.id as string }, headers: ada.headers })).status).toBe(
      404,
    );
    expect(await events(admin.cookie)).toBe(200);
  });

  test('end by signing out, which removes the cookie', async () => {
    const admin = await firstAdmin();
    const answer = await call(SIGN_OUT, { headers: admin.headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['set-cookie']).toMatch(/^shiplog-session=; Path=\/; Max-Age=0;/);
    expect(await events(admin.cookie)).toBe(401);
  });

  test('are not ended by a page of another site', async () => {
    const admin = await firstAdmin();
    const headers = {
      cookie: admin.cookie,
      host: 'localhost:8080',
      'sec-fetch-site': 'cross-site',
      origin: 'https://evil.example',
    };
    expect((await call(SIGN_OUT, { headers })).status).toBe(403);
    expect(await events(admin.cookie)).toBe(200);
  });

  test('that are over are swept, with codes that are', async () => {
    await firstAdmin();
    await pool().query(`UPDATE session SET expires_at = now() - interval '1 second'`);
    expect(await sweepSignIns()).toBe(1);
  });
});

describe('one’s password', () => {
  const change = (by: Signed, current: string, next: string) =>
    call(PASSWORD, { headers: by.headers, body: { current, new: next }, address: newAddress() });

  test('is changed by whoever knows it, and ends the other sessions', async () => {
    const admin = await firstAdmin();
    const other = signedBy(await signIn('root@example.com', goodPassword));
    expect((await change(admin, 'not the password', 'another long sentence')).status).toBe(403);
    expect((await change(admin, goodPassword, 'short')).json.errors[0].pointer).toBe('/new');
    expect((await change(admin, goodPassword, 'another long sentence')).status).toBe(204);
    expect([await events(admin.cookie), await events(other.cookie)]).toEqual([200, 401]);
    expect((await signIn('root@example.com', 'another long sentence')).status).toBe(200);
  });

  test('is not guessed at in a browser that was left open', async () => {
    const admin = await firstAdmin();
    const address = newAddress();
    const statuses: number[] = [];
    for (let index = 0; index < 12; index++)
      statuses.push(
        (
          await call(PASSWORD, {
            headers: admin.headers,
            body: { current: `${index}`, new: 'another long sentence' },
            address,
          })
        ).status,
      );
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(403));
    expect(statuses.slice(10)).toEqual([429, 429]);
  });
});
