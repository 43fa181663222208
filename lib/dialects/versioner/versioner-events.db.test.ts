import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, test } from 'vitest';
import { POST as postTracker } from '@/app/api/v1alpha1/event/route';
import { GET as listTracker } from '@/app/api/v1alpha1/events/list/route';
import { POST as postNative } from '@/app/api/v2/events/route';
import { POST as postBuildBelow } from '@/app/api/versioner/build-events/route';
import { GET as getDeployment } from '@/app/api/versioner/deployments/[id]/route';
import { GET as listDeployments } from '@/app/api/versioner/deployments/route';
import { GET as getEnvironment } from '@/app/api/versioner/environments/[id]/route';
import { GET as listEnvironments } from '@/app/api/versioner/environments/route';
import {
  PATCH as changeProduct,
  DELETE as deleteProduct,
  GET as getProduct,
} from '@/app/api/versioner/products/[id]/route';
import { POST as createProduct, GET as listProducts } from '@/app/api/versioner/products/route';
import { GET as getVersion } from '@/app/api/versioner/versions/[id]/route';
import { GET as listVersions } from '@/app/api/versioner/versions/route';
import { POST as postBuild } from '@/app/build-events/route';
import { POST as postDeployment } from '@/app/deployment-events/route';
import { POST as postVersionEvent } from '@/app/version-events/route';
import { pool } from '@/lib/db/pool';
import { statusWords } from '@/lib/deployments/status-synonyms';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import {
  type VersionerBlocked,
  versionerBlocked,
  versionerBuild,
  versionerDeployment,
  versionerError,
} from './event-schemas';

beforeEach(async () => {
  await emptyTables('event', 'rule_violation', 'resource_lock', 'catalog_entry');
  await pool().query('DELETE FROM version');
  await pool().query(`UPDATE deployment_rule SET mode = 'enabled'`);
});

const bare = { product_name: 'my-service', version: '1.2.3', environment_name: 'production' };
const deploy = async (body: object) => {
  const answer = await call(postDeployment, { body: { ...bare, ...body } });
  return { ...answer, deployment: answer.status === 200 ? versionerDeployment.parse(answer.json) : null };
};
const build = async (body: object) => {
  const answer = await call(postBuild, { body: { product_name: 'my-service', version: '1.2.3', ...body } });
  return { ...answer, build: answer.status === 200 ? versionerBuild.parse(answer.json) : null };
};

