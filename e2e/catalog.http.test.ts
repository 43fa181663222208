import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';

const json = { 'content-type': 'application/json' };

describe.each(lanes)('the catalog in the $name lane', ({ url, name: lane }) => {
  const send = (method: string, path: string, body?: unknown, headers = {}) =>
    fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : json), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const own = (name: string) => `${lane}/${name}`;

  test.each(['terraform/aws-vpc', '../../etc/passwd', 'ops 100%', '🚀 é', 'a?b#c&d=e+f'])(
    'finds the service %s by its encoded name',
    async (plain) => {
      const name = own(plain);
      const path = `/api/v2/catalog/${encodeURIComponent(name)}`;
      const put = await send('PUT', path, { type: 'project', owner: 'team-a', version: '1' });
      expect([put.status, (await put.json()).name]).toEqual([201, name]);
      expect(put.headers.get('location')).toBe(path);
      expect((await (await send('GET', path)).json()).name).toBe(name);
      const radius = await send('GET', `${path}/blast-radius`);
      expect([radius.status, (await radius.json()).name]).toEqual([200, name]);
      const tracker = `/api/v1alpha1/catalog/${encodeURIComponent(name)}`;
      const versions = await send('PUT', `${tracker}/versions`, { availableVersions: ['1.0.0'] });
      expect((await versions.json()).catalog).toMatchObject({ name, latestVersion: '1.0.0' });
      const dependencies = await send('PUT', `${tracker}/dependencies`, { dependenciesOut: [own('x')] });
      expect((await dependencies.json()).catalog.dependenciesOut).toEqual([own('x')]);
      expect((await send('DELETE', path, undefined, { 'if-match': '"3"' })).status).toBe(204);
    },
  );

  test('keeps routes and names apart', async () => {
    expect(await (await send('GET', '/api/v2/catalog/graph')).json()).toHaveProperty('nodes');
    expect((await send('PUT', '/api/v2/catalog/graph', {})).status).toBe(405);
    expect((await send('GET', '/api/v1alpha1/catalog/version-compliance')).status).toBe(200);
    expect((await send('PUT', '/api/v1alpha1/catalog/a/b/versions', {})).status).toBe(404);
  });

  test('moves as YAML', async () => {
    await send('PUT', `/api/v2/catalog/${encodeURIComponent(own('yaml'))}`, { owner: 'team-yaml' });
    const yaml = await (await send('GET', '/api/v2/catalog/export?owner=team-yaml')).text();
    const answer = await fetch(`${url}/api/v2/catalog/import?dryRun=true`, {
      method: 'POST',
      headers: { 'content-type': 'application/yaml' },
      body: yaml,
    });
    expect(await answer.json()).toMatchObject({ refused: 0, created: 0, updated: 0 });
  });

  test('keeps quick links', async () => {
    const made = await send('POST', '/api/links', { name: lane, url: 'https://example.com' });
    expect([made.status, made.headers.get('content-type')]).toEqual([
      201,
      expect.stringContaining('application/json'),
    ]);
    const { id } = await made.json();
    expect((await (await send('GET', '/api/links')).json()).map((link: { id: string }) => link.id)).toContain(
      id,
    );
    expect((await send('PUT', `/api/links/${id}`, { name: 'x', url: 'https://example.com' })).status).toBe(
      200,
    );
    expect((await send('DELETE', `/api/links/${id}`)).status).toBe(204);
    expect(await (await send('PATCH', `/api/links/${id}`, {})).json()).toHaveProperty('error');
  });

  test('answers names of any length and kind without failing', async () => {
    for (const name of [
      'x'.repeat(10_240),
      '%00',
      '%FF',
      encodeURIComponent('\u202e'),
      encodeURIComponent('\n'),
    ]) {
      for (const method of ['GET', 'DELETE']) {
        const { status } = await send(method, `/api/v2/catalog/${name}`);
        expect([name.slice(0, 20), method, status]).toEqual([
          name.slice(0, 20),
          method,
          expect.toSatisfy((code: number) => code >= 400 && code < 500),
        ]);
      }
    }
  });
});
