import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';

/** One service on its way, as its pipeline tells it, and what the pages about it are made of. */

interface Told {
  version: string;
  sha: string;
  invocation: string;
}

describe.each(lanes)('a pipeline, and what is seen of it in the $name lane', ({ name, url }) => {
  const service = `journey ${name}`;
  const about = new URLSearchParams({ service });
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`, { redirect: 'error' });
    expect([path, response.status]).toEqual([path, 200]);
    return response.json();
  };

  const post = (kind: 'build' | 'deployment', told: Told, status: string, environment?: string, more = {}) =>
    fetch(`${url}/${kind}-events/`, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        product_name: service,
        version: told.version,
        status,
        ...(environment ? { environment_name: environment } : {}),
        scm_sha: told.sha,
        scm_repository: 'acme/journey',
        source_system: 'github',
        invoke_id: told.invocation,
        ...more,
      }),
    });
  const tell = async (...told: Parameters<typeof post>) => {
    const response = await post(...told);
    expect([told.slice(0, 4), response.status]).toEqual([told.slice(0, 4), 200]);
  };

  const one: Told = { version: '1.0.0', sha: 'a'.repeat(40), invocation: '1' };
  const two: Told = { version: '1.1.0', sha: 'b'.repeat(40), invocation: '2' };
  const bad: Told = { version: '1.2.0', sha: 'c'.repeat(40), invocation: '3' };
  const back: Told = { ...one, invocation: '4' };

  test('is told from the build over two environments to a failure and the way back', async () => {
    for (const told of [one, two]) {
      for (const status of ['pending', 'started', 'completed']) await tell('build', told, status);
      for (const environment of ['staging', 'production'])
        for (const status of ['started', 'completed']) await tell('deployment', told, status, environment);
    }
    await tell('deployment', bad, 'started', 'production');
    await tell('deployment', bad, 'failed', 'production', { extra_metadata: { error: 'Out of memory' } });
    for (const status of ['started', 'completed']) await tell('deployment', back, status, 'production');
  });

  test('the matrix says what runs where', async () => {
    const { items } = await get(`/api/v2/deployments/matrix?${about}`);
    expect(items).toHaveLength(1);
    const cells = items[0].cells.map((cell: { environment: string; current: { version: string } | null }) => [
      cell.environment,
      cell.current?.version ?? null,
    ]);
    expect(cells).toEqual(
      expect.arrayContaining([
        ['staging', '1.1.0'],
        ['production', '1.0.0'],
      ]),
    );
    expect(items[0].differs).toBe(true);
  });

  test('the history says what each deployment did, with its commit, its build and how long it took', async () => {
    const { items } = await get(`/api/v2/deployments?${about}`);
    expect(
      items.map((item: Record<string, unknown>) => [
        item.environment,
        item.version,
        item.phase,
        item.change,
        item.previousVersion,
        item.buildId !== null,
      ]),
    ).toEqual([
      ['production', '1.0.0', 'succeeded', 'rollback', '1.1.0', true],
      ['production', '1.2.0', 'failed', 'upgrade', '1.1.0', false],
      ['production', '1.1.0', 'succeeded', 'upgrade', '1.0.0', true],
      ['staging', '1.1.0', 'succeeded', 'upgrade', '1.0.0', true],
      ['production', '1.0.0', 'succeeded', 'first', null, true],
      ['staging', '1.0.0', 'succeeded', 'first', null, true],
    ]);
    for (const { commitUrl, sha, at, until } of items) {
      expect(commitUrl).toBe(`https://github.com/acme/journey/commit/${sha}`);
      expect(Date.parse(until)).toBeGreaterThanOrEqual(Date.parse(at));
    }
  });

  test('the waterfall leads from the build through both environments', async () => {
    const { items } = await get(`/api/v2/durations/chains?${about}`);
    const chain = items.find(({ version }: { version: string }) => version === '1.1.0');
    const { steps, links } = await get(`/api/v2/durations/chains/${chain.id}`);
    expect(steps.map(({ kind, environment }: Record<string, unknown>) => [kind, environment])).toEqual([
      ['build', null],
      ['deployment', 'staging'],
      ['deployment', 'production'],
    ]);
    expect(links.map(({ kind }: { kind: string }) => kind)).toEqual(['build_to_deployment', 'promotion']);
  });

  test('the metrics count three arrivals, and two changes that failed', async () => {
    const { total } = await get(`/api/v2/insights/delivery?${about}`);
    expect(total).toMatchObject({
      deployments: 4,
      frequency: { of: 3, enough: false },
      leadTime: { of: 2 },
      changeFailureRate: { value: 0.5, of: 4 },
      recoveryTime: { of: 2 },
    });
    const { items } = await get(`/api/v2/insights/delivery/rows?metric=changeFailureRate&${about}`);
    expect(items.map(({ version, why }: Record<string, unknown>) => [version, why])).toEqual(
      expect.arrayContaining([
        ['1.2.0', 'failed'],
        ['1.1.0', 'rolled_back'],
      ]),
    );
  });

  test("a deployment of Tracker's guide is one here, too, by the version of its title", async () => {
    const response = await fetch(`${url}/api/v1alpha1/event`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        title: 'Deploy user-service v2.1.0 to production',
        attributes: { type: 1, priority: 2, service: `${service} guide`, status: 3, environment: 7 },
        links: {},
      }),
    });
    expect(response.status).toBe(200);
    const { items } = await get(`/api/v2/deployments?service=${encodeURIComponent(`${service} guide`)}`);
    expect(items).toMatchObject([{ environment: 'production', version: 'v2.1.0', phase: 'succeeded' }]);
    const theirs = await get(`/api/versioner/deployments/?product=${encodeURIComponent(`${service} guide`)}`);
    expect(theirs).toMatchObject([
      { version: 'v2.1.0', environment_name: 'production', status: 'completed' },
    ]);
  });
});