describe('what a post says', () => {
  test.each(statusWords('deployment').map((word, n) => (n % 2 ? word : word.toUpperCase())))(
    'a deployment may be %s',
    async (word) => {
      const { status, deployment } = await deploy({ status: ` ${word} ` });
      expect(status).toBe(200);
      expect(['pending', 'started', 'completed', 'failed', 'aborted']).toContain(deployment?.status);
    },
  );

  test.each([...statusWords('build'), 'deployed'])('a build may be %s', async (word) => {
    expect((await build({ status: word })).status).toBe(200);
  });

  test('is answered with every field that clients read', async () => {
    const { deployment } = await deploy({
      status: 'success',
      deployed_by: 'john.doe',
      deployed_by_email: 'john@example.com',
      deployed_by_name: 'John Doe',
      scm_branch: 'main',
      scm_sha: 'abc123def456',
      scm_repository: 'acme/shop',
      build_url: 'https://ci.example.com/builds/123',
      deploy_url: 'https://shop.example.com',
      build_number: 123,
      source_system: 'github',
      invoke_id: 987_654_321,
      completed_at: '2025-10-28T15:30:00Z',
      extra_metadata: { notes: 'Hotfix' },
    });
    expect(deployment).toMatchObject({
      product_name: 'my-service',
      version: '1.2.3',
      environment_name: 'production',
      status: 'completed',
      deployed_at: '2025-10-28T15:30:00.000Z',
      completed_at: '2025-10-28T15:30:00.000Z',
      deployed_by: 'john.doe',
      deployed_by_email: 'john@example.com',
      deployed_by_name: 'John Doe',
      source_system: 'github',
      invoke_id: '987654321',
      build_number: '123',
      build_url: 'https://ci.example.com/builds/123',
      deploy_url: 'https://shop.example.com/',
      scm_sha: 'abc123def456',
      scm_branch: 'main',
      scm_repository: 'acme/shop',
      soak_time_hours: null,
      extra_metadata: { notes: 'Hotfix' },
    });
  });

  test('of a start, says what the rules said', async () => {
    await pool().query(`UPDATE deployment_rule SET mode = 'report_only'`);
    const first = await deploy({ status: 'started', invoke_id: '1' });
    expect(first.deployment?.extra_metadata.preflight_status).toMatchObject({
      status: 'passed',
      rules_evaluated: [
        { rule_name: 'One deployment at a time', evaluation_result: 'passed', error_message: null },
      ],
    });
    const second = await deploy({ status: 'started', invoke_id: '2' });
    expect(second.deployment?.extra_metadata.preflight_status).toMatchObject({
      status: 'failed',
      rules_evaluated: [
        { status: 'report_only', evaluation_result: 'failed', error_message: expect.any(String) },
      ],
    });
    const { deployment } = await deploy({ status: 'success', invoke_id: '2' });
    expect(deployment?.extra_metadata).toEqual({});
  });

  test('a build tells its times and its failure', async () => {
    const { build: answered } = await build({
      status: 'failed',
      started_at: '2026-01-15T10:00:00+01:00',
      completed_at: '2026-01-15T09:05:00Z',
      error_message: 'Compilation failed',
      error_code: 'E42',
      built_by: 'github-actions',
    });
    expect(answered).toMatchObject({
      status: 'failed',
      started_at: '2026-01-15T09:00:00.000Z',
      completed_at: '2026-01-15T09:05:00.000Z',
      error_message: 'Compilation failed',
      error_code: 'E42',
      built_by: 'github-actions',
    });
  });

  test('a further attempt of the same run is another deployment', async () => {
    const attempt = (n: number) =>
      deploy({ status: 'failed', invoke_id: '7', extra_metadata: { vi_gh_run_attempt: `${n}` } });
    const [first, again, second] = [await attempt(1), await attempt(1), await attempt(2)];
    expect(again.deployment?.id).toBe(first.deployment?.id);
    expect(second.deployment?.id).not.toBe(first.deployment?.id);
  });

  test('links that lead nowhere on the web are left out', async () => {
    const { status, deployment } = await deploy({
      status: 'success',
      build_url: 'vstfs:///Build/Build/42',
      deploy_url: 'javascript:alert(1)',
    });
    expect(status).toBe(200);
    expect(deployment).toMatchObject({ build_url: null, deploy_url: null });
  });

  test('the old names and places answer the same', async () => {
    const body = { product_name: 'my-service', version: '1.2.3', status: 'completed' };
    const ids = [];
    for (const route of [postBuild, postBuildBelow, postVersionEvent]) {
      ids.push(versionerBuild.parse((await call(route, { body })).json).id);
    }
    expect(new Set(ids).size).toBe(1);
  });
});

describe('what is refused', () => {
  test.each([
    [{}, ['product_name', 'version', 'environment_name', 'status']],
    [{ ...bare, product_name: null, status: 'success' }, ['product_name']],
  ])('a post without what is required: %j', async (body, names) => {
    const { status, json } = await call(postDeployment, { body });
    expect(status).toBe(422);
    expect(versionerError.parse(json).detail).toEqual(
      expect.arrayContaining(
        names.map((name) => ({ loc: ['body', name], msg: 'field required', type: 'value_error.missing' })),
      ),
    );
    expect(json.detail).toHaveLength(names.length);
  });

  test.each([
    ['status', 'shipped', /allowed are pending, queued/],
    ['status', '', /allowed are/],
    ['status', 3, /must be a string/],
    ['version', 'v'.repeat(10_000), /longer than 200/],
    ['version', '  ', /must not be empty/],
    ['product_name', 'x'.repeat(201), /longer than 200/],
    ['environment_name', '', /must not be empty/],
    ['extra_metadata', { blob: 'ä'.repeat(60_000) }, /larger than 100 kB/],
    ['extra_metadata', ['a'], /must be an object/],
    ['completed_at', '2026-02-30T10:00:00Z', /existing RFC 3339/],
    ['completed_at', 'yesterday', /existing RFC 3339/],
    ['scm_sha', 'a'.repeat(101), /longer than 100/],
    ['build_number', { a: 1 }, /string or a number/],
  ])('%s = %j', async (name, value, message) => {
    const { status, json } = await deploy({ status: 'success', [name]: value });
    expect(status).toBe(422);
    expect(json.detail).toEqual([
      { loc: ['body', name], msg: expect.stringMatching(message), type: 'value_error' },
    ]);
    const { rows } = await pool().query('SELECT FROM event');
    expect(rows).toEqual([]);
  });

  test.each(['{"product_name":', '[]', 'null', '"x"', ''])('the body %s', async (body) => {
    const { status, json } = await call(postDeployment, { body });
    expect([400, 422]).toContain(status);
    expect(versionerError.parse(json)).toBeDefined();
  });

  test('the same version with another commit, whoever told the first one', async () => {
    await build({ status: 'completed', scm_sha: 'abc1234' });
    const refused = await deploy({ status: 'success', scm_sha: 'fff1234' });
    expect(refused.status).toBe(409);
    expect(refused.json).toEqual({ detail: 'Version 1.2.3 already exists with different SHA' });
    expect((await deploy({ status: 'success', scm_sha: 'abc12345678' })).status).toBe(200);
    const native = await call(postNative, {
      body: { kind: 'deployment', title: 'Deploy', service: 'my-service', version: 'v1.2.3', sha: 'fff1234' },
    });
    expect(native).toMatchObject({ status: 409, json: { code: 'conflict' } });
  });
});

