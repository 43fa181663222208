import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { describe, expect, test, vi } from 'vitest';
import { PUT } from '@/app/api/v2/trust-rules/[id]/route';
import { startIssuer } from '@/e2e/support/issuer';
import { newKey, publicJwk } from '@/e2e/support/issuer-keys';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import type { TrustRuleInput } from '@/lib/trust/schemas';
import { fetchJson } from './fetch-json';
import { sweepFirstAddresses } from './first-address';
import { audience, claims, forgetAll, here, report, ruleFor, trustIssuer, withIssuer } from './testing';
import { runCaller } from './verify-run';

const issuer = await withIssuer();
const trust = (more: Partial<TrustRuleInput> = {}) => trustIssuer(issuer, more);
const seconds = () => Math.floor(Date.now() / 1000);

describe('a run that a rule means', () => {
  test('is let in as whom its issuer vouches for', async () => {
    const rule = await trust({ services: ['Shop'], environments: ['production'] });
    expect(await runCaller(await issuer.sign(claims), here)).toMatchObject({
      kind: 'ci',
      id: rule.id,
      name: 'ada',
      via: issuer.url,
      grants: [{ scopes: ['events:write'], services: ['shop'], environments: ['production'] }],
      verified: {
        issuer: issuer.url,
        actor: 'ada',
        repository: 'acme/shop',
        sha: 'c0ffee',
        ref: 'refs/heads/main',
        environment: 'production',
        run: `${issuer.url}/acme/shop/actions/runs/7001`,
      },
    });
  });

  test('may do what any of the rules that mean it allows', async () => {
    const shop = await trust();
    const owner = await trust({ claims: { repository_owner_id: ['7'] }, scopes: ['read'] });
    await trust({ claims: { repository_id: ['43'] }, scopes: ['locks:write'] });
    const caller = await runCaller(await issuer.sign(claims), here);
    expect(caller?.id).toBe([shop.id, owner.id].sort().join('+'));
    expect(caller?.grants.flatMap(({ scopes }) => scopes).sort()).toEqual(['events:write', 'read']);
  });

  test('may have more audiences than ours', async () => {
    await trust();
    expect(await runCaller(await issuer.sign({ ...claims, aud: ['x', audience] }), here)).not.toBeNull();
  });

  test('costs its issuer nothing once its keys are known', async () => {
    await trust();
    const jwt = await issuer.sign(claims);
    for (let index = 0; index < 3; index++) expect(await runCaller(jwt, here)).not.toBeNull();
    expect(issuer.requests).toEqual(['GET /.well-known/openid-configuration', 'GET /.well-known/jwks.json']);
  });

  test('is remembered with the rule that let it in', async () => {
    const { id } = await trust();
    await runCaller(await issuer.sign(claims), here);
    const used = async () =>
      (await pool().query('SELECT last_used_at FROM trust_rule WHERE id = $1', [id])).rows[0].last_used_at;
    await expect.poll(used).toBeInstanceOf(Date);
  });
});

describe('a run is kept out', () => {
  const refused = async (jwt: string) => expect(await runCaller(jwt, here)).toBeNull();

  test.each<[string, object]>([
    ['of another audience', { aud: 'https://other.example.com' }],
    ['without an audience', { aud: undefined }],
    ['of another repository by that name', { repository_id: '43' }],
    ['of another branch', { ref: 'refs/heads/feature' }],
    ['without the claim', { ref: undefined }],
    ['expired', { iat: seconds() - 7200, nbf: seconds() - 7200, exp: seconds() - 3600 }],
    ['not yet valid', { nbf: seconds() + 3600, exp: seconds() + 3900 }],
    ['too long lived', { exp: seconds() + 86_400 }],
    ['for ever', { exp: undefined }],
  ])('%s, and its issuer is not asked', async (_, wrong) => {
    await trust();
    await refused(await issuer.sign({ ...claims, ...wrong }));
    expect(issuer.requests).toEqual([]);
  });

  test('of an issuer that no rule names, and no request leaves', async () => {
    await trust({ issuer: 'https://ci.example.com', provider: 'other', claims: { sub: ['x'] } });
    const asked = vi.spyOn(globalThis, 'fetch');
    await refused(await issuer.sign(claims));
    await refused(await issuer.sign({ ...claims, iss: 'https://evil.example' }));
    expect(asked).not.toHaveBeenCalled();
  });

  test.each<[string, () => Promise<string>]>([
    ['unsigned', () => issuer.sign(claims, { alg: 'none' })],
    ['signed by a public key as if it were a secret', () => issuer.sign(claims, { alg: 'HS256' })],
    [
      'signed by a foreign key under the name of ours',
      async () => issuer.sign(claims, { key: await newKey(), kid: issuer.key.kid }),
    ],
    ['signed by an unknown key', async () => issuer.sign(claims, { key: await newKey() })],
    [
      'signed by a key that it brings along',
      async () => {
        const key = await newKey();
        return issuer.sign(claims, { key, header: { jwk: await publicJwk(key), jku: `${issuer.url}/evil` } });
      },
    ],
    [
      'with extensions that must be understood',
      () => issuer.sign(claims, { header: { crit: ['x'], x: 1 } }).catch(() => 'a.b.c'),
    ],
    ['with a signature cut off', async () => (await issuer.sign(claims)).replace(/\.[^.]*$/, '.')],
    [
      'changed after it was signed',
      async () => {
        const [head, , signature] = (await issuer.sign({ ...claims, ref: 'refs/heads/feature' })).split('.');
        const [, payload] = (await issuer.sign(claims)).split('.');
        return `${head}.${payload}.${signature}`;
      },
    ],
  ])('%s', async (_, token) => {
    await trust();
    await refused(await token());
  });

  test('whose rule was switched off, within a second', async () => {
    const rule = await trust();
    const jwt = await issuer.sign(claims);
    expect(await runCaller(jwt, here)).not.toBeNull();
    // Behind the back of this process, as another one would do it.
    await pool().query('UPDATE trust_rule SET enabled = false WHERE id = $1', [rule.id]);
    await vi.waitFor(() => refused(jwt), { timeout: 30_000, interval: 20 });
  });

  test('whose rule was switched off here, at once', async () => {
    const rule = await trust();
    const jwt = await issuer.sign(claims);
    await runCaller(jwt, here);
    const answer = await call(PUT, { params: { id: rule.id }, body: { ...ruleFor(issuer), enabled: false } });
    expect(answer.status).toBe(200);
    await refused(jwt);
  });
});

