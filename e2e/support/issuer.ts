import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { JWTPayload } from 'jose';
import { newKey, publicJwk, type SigningKey, type SignOptions, sameKeyFor, signClaims } from './issuer-keys';

/**
 * A local OpenID Connect provider that speaks the real thing: discovery, JWKS, authorization code with PKCE, tokens signed by `jose`,
 * userinfo. It signs CI tokens as well, and answers the few requests that a sign-in with GitHub makes. It can be told to misbehave.
 */

/** Whom the provider says is there: it asks nobody for a password. */
export interface IssuerUser {
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  /** GitHub's `/user/emails`; the address above as the primary one when left out. */
  githubEmails?: { email: string; primary: boolean; verified: boolean }[];
}

/** What can be wrong with what the provider answers. */
export type Misbehaviour =
  | 'wrong-issuer'
  | 'wrong-audience'
  | 'wrong-nonce'
  | 'unsigned'
  | 'hs256-public-key'
  | 'foreign-key'
  | 'unknown-kid'
  /** Signed with PS256 by the RSA key that is published for something else. */
  | 'key-of-another-algorithm'
  | 'expired'
  | 'not-yet-valid'
  /** The person refuses, or the provider does on their behalf. */
  | 'denied'
  /** Every request is answered after a while. */
  | 'slow'
  | 'error'
  | 'garbage';

export interface TestIssuer {
  /** Its name and address, without a slash at the end; also what `GITHUB_URL` is set to. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who signs in next. */
  user: IssuerUser;
  misbehaves: Misbehaviour | null;
  /** What it announces to sign ID tokens with; null says nothing of it. */
  announces: string[] | null;
  /** How long `slow` is. */
  slowMs: number;
  /** `GET /.well-known/jwks.json` and so on, in the order in which they came. */
  readonly requests: string[];
  /** The key that it signs with now. */
  readonly key: SigningKey;
  /** A token of exactly these claims besides `iss`, `iat`, `nbf` and `exp` (in five minutes), each of which they may replace. */
  sign(claims: JWTPayload, options?: SignOptions): Promise<string>;
  /** Signs with a new key from now on. @param keepOld whether the old one stays published */
  rotateKeys(keepOld?: boolean, alg?: string): Promise<void>;
  /** Accepts no connections until it is up again, at the same address. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

interface Authorization {
  clientId: string;
  redirectUri: string;
  challenge: string | null;
  nonce: string | null;
  user: IssuerUser;
}

/** Starts one on a free port of this machine. */
export async function startIssuer(): Promise<TestIssuer> {
  const issuer = new LocalIssuer(await newKey());
  await issuer.up();
  return issuer;
}

class LocalIssuer implements TestIssuer {
  url = '';
  readonly clientId = 'shiplog-test';
  readonly clientSecret = 'shiplog-test-secret';
  user: IssuerUser = { sub: 'user-1', name: 'Ada Lovelace', email: 'ada@example.com', email_verified: true };
  misbehaves: Misbehaviour | null = null;
  announces: string[] | null = ['RS256'];
  slowMs = 60_000;
  readonly requests: string[] = [];
  key: SigningKey;
  #published: SigningKey[];
  #server: Server | undefined;
  #port = 0;
  readonly #codes = new Map<string, Authorization>();
  readonly #tokens = new Map<string, IssuerUser>();

  constructor(key: SigningKey) {
    this.key = key;
    this.#published = [key];
  }

  sign(claims: JWTPayload, options: SignOptions = {}): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return signClaims(
      { iss: this.url, iat: now, nbf: now - 5, exp: now + 300, ...claims },
      this.key,
      options,
    );
  }

  async rotateKeys(keepOld = false, alg = 'RS256'): Promise<void> {
    this.key = await newKey(alg);
    this.#published = keepOld ? [...this.#published, this.key] : [this.key];
  }

  async up(): Promise<void> {
    if (this.#server) return;
    const server = createServer((req, res) => {
      this.#answer(req, res).catch(() => res.destroy());
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.#port}`;
    this.#server = server;
  }

  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  close(): Promise<void> {
    return this.down();
  }

  async #answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const url = new URL(req.url ?? '/', this.url);
    this.requests.push(`${req.method} ${url.pathname}`);
    if (this.misbehaves === 'slow') await pause(this.slowMs, undefined, { ref: false });
    if (this.misbehaves === 'error') return json(res, { error: 'server_error' }, 500);
    if (this.misbehaves === 'garbage')
      return void res.writeHead(200, { 'content-type': 'application/json' }).end('{"keys": [<html>');
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return json(res, this.#discovery());
      case '/.well-known/jwks.json':
        return json(res, { keys: await Promise.all(this.#published.map(publicJwk)) });
      case '/authorize':
      case '/login/oauth/authorize':
        return this.#authorize(url.searchParams, res);
      case '/token':
      case '/login/oauth/access_token':
        return this.#token(url.pathname === '/token', await form(req), req, res);
      case '/userinfo':
        return this.#asUser(req, res, ({ githubEmails: _, ...claims }) => claims);
      case '/api/v3/user':
        return this.#asUser(req, res, ({ sub, name }) => ({
          id: Number(/\d+$/.exec(sub)?.[0] ?? 1),
          login: sub,
          name: name ?? null,
          email: null,
          avatar_url: '',
        }));
      case '/api/v3/user/emails':
        return this.#asUser(
          req,
          res,
          ({ email, email_verified: verified = false, githubEmails }) =>
            githubEmails ?? (email ? [{ email, primary: true, verified, visibility: null }] : []),
        );
      default:
        return json(res, { error: 'not_found' }, 404);
    }
  }

  #discovery() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      userinfo_endpoint: `${this.url}/userinfo`,
      jwks_uri: `${this.url}/.well-known/jwks.json`,
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
      ...(this.announces && { id_token_signing_alg_values_supported: this.announces }),
      scopes_supported: ['openid', 'profile', 'email'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      code_challenge_methods_supported: ['S256'],
    };
  }

