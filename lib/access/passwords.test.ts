import { argon2Sync } from 'node:crypto';
import { expect, test } from 'vitest';
import { allAtOnce, refused } from '@/lib/testing/concurrency';
import { hashPassword, verifyPassword } from './passwords';

test('a password is kept as argon2id with the parameters that OWASP asks for, never as itself', async () => {
  const kept = await hashPassword('staple thunder mango');
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await hashPassword('staple thunder mango')).not.toBe(kept);
  expect(await verifyPassword('staple thunder mango', kept)).toEqual({ right: true, outdated: false });
  expect(await verifyPassword('staple thunder mangO', kept)).toEqual({ right: false, outdated: false });
});

test('the same characters typed on another keyboard are the same password', async () => {
  const kept = await hashPassword('épaulette thunder'.normalize('NFC'));
  expect((await verifyPassword('épaulette thunder'.normalize('NFD'), kept)).right).toBe(true);
});

test('a password that was kept with other parameters still works, and is known to be outdated', async () => {
  const nonce = Buffer.alloc(16, 7);
  const made = argon2Sync('argon2id', {
    message: 'staple thunder',
    nonce,
    memory: 8192,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const text = (bytes: Buffer) => bytes.toString('base64').replaceAll('=', '');
  const kept = `$argon2id$v=19$m=8192,t=1,p=1$${text(nonce)}$${text(made)}`;
  expect(await verifyPassword('staple thunder', kept)).toEqual({ right: true, outdated: true });
});

test('nobody has no password: nothing that is tried is right', async () => {
  expect(await verifyPassword('', null)).toEqual({ right: false, outdated: false });
  expect(await verifyPassword('anything', 'not a hash')).toEqual({ right: false, outdated: false });
});

test('beyond what can be hashed within about a second, people are asked to come again', async () => {
  const results = await allAtOnce(120, () => verifyPassword('anything', null));
  const reasons = refused(results) as { code: string }[];
  expect(reasons.length).toBeGreaterThan(0);
  expect(reasons.length).toBeLessThan(120);
  expect(new Set(reasons.map(({ code }) => code))).toEqual(new Set(['too_many_requests']));
  expect((await verifyPassword('anything', null)).right).toBe(false);
});
