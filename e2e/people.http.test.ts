import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type Misbehaviour, startIssuer, type TestIssuer } from './support/issuer';
import { type LaneName, laneNames } from './support/lanes';
import { type RunningServer, startServer } from './support/server';

/** People over HTTP, on servers of their own: an administrator changes whom a server serves. */

const password = 'staple thunder mango';

/** A browser without a screen: it keeps cookies and says where its requests come from. */
class Browser {
  readonly #cookies = new Map<string, string>();
  constructor(readonly origin: string) {}

  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  async go(
    path: string,
    {
      method = 'GET',
      body,
      headers = {},
    }: { method?: string; body?: unknown; headers?: Record<string, string> } = {},
  ): Promise<Response> {
    const answer = await fetch(new URL(path, this.origin), {
      method,
      redirect: 'manual',
      headers: {
        ...(this.#cookies.size > 0
          ? { cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ') }
          : {}),
        ...(method === 'GET' ? {} : { origin: this.origin, 'sec-fetch-site': 'same-origin' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const gone = /max-age=0(?:;|$)/i.test(line) || at === pair.length - 1;
      if (gone) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return answer;
  }

  /** To a provider and back, as far as that leads. @returns where it ends */
  async signInWith(provider: string, next = '/incidents'): Promise<string> {
    const { csrfToken } = (await (await this.go('/api/auth/csrf')).json()) as { csrfToken: string };
    const begin = await this.go(`/api/auth/signin/${provider}`, {
      method: 'POST',
      body: { csrfToken, callbackUrl: next, json: 'true' },
    });
    const { url } = (await begin.json()) as { url: string };
    if (new URL(url, this.origin).origin === this.origin) return url;
    const away = await fetch(url, { redirect: 'manual' });
    const back = await this.go(away.headers.get('location') as string);
    return back.headers.get('location') ?? `status ${back.status}`;
  }
}

describe.each(laneNames)('people (%s lane)', (lane: LaneName) => {
  let issuer: TestIssuer;
  let server: RunningServer;
  let origin: string;
  let database: pg.Client;
  let admin: Browser;

  beforeAll(async () => {
    issuer = await startIssuer();
    issuer.slowMs = 60_000;
    const { databaseUrl } = inject('lanes').find(({ name }) => name === lane) as { databaseUrl: string };
    const admindb = new pg.Client({ connectionString: databaseUrl });
    await admindb.connect();
    await admindb.query(`DROP DATABASE IF EXISTS people_${lane} WITH (FORCE)`);
    await admindb.query(`CREATE DATABASE people_${lane}`);
    await admindb.end();
    const own = new URL(databaseUrl);
    own.pathname = `/people_${lane}`;
    database = new pg.Client({ connectionString: own.href });
    await database.connect();
    server = await startServer({
      label: `people-${lane}`,
      databaseUrl: own.href,
      lane,
      env: {
        OIDC_ISSUER: issuer.url,
        OIDC_CLIENT_ID: issuer.clientId,
        OIDC_CLIENT_SECRET: issuer.clientSecret,
        GITHUB_CLIENT_ID: issuer.clientId,
        GITHUB_CLIENT_SECRET: issuer.clientSecret,
        GITHUB_URL: issuer.url,
        // All of this file comes from one address.
        SHIPLOG_RATE_ANONYMOUS: '100000',
      },
    });
    // As it is printed, since that is where providers lead back to.
    origin = server.url.replace('127.0.0.1', 'localhost');
    admin = new Browser(origin);
  });
  afterAll(async () => {
    await database?.end();
    await server?.stop();
    await issuer?.close();
  });

  const invite = async (name: string, email: string) => {
    const answer = await admin.go('/api/v2/people', {
      method: 'POST',
      body: { name, email, role: 'responder' },
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { person: { id: string }; link: { path: string } },
    };
  };
  const me = async (browser: Browser) => {
    const answer = await browser.go('/api/v2/me');
    return answer.ok ? ((await answer.json()) as { kind: string; name: string }).name : answer.status;
  };

  test('the printed link sets up an administrator, and strangers are refused from then on', async () => {
    const [, link = ''] = /(http:\/\/localhost:\d+\/set-up#code=\w+)/.exec(server.log()) ?? [];
    expect(link).toContain(origin);
    expect((await fetch(`${origin}/set-up`)).status).toBe(200);
    const code = link.split('=')[1];
    const body = { code, name: 'Root', email: 'root@example.com', password };
    const answer = await admin.go('/api/v2/set-up', { method: 'POST', body });
    expect(answer.status).toBe(201);
    expect(admin.cookie('shiplog-session')).toMatch(/^\w{43}$/);
    expect(await me(admin)).toBe('Root');
    expect(await me(new Browser(origin))).toBe(401);
    expect((await fetch(`${origin}/`, { redirect: 'manual' })).headers.get('location')).toBe('/sign-in');
    expect((await admin.go('/api/v2/set-up', { method: 'POST', body })).status).toBe(409);
  });

  test('a password signs in; a form, another site and a wrong one do not', async () => {
    const browser = new Browser(origin);
    const body = { email: 'root@example.com', password };
    const send = (headers: Record<string, string>) =>
      browser.go('/api/v2/sign-in', { method: 'POST', body, headers });
    expect((await send({ 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send({ origin: 'null', 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    const wrong = await browser.go('/api/v2/sign-in', {
      method: 'POST',
      body: { ...body, password: 'wrong' },
    });
    expect(wrong.status).toBe(401);
    expect((await send({})).status).toBe(200);
    expect(await me(browser)).toBe('Root');
    expect((await browser.go('/api/v2/sign-out', { method: 'POST' })).status).toBe(204);
    expect(await me(browser)).toBe(401);
  });

  test('somebody who was invited comes in by their provider, and has a session like any other', async () => {
    issuer.user = { sub: 'user-7', name: 'Ada', email: 'ada@example.com', email_verified: true };
    expect((await invite('Ada', 'Ada@example.com')).status).toBe(201);
    const ada = new Browser(origin);
    expect(await ada.signInWith('oidc')).toBe(`${origin}/incidents`);
    expect(ada.cookie('shiplog-session')).toMatch(/^\w{43}$/);
    expect(await me(ada)).toBe('Ada');
    const session = await (await ada.go('/api/auth/session')).json();
    expect(session).toMatchObject({ user: { name: 'Ada', email: 'Ada@example.com' } });
    const stored = await database.query('SELECT session::text AS text FROM session');
    expect(JSON.stringify(stored.rows)).not.toContain(ada.cookie('shiplog-session'));
    const first = ada.cookie('shiplog-session');
    expect(await ada.signInWith('oidc', '//evil.example')).toBe(`${origin}/`);
    expect(ada.cookie('shiplog-session')).not.toBe(first);
    const { rows } = await database.query(
      `SELECT outcome, caller_name FROM audit_entry WHERE operation = 'signIn' AND via = 'oidc' ORDER BY id`,
    );
    expect(rows).toEqual([
      { outcome: 'done', caller_name: 'Ada' },
      { outcome: 'done', caller_name: 'Ada' },
    ]);
  });

  test('a provider’s account does not become one of whoever used the browser before', async () => {
    const browser = new Browser(origin);
    await browser.go('/api/v2/sign-in', { method: 'POST', body: { email: 'root@example.com', password } });
    issuer.user = { sub: 'user-66', name: 'Eve', email: 'eve@example.com', email_verified: true };
    expect(await browser.signInWith('oidc')).toBe('/sign-in?error=not_invited');
    issuer.user = { sub: 'user-67', name: 'Eve', email: 'root@example.com', email_verified: true };
    expect(await browser.signInWith('oidc')).toBe('/sign-in?error=address_taken');
    issuer.user = { sub: 'user-68', name: 'Eve', email: 'new@example.com', email_verified: false };
    await invite('New', 'new@example.com');
    expect(await browser.signInWith('oidc')).toBe('/sign-in?error=not_invited');
    const { rows } = await database.query(
      `SELECT count(*)::int AS n FROM account WHERE provider_account_id LIKE 'user-6%'`,
    );
    expect(rows[0].n).toBe(0);
  });

  test('whoever is disabled is kept out by every way', async () => {
    const { body } = await invite('Bea', 'bea@example.com');
    issuer.user = { sub: 'user-8', name: 'Bea', email: 'bea@example.com', email_verified: true };
    const bea = new Browser(origin);
    expect(await bea.signInWith('oidc')).toBe(`${origin}/incidents`);
    const path = `/api/v2/people/${body.person.id}`;
    expect((await admin.go(path, { method: 'PATCH', body: { status: 'disabled' } })).status).toBe(200);
    expect(await me(bea)).toBe(401);
    expect(await bea.signInWith('oidc')).toBe('/sign-in?error=disabled');
  });

  test('GitHub is believed about its verified primary address alone', async () => {
    await invite('Grace', 'grace@example.com');
    const grace = new Browser(origin);
    const emails = (verified: boolean) => [
      { email: 'grace@example.com', primary: true, verified },
      { email: 'root@example.com', primary: false, verified: true },
    ];
    issuer.user = { sub: 'grace-1000', name: 'Grace', githubEmails: emails(false) };
    expect(await grace.signInWith('github')).toBe('/sign-in?error=not_invited');
    issuer.user = { sub: 'grace-1000', name: 'Grace', githubEmails: emails(true) };
    expect(await grace.signInWith('github')).toBe(`${origin}/incidents`);
    expect(await me(grace)).toBe('Grace');
  });

  test.each<Misbehaviour>([
    'wrong-issuer',
    'wrong-audience',
    'wrong-nonce',
    'unsigned',
    'hs256-public-key',
    'foreign-key',
    'unknown-kid',
    'expired',
    'denied',
    'error',
    'garbage',
  ])('nobody comes in when the provider’s answer is not right: %s', async (misbehaviour) => {
    issuer.user = { sub: 'user-7', name: 'Ada', email: 'ada@example.com', email_verified: true };
    const browser = new Browser(origin);
    issuer.misbehaves = misbehaviour;
    try {
      expect(await browser.signInWith('oidc')).toMatch(
        /^\/sign-in\?error=(?:OAuthCallback|OAuthSignin|Callback)$/,
      );
    } finally {
      issuer.misbehaves = null;
    }
    expect(browser.cookie('shiplog-session')).toBeUndefined();
    expect(await browser.signInWith('oidc')).toBe(`${origin}/incidents`);
  });

  test('a provider that is down is said to be, and one that rotates its keys is believed again', async () => {
    issuer.user = { sub: 'user-7', name: 'Ada', email: 'ada@example.com', email_verified: true };
    await issuer.down();
    expect(await new Browser(origin).signInWith('oidc')).toBe('/sign-in?error=OAuthSignin');
    await issuer.up();
    await issuer.rotateKeys();
    expect(await new Browser(origin).signInWith('oidc')).toBe(`${origin}/incidents`);
  });

  describe('of what the provider signs its tokens with', () => {
    beforeEach(() => {
      issuer.user = { sub: 'user-7', name: 'Ada', email: 'ada@example.com', email_verified: true };
    });
    afterEach(async () => {
      issuer.misbehaves = null;
      issuer.announces = ['RS256'];
      await issuer.rotateKeys();
    });
    const refused = '/sign-in?error=OAuthCallback';
    const signIn = () => new Browser(origin).signInWith('oidc');

    test.each(['RS512', 'PS256', 'ES256', 'ES384', 'ES512', 'EdDSA'])(
      '%s is believed when it is announced, and refused when it is not',
      async (alg) => {
        await issuer.rotateKeys(true, alg);
        expect(await signIn()).toBe(refused);
        issuer.announces = ['RS256', alg];
        expect(await signIn()).toBe(`${origin}/incidents`);
        issuer.misbehaves = 'foreign-key';
        expect(await signIn()).toBe(refused);
      },
    );

    test.each<Misbehaviour>(['unsigned', 'hs256-public-key'])(
      'what proves nothing is refused, though it is announced: %s',
      async (misbehaviour) => {
        issuer.announces = ['none', 'HS256', 'RS256', 'ES256'];
        issuer.misbehaves = misbehaviour;
        for (const alg of ['RS256', 'ES256']) {
          await issuer.rotateKeys(false, alg);
          expect(await signIn()).toBe(refused);
        }
      },
    );

    test('a token is refused that names an algorithm which its key is not for', async () => {
      issuer.announces = ['RS256', 'PS256'];
      issuer.misbehaves = 'key-of-another-algorithm';
      expect(await signIn()).toBe(refused);
    });
  });

  test('the way back works only in the browser that began it, and only once', async () => {
    const browser = new Browser(origin);
    const { csrfToken } = (await (await browser.go('/api/auth/csrf')).json()) as { csrfToken: string };
    const begin = await browser.go('/api/auth/signin/oidc', {
      method: 'POST',
      body: { csrfToken, callbackUrl: '/', json: 'true' },
    });
    const { url } = (await begin.json()) as { url: string };
    const back = (await fetch(url, { redirect: 'manual' })).headers.get('location') as string;
    const stolen = await new Browser(origin).go(back);
    expect(stolen.headers.get('location')).toMatch(/^\/sign-in\?error=/);
  });

  test('of what next-auth could do besides, nothing is reachable', async () => {
    const browser = new Browser(origin);
    for (const path of ['signin', 'signout', 'error', 'verify-request', 'signin/oidc', '', 'a/b/c'])
      expect((await browser.go(`/api/auth/${path}`)).status, path).toBe(404);
    for (const path of ['_log', 'signout', 'callback/oidc', 'session', 'callback/credentials'])
      expect((await browser.go(`/api/auth/${path}`, { method: 'POST', body: {} })).status, path).toBe(404);
    const form = await browser.go('/api/auth/signin/oidc', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(form.status).toBe(415);
    const foreign = await browser.go('/api/auth/signin/oidc', {
      method: 'POST',
      body: {},
      headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    });
    expect(foreign.status).toBe(403);
  });

  test('nothing secret is in the log', () => {
    expect(server.log().replace(/set-up#code=\w+/, '')).not.toMatch(
      new RegExp(`${password}|argon2|${issuer.clientSecret}|id_token|access_token`),
    );
  });
});
