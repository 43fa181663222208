import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import { beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { IssuerKeys } from './issuer-keys';

// What goes wrong here goes wrong on purpose.
process.env.LOG_LEVEL = 'silent';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const issuer = 'https://ci.example.com';
const minutes = 60_000;
let pairs: Pair[];
let published: { kid: string; pair: Pair }[];
let isUp: boolean;
let now: number;
let answer: unknown;

beforeAll(async () => {
  pairs = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
});
beforeEach(() => {
  published = [{ kid: 'a', pair: pairs[0] as Pair }];
  isUp = true;
  now = 0;
  answer = undefined;
});

function keysOf() {
  const read = vi.fn(async (url: string): Promise<unknown> => {
    if (!isUp) throw new Error('down');
    if (answer !== undefined) return answer;
    if (url.endsWith('/openid-configuration')) return { issuer, jwks_uri: `${issuer}/jwks` };
    return {
      keys: await Promise.all(
        published.map(async ({ kid, pair }) => ({ ...(await exportJWK(pair.publicKey)), kid, alg: 'ES256' })),
      ),
    };
  });
  return { keys: new IssuerKeys(issuer, read, () => now), read };
}

const sign = (kid: string, pair = pairs[0] as Pair) =>
  new CompactSign(new TextEncoder().encode('{}'))
    .setProtectedHeader({ alg: 'ES256', kid })
    .sign(pair.privateKey);

describe('the keys of an issuer', () => {
  test('are read once for many tokens, also for those that come together', async () => {
    const { keys, read } = keysOf();
    const jwt = await sign('a');
    expect(await Promise.all([keys.haveSigned(jwt), keys.haveSigned(jwt)])).toEqual([true, true]);
    now += 9 * minutes;
    expect(await keys.haveSigned(jwt)).toBe(true);
    expect(read.mock.calls.map(([url]) => url)).toEqual([
      `${issuer}/.well-known/openid-configuration`,
      `${issuer}/jwks`,
    ]);
  });

  test('that are new are picked up when a token names one', async () => {
    const { keys } = keysOf();
    expect(await keys.haveSigned(await sign('a'))).toBe(true);
    published = [{ kid: 'b', pair: pairs[1] as Pair }];
    now += 6_000;
    expect(await keys.haveSigned(await sign('b', pairs[1]))).toBe(true);
    expect(await keys.haveSigned(await sign('a'))).toBe(false);
  });

  test('that are withdrawn are taken for ten minutes at most', async () => {
    const { keys } = keysOf();
    const jwt = await sign('a');
    await keys.haveSigned(jwt);
    published = [{ kid: 'b', pair: pairs[1] as Pair }];
    now += 11 * minutes;
    expect(await keys.haveSigned(jwt)).toBe(false);
  });

  test('are not asked for by every token that names an unknown one', async () => {
    const { keys, read } = keysOf();
    for (let index = 0; index < 20; index++)
      expect(await keys.haveSigned(await sign(`x${index}`))).toBe(false);
    expect(read).toHaveBeenCalledTimes(2);
  });

  test('go on working while the issuer is down, for a day', async () => {
    const { keys } = keysOf();
    const jwt = await sign('a');
    await keys.haveSigned(jwt);
    isUp = false;
    now += 60 * minutes;
    expect(await keys.haveSigned(jwt)).toBe(true);
    // Whether a new key is the issuer's own is not known, which is no refusal.
    await expect(keys.haveSigned(await sign('b', pairs[1]))).rejects.toMatchObject({ code: 'unavailable' });
    now += 24 * 60 * minutes;
    await expect(keys.haveSigned(jwt)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('that were never read leave open whether a token is good, and are tried again soon', async () => {
    const { keys, read } = keysOf();
    const jwt = await sign('a');
    isUp = false;
    for (let index = 0; index < 5; index++)
      await expect(keys.haveSigned(jwt)).rejects.toMatchObject({ code: 'unavailable' });
    expect(read).toHaveBeenCalledTimes(1);
    isUp = true;
    now += 6_000;
    expect(await keys.haveSigned(jwt)).toBe(true);
  });

  test.each([
    ['of another issuer', { issuer: 'https://evil.example', jwks_uri: `${issuer}/jwks` }],
    ['with a slash more', { issuer: `${issuer}/`, jwks_uri: `${issuer}/jwks` }],
    ['that leads into this network', { issuer, jwks_uri: 'http://127.0.0.1:5432/' }],
    ['without keys', { issuer }],
    ['that is nothing', null],
    ['that is a list', []],
  ])('are not taken from a discovery document %s', async (_, document) => {
    const { keys } = keysOf();
    answer = document;
    await expect(keys.haveSigned(await sign('a'))).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('prove nothing about what somebody else has signed under the name of one', async () => {
    const { keys } = keysOf();
    expect(await keys.haveSigned(await sign('a', pairs[1]))).toBe(false);
  });
});
