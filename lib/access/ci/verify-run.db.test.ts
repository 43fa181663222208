import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as OPS_ASSIST } from '@/app/api/v1/events/route';
import { POST as TRACKER } from '@/app/api/v1alpha1/event/route';
import { GET, PATCH } from '@/app/api/v2/events/[id]/route';
import { POST as BATCH } from '@/app/api/v2/events/batch/route';
import { POST as REPORT } from '@/app/api/v2/events/route';
import { POST as INCIDENT } from '@/app/api/v2/incidents/route';
import { PUT } from '@/app/api/v2/trust-rules/[id]/route';
import { POST as CHECK } from '@/app/api/v2/trust-rules/check/route';
import { POST } from '@/app/api/v2/trust-rules/route';
import { POST as VERSIONER } from '@/app/deployment-events/route';
import { startIssuer, type TestIssuer } from '@/e2e/support/issuer';
import { newKey, publicJwk } from '@/e2e/support/issuer-keys';
import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { type TrustRuleInput, type TrustRuleWire, trustCheckWire } from '@/lib/trust/schemas';
import { freshForMs } from '../fresh';
import { fetchJson } from './fetch-json';
import { forgetFirstAddresses, sweepFirstAddresses } from './first-address';
import { forgetIssuerKeys } from './issuer-keys';
import { forgetTrustedRules } from './trusted-rules';
import { forgetSignedRuns, runCaller } from './verify-run';

process.env.LOG_LEVEL = 'silent';

let issuer: TestIssuer;
const auth = config().auth;

beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(async () => {
  config().auth = auth;
  await issuer.close();
});
/** As another process would see it. */
const forgetAll = () => {
  forgetTrustedRules();
  forgetIssuerKeys();
  forgetSignedRuns();
  forgetFirstAddresses();
};
beforeEach(async () => {
  config().auth = 'auto';
  issuer.misbehaves = null;
  await issuer.up();
  await emptyTables('event', 'trust_rule', 'ci_token_use', 'idempotency_key');
  forgetAll();
  issuer.requests.length = 0;
});

