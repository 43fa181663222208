import { beforeEach, describe, expect, test } from 'vitest';
import { POST as JOIN } from '@/app/api/v2/join/route';
import { POST as INVITATION } from '@/app/api/v2/people/[id]/invitation/route';
import { POST as RESET } from '@/app/api/v2/people/[id]/reset/route';
import { DELETE, GET, PATCH } from '@/app/api/v2/people/[id]/route';
import { POST as SIGN_OUT_PERSON } from '@/app/api/v2/people/[id]/sign-out/route';
import { POST as INVITE, GET as LIST } from '@/app/api/v2/people/route';
import { POST as SIGN_IN } from '@/app/api/v2/sign-in/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { allAtOnce } from '@/lib/testing/concurrency';
import { personListWire } from './operations';
import { newPersonWire, type PersonPatchInput, personWire } from './schemas';
import { codeIn, firstAdmin, goodPassword, joined, nobody, type Signed, signedBy } from './testing';

let admin: Signed;
beforeEach(async () => {
  await nobody();
  admin = await firstAdmin();
});

const change = (by: Signed, id: string, body: PersonPatchInput, headers: Record<string, string> = {}) =>
  call(PATCH, { params: { id }, body, headers: { ...by.headers, ...headers } });
const list = async (by: Signed) => (await call(LIST, { headers: by.headers })).status;
const read = async (id: string) =>
  personWire.parse((await call(GET, { params: { id }, headers: admin.headers })).json);

describe('an invitation', () => {
  test('lets somebody choose a password with a link that is shown once and works once', async () => {
    const answer = await call(INVITE, {
      headers: admin.headers,
      body: {
        name: 'Ada',
        email: 'Ada@Example.com',
        role: 'responder',
        grants: [{ environment: 'Production', role: 'deployer' }],
      },
    });
    expect(answer.status).toBe(201);
    const { person, link } = newPersonWire.parse(answer.json);
    expect(person).toMatchObject({
      status: 'invited',
      role: 'responder',
      email: 'Ada@Example.com',
      link: { purpose: 'invite' },
    });
    expect(person.grants).toEqual([
      { environment: expect.stringMatching(/^production$/i), role: 'deployer' },
    ]);
    const code = codeIn(link.path);
    expect(code).toHaveLength(32);
    const { rows } = await pool().query(`SELECT encode(hash, 'hex') AS hash FROM one_time_code`);
    expect(JSON.stringify(rows)).not.toContain(code);
    const ada = signedBy(await call(JOIN, { body: { code, password: goodPassword, name: 'Ada Lovelace' } }));
    expect(await list(ada)).toBe(200);
    expect(await read(person.id)).toMatchObject({ name: 'Ada Lovelace', status: 'active', link: null });
    const again = await call(JOIN, { body: { code, password: goodPassword } });
    expect([again.status, again.json.code]).toEqual([403, 'forbidden']);
  });

  test('is for an address that nobody has yet, in whatever case', async () => {
    await joined(admin, { name: 'Ada' });
    const answer = await call(INVITE, {
      headers: admin.headers,
      body: { name: 'X', email: 'ADA@example.com' },
    });
    expect(answer.status).toBe(409);
  });

  test('is replaced by a new one', async () => {
    const invite = await call(INVITE, {
      headers: admin.headers,
      body: { name: 'Ada', email: 'ada@example.com' },
    });
    const { person, link } = newPersonWire.parse(invite.json);
    const renewed = await call(INVITATION, { params: { id: person.id }, headers: admin.headers });
    expect(renewed.status).toBe(200);
    expect((await call(JOIN, { body: { code: codeIn(link.path), password: goodPassword } })).status).toBe(
      403,
    );
    expect(
      (await call(JOIN, { body: { code: codeIn(renewed.json.path), password: goodPassword } })).status,
    ).toBe(200);
    expect((await call(INVITATION, { params: { id: person.id }, headers: admin.headers })).status).toBe(409);
  });

  test('works for one of two who use it at once', async () => {
    const invite = await call(INVITE, {
      headers: admin.headers,
      body: { name: 'Ada', email: 'ada@example.com' },
    });
    const code = codeIn(newPersonWire.parse(invite.json).link.path);
    const answers = await allAtOnce(4, () => call(JOIN, { body: { code, password: goodPassword } }));
    const statuses = answers.map((one) => (one.status === 'fulfilled' ? one.value.status : 0)).sort();
    expect(statuses).toEqual([200, 403, 403, 403]);
  });

  test('says what is wrong with a password that would be guessed', async () => {
    const invite = await call(INVITE, {
      headers: admin.headers,
      body: { name: 'Ada', email: 'lovelace@example.com' },
    });
    const code = codeIn(newPersonWire.parse(invite.json).link.path);
    for (const password of ['short', 'password1234', 'lovelace was here']) {
      const answer = await call(JOIN, { body: { code, password } });
      expect(answer.status).toBe(422);
      expect(answer.json.errors[0].pointer).toBe('/password');
      expect(answer.text).not.toContain(password);
    }
  });
});

