import { beforeEach, describe, expect, it } from 'vitest';
import { GET as blastRadius } from '@/app/api/v2/catalog/[name]/blast-radius/route';
import { DELETE, GET, PATCH, PUT } from '@/app/api/v2/catalog/[name]/route';
import { GET as compliance } from '@/app/api/v2/catalog/compliance/route';
import { GET as facets } from '@/app/api/v2/catalog/facets/route';
import { GET as graph } from '@/app/api/v2/catalog/graph/route';
import { GET as list } from '@/app/api/v2/catalog/route';
import { pool } from '@/lib/db/pool';
import { problemWire } from '@/lib/http/problem';
import { call } from '@/lib/testing/call';
import {
  change,
  deletedAnHourAgo,
  emptyCatalog,
  describe as put,
  readEntry,
  remove,
  report,
} from '@/lib/testing/catalog';
import { allAtOnce, succeeded } from '@/lib/testing/concurrency';
import { blastRadiusWire, graphWire } from './graph-operations';
import { catalogFacetsWire, complianceWire, entryPageWire } from './operations';

async function page(query = '') {
  const answer = await call(list, { url: `/api/v2/catalog?${query}` });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return entryPageWire.parse(answer.json);
}
const names = async (query = '') => (await page(query)).items.map(({ name }) => name);
async function problem(called: ReturnType<typeof call>) {
  const answer = await called;
  return { ...problemWire.parse(answer.json), status: answer.status };
}

/** Every name a test has used is a service for good, so each test has names of its own. */
let nth = 0;
let shop = '';
let ledger = '';
let search = '';
beforeEach(async () => {
  await emptyCatalog();
  nth += 1;
  [shop, ledger, search] = [`t${nth}-shop`, `t${nth}-ledger`, `t${nth}-search`];
});
const mine = (query = '') => `q=t${nth}-&${query}`;

describe('a service that was seen in events', () => {
  it('is in the catalog without anybody having entered it, with what its events tell', async () => {
    await report({
      service: shop,
      environment: 'UAT',
      status: 'success',
      version: '1.1.0',
      owner: 'team-a',
      startsAt: '2026-01-10T10:00:00Z',
    });
    await report({
      service: shop,
      environment: 'production',
      status: 'failure',
      version: '1.0.0',
      owner: 'team-b',
      startsAt: '2026-01-09T10:00:00Z',
    });
    await report({
      service: shop,
      environment: 'production',
      status: 'success',
      version: '0.9.0',
      startsAt: '2026-01-08T10:00:00Z',
    });
    await report({
      service: shop,
      environment: 'integration',
      kind: 'drift',
      startsAt: '2026-01-07T10:00:00Z',
    });
    const entry = await readEntry(shop.toUpperCase());
    expect(entry).toMatchObject({
      name: shop,
      discovered: true,
      gone: false,
      owner: 'team-a',
      ownerSource: 'events',
      type: null,
      firstSeenAt: '2026-01-07T10:00:00.000Z',
      lastSeenAt: '2026-01-10T10:00:00.000Z',
      revision: 0,
      lastDeployment: { environment: 'UAT', version: '1.1.0', phase: 'succeeded' },
    });
    expect(
      entry.environments.map(({ environment, lastDeployment }) => [
        environment,
        lastDeployment?.version,
        lastDeployment?.phase,
      ]),
    ).toEqual([
      ['integration', undefined, undefined],
      ['UAT', '1.1.0', 'succeeded'],
      ['production', '1.0.0', 'failed'],
    ]);
    expect((await page(mine())).items).toMatchObject([
      { name: shop, discovered: true, owner: 'team-a', lastDeployment: { version: '1.1.0' } },
    ]);
  });

  it('does not count what is only planned as seen or deployed', async () => {
    await report({ service: shop, environment: 'UAT', status: 'planned', startsAt: '2036-01-01T00:00:00Z' });
    await report({ service: shop, environment: 'UAT', status: 'planned', startsAt: '2026-01-01T00:00:00Z' });
    const entry = await readEntry(shop);
    expect(entry).toMatchObject({ lastSeenAt: '2026-01-01T00:00:00.000Z', lastDeployment: null });
    expect(entry.environments).toEqual([{ environment: 'UAT', lastDeployment: null }]);
  });

  it('stays discovered until it is described, and keeps since when it is known', async () => {
    await report({ service: shop, owner: 'team-a' });
    const { createdAt } = await readEntry(shop);
    const answer = await call(PATCH, {
      params: { name: shop },
      body: { type: 'project' },
      headers: { 'if-match': '"0"' },
    });
    expect([answer.status, answer.headers.etag]).toEqual([200, '"1"']);
    expect(answer.json).toMatchObject({
      discovered: false,
      type: 'project',
      owner: 'team-a',
      ownerSource: 'events',
      createdAt,
    });
    expect(await change(shop, { owner: 'team-c' })).toMatchObject({
      owner: 'team-c',
      ownerSource: 'catalog',
      createdAt,
      revision: 2,
    });
  });
});