const here = '192.0.2.10';
const audience = 'https://shiplog.example.com';
const claims = {
  aud: audience,
  sub: 'repo:acme/shop:ref:refs/heads/main',
  jti: '1',
  actor: 'ada',
  repository: 'acme/shop',
  repository_id: '42',
  repository_owner_id: '7',
  ref: 'refs/heads/main',
  sha: 'c0ffee',
  run_id: '7001',
  environment: 'production',
};
const body = (): TrustRuleInput => ({
  name: 'shop',
  provider: 'github',
  issuer: issuer.url,
  audience,
  claims: { repository_id: ['42'], ref: ['refs/heads/main'] },
  scopes: ['events:write'],
});
async function trust(more: Partial<TrustRuleInput> = {}): Promise<TrustRuleWire> {
  const answer = await call(POST, { body: { ...body(), ...more } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json;
}
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
    await vi.waitFor(async () => expect(await used()).toBeInstanceOf(Date));
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
    await vi.waitFor(() => refused(jwt), { timeout: freshForMs * 2, interval: 20 });
  });

  test('whose rule was switched off here, at once', async () => {
    const rule = await trust();
    const jwt = await issuer.sign(claims);
    await runCaller(jwt, here);
    const answer = await call(PUT, { params: { id: rule.id }, body: { ...body(), enabled: false } });
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

const report = (jwt: string, draft: object = {}, address: string | undefined = here) =>
  call(REPORT, {
    headers: { authorization: `Bearer ${jwt}` },
    body: { kind: 'deployment', title: 'v1', service: 'shop', environment: 'production', ...draft },
    address,
  });

describe('over the API', () => {
  beforeEach(() => {
    config().auth = 'required';
  });
  const make = async (more: Partial<TrustRuleInput> = {}) => {
    config().auth = 'auto';
    await trust(more);
    config().auth = 'required';
  };

  test('a run reports where its rule lets it, and nowhere else', async () => {
    await make({ services: ['shop'], environments: ['production'] });
    const jwt = await issuer.sign(claims);
    expect((await report(jwt)).status).toBe(201);
    expect((await report(jwt, { service: 'cart' })).status).toBe(403);
    expect((await report(jwt, { environment: 'UAT' })).status).toBe(403);
    const refused = await report(await issuer.sign({ ...claims, ref: 'refs/heads/x' }));
    expect(refused.status).toBe(401);
    expect(refused.json.detail).toContain('no trust rule');
  });
});

describe('what a run reports', () => {
  const said = {
    issuer: expect.stringContaining('http://127.0.0.1'),
    actor: 'ada',
    repository: 'acme/shop',
    sha: 'c0ffee',
    ref: 'refs/heads/main',
    environment: 'production',
    run: expect.stringMatching(/\/acme\/shop\/actions\/runs\/7001$/),
  };
  const bearer = async () => ({ authorization: `Bearer ${await issuer.sign(claims)}` });
  const read = async (id: string) => (await call(GET, { params: { id } })).json;

  test('carries what its issuer vouches for, beside what it says itself', async () => {
    await trust();
    const answer = await report(await issuer.sign(claims), { sha: 'another', environment: 'UAT' });
    expect(answer.json).toMatchObject({
      createdBy: 'ada',
      sha: 'another',
      environment: 'UAT',
      verified: said,
    });
    expect(await read(answer.json.id)).toEqual(answer.json);
    // A change by somebody else takes nothing away, and cannot add anything.
    const patched = await call(PATCH, { params: { id: answer.json.id }, body: { title: 'v2' } });
    expect(patched.json.verified).toEqual(answer.json.verified);
  });

  test('carries it in batches and in the words of other systems', async () => {
    await trust({ scopes: ['events:write', 'deployments:write', 'incidents:write'] });
    const headers = await bearer();
    const batch = await call(BATCH, {
      headers,
      body: { events: [{ kind: 'operation', title: 'a', service: 'shop' }] },
    });
    const tracker = await call(TRACKER, {
      headers,
      body: { title: 'b', attributes: { message: 'm', type: 1, service: 'shop', environment: 7 } },
    });
    const versioner = await call(VERSIONER, {
      headers,
      body: { product_name: 'shop', environment_name: 'production', version: '1.0.0', status: 'started' },
    });
    await call(OPS_ASSIST, { headers, body: { service: 'shop', level: 'ERROR', message: 'c' } });
    await call(INCIDENT, { headers, body: { title: 'd', service: 'shop' } });
    expect([batch.status, tracker.status, versioner.status]).toEqual([200, 200, 200]);
    const { rows } = await pool().query<{ kind: string; verified: unknown }>(
      'SELECT kind, verified FROM event ORDER BY id',
    );
    expect(rows.map(({ kind }) => kind)).toEqual([
      'operation',
      'deployment',
      'deployment',
      'signal',
      'incident',
    ]);
    for (const { verified } of rows) expect(verified).toEqual(said);
  });

  test('cannot be forged by anybody', async () => {
    const forged = { issuer: 'https://token.actions.githubusercontent.com', actor: 'linus' };
    const draft = { kind: 'deployment', title: 'v1', service: 'shop' };
    expect((await call(REPORT, { body: { ...draft, verified: forged } })).status).toBe(422);
    const answer = await call(REPORT, {
      body: { ...draft, payload: { verified: forged }, metadata: { verified: forged } },
    });
    expect(answer.json.verified).toBeNull();
    const { id } = answer.json;
    const patched = await call(PATCH, { params: { id }, body: { verified: forged } });
    expect(patched.status).toBe(422);
    expect((await read(id)).verified).toBeNull();
  });

  test('leads nowhere but to http', async () => {
    const { id } = (await call(REPORT, { body: { kind: 'operation', title: 'x', service: 'shop' } })).json;
    const store = (run: unknown) =>
      pool().query('UPDATE event SET verified = $2 WHERE id = $1', [
        id,
        JSON.stringify({ issuer: 'i', run }),
      ]);
    await store('java\tscript:alert(1)');
    expect((await read(id)).verified.run).toBeNull();
    await store('7001');
    expect((await read(id)).verified.run).toBe('7001');
    await pool().query(`UPDATE event SET verified = '"text"' WHERE id = $1`, [id]);
    expect((await read(id)).verified).toBeNull();
  });
});

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