describe('what is stopped', () => {
  const blocked = (answer: { status: number; json: unknown }): VersionerBlocked =>
    versionerBlocked.parse(answer.json);

  test('a second deployment while one runs, as both clients read it', async () => {
    const running = await deploy({ status: 'started', invoke_id: '1' });
    const answer = await deploy({ status: 'started', invoke_id: '2', version: '1.2.4' });
    expect(answer.status).toBe(409);
    const { detail, ...top } = blocked(answer);
    expect(detail).toEqual(top);
    expect(detail).toMatchObject({
      error: 'deployment_blocked',
      code: 'CONCURRENT_DEPLOYMENT',
      details: { conflicting_deployment_id: running.deployment?.id },
    });
    expect((await deploy({ status: 'success', invoke_id: '1' })).status).toBe(200);
    expect((await deploy({ status: 'started', invoke_id: '2', version: '1.2.4' })).status).toBe(200);
  });

  test('a start where somebody holds the lock, with when to try again', async () => {
    const { POST: acquire } = await import('@/app/api/v2/locks/route');
    const lock = await call(acquire, {
      body: {
        service: 'my-service',
        environment: 'production',
        resource: 'deployment',
        reason: 'Inventory',
        ttlSeconds: 600,
      },
    });
    expect(lock.status).toBe(201);
    const answer = await deploy({ status: 'started' });
    expect(answer.status).toBe(423);
    expect(blocked(answer)).toMatchObject({ code: 'LOCK_HELD', retry_after: expect.any(String) });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(500);
    // Nor is whoever took the lock first and says so.
    const own = { status: 'started', extra_metadata: { lock_token: lock.json.token } };
    expect((await deploy({ ...own, invoke_id: 'own' })).status).toBe(200);
    // What only reports a fact is not stopped.
    expect((await deploy({ status: 'success' })).status).toBe(200);
  });
});