describe('a token that somebody else found', () => {
  const there = '198.51.100.66';

  test('is refused from elsewhere, by every process, and still works where it came from', async () => {
    await trust();
    const jwt = await issuer.sign(claims);
    expect(await runCaller(jwt, here)).not.toBeNull();
    expect(await runCaller(jwt, there)).toBeNull();
    forgetAll();
    expect(await runCaller(jwt, there)).toBeNull();
    expect(await runCaller(jwt, here)).not.toBeNull();
  });

  test('is bound to whoever was first of many at once', async () => {
    await trust();
    const jwt = await issuer.sign(claims);
    const addresses = Array.from({ length: 8 }, (_, index) => `192.0.2.${index}`);
    const callers = await Promise.all(addresses.map((address) => runCaller(jwt, address)));
    expect(callers.filter((caller) => caller !== null)).toHaveLength(1);
  });

  test('is the same token with another signature over the same words', async () => {
    const local = await startIssuer();
    try {
      await trust({ issuer: local.url });
      const jwt = await local.sign(claims);
      expect(await runCaller(jwt, here)).not.toBeNull();
      // The unused bits of the last character may be anything: the same bytes in other letters.
      const last = jwt.at(-1) as string;
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const twin = jwt.slice(0, -1) + alphabet[alphabet.indexOf(last) ^ 1];
      expect(await runCaller(twin, there)).toBeNull();
    } finally {
      await local.close();
    }
  });

  test('works from anywhere where a rule says so', async () => {
    await trust({ boundToAddress: false, scopes: ['read'] });
    await trust();
    const jwt = await issuer.sign(claims);
    expect((await runCaller(jwt, here))?.grants).toHaveLength(2);
    expect((await runCaller(jwt, there))?.grants.map(({ scopes }) => scopes)).toEqual([['read']]);
  });

  test('is forgotten once it has expired anyway', async () => {
    await trust();
    await runCaller(await issuer.sign(claims), here);
    expect(await sweepFirstAddresses()).toBe(0);
    await pool().query(`UPDATE ci_token_use SET expires_at = now() - interval '1 hour'`);
    expect(await sweepFirstAddresses()).toBe(1);
  });
});

describe('an issuer', () => {
  test('that has new keys is asked again', async () => {
    await trust();
    await issuer.rotateKeys();
    expect(await runCaller(await issuer.sign(claims), here)).not.toBeNull();
  });

  test('that is down, wrong or endless makes no token bad: 503, and it is asked again later', async () => {
    await trust();
    config().auth = 'required';
    for (const misbehaves of ['error', 'garbage'] as const) {
      forgetAll();
      issuer.misbehaves = misbehaves;
      const answer = await report(await issuer.sign(claims));
      expect(answer.status).toBe(503);
      expect(answer.headers['retry-after']).toBeDefined();
    }
    forgetAll();
    issuer.misbehaves = null;
    await issuer.down();
    expect((await report(await issuer.sign(claims))).status).toBe(503);
    await issuer.up();
    forgetAll();
    expect((await report(await issuer.sign(claims))).status).toBe(201);
  });

  test('that is down stops no run whose key is known', async () => {
    await trust();
    expect(await runCaller(await issuer.sign(claims), here)).not.toBeNull();
    await issuer.down();
    const another = await issuer.sign({ ...claims, jti: '2' });
    expect(await runCaller(another, here)).not.toBeNull();
  });
});

describe('what an issuer answers', () => {
  async function answering(
    answer: (path: string, res: ServerResponse) => void,
    ms = 5_000,
  ): Promise<unknown> {
    const server = createServer((req, res) => answer(req.url ?? '', res));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    try {
      return await fetchJson(`http://127.0.0.1:${port}/keys`, ms);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test('is read as it is', async () => {
    expect(await answering((_, res) => res.end('{"keys":[]}'))).toEqual({ keys: [] });
  });

  test.each<[string, (path: string, res: ServerResponse) => void, number?]>([
    ['too late', () => {}, 200],
    ['drop by drop', (_, res) => void res.write('{'), 200],
    ['without end', (_, res) => void Readable.from(endless()).pipe(res)],
    ['as garbage', (_, res) => res.end('<html>')],
    ['with an error', (_, res) => res.writeHead(500).end('{}')],
    [
      'from elsewhere',
      (path, res) =>
        path === '/keys' ? res.writeHead(302, { location: '/moved' }).end() : res.end('{"keys":[]}'),
    ],
  ])('is not taken %s', async (_, answer, ms) => {
    await expect(answering(answer, ms)).rejects.toThrow();
  });

  function* endless() {
    for (;;) yield Buffer.alloc(64 * 1024, ' ');
  }
});
