import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  versionerBlocked,
  versionerBuild,
  versionerDeployment,
} from '@/lib/dialects/versioner/event-schemas';
import { lanes } from './support/lanes';

const json = { 'content-type': 'application/json' };

/** The requests of Versioner's own page on event types, as written there. */
const deployments: [string, string, string][] = [
  ['deployment', 'pending', '"status": "pending"'],
  ['deployment', 'started', '"status": "started"'],
  ['deployment', 'completed', '"status": "success"'],
  ['deployment', 'failed', '"status": "failed", "extra_metadata": { "error": "Lambda timeout after 30s" }'],
  ['deployment', 'aborted', '"status": "cancelled"'],
];
const builds: [string, string, string][] = [
  ['build', 'pending', '"status": "pending", "built_by": "github-actions"'],
  ['build', 'started', '"status": "started", "built_by": "github-actions"'],
  [
    'build',
    'completed',
    '"status": "completed", "built_by": "github-actions", "scm_sha": "abc123", "build_url": "https://github.com/..."',
  ],
  ['build', 'failed', '"status": "failed", "extra_metadata": { "error": "Compilation failed" }'],
  ['build', 'aborted', '"status": "abort"'],
];

describe.each(lanes)("Versioner's wire in the $name lane", ({ name, url }) => {
  const send = (path: string, body: string, headers: Record<string, string> = json) =>
    fetch(`${url}${path}`, { method: 'POST', headers, body, redirect: 'error' });

  test.each([...deployments, ...builds])(
    'takes %s.%s as the book writes it',
    async (kind, canonical, rest) => {
      // One after the other they would be one run that has failed: each has a product of its own here.
      const common = `"product_name": "my-service ${name} ${kind} ${canonical}", "version": "1.2.3"`;
      const place = kind === 'deployment' ? '"environment_name": "production",' : '';
      const response = await send(`/${kind}-events/`, `{ ${common}, ${place} ${rest} }`);
      expect(response.status).toBe(200);
      const schema = kind === 'deployment' ? versionerDeployment : versionerBuild;
      expect(schema.parse(await response.json()).status).toBe(canonical);
    },
  );

  test.each([
    '/deployment-events',
    '/deployment-events/',
    '/deployment-events?from=ci',
    '/api/versioner/deployment-events',
    '/api/versioner/deployment-events/',
  ])('answers at %s, without a redirect', async (path) => {
    const body = `{"product_name": "paths ${name}", "version": "1", "environment_name": "qa", "status": "success", "invoke_id": 5}`;
    const response = await send(path, body);
    expect(response.status).toBe(200);
    const list = await fetch(`${url}/api/versioner/deployments/?product=paths%20${name}`, {
      redirect: 'error',
    });
    expect((await list.json()).map(({ id }: { id: string }) => id)).toEqual([(await response.json()).id]);
  });

  test.each([
    '/build-events',
    '/version-events/',
    '/api/versioner/build-events/',
    '/api/versioner/version-events',
  ])('takes builds at %s', async (path) => {
    const response = await send(
      path,
      `{"product_name": "builds ${name}", "version": "1", "status": "built"}`,
    );
    expect(response.status).toBe(200);
  });

  test('says what is wrong in its own words', async () => {
    const malformed = await send('/deployment-events/', '{"product_name":');
    expect(malformed.status).toBe(400);
    expect(await malformed.json()).toEqual({ detail: expect.stringContaining('Invalid JSON') });
    const missing = await send('/build-events/', '{}');
    expect(missing.status).toBe(422);
    expect((await missing.json()).detail[0]).toEqual({
      loc: ['body', 'product_name'],
      msg: 'field required',
      type: 'value_error.missing',
    });
    const large = await send('/build-events/', `{"product_name":"${'x'.repeat(1_100_000)}"}`);
    expect([large.status, await large.json()]).toEqual([413, { detail: expect.any(String) }]);
    const other = await fetch(`${url}/deployment-events/`);
    expect([other.status, await other.json()]).toEqual([405, { detail: expect.any(String) }]);
    const nothing = await fetch(`${url}/api/versioner/nothing/`);
    expect([nothing.status, await nothing.json()]).toEqual([404, { detail: 'Not found' }]);
    const stranger = await send('/deployment-events/', '{}', { ...json, origin: 'https://evil.example' });
    expect(stranger.status).toBe(403);
  });

  test('lets exactly one of many start in one place at the same instant', async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        send(
          '/deployment-events/',
          JSON.stringify({
            product_name: `race ${name}`,
            version: `1.0.${n}`,
            environment_name: 'production',
            status: 'started',
          }),
        ),
      ),
    );
    const statuses = responses.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 409)]);
    const stopped = responses.find(({ status }) => status === 409) as Response;
    expect(versionerBlocked.parse(await stopped.json())).toMatchObject({ code: 'CONCURRENT_DEPLOYMENT' });
  });

  test.each([
    '/notification-preferences/',
    '/notification-preferences',
    '/api/versioner/notification-preferences/',
  ])('keeps a preference that is posted to %s', async (path) => {
    const kept = await send(path, '{ "event_type": "deployment.failed", "channel_id": "..." }');
    expect(kept.status).toBe(201);
    const list = await (await fetch(`${url}/api/versioner/notification-preferences/`)).json();
    expect(list).toContainEqual(await kept.json());
  });

  test('runs the pipeline of its page as pasted', async () => {
    const page = readFileSync(new URL('../docs/versioner.md', import.meta.url), 'utf8');
    const script = /```bash\n(#!\/usr\/bin\/env bash[\s\S]*?)```/.exec(page)?.[1] as string;
    const run = (env: Record<string, string>) =>
      execFileSync('bash', ['-c', script], {
        cwd: '/tmp',
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
        env: { ...process.env, SHIPLOG_URL: url, ...env },
      });
    expect(run({ GITHUB_RUN_ID: '100' }).trim().split('\n')).toHaveLength(6);
    expect(() => run({ GITHUB_RUN_ID: '101', DEPLOY: 'false' })).toThrow();
    const list = await fetch(`${url}/api/versioner/deployments/?product=shop`);
    const ours = (await list.json()).filter(({ version }: { version: string | null }) =>
      version?.startsWith('2.0.10'),
    );
    const seen = ours.map((one: Record<string, string>) => [one.version, one.environment_name, one.status]);
    expect(seen).toEqual([
      ['2.0.101', 'staging', 'failed'],
      ['2.0.100', 'production', 'completed'],
      ['2.0.100', 'staging', 'completed'],
    ]);
  });
});