describe('what is read', () => {
  const list = async (search = '') =>
    (await call(listDeployments, { url: `/api/versioner/deployments${search}` })).json.map((item: unknown) =>
      versionerDeployment.parse(item),
    );

  test('deployments of every dialect, narrowed by what the wire documents', async () => {
    await call(postTracker, {
      body: {
        title: 'Deploy user-service v2.1.0',
        attributes: { type: 1, service: 'user-service', status: 3, environment: 7 },
      },
    });
    const { deployment } = await deploy({ status: 'failed', environment_name: 'staging' });
    await build({ status: 'completed' });
    const all = await list();
    expect(all).toHaveLength(2);
    expect(
      all.find(({ product_name }: { product_name: string }) => product_name === 'user-service'),
    ).toMatchObject({
      version: 'v2.1.0',
      environment_name: 'production',
      status: 'completed',
    });
    expect(await list('?environment=Staging')).toEqual([deployment]);
    expect(await list('?product=MY-SERVICE&status=error')).toEqual([deployment]);
    expect(await list('?status=deployed')).toHaveLength(1);
    expect(await list('?limit=1')).toHaveLength(1);
    expect(await list('?product=nobody')).toEqual([]);
    const refused = await call(listDeployments, { url: '/api/versioner/deployments?status=shipped&limit=0' });
    expect(refused.status).toBe(422);
    expect(refused.json.detail.map(({ loc }: { loc: string[] }) => loc[1])).toEqual(
      expect.arrayContaining(['limit']),
    );

    const one = await call(getDeployment, { params: { id: deployment?.id as string } });
    expect(one.json).toEqual(deployment);
    expect((await call(getDeployment, { params: { id: 'x' } })).status).toBe(404);
  });

  test("a pipeline's deployment is a Tracker event, too", async () => {
    const { deployment } = await deploy({ status: 'success' });
    const { json } = await call(listTracker);
    expect(json.events).toMatchObject([
      { title: 'Deploy my-service 1.2.3 to production', metadata: { id: deployment?.id } },
    ]);
  });

  test('versions, environments and products by the ids that answers tell', async () => {
    const { deployment } = await deploy({
      status: 'success',
      scm_sha: 'ABC1234567',
      environment_name: 'qa-7',
    });
    const version = await call(getVersion, { params: { id: deployment?.version_id as string } });
    expect(version.json).toMatchObject({
      product_name: 'my-service',
      version: '1.2.3',
      scm_sha: 'ABC1234567',
    });
    const found = await call(listVersions, {
      url: '/api/versioner/versions?product=my-service&scm_sha=abc1',
    });
    expect(found.json).toEqual([version.json]);
    const none = await call(listVersions, { url: '/api/versioner/versions?scm_sha=%25' });
    expect(none.json).toEqual([]);

    const environment = await call(getEnvironment, { params: { id: deployment?.environment_id as string } });
    expect(environment.json).toMatchObject({ name: 'qa-7', type: 'test' });
    const tests = await call(listEnvironments, { url: '/api/versioner/environments?type=test' });
    expect(tests.json).toContainEqual(environment.json);

    const product = await call(getProduct, { params: { id: deployment?.product_id as string } });
    expect(product.json).toMatchObject({ name: 'my-service' });
    expect((await call(listProducts)).json).toContainEqual(product.json);
    for (const [route, id] of [
      [getVersion, deployment?.product_id],
      [getEnvironment, '00000000-0000-8000-8001-0000ffffffff'],
      [getProduct, 'my-service'],
    ] as const) {
      const answer = await call(route, { params: { id: id as string } });
      expect(answer.status).toBe(404);
      expect(answer.json).toEqual({ detail: expect.stringContaining('Not found') });
    }
  });
});

describe('a product', () => {
  test('is made, described and deleted with its deployments, builds and versions, and nothing else', async () => {
    const made = await call(createProduct, { body: { name: 'basket', description: 'What people want' } });
    expect(made.status).toBe(201);
    const { id } = made.json;
    expect((await call(createProduct, { body: { name: 'Basket' } })).status).toBe(409);
    const changed = await call(changeProduct, { params: { id }, body: { description: 'What people buy' } });
    expect(changed.json).toMatchObject({ name: 'basket', description: 'What people buy' });
    const renamed = await call(changeProduct, { params: { id }, body: { name: 'cart' } });
    expect(renamed.status).toBe(422);

    const basket = { product_name: 'basket' };
    const { deployment } = await deploy({ ...basket, status: 'success', scm_sha: 'abc1234' });
    await build({ ...basket, status: 'success' });
    const followed = await call(postNative, {
      body: { kind: 'operation', title: 'Restart', service: 'basket', relatedId: deployment?.id },
    });
    await deploy({ status: 'success' });

    expect((await call(deleteProduct, { params: { id } })).status).toBe(204);
    expect((await call(getProduct, { params: { id } })).status).toBe(404);
    expect((await call(deleteProduct, { params: { id } })).status).toBe(404);
    const { rows } = await pool().query('SELECT title, related_id FROM event ORDER BY title');
    expect(rows).toEqual([
      { title: 'Deploy my-service 1.2.3 to production', related_id: null },
      { title: 'Restart', related_id: null },
    ]);
    const { rows: log } = await pool().query('SELECT field FROM changelog_entry WHERE event_id = $1', [
      followed.json.id,
    ]);
    expect(log).toEqual([{ field: 'relatedId' }]);

    // Seen again, it is there again, and its version may be another commit now.
    const again = await deploy({ ...basket, status: 'success', scm_sha: 'fff1234' });
    expect(again.deployment?.product_id).toBe(id);
    expect((await call(getProduct, { params: { id } })).status).toBe(200);
  });
});

test('the page for users of Versioner shows calls that work', async () => {
  const page = readFileSync(new URL('../../../docs/versioner.md', import.meta.url), 'utf8');
  const bodies = [...page.matchAll(/\/(deployment|build)-events\/[^']*-d '(\{[^']*\})'/g)];
  expect(bodies.length).toBeGreaterThan(0);
  for (const [, kind, body] of bodies) {
    const { status } = await call(kind === 'build' ? postBuild : postDeployment, { body });
    expect(status).toBe(200);
  }
});
