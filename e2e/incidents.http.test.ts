import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';

const json = { 'content-type': 'application/json' };

describe.each(lanes)('incidents and deployments in the $name lane', ({ name, url }) => {
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { ...(body === undefined ? {} : json), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      etag: response.headers.get('etag') ?? '',
      json: text ? JSON.parse(text) : null,
    };
  };
  const get = async (path: string) => (await ask('GET', path)).json;
  const service = `story-${name}`;

  test('a bad deployment, its errors, the incident, its cause and the figures are one story', async () => {
    const build = await ask('POST', '/api/v2/events', {
      kind: 'build',
      title: 'Build 1.1.0',
      service,
      version: '1.1.0',
      status: 'success',
    });
    expect(build.status).toBe(201);
    const bad = await ask('POST', '/api/v2/events', {
      kind: 'deployment',
      title: 'Deploy 1.1.0',
      service,
      environment: 'production',
      version: '1.1.0',
      status: 'success',
    });
    const signal = (n: number) => ({
      kind: 'signal',
      title: 'Error',
      level: 'error',
      message: `Payment ${n} failed: card service answered 500`,
      service,
      environment: 'production',
    });
    const sent = await ask('POST', '/api/v2/events/batch', { events: [1, 2, 3, 4, 5].map(signal) });
    expect(sent.json.results.every(({ status }: { status: number }) => status === 201)).toBe(true);

    const incidents = async () => (await get(`/api/v2/incidents?service=${service}`)).items;
    await expect
      .poll(async () => (await incidents())[0])
      .toMatchObject({ status: 'open', signalCount: 5, origin: 'detected' });
    const [{ number }] = await incidents();

    const { items } = await get(`/api/v2/incidents/${number}/suspects`);
    expect(items[0]).toMatchObject({ rank: 1, event: { id: bad.json.id } });
    const judged = await ask('POST', `/api/v2/incidents/${number}/suspects/${bad.json.id}`, {
      verdict: 'confirmed',
    });
    expect(judged.json.items[0].verdict).toBe('confirmed');

    const moved = await ask('POST', `/api/v2/incidents/${number}/status`, {
      status: 'resolved',
      comment: 'Rolled back.',
    });
    expect(moved.json).toMatchObject({ status: 'resolved' });
    const stale = await ask('PATCH', `/api/v2/incidents/${number}`, { title: 'x' }, { 'if-match': '"999"' });
    expect(stale.status).toBe(412);
    const late = await ask('POST', `/api/v2/incidents/${number}/status`, { status: 'closed', from: 'open' });
    expect(late.status).toBe(409);
    expect((await ask('GET', '/api/v2/incidents/0')).status).toBe(422);
    expect((await ask('GET', '/api/v2/incidents/999999999')).status).toBe(404);

    const matrix = await get(`/api/v2/deployments/matrix?service=${service}&environment=production`);
    expect(matrix.items[0].cells[0].current).toMatchObject({ id: bad.json.id, version: '1.1.0' });
    const history = await get(`/api/v2/deployments?service=${service}`);
    expect(history.items[0]).toMatchObject({ incidents: [number], buildId: build.json.id });
    const chain = await get(`/api/v2/durations/chains/${bad.json.id}`);
    expect(chain.links.map(({ kind }: { kind: string }) => kind)).toEqual([
      'build_to_deployment',
      'deployment_to_incident',
    ]);
    const delivery = await get(`/api/v2/insights/delivery?service=${service}`);
    expect(delivery.total.changeFailureRate).toMatchObject({ value: 1, of: 1, enough: false });
    const verdict = await ask('POST', '/api/v2/deployments/preflight', {
      service,
      environment: 'production',
      version: '1.1.0',
    });
    expect(verdict.json.verdict).toBe('allow');
  });

  test('names with slashes and signs find their version', async () => {
    const odd = `team/ünit ${name} 100%`;
    await ask('POST', '/api/v2/events', {
      kind: 'deployment',
      title: 'Deploy',
      service: odd,
      environment: 'UAT',
      version: 'release/2.0+7',
      status: 'success',
    });
    const version = await get(
      `/api/v2/versions/${encodeURIComponent(odd)}/${encodeURIComponent('release/2.0+7')}`,
    );
    expect(version).toMatchObject({ service: odd, version: 'release/2.0+7', environments: ['UAT'] });
  });
});
