import { createHash } from 'node:crypto';
import { createLocalJWKSet, createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startIssuer, type TestIssuer } from './issuer';
import { newKey } from './issuer-keys';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.close());

const keys = () => createRemoteJWKSet(new URL(`${issuer.url}/.well-known/jwks.json`));

test('a code is exchanged for a signed token once, and only by whoever began the sign-in', async () => {
  const verifier = 'a-verifier-that-is-long-enough-to-be-one-of-pkce';
  const begin = async () => {
    const url = new URL(`${issuer.url}/authorize`);
    url.search = new URLSearchParams({
      client_id: issuer.clientId,
      redirect_uri: 'http://localhost/back',
      state: 's',
      nonce: 'n',
      code_challenge_method: 'S256',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    }).toString();
    const answer = await fetch(url, { redirect: 'manual' });
    return new URL(answer.headers.get('location') as string).searchParams.get('code') as string;
  };
  const exchange = (code: string, code_verifier: string) =>
    fetch(`${issuer.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        code,
        code_verifier,
        redirect_uri: 'http://localhost/back',
        client_id: issuer.clientId,
        client_secret: issuer.clientSecret,
      }),
    });
  expect((await exchange(await begin(), 'another')).status).toBe(400);
  const code = await begin();
  const token = (await (await exchange(code, verifier)).json()) as { id_token: string };
  const { payload } = await jwtVerify(token.id_token, keys(), {
    issuer: issuer.url,
    audience: issuer.clientId,
  });
  expect(payload).toMatchObject({ sub: 'user-1', email: 'ada@example.com', nonce: 'n' });
  expect((await exchange(code, verifier)).status).toBe(400);
});

test('tokens are refused when they are signed with what the issuer does not publish', async () => {
  await expect(jwtVerify(await issuer.sign({ sub: 'run' }), keys())).resolves.toBeTruthy();
  for (const options of [{ alg: 'none' }, { alg: 'HS256' }, { key: await newKey(), kid: issuer.key.kid }])
    await expect(jwtVerify(await issuer.sign({ sub: 'run' }, options), keys())).rejects.toThrow();
});

test('after a rotation the old key is gone, unless it is kept', async () => {
  const old = await issuer.sign({ sub: 'run' });
  await issuer.rotateKeys(true);
  await expect(jwtVerify(old, keys())).resolves.toBeTruthy();
  await issuer.rotateKeys();
  await expect(jwtVerify(old, keys())).rejects.toThrow();
  const { keys: published } = (await (await fetch(`${issuer.url}/.well-known/jwks.json`)).json()) as {
    keys: [];
  };
  await expect(
    jwtVerify(await issuer.sign({}), createLocalJWKSet({ keys: published })),
  ).resolves.toBeTruthy();
});

test('it goes down and comes up at the same address', async () => {
  const { url } = issuer;
  await issuer.down();
  await expect(fetch(`${url}/.well-known/jwks.json`)).rejects.toThrow();
  await issuer.up();
  expect(issuer.url).toBe(url);
  expect((await fetch(`${url}/.well-known/jwks.json`)).status).toBe(200);
});