describe('a new password', () => {
  test('is chosen with a link, which ends every session', async () => {
    const ada = await joined(admin);
    const link = await call(RESET, { params: { id: ada.id }, headers: admin.headers });
    expect(await list(ada)).toBe(200);
    const again = signedBy(
      await call(JOIN, { body: { code: codeIn(link.json.path), password: 'another long sentence' } }),
    );
    expect(await list(ada)).toBe(401);
    expect(await list(again)).toBe(200);
    const signIn = (password: string) =>
      call(SIGN_IN, { body: { email: ada.email, password }, address: '10.9.9.1' });
    expect((await signIn(goodPassword)).status).toBe(401);
    expect((await signIn('another long sentence')).status).toBe(200);
  });
});

describe('what somebody may do', () => {
  test('changes for the session they have open', async () => {
    const ada = await joined(admin);
    expect(
      (await call(INVITE, { headers: ada.headers, body: { name: 'X', email: 'x@example.com' } })).status,
    ).toBe(403);
    expect((await change(admin, ada.id, { role: 'admin' })).status).toBe(200);
    expect(
      (await call(INVITE, { headers: ada.headers, body: { name: 'X', email: 'x@example.com' } })).status,
    ).toBe(201);
    expect((await change(admin, ada.id, { role: 'viewer' })).status).toBe(200);
    expect(
      (await call(INVITE, { headers: ada.headers, body: { name: 'Y', email: 'y@example.com' } })).status,
    ).toBe(403);
  });

  test('is nothing once they are disabled, and comes back with them', async () => {
    const ada = await joined(admin);
    expect((await change(admin, ada.id, { status: 'disabled' })).status).toBe(200);
    expect(await list(ada)).toBe(401);
    const signIn = () =>
      call(SIGN_IN, { body: { email: ada.email, password: goodPassword }, address: '10.9.9.2' });
    expect((await signIn()).status).toBe(401);
    expect((await change(admin, ada.id, { status: 'active' })).json.status).toBe('active');
    expect(await list(ada)).toBe(401);
    expect((await signIn()).status).toBe(200);
  });

  test('is not changed by an invitation to somebody who is disabled meanwhile', async () => {
    const invite = await call(INVITE, {
      headers: admin.headers,
      body: { name: 'Ada', email: 'ada@example.com' },
    });
    const { person, link } = newPersonWire.parse(invite.json);
    await change(admin, person.id, { status: 'disabled' });
    expect((await call(JOIN, { body: { code: codeIn(link.path), password: goodPassword } })).status).toBe(
      403,
    );
    expect((await change(admin, person.id, { status: 'active' })).json.status).toBe('invited');
  });

  test('is not raised by themselves', async () => {
    const other = await joined(admin, { name: 'Grace', role: 'admin' });
    const raise = await change(other, other.id, {
      grants: [{ environment: 'production', role: 'deployer' }],
    });
    expect([raise.status, raise.json.reason]).toEqual([403, 'own_rights']);
    // The request is let in by what was known half a second ago; the change is decided by what is true now.
    await list(other);
    await pool().query(`UPDATE person SET role = 'viewer' WHERE id = $1`, [other.id]);
    expect((await change(other, other.id, { role: 'admin' })).status).toBe(403);
    expect((await read(other.id)).role).toBe('viewer');
  });

  test('may be lowered by themselves while another administrator is there', async () => {
    const lower = () => change(admin, admin.id, { role: 'viewer' });
    expect((await lower()).status).toBe(409);
    const other = await joined(admin, { name: 'Grace', role: 'admin' });
    expect((await lower()).status).toBe(200);
    expect((await change(other, other.id, { status: 'disabled' })).status).toBe(409);
    expect((await call(DELETE, { params: { id: other.id }, headers: other.headers })).status).toBe(409);
    expect(await list(other)).toBe(200);
  });

  test('stays with one administrator when all of them lower each other at once', async () => {
    const others = await Promise.all(
      ['A', 'B', 'C', 'D'].map((name) =>
        joined(admin, { name, role: 'admin', email: `${name}@example.com` }),
      ),
    );
    const all = [admin, ...others];
    for (let round = 0; round < 3; round++) {
      const answers = await allAtOnce(all.length, (index) =>
        change(all[index] as Signed, (all[(index + 1) % all.length] as Signed).id, { role: 'viewer' }),
      );
      expect(
        answers.every((one) => one.status === 'fulfilled' && [200, 403, 409].includes(one.value.status)),
      ).toBe(true);
      const { rows } = await pool().query(`SELECT id FROM person WHERE role = 'admin' AND status = 'active'`);
      expect(rows.length).toBeGreaterThanOrEqual(1);
      await pool().query(`UPDATE person SET role = 'admin'`);
    }
  });

  test('is not changed over what somebody else has changed meanwhile', async () => {
    const ada = await joined(admin);
    const { revision } = await read(ada.id);
    expect((await change(admin, ada.id, { role: 'deployer' }, { 'if-match': `"${revision}"` })).status).toBe(
      200,
    );
    expect((await change(admin, ada.id, { role: 'viewer' }, { 'if-match': `"${revision}"` })).status).toBe(
      412,
    );
  });

  test('ends with them, and so does their session', async () => {
    const ada = await joined(admin);
    expect((await call(DELETE, { params: { id: ada.id }, headers: admin.headers })).status).toBe(204);
    expect(await list(ada)).toBe(401);
    expect((await call(GET, { params: { id: ada.id }, headers: admin.headers })).status).toBe(404);
  });
});

