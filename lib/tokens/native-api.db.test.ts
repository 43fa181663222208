import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as TRACKER } from '@/app/api/v1alpha1/event/route';
import { GET as LIST_EVENTS, POST as REPORT } from '@/app/api/v2/events/route';
import { POST as REVOKE } from '@/app/api/v2/tokens/[id]/revoke/route';
import { POST as ROTATE } from '@/app/api/v2/tokens/[id]/rotate/route';
import { DELETE, GET, PATCH } from '@/app/api/v2/tokens/[id]/route';
import { GET as LIST, POST } from '@/app/api/v2/tokens/route';
import { forgetTokens } from '@/lib/access/load-token';
import { newTokenSecret } from '@/lib/access/token-secret';
import { pool } from '@/lib/db/pool';
import { forget } from '@/lib/runtime';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { tokenListWire } from './operations';
import { type NewTokenWire, newTokenWire, type TokenInput, tokenWire } from './schemas';

beforeEach(async () => {
  await emptyTables('event', 'api_token', 'idempotency_key');
  forgetTokens();
});

const all: TokenInput = { name: 'pipeline', scopes: ['read', 'events:write'] };
async function make(body: Partial<TokenInput> = {}): Promise<NewTokenWire> {
  const answer = await call(POST, { body: { ...all, ...body } });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  return newTokenWire.parse(answer.json);
}
const withToken = (secret: string) => ({ authorization: `Bearer ${secret}` });
const report = (secret: string, draft: object = {}) =>
  call(REPORT, {
    headers: withToken(secret),
    body: { kind: 'deployment', title: 'v1', service: 'checkout', environment: 'production', ...draft },
  });
const read = async (secret: string) => (await call(LIST_EVENTS, { headers: withToken(secret) })).status;
const stored = async (id: string) => tokenWire.parse((await call(GET, { params: { id } })).json);

/** Nobody is let in without a credential that works. */
async function signedIn<T>(work: () => Promise<T>): Promise<T> {
  vi.stubEnv('SHIPLOG_AUTH', 'required');
  forget('config');
  try {
    return await work();
  } finally {
    vi.unstubAllEnvs();
    forget('config');
  }
}
afterAll(() => void forget('config'));

