import { beforeEach, expect, test } from 'vitest';
import { forgiveAttempt, takeAttempt } from './sign-in-limits';

let at = 0;
let account = '';
beforeEach(() => {
  at += 1;
  account = `person-${at}@example.com`;
});

const stranger = async () => false;
const attempts = async (
  n: number,
  of: (index: number) => { account: string; address: string; isFamiliar?: () => Promise<boolean> },
) => {
  let taken = 0;
  for (let index = 0; index < n; index++)
    await takeAttempt({ isFamiliar: stranger, ...of(index) }).then(
      () => {
        taken += 1;
      },
      () => {},
    );
  return taken;
};

test('ten passwords of one account may be tried from one address, then the next one has to wait', async () => {
  expect(await attempts(200, () => ({ account, address: `10.1.${at}.1` }))).toBe(10);
  await expect(takeAttempt({ account, address: `10.1.${at}.1`, isFamiliar: stranger })).rejects.toMatchObject(
    {
      code: 'too_many_requests',
      details: { retryAfterSeconds: expect.any(Number) },
    },
  );
});

test('thirty passwords may be tried from one address, whatever the accounts', async () => {
  expect(await attempts(200, (index) => ({ account: `${index}-${account}`, address: `10.2.${at}.1` }))).toBe(
    30,
  );
});

test('many at once do not slip through together', async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 500 }, () =>
      takeAttempt({ account, address: `10.3.${at}.1`, isFamiliar: stranger }),
    ),
  );
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
});

test('an account that is tried from everywhere lets strangers take turns, and its owner in at once', async () => {
  expect(await attempts(150, (index) => ({ account, address: `10.4.${at}.${index}` }))).toBe(101);
  await expect(
    takeAttempt({ account, address: `10.5.${at}.1`, isFamiliar: async () => true }),
  ).resolves.toBeUndefined();
});

test('a right password takes back what the wrong ones before it have cost', async () => {
  const attempt = { account, address: `10.6.${at}.1`, isFamiliar: stranger };
  expect(await attempts(9, () => attempt)).toBe(9);
  await takeAttempt(attempt);
  await forgiveAttempt(attempt);
  expect(await attempts(10, () => attempt)).toBe(10);
});