  #authorize(query: URLSearchParams, res: ServerResponse): void {
    const redirectUri = query.get('redirect_uri');
    if (query.get('client_id') !== this.clientId || !redirectUri) {
      json(res, { error: 'invalid_request' }, 400);
      return;
    }
    const back = new URL(redirectUri);
    const state = query.get('state');
    if (state !== null) back.searchParams.set('state', state);
    if (this.misbehaves === 'denied') back.searchParams.set('error', 'access_denied');
    else {
      const code = randomBytes(16).toString('base64url');
      this.#codes.set(code, {
        clientId: this.clientId,
        redirectUri,
        challenge: query.get('code_challenge_method') === 'S256' ? query.get('code_challenge') : null,
        nonce: query.get('nonce'),
        user: this.user,
      });
      back.searchParams.set('code', code);
    }
    res.writeHead(302, { location: back.href }).end();
  }

  async #token(
    isOpenId: boolean,
    sent: URLSearchParams,
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    const code = sent.get('code') ?? '';
    const authorization = this.#codes.get(code);
    // A code works once.
    this.#codes.delete(code);
    if (!this.#isClient(sent, req)) return json(res, { error: 'invalid_client' }, 401);
    if (
      !authorization ||
      sent.get('redirect_uri') !== authorization.redirectUri ||
      !matches(authorization.challenge, sent.get('code_verifier'))
    )
      return json(res, { error: 'invalid_grant' }, 400);
    const accessToken = randomBytes(24).toString('base64url');
    this.#tokens.set(accessToken, authorization.user);
    const bearer = { access_token: accessToken, token_type: 'Bearer', scope: 'openid profile email' };
    if (!isOpenId) return json(res, bearer);
    return json(res, { ...bearer, expires_in: 300, id_token: await this.#idToken(authorization) });
  }

  #isClient(sent: URLSearchParams, req: IncomingMessage): boolean {
    const [kind, credentials = ''] = (req.headers.authorization ?? '').split(' ');
    const [id, secret] =
      kind === 'Basic'
        ? Buffer.from(credentials, 'base64').toString('utf8').split(':').map(decodeURIComponent)
        : [sent.get('client_id'), sent.get('client_secret')];
    return id === this.clientId && secret === this.clientSecret;
  }

  async #idToken({ clientId, nonce, user }: Authorization): Promise<string> {
    const { githubEmails: _, ...claims } = user;
    const now = Math.floor(Date.now() / 1000);
    const right: JWTPayload = { ...claims, aud: clientId, ...(nonce ? { nonce } : {}) };
    switch (this.misbehaves) {
      case 'wrong-issuer':
        return this.sign({ ...right, iss: 'https://evil.example' });
      case 'wrong-audience':
        return this.sign({ ...right, aud: 'somebody-else' });
      case 'wrong-nonce':
        return this.sign({ ...right, nonce: 'of-another-sign-in' });
      case 'unsigned':
        return this.sign(right, { alg: 'none' });
      case 'hs256-public-key':
        return this.sign(right, { alg: 'HS256' });
      case 'foreign-key':
        return this.sign(right, { key: await newKey(), kid: this.key.kid });
      case 'unknown-kid':
        return this.sign(right, { key: await newKey() });
      case 'key-of-another-algorithm':
        return this.sign(right, { key: await sameKeyFor('PS256', this.key) });
      case 'expired':
        return this.sign({ ...right, iat: now - 7200, nbf: now - 7200, exp: now - 3600 });
      case 'not-yet-valid':
        return this.sign({ ...right, iat: now + 3600, nbf: now + 3600, exp: now + 7200 });
      default:
        return this.sign(right);
    }
  }

  #asUser(req: IncomingMessage, res: ServerResponse, told: (user: IssuerUser) => unknown): void {
    const token = (req.headers.authorization ?? '').replace(/^(?:bearer|token) /i, '');
    const user = this.#tokens.get(token);
    if (user) json(res, told(user));
    else json(res, { error: 'invalid_token' }, 401);
  }
}

/** PKCE is not optional here: a client that forgets it gets no token. */
function matches(challenge: string | null, verifier: string | null): boolean {
  return (
    challenge !== null &&
    verifier !== null &&
    createHash('sha256').update(verifier).digest('base64url') === challenge
  );
}

async function form(req: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function json(res: ServerResponse, body: unknown, status = 200): void {
  res.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  res.end(JSON.stringify(body));
}
