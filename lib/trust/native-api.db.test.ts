import { beforeEach, describe, expect, test } from 'vitest';
import { DELETE, GET, PUT } from '@/app/api/v2/trust-rules/[id]/route';
import { GET as LIST, POST } from '@/app/api/v2/trust-rules/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { createTrustRuleOperation, trustRuleListWire } from './operations';
import { type TrustRuleInput, trustRuleWire } from './schemas';

beforeEach(async () => {
  await emptyTables('trust_rule', 'idempotency_key');
});

const github: TrustRuleInput = {
  name: 'checkout on main',
  provider: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'https://shiplog.example.com',
  claims: { repository_id: ['42'], ref: ['refs/heads/main'] },
  scopes: ['events:write'],
};
const other: TrustRuleInput = {
  ...github,
  provider: 'other',
  issuer: 'https://ci.example.com',
  claims: { sub: ['pipeline:42'] },
};

describe('a trust rule', () => {
  test('is made as the example is written, and read as it was made', async () => {
    const body = createTrustRuleOperation.examples?.[0]?.body as object;
    const answer = await call(POST, { body });
    expect(answer.status).toBe(201);
    const rule = trustRuleWire.parse(answer.json);
    expect(rule).toMatchObject({ ...body, enabled: true, boundToAddress: true, environments: [] });
    const read = await call(GET, { params: { id: rule.id } });
    expect(read.json).toEqual(rule);
    expect(read.headers.etag).toBe('"1"');
    expect(answer.headers.location).toBe(`/api/v2/trust-rules/${rule.id}`);
    expect(trustRuleListWire.parse((await call(LIST)).json).items).toEqual([rule]);
  });

  test('is made once for one key', async () => {
    const headers = { 'idempotency-key': 'k' };
    const [first, second] = [
      await call(POST, { body: github, headers }),
      await call(POST, { body: github, headers }),
    ];
    expect(second.json).toEqual(first.json);
    expect(trustRuleListWire.parse((await call(LIST)).json).items).toHaveLength(1);
  });

  test('is replaced and deleted by whoever has seen it as it is', async () => {
    const { id } = (await call(POST, { body: github })).json;
    const put = (revision: number, body = {}) =>
      call(PUT, {
        params: { id },
        body: { ...github, enabled: false, ...body },
        headers: { 'if-match': `"${revision}"` },
      });
    expect((await put(1)).json).toMatchObject({ enabled: false, revision: 2 });
    expect((await put(1)).status).toBe(412);
    // The same again is no change.
    expect((await put(2)).json.revision).toBe(2);
    const remove = (revision: number) =>
      call(DELETE, { params: { id }, headers: { 'if-match': `"${revision}"` } });
    expect((await remove(1)).status).toBe(412);
    expect((await remove(2)).status).toBe(204);
    for (const route of [GET, DELETE]) expect((await call(route, { params: { id } })).status).toBe(404);
  });

  test.each<[string, object, string]>([
    ['the scope admin', { scopes: ['admin'] }, '/scopes/0'],
    ['no scope', { scopes: [] }, '/scopes'],
    ['an issuer without TLS', { ...other, issuer: 'http://ci.example.com' }, '/issuer'],
    ['an issuer with a query', { ...other, issuer: 'https://ci.example.com?x' }, '/issuer'],
    ['GitHub as another issuer', { ...other, issuer: github.issuer }, '/provider'],
    ['no audience', { audience: ' ' }, '/audience'],
    ['no id that never changes', { claims: { repository: ['acme/shop'] } }, '/claims'],
    ['no claim', { claims: {} }, '/claims'],
    ['a name for an id', { claims: { repository_id: ['acme/shop'] } }, '/claims/repository_id/0'],
    ['the beginning of an id', { claims: { repository_id: ['42*'] } }, '/claims/repository_id/0'],
    ['any id', { claims: { repository_id: ['42', '*'] } }, '/claims/repository_id/1'],
    ['no value', { claims: { repository_id: [] } }, '/claims/repository_id'],
    [
      'a value for a claim that is checked anyway',
      { claims: { repository_id: ['42'], aud: ['x'] } },
      '/claims/aud',
    ],
    [
      'a star where values are compared as a whole',
      { claims: { repository_id: ['42'], actor: ['a*'] } },
      '/claims/actor/0',
    ],
    ['a star inside a value', { claims: { repository_id: ['42'], ref: ['refs/*/main'] } }, '/claims/ref/0'],
    ['every subject', { ...other, claims: { sub: ['*'] } }, '/claims/sub/0'],
    ['the beginning of a name', { ...other, claims: { sub: ['repo:acme*'] } }, '/claims/sub/0'],
  ])('is refused with %s', async (_, body, pointer) => {
    const answer = await call(POST, { body: { ...github, ...body } });
    expect(answer.status).toBe(422);
    expect(answer.json.errors[0].pointer).toBe(pointer);
  });

  test.each<[string, object]>([
    [
      'a GitLab project',
      { ...github, provider: 'gitlab', issuer: 'https://gitlab.com', claims: { project_id: ['7'] } },
    ],
    ['an issuer on this machine', { ...other, issuer: 'http://127.0.0.1:4000' }],
    ['every part of one pipeline', { ...other, claims: { sub: ['pipeline:42:*'] } }],
    ['every branch of an owner', { claims: { repository_owner_id: ['7'], ref: ['refs/heads/*'] } }],
  ])('can be for %s', async (_, body) => {
    expect((await call(POST, { body: { ...github, ...body } })).status).toBe(201);
  });

  test('cannot hold admin, whoever writes it', async () => {
    await call(POST, { body: github });
    await expect(pool().query(`UPDATE trust_rule SET scopes = '{read,admin}'`)).rejects.toThrow(
      /trust_rule_scopes_check/,
    );
  });
});