describe('a token', () => {
  test('is told with its secret once, and never again', async () => {
    const answer = await call(POST, { body: all, headers: { 'idempotency-key': 'k1' } });
    expect(answer.status).toBe(201);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { secret, ...token } = newTokenWire.parse(answer.json);
    expect(answer.headers.location).toBe(`/api/v2/tokens/${token.id}`);
    expect(secret.endsWith(token.hint)).toBe(true);
    const again = await call(GET, { params: { id: token.id } });
    expect(again.json).toEqual(token);
    const list = await call(LIST);
    expect(tokenListWire.parse(list.json).items).toEqual([token]);
    for (const { text } of [again, list]) expect(text).not.toContain(secret);
    // Neither the row, nor a kept answer, nor the audit log holds it.
    const { rows } = await pool().query<{ all: string }>(
      `SELECT concat((SELECT string_agg(t::text, ' ') FROM api_token t), (SELECT string_agg(k::text, ' ') FROM idempotency_key k),
                     (SELECT string_agg(a::text, ' ') FROM audit_entry a WHERE subject = $1)) AS all`,
      [`token:${token.id}`],
    );
    expect(rows[0]?.all).toContain(token.name);
    expect(rows[0]?.all).not.toContain(secret);
  });

  test('may do what its scopes say, where its limits say, in any spelling', async () => {
    const { secret } = await make({
      scopes: ['events:write'],
      services: ['Checkout'],
      environments: ['Production'],
    });
    expect((await report(secret)).status).toBe(201);
    expect((await report(secret, { service: 'CHECKOUT', environment: ' production ' })).status).toBe(201);
    expect((await report(secret, { environment: 'UAT' })).status).toBe(403);
    expect((await report(secret, { service: 'cart' })).status).toBe(403);
    expect(await read(secret)).toBe(403);
    expect((await call(LIST, { headers: withToken(secret) })).status).toBe(403);
  });

  test('is the author of what it reports', async () => {
    const { secret } = await make({ name: 'checkout pipeline' });
    expect((await report(secret)).json).toMatchObject({ createdBy: 'checkout pipeline' });
  });

  test.each([
    ['no scope', { scopes: [] }, '/scopes'],
    ['an unknown scope', { scopes: ['write'] }, '/scopes/0'],
    ['admin for one service', { scopes: ['admin'], services: ['checkout'] }, '/scopes'],
    ['admin for one environment', { scopes: ['read', 'admin'], environments: ['UAT'] }, '/scopes'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['no requests at all', { ratePerMinute: 0 }, '/ratePerMinute'],
    ['an unknown table of numbers', { trackerEnums: 'grpc' }, '/trackerEnums'],
    ['a blank name', { name: ' \t ' }, '/name'],
    ['a field that it does not have', { role: 'admin' }, '/role'],
  ])('is refused with %s', async (_, body, pointer) => {
    const answer = await call(POST, { body: { ...all, ...body } });
    expect(answer.status).toBe(422);
    expect(answer.json.errors[0].pointer).toBe(pointer);
  });

  test('that nobody can have is refused before a database is asked', async () => {
    await signedIn(async () => {
      const query = vi.spyOn(pool(), 'query');
      const good = newTokenSecret();
      const bad = `${good.slice(0, 10)}${good[10] === 'a' ? 'b' : 'a'}${good.slice(11)}`;
      for (const headers of [withToken(bad), { 'x-api-key': bad }, withToken('slg_'), withToken('hunter2')])
        expect((await call(LIST_EVENTS, { headers })).status).toBe(401);
      const asked = query.mock.calls.filter(([text]) => !JSON.stringify(text).includes('audit_entry'));
      expect(asked).toEqual([]);
      expect((await call(LIST_EVENTS, { headers: withToken(good) })).status).toBe(401);
      expect(JSON.stringify(query.mock.calls)).toContain('load-token');
    });
  });

  test('works no longer once it has expired', async () => {
    const { id, secret } = await make({ expiresAt: new Date(Date.now() + 3_600_000).toISOString() });
    await signedIn(async () => {
      expect(await read(secret)).toBe(200);
      await pool().query(`UPDATE api_token SET expires_at = now() - interval '1 second'`);
      forgetTokens();
      expect(await read(secret)).toBe(401);
    });
    expect((await stored(id)).state).toBe('expired');
  });

  test('is revoked at once, for good', async () => {
    const { id, secret } = await make();
    await signedIn(() => read(secret)).then((status) => expect(status).toBe(200));
    const answer = await call(REVOKE, { params: { id } });
    expect(tokenWire.parse(answer.json)).toMatchObject({ state: 'revoked', revokedBy: 'local' });
    expect(await signedIn(() => read(secret))).toBe(401);
    // Once more changes nothing, and nothing brings it back.
    expect((await call(REVOKE, { params: { id } })).json).toEqual(answer.json);
    expect((await call(PATCH, { params: { id }, body: { name: 'back' } })).status).toBe(409);
    expect((await call(ROTATE, { params: { id }, body: {} })).status).toBe(409);
  });

  test('that is deleted works no longer and leaves the list', async () => {
    const { id, secret, revision } = await make();
    const stale = await call(DELETE, { params: { id }, headers: { 'if-match': '"7"' } });
    expect(stale.status).toBe(412);
    const gone = await call(DELETE, { params: { id }, headers: { 'if-match': `"${revision}"` } });
    expect(gone.status).toBe(204);
    expect(await signedIn(() => read(secret))).toBe(401);
    for (const route of [GET, DELETE]) expect((await call(route, { params: { id } })).status).toBe(404);
    expect((await call(GET, { params: { id: 'no-id' } })).status).toBe(404);
  });

  test('is changed for the next request; what is left out stays', async () => {
    const token = await make({ services: ['checkout'], ratePerMinute: 100 });
    expect((await report(token.secret, { service: 'cart' })).status).toBe(403);
    const answer = await call(PATCH, {
      params: { id: token.id },
      body: { services: ['cart', 'checkout'] },
      headers: { 'if-match': `"${token.revision}"` },
    });
    expect(tokenWire.parse(answer.json)).toMatchObject({
      services: ['cart', 'Checkout'],
      scopes: token.scopes,
      ratePerMinute: 100,
      revision: token.revision + 1,
    });
    expect((await report(token.secret, { service: 'cart' })).status).toBe(201);
    const same = await call(PATCH, { params: { id: token.id }, body: { ratePerMinute: 100 } });
    expect(same.json.revision).toBe(token.revision + 1);
    const faster = await call(PATCH, {
      params: { id: token.id },
      body: { name: 'late' },
      headers: { 'if-match': `"${token.revision}"` },
    });
    expect(faster.status).toBe(412);
  });

  test('with limits does not become an administrator by a change', async () => {
    const { id } = await make({ services: ['checkout'] });
    const raised = await call(PATCH, { params: { id }, body: { scopes: ['admin'] } });
    expect(raised.status).toBe(422);
    const freed = await call(PATCH, { params: { id }, body: { scopes: ['admin'], services: [] } });
    expect(freed.json).toMatchObject({ scopes: ['admin'], services: [] });
    expect((await call(PATCH, { params: { id }, body: { environments: ['UAT'] } })).status).toBe(422);
  });

  test('limited to a service that is gone may do nothing, rather than everything', async () => {
    const { id, secret } = await make({ services: ['short-lived'] });
    await pool().query(`DELETE FROM service WHERE name = 'short-lived'`);
    forgetTokens();
    expect((await report(secret, { service: 'checkout' })).status).toBe(403);
    expect((await stored(id)).services).toEqual([expect.stringMatching(/^#\d+$/)]);
  });
});

describe('a new secret', () => {
  test('works at once, and the old one until the overlap ends', async () => {
    const { id, secret: old } = await make();
    const answer = await call(ROTATE, { params: { id }, body: { overlapMinutes: 60 } });
    expect(answer.headers['cache-control']).toBe('no-store');
    const { secret, previousUntil, hint } = newTokenWire.parse(answer.json);
    expect(secret.endsWith(hint)).toBe(true);
    expect(Date.parse(previousUntil ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    await signedIn(async () => {
      expect([await read(old), await read(secret)]).toEqual([200, 200]);
      await pool().query(`UPDATE api_token SET previous_until = now() - interval '1 second'`);
      forgetTokens();
      expect([await read(old), await read(secret)]).toEqual([401, 200]);
    });
    expect((await stored(id)).previousUntil).toBeNull();
  });

  test('without an overlap ends the old one, and a second rotation ends the first', async () => {
    const { id, secret: first } = await make();
    const rotate = async (overlapMinutes: number) =>
      newTokenWire.parse((await call(ROTATE, { params: { id }, body: { overlapMinutes } })).json).secret;
    const second = await rotate(0);
    await signedIn(async () => expect([await read(first), await read(second)]).toEqual([401, 200]));
    const third = await rotate(10);
    const fourth = await rotate(10);
    await signedIn(async () => {
      expect([await read(second), await read(third), await read(fourth)]).toEqual([401, 200, 200]);
    });
  });

  test('keeps no old one beyond a revocation', async () => {
    const { id, secret } = await make();
    await call(ROTATE, { params: { id }, body: { overlapMinutes: 10_080 } });
    await call(REVOKE, { params: { id } });
    expect(await signedIn(() => read(secret))).toBe(401);
  });

  test('overlaps for a week at most', async () => {
    const { id } = await make();
    const answer = await call(ROTATE, { params: { id }, body: { overlapMinutes: 10_081 } });
    expect(answer.json.errors[0].pointer).toBe('/overlapMinutes');
  });
});

describe('Tracker’s numbers', () => {
  const warning = (secret: string, headers = {}) =>
    call(TRACKER, {
      headers: { ...withToken(secret), ...headers },
      body: {
        title: 'Disk',
        attributes: {
          message: 'm',
          source: 's',
          type: 2,
          priority: 1,
          service: 'checkout',
          status: 5,
          environment: 7,
        },
      },
    });

  test('are read by the table of the token; a header counts before it', async () => {
    const guide = await make();
    const proto = await make({ trackerEnums: 'proto' });
    expect((await warning(guide.secret)).json.event.attributes.status).toBe('warning');
    expect((await warning(proto.secret)).json.event.attributes.status).toBe('error');
    const asked = await warning(proto.secret, { 'x-tracker-enums': 'guide' });
    expect(asked.json.event.attributes.status).toBe('warning');
  });
});

describe('what is known of its use', () => {
  test('is when it was last used and from where', async () => {
    const { id, secret } = await make();
    expect(await stored(id)).toMatchObject({ lastUsedAt: null, lastUsedFrom: '' });
    expect(await read(secret)).toBe(200);
    await expect.poll(async () => (await stored(id)).lastUsedFrom).toBe('127.0.0.1');
    expect(Date.now() - Date.parse((await stored(id)).lastUsedAt ?? '')).toBeLessThan(60_000);
    // A use is no change: whoever edits the token meanwhile is not told that somebody was faster.
    expect((await stored(id)).revision).toBe(1);
  });
});

describe('its rate', () => {
  test('is told with every answer; beyond it 429 says when to come again, and nobody else notices', async () => {
    const noisy = await make({ ratePerMinute: 3 });
    const calm = await make({ ratePerMinute: 3 });
    const first = await call(LIST_EVENTS, { headers: withToken(noisy.secret) });
    expect(first.headers['ratelimit-policy']).toBe('"minute";q=3;w=60');
    expect(first.headers.ratelimit).toMatch(/^"minute";r=2;t=\d+$/);
    const refused = await call(LIST, { headers: withToken(noisy.secret) });
    expect([refused.status, refused.headers.ratelimit]).toEqual([
      403,
      expect.stringMatching(/^"minute";r=1;/),
    ]);
    await read(noisy.secret);
    const over = await call(LIST_EVENTS, { headers: withToken(noisy.secret) });
    expect(over.status).toBe(429);
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect(over.headers.ratelimit).toMatch(/^"minute";r=0;t=\d+$/);
    expect(await read(calm.secret)).toBe(200);
    // A wider limit counts at once.
    await call(PATCH, { params: { id: noisy.id }, body: { ratePerMinute: 4 } });
    expect(await read(noisy.secret)).toBe(200);
  });
});
