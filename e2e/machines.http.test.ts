import { type IncomingMessage, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Follower } from '@/lib/live/testing';
import type { NewTokenWire } from '@/lib/tokens/schemas';
import { startIssuer, type TestIssuer } from './support/issuer';
import { lanes } from './support/lanes';
import { type RunningServer, startServer } from './support/server';

/**
 * Machines against several processes on one database: what one of them changes counts for the others. The lane's own server, which
 * whoever is on this machine may use, plays the administrator's; the two others take nobody without a credential.
 */
describe.each(lanes)('machines ($name lane)', ({ name, url, databaseUrl }) => {
  let servers: RunningServer[] = [];
  let issuer: TestIssuer;

  beforeAll(async () => {
    issuer = await startIssuer();
    const start = (label: string) =>
      startServer({ label, databaseUrl, lane: name, env: { SHIPLOG_AUTH: 'required' } });
    servers = [await start(`${name}-a`), await start(`${name}-b`)];
  });
  afterAll(async () => {
    await Promise.all([...servers.map((server) => server.stop()), issuer.close()]);
  });

  const send = (
    base: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
    method = '',
  ) =>
    fetch(`${base}${path}`, {
      method: method || (body === undefined ? 'GET' : 'POST'),
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  async function make(body: object = {}): Promise<NewTokenWire> {
    const answer = await send(url, '/api/v2/tokens', {
      name: 'machine',
      scopes: ['read', 'events:write'],
      ...body,
    });
    expect(answer.status).toBe(201);
    return answer.json() as Promise<NewTokenWire>;
  }
  const statuses = async (secret: string) =>
    Promise.all(
      servers.map(async (server) => (await send(server.url, '/api/v2/me', undefined, bearer(secret))).status),
    );

  test('nobody gets anything without a credential, and a token works in every process', async () => {
    for (const server of servers) expect((await send(server.url, '/api/v2/events')).status).toBe(401);
    expect(await statuses((await make()).secret)).toEqual([200, 200]);
  });

  test('a token that one process revokes is refused by the others, and their open streams end', async () => {
    const { id, secret } = await make();
    const streams = await Promise.all(
      servers.map((server) => fetch(`${server.url}/api/v2/stream`, { headers: bearer(secret) })),
    );
    const followers = streams.map((stream) => new Follower(stream.body as ReadableStream<Uint8Array>));
    for (const follower of followers) expect(await follower.next()).toMatchObject({ event: 'ready' });

    expect((await send(url, `/api/v2/tokens/${id}/revoke`, undefined, {}, 'POST')).status).toBe(200);
    await Promise.all(followers.map((follower) => follower.until(() => false).catch(() => {})));
    await expect.poll(() => statuses(secret)).toEqual([401, 401]);
  });

  test('a changed limit counts in every process', async () => {
    const { id, secret } = await make({ services: ['orchard'] });
    const [server] = servers as [RunningServer];
    const report = async () =>
      (
        await send(
          server.url,
          '/api/v2/events',
          { kind: 'operation', title: 'x', service: 'quarry' },
          bearer(secret),
        )
      ).status;
    expect(await report()).toBe(403);
    await send(url, `/api/v2/tokens/${id}`, { services: [] }, {}, 'PATCH');
    await expect.poll(report).toBe(201);
  });

  test('a noisy token is held back, and another one does not notice', async () => {
    const noisy = await make({ ratePerMinute: 5 });
    const calm = await make({ ratePerMinute: 5 });
    const [server] = servers as [RunningServer];
    const ask = (secret: string) => send(server.url, '/api/v2/me', undefined, bearer(secret));
    const answers = await Promise.all(Array.from({ length: 9 }, () => ask(noisy.secret)));
    const held = answers.filter(({ status }) => status === 429);
    expect(held).toHaveLength(4);
    expect(Number(held[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(held[0]?.headers.get('ratelimit-policy')).toBe('"minute";q=5;w=60');
    const fine = await ask(calm.secret);
    expect(fine.status).toBe(200);
    expect(fine.headers.get('ratelimit')).toMatch(/^"minute";r=4;/);
  });

  const claims = () => ({
    aud: url,
    jti: crypto.randomUUID(),
    actor: 'ada',
    repository: 'acme/shop',
    repository_id: '42',
    sha: 'c0ffee',
    ref: 'refs/heads/main',
    run_id: '7001',
  });
  async function trust(): Promise<{ id: string; revision: number }> {
    const answer = await send(url, '/api/v2/trust-rules', {
      name: 'shop',
      provider: 'github',
      issuer: issuer.url,
      audience: url,
      claims: { repository_id: ['42'] },
      scopes: ['read', 'events:write'],
    });
    expect(answer.status).toBe(201);
    return answer.json() as Promise<{ id: string; revision: number }>;
  }

  test('a CI run reports without a secret, and is seen as whom its issuer vouches for', async () => {
    const { id } = await trust();
    const [a] = servers as [RunningServer];
    const jwt = await issuer.sign(claims());
    let answer = await send(
      a.url,
      '/api/v2/events',
      { kind: 'deployment', title: 'Deploy', service: 'shop', environment: 'production' },
      bearer(jwt),
    );
    // The rule is known here within half a second.
    await expect
      .poll(async () => {
        answer = await send(
          a.url,
          '/api/v2/events',
          { kind: 'deployment', title: 'Deploy', service: 'shop', environment: 'production' },
          bearer(jwt),
        );
        return answer.status;
      })
      .toBe(201);
    expect(await answer.json()).toMatchObject({
      createdBy: 'ada',
      verified: { actor: 'ada', sha: 'c0ffee', run: `${issuer.url}/acme/shop/actions/runs/7001` },
    });

    // A rule that goes takes its runs with it.
    expect((await send(url, `/api/v2/trust-rules/${id}`, undefined, {}, 'DELETE')).status).toBe(204);
    await expect.poll(() => statuses(jwt)).toEqual([401, 401]);
  });

  test('a token of CI that somebody found works from nowhere else, in no process', async () => {
    const { id } = await trust();
    const jwt = await issuer.sign(claims());
    await expect.poll(() => statuses(jwt)).toEqual([200, 200]);
    for (const server of servers) expect(await statusFrom('127.0.0.2', server.url, jwt)).toBe(401);
    expect(await statuses(jwt)).toEqual([200, 200]);
    await send(url, `/api/v2/trust-rules/${id}`, undefined, {}, 'DELETE');
  });
});

/** Asks from another address of the loopback range. */
async function statusFrom(localAddress: string, base: string, jwt: string): Promise<number | undefined> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${base}/api/v2/me`, { localAddress, headers: { authorization: `Bearer ${jwt}` } }, resolve)
      .once('error', reject)
      .end();
  });
  answer.resume();
  return answer.statusCode;
}