test('somebody is signed out everywhere', async () => {
  const ada = await joined(admin);
  const answer = await call(SIGN_OUT_PERSON, { params: { id: ada.id }, headers: admin.headers });
  expect([answer.status, answer.json]).toEqual([200, { ended: 1 }]);
  expect(await list(ada)).toBe(401);
});

test('addresses, sessions and links of others are for administrators', async () => {
  const ada = await joined(admin);
  const mine = personListWire.parse((await call(LIST, { headers: admin.headers })).json).items;
  expect(mine.map(({ email }) => email)).toEqual(['ada@example.com', 'root@example.com']);
  expect(mine[0]).toMatchObject({ sessions: 1, signsInWith: ['password'] });
  const theirs = personListWire.parse((await call(LIST, { headers: ada.headers })).json).items;
  expect(
    theirs.map(({ name, email, sessions, lastSeenAt, signsInWith, link }) => [
      name,
      email,
      sessions,
      lastSeenAt,
      signsInWith,
      link,
    ]),
  ).toEqual([
    ['Ada', 'ada@example.com', null, null, ['password'], null],
    ['Root', null, null, null, null, null],
  ]);
  const found = await call(LIST, { url: '/api/v2/people?q=root@&status=active', headers: ada.headers });
  expect(found.json.items).toEqual([]);
});

test('who changed whom is in the audit log, and no secret is', async () => {
  const ada = await joined(admin);
  await change(admin, ada.id, { role: 'deployer' });
  const { rows } = await pool().query<{
    operation: string;
    caller_name: string;
    before: { role: string };
    after: { role: string };
  }>(`SELECT operation, caller_name, before, after FROM audit_entry WHERE subject = $1 ORDER BY id`, [
    `person:${ada.id}`,
  ]);
  expect(rows.map(({ operation, caller_name }) => [operation, caller_name])).toEqual([
    ['invitePerson', 'Root'],
    ['join', 'Ada'],
    ['updatePerson', 'Root'],
  ]);
  expect(rows[2]).toMatchObject({ before: { role: 'viewer' }, after: { role: 'deployer' } });
  const all = await pool().query('SELECT audit_entry::text AS text FROM audit_entry');
  expect(JSON.stringify(all.rows)).not.toContain(goodPassword);
  expect(JSON.stringify(all.rows)).not.toMatch(/argon2|code=/);
});