describe('describing a service', () => {
  const whole = {
    type: 'project',
    language: 'golang',
    platform: 'kubernetes',
    lifecycle: 'production',
    owner: 'team-a',
    version: '1.0.0',
    description: 'Sells things',
    link: 'https://docs.example.com/shop',
    repository: 'git@git.example.com:shop/shop.git',
    links: [{ title: 'Runbook', url: 'https://docs.example.com/run' }],
    sla: { level: 'critical', uptimePercentage: 99.95, responseTimeMs: 300, description: '' },
    availableVersions: ['0.9.0', '1.10.0', 'v1.2.0', '2.0.0-rc.1', '1.10.0'],
    referenceVersion: '1.2.0',
    deliverables: [{ name: 'kit', type: 'library', version: '2.0.0', description: '' }],
    channels: [{ type: 'email', name: 'Team', url: 'mailto:team-a@example.com', description: '' }],
    dashboards: [
      { type: 'grafana', name: 'Golden signals', url: 'https://grafana.example.com/d/1', description: '' },
    ],
    vulnerabilities: {
      total: 99,
      sources: [
        { name: 'trivy', critical: 1, high: 2, lastScanAt: '2026-01-02T00:00:00Z' },
        { name: 'scanner', total: 5, lastScanAt: '2026-01-03T00:00:00Z' },
      ],
    },
    infrastructure: [
      {
        id: 'db',
        name: 'orders',
        type: 'database_postgresql',
        endpoint: 'db.internal:5432',
        metadata: { size: 'xl' },
        connectedServices: ['other'],
      },
    ],
  };

  it('stores every field, sums up vulnerabilities and sorts versions', async () => {
    const answer = await call(PUT, { params: { name: shop }, body: { ...whole, dependsOn: [ledger] } });
    expect([answer.status, answer.headers.location, answer.headers.etag]).toEqual([
      201,
      `/api/v2/catalog/${shop}`,
      '"1"',
    ]);
    const entry = await readEntry(shop);
    expect(entry).toEqual(answer.json);
    expect(entry).toMatchObject({
      ...whole,
      discovered: false,
      availableVersions: ['2.0.0-rc.1', '1.10.0', 'v1.2.0', '0.9.0'],
      latestVersion: '1.10.0',
      channels: [{ url: 'team-a@example.com' }],
      vulnerabilities: {
        critical: 1,
        high: 2,
        total: 8,
        lastUpdatedAt: '2026-01-03T00:00:00.000Z',
        sources: [{ total: 3 }, { total: 5 }],
      },
      dependsOn: [ledger],
      createdBy: 'local',
    });
    expect(await readEntry(ledger)).toMatchObject({ discovered: true, dependents: [shop], revision: 0 });
  });

  it('replaces everything but what others say, and keeps its creation', async () => {
    await put(search, { dependsOn: [shop] });
    const first = await put(shop, { ...whole, dependsOn: [ledger] });
    const second = await put(shop, { owner: 'team-b' });
    expect(second).toMatchObject({
      owner: 'team-b',
      type: null,
      sla: null,
      channels: [],
      dependsOn: [],
      dependents: [search],
      createdAt: first.createdAt,
      revision: 2,
    });
  });

  it('changes nothing when nothing changes', async () => {
    const first = await put(shop, { ...whole, dependsOn: [ledger] });
    expect(await put(shop, { ...whole, latestVersion: '1.10.0', dependsOn: [ledger.toUpperCase()] })).toEqual(
      first,
    );
    expect(await change(shop, {})).toEqual(first);
  });

  it('refuses a revision that is not the latest, also for what nobody described', async () => {
    await put(shop);
    expect(
      await problem(
        call(PATCH, { params: { name: shop }, body: { owner: 'x' }, headers: { 'if-match': '"7"' } }),
      ),
    ).toMatchObject({ status: 412, revision: 1 });
    expect(
      await problem(call(PUT, { params: { name: shop }, body: {}, headers: { 'if-match': '"0"' } })),
    ).toMatchObject({ status: 412 });
    expect(
      await problem(call(DELETE, { params: { name: shop }, headers: { 'if-match': '"2"' } })),
    ).toMatchObject({ status: 412 });
    expect((await change(shop, { owner: 'x' }, { 'if-match': '"1"' })).revision).toBe(2);
  });

  it('lets one of many win who have seen the same revision', async () => {
    await put(shop);
    const answers = succeeded(
      await allAtOnce(12, (index) =>
        call(PATCH, {
          params: { name: shop },
          body: { owner: `team-${index}` },
          headers: { 'if-match': '"1"' },
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(412)]);
  });

  it('knows a name that has a slash or dots in it', async () => {
    const name = `terraform/../t${nth} aws-vpc 🚀`;
    expect((await put(name)).name).toBe(name);
    expect((await readEntry(name)).name).toBe(name);
  });

  it('does not know what nobody has seen', async () => {
    expect(await problem(call(GET, { params: { name: shop } }))).toMatchObject({
      status: 404,
      detail: `No service ${shop} is known.`,
    });
    expect((await call(PATCH, { params: { name: shop }, body: {} })).status).toBe(404);
    expect((await remove(shop)).status).toBe(404);
    expect((await call(blastRadius, { params: { name: shop } })).status).toBe(404);
    expect((await pool().query('SELECT FROM service WHERE name = $1', [shop])).rowCount).toBe(0);
  });
});

describe('dependencies', () => {
  it('are the same from both sides', async () => {
    await put(shop, { dependsOn: [ledger, search] });
    expect((await readEntry(ledger)).dependents).toEqual([shop]);
    await change(ledger, { dependents: [search], dependsOn: [shop] });
    expect(await readEntry(shop)).toMatchObject({ dependsOn: [search], dependents: [ledger] });
    expect(await readEntry(search)).toMatchObject({ dependsOn: [ledger], dependents: [shop] });
  });

  it('that others have said of a discovered service stay when it is described', async () => {
    await put(ledger, { dependents: [shop] });
    expect(await change(shop, { owner: 'team-a' })).toMatchObject({ discovered: false, dependsOn: [ledger] });
  });

  it('do not move the revision of the other side', async () => {
    const before = await put(ledger);
    await put(shop, { dependsOn: [ledger] });
    expect(await readEntry(ledger)).toEqual({ ...before, dependents: [shop] });
  });

  it.each([['dependsOn'], ['dependents']])(
    'on itself is refused in %s, and nothing is stored',
    async (field) => {
      const answer = await problem(
        call(PUT, { params: { name: shop }, body: { [field]: ['fresh-one', ` ${shop.toUpperCase()} `] } }),
      );
      expect(answer).toMatchObject({
        status: 422,
        errors: [{ pointer: `/${field}/1`, detail: expect.stringContaining('itself') }],
      });
      expect(
        (await pool().query('SELECT FROM service WHERE name = ANY ($1)', [[shop, 'fresh-one']])).rowCount,
      ).toBe(0);
    },
  );

  it('that are changed from both sides at the same time stay reciprocal', async () => {
    const all = Array.from({ length: 6 }, (_, index) => `${shop}-${index}`);
    await allAtOnce(60, (index) => {
      const name = all[index % all.length] as string;
      const others = all.filter((other, position) => other !== name && (position + index) % 3 === 0);
      return put(name, index % 2 === 0 ? { dependsOn: others } : { dependents: others });
    });
    const entries = await Promise.all(all.map(readEntry));
    for (const one of entries)
      for (const other of entries)
        expect([one.name, other.name, one.dependsOn.includes(other.name)]).toEqual([
          one.name,
          other.name,
          other.dependents.includes(one.name),
        ]);
  });
});

describe('deleting', () => {
  it('keeps the events and what was said, marked gone', async () => {
    const event = await report({ service: shop, environment: 'production' });
    await put(shop, { owner: 'team-a', dependsOn: [ledger] });
    await put(search, { dependsOn: [shop] });
    expect((await remove(shop, { 'if-match': '"1"' })).status).toBe(204);
    expect(await readEntry(shop)).toMatchObject({
      gone: true,
      discovered: false,
      owner: 'team-a',
      dependsOn: [],
      dependents: [search],
    });
    expect(await names(mine())).toEqual([ledger, search]);
    expect(await names(mine('gone=true'))).toEqual([shop]);
    // What others say stays; what it said sleeps.
    expect((await readEntry(search)).dependsOn).toEqual([shop]);
    expect((await readEntry(ledger)).dependents).toEqual([]);
    expect((await pool().query('SELECT FROM event WHERE id = $1', [event.id])).rowCount).toBe(1);
    expect((await remove(shop)).status).toBe(404);
  });

  it('a newer event shows the service as discovered again', async () => {
    await put(shop, { owner: 'team-a', type: 'project', dependsOn: [ledger] });
    await remove(shop);
    await deletedAnHourAgo(shop);
    await report({ service: shop, startsAt: '2026-01-01T00:00:00Z' });
    expect(await readEntry(shop)).toMatchObject({ gone: true });
    await report({ service: shop, owner: 'team-b' });
    expect(await readEntry(shop)).toMatchObject({
      gone: false,
      discovered: true,
      type: null,
      owner: 'team-b',
      dependsOn: [],
    });
    expect((await readEntry(ledger)).dependents).toEqual([]);
    // Others may say again that it depends on them.
    await change(ledger, { dependents: [shop] });
    expect(await readEntry(shop)).toMatchObject({ discovered: true, dependsOn: [ledger] });
    const described = await put(shop, { type: 'library' });
    expect(described).toMatchObject({ discovered: false, type: 'library', owner: 'team-b' });
    expect(described.revision).toBeGreaterThan(2);
  });

  it('a patch brings back what was said, a new description begins anew', async () => {
    await put(shop, { owner: 'team-a', type: 'project', dependsOn: [ledger] });
    await remove(shop);
    expect(await change(shop)).toMatchObject({
      gone: false,
      owner: 'team-a',
      dependsOn: [ledger],
      revision: 3,
    });
    await remove(shop);
    const answer = await call(PUT, { params: { name: shop }, body: { owner: 'team-b' } });
    expect([answer.status, answer.json]).toEqual([
      201,
      expect.objectContaining({ owner: 'team-b', type: null, dependsOn: [], revision: 5 }),
    ]);
  });

  it('a deleted service cannot be said to depend on anything', async () => {
    await put(shop);
    await remove(shop);
    expect(
      await problem(call(PUT, { params: { name: ledger }, body: { dependents: [shop] } })),
    ).toMatchObject({
      status: 422,
      errors: [{ pointer: '/dependents/0' }],
    });
  });
});

describe('listing', () => {
  beforeEach(async () => {
    await put(shop, {
      type: 'project',
      language: 'golang',
      platform: 'ecs',
      owner: 'team-a',
      sla: { level: 'high' },
      description: '100%_sure',
    });
    await put(ledger, { type: 'library', language: 'java', owner: 'team-b' });
    await report({ service: search, owner: 'team-b' });
  });

  it.each([
    ['', ['ledger', 'search', 'shop']],
    ['type=project', ['shop']],
    ['type=project,library', ['ledger', 'shop']],
    ['language=java', ['ledger']],
    ['platform=ecs', ['shop']],
    ['slaLevel=high', ['shop']],
    ['owner=team-b', ['ledger', 'search']],
    ['discovered=true', ['search']],
    ['discovered=false', ['ledger', 'shop']],
    ['gone=true', []],
  ])('narrows by %j', async (query, expected) => {
    expect(await names(mine(query))).toEqual(expected.map((name) => `t${nth}-${name}`));
  });

  it('finds words anywhere, and takes wildcards for characters', async () => {
    expect(await names(`q=${encodeURIComponent(`100%_ ${shop.slice(0, -2)}`)}`)).toEqual([shop]);
    expect(await names('q=1__%25')).toEqual([]);
    expect(await names(`q=team-b%20${search}`)).toEqual([search]);
    expect(await names(`name=${shop.toUpperCase()}`)).toEqual([shop]);
  });

  it('pages by name and refuses a foreign cursor', async () => {
    const first = await page(mine('limit=2&total=true'));
    expect([first.items.map(({ name }) => name), first.total]).toEqual([
      [ledger, search],
      { count: 3, exact: true },
    ]);
    expect(await page(mine(`limit=2&cursor=${first.nextCursor}`))).toMatchObject({
      items: [{ name: shop }],
      nextCursor: null,
    });
    expect(await problem(call(list, { url: '/api/v2/catalog?cursor=abc.def' }))).toMatchObject({
      status: 422,
    });
  });

  it('counts facets, each without its own filter', async () => {
    const answer = await call(facets, { url: `/api/v2/catalog/facets?${mine('type=project&owner=team-a')}` });
    const { facets: found, total } = catalogFacetsWire.parse(answer.json);
    expect(total).toBe(1);
    expect(found.type).toEqual([{ value: 'project', count: 1 }]);
    expect(found.owner).toEqual([{ value: 'team-a', count: 1 }]);
    const all = catalogFacetsWire.parse(
      (await call(facets, { url: `/api/v2/catalog/facets?${mine('type=project')}` })).json,
    );
    expect(all.facets.type).toEqual([
      { value: null, count: 1 },
      { value: 'library', count: 1 },
      { value: 'project', count: 1 },
    ]);
    expect(all.facets.discovered).toEqual([{ value: 'false', count: 1 }]);
  });
});

describe('the graph', () => {
  beforeEach(async () => {
    // A circle of three with a tail.
    await put(shop, { dependsOn: [ledger] });
    await put(ledger, { dependsOn: [search] });
    await put(search, { dependsOn: [shop, `${search}-tail`] });
  });
  const read = async (query: string) =>
    graphWire.parse((await call(graph, { url: `/api/v2/catalog/graph?${query}` })).json);

  it('is answered whole, and around a root to a depth in a direction', async () => {
    const all = await read('');
    expect(all.nodes.map(({ name, distance }) => [name, distance])).toEqual(
      [ledger, search, `${search}-tail`, shop].map((name) => [name, null]),
    );
    expect(all.edges).toHaveLength(4);
    const out = await read(`root=${shop.toUpperCase()}&direction=out&depth=2`);
    expect(out.nodes.map(({ name, distance }) => [name, distance])).toEqual([
      [shop, 0],
      [ledger, 1],
      [search, 2],
    ]);
    expect(out.truncated).toBe(true);
    expect((await read(`root=${shop}&direction=out&depth=20`)).truncated).toBe(false);
    const both = await read(`root=${ledger}&depth=1`);
    expect(both.nodes.map(({ name }) => name)).toEqual([ledger, search, shop]);
    expect((await read(`root=${shop}&limit=2`)).truncated).toBe(true);
    expect((await call(graph, { url: '/api/v2/catalog/graph?root=unheard-of' })).status).toBe(404);
  });

  it('tells what breaks with a service, nearest first, and ends in a circle', async () => {
    const { items, direct, total } = blastRadiusWire.parse(
      (await call(blastRadius, { params: { name: `${search}-tail` } })).json,
    );
    expect(items.map(({ name, distance, via, direct }) => [name, distance, via, direct])).toEqual([
      [search, 1, `${search}-tail`, true],
      [ledger, 2, search, false],
      [shop, 3, ledger, false],
    ]);
    expect([direct, total]).toEqual([1, 3]);
  });
});

describe('version compliance', () => {
  it('compares versions as versions, counts libraries and narrows by type', async () => {
    await put(`${shop}-kit`, { type: 'library', latestVersion: '2.1.0', referenceVersion: '1.10.0' });
    await put(`${shop}-image`, { type: 'container', referenceVersion: '3.0.0' });
    await put(shop, {
      type: 'project',
      deliverables: [
        { name: `${shop}-KIT`, version: 'v1.9.0' },
        { name: `${shop}-image`, version: '3.1.0' },
        { name: 'nobody-knows' },
      ],
    });
    await put(ledger, { type: 'project' });
    const read = async (query = '') =>
      complianceWire.parse((await call(compliance, { url: `/api/v2/catalog/compliance?${query}` })).json);
    const all = await read();
    expect(all.projects).toMatchObject([
      { name: ledger, totalCount: 0, compliant: true, compliancePercentage: null },
      {
        name: shop,
        totalCount: 2,
        outdatedCount: 1,
        compliant: false,
        compliancePercentage: 50,
        unknownDeliverables: ['nobody-knows'],
      },
    ]);
    expect(all.summary).toMatchObject({
      totalProjects: 2,
      compliantProjects: 1,
      nonCompliantProjects: 1,
      compliancePercentage: 50,
    });
    expect(all.summary.deliverables.map(({ name, projectsOutdated }) => [name, projectsOutdated])).toEqual([
      [`${shop}-image`, 0],
      [`${shop}-kit`, 1],
    ]);
    expect((await read('types=container')).projects[1]).toMatchObject({ totalCount: 1, outdatedCount: 0 });
    expect((await call(compliance, { url: '/api/v2/catalog/compliance?types=rocket' })).status).toBe(422);
  });
});

describe('the change feed', () => {
  it('tells of the entry and of everyone whose other side changed', async () => {
    await put(shop, { dependsOn: [ledger] });
    await remove(shop);
    const { rows } = await pool().query<{ topic: string; op: string }>(
      'SELECT topic, op FROM change ORDER BY seq',
    );
    expect(rows.map(({ topic, op }) => `${topic}.${op}`)).toEqual([
      'catalog.created',
      'catalog.updated',
      'catalog.gone',
      'catalog.updated',
    ]);
  });
});
