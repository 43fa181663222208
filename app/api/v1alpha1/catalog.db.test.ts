import { beforeEach, describe, expect, it } from 'vitest';
import { pool } from '@/lib/db/pool';
import {
  trackerCatalogAnswer,
  trackerCatalogDeleted,
  trackerCatalogList,
  trackerCompliance,
} from '@/lib/dialects/tracker/catalog-schemas';
import { trackerError } from '@/lib/dialects/tracker/schemas';
import { type Call, call } from '@/lib/testing/call';
import { deletedAnHourAgo, emptyCatalog, report } from '@/lib/testing/catalog';
import { PUT as putDependencies } from './catalog/[name]/dependencies/route';
import { PUT as putVersions } from './catalog/[name]/versions/route';
import { DELETE, GET, PUT } from './catalog/route';
import { GET as compliance } from './catalog/version-compliance/route';
import { GET as list } from './catalogs/list/route';

const proto = { 'x-tracker-enums': 'proto' };
async function answered(route: typeof PUT, request: Call) {
  const answer = await call(route, request);
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return answer.json;
}
const one = async (route: typeof PUT, request: Call) =>
  trackerCatalogAnswer.parse(await answered(route, request)).catalog;
const put = (body: object, headers = {}) => one(PUT, { body, headers });
const create = (name: string, body: object = {}, headers = {}) =>
  put({ name, owner: 'team-a', version: '1.0.0', ...body }, headers);
const read = (name: string) => one(GET, { url: `/api/v1alpha1/catalog?name=${encodeURIComponent(name)}` });
const versions = (name: string, body: object) => one(putVersions, { params: { name }, body });
const dependencies = (name: string, body: object) => one(putDependencies, { params: { name }, body });
async function refused(route: typeof PUT, request: Call, status: number, code: number): Promise<string> {
  const answer = await call(route, request);
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  const error = trackerError.parse(answer.json);
  expect(error).toMatchObject({ code, details: [] });
  return error.message;
}

let nth = 0;
let shop = '';
let ledger = '';
beforeEach(async () => {
  await emptyCatalog();
  nth += 1;
  [shop, ledger] = [`v${nth}-shop`, `v${nth}-ledger`];
});

describe('the upsert', () => {
  it('answers 200 with every field present', async () => {
    const catalog = await create(shop);
    expect(catalog).toStrictEqual({
      name: shop,
      type: 'TYPE_UNSPECIFIED',
      languages: 'LANGUAGES_UNSPECIFIED',
      owner: 'team-a',
      version: '1.0.0',
      link: '',
      description: '',
      repository: '',
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
      dependenciesIn: [],
      dependenciesOut: [],
      sla: null,
      platform: 'PLATFORM_UNSPECIFIED',
      availableVersions: [],
      latestVersion: '',
      referenceVersion: '',
      usedDeliverables: [],
      communicationChannels: [],
      dashboardLinks: [],
      vulnerabilitySummary: null,
      infrastructureResources: [],
    });
    expect(await read(shop.toUpperCase())).toEqual(catalog);
  });

  it('takes every field in either spelling and answers it as it was meant', async () => {
    const catalog = await create(shop, {
      type: 'Project',
      languages: 'TypeScript',
      link: 'https://docs.example.com',
      description: 'Sells',
      repository: 'https://git.example.com/shop',
      dependencies_out: [ledger, '', ` ${ledger.toUpperCase()}`],
      sla: { level: 'CRITICAL', uptime_percentage: 99.99, responseTimeMs: '100' },
      platform: 3,
      used_deliverables: [{ name: 'kit', type: 2, version_used: 'v1.2.0' }],
      communicationChannels: [{ type: 'slack', name: '#shop', url: 'https://example.slack.com/archives/C1' }],
      dashboardLinks: [{ type: 9, name: 'Mine', url: 'https://dash.example.com' }],
      vulnerabilitySummary: {
        criticalCount: 7,
        sources: [{ name: 'trivy', critical_count: 1, lowCount: '2', lastScan: '2026-01-02' }],
      },
      infrastructure_resources: [
        {
          id: 'db',
          name: 'orders',
          type: 4,
          endpoint: 'db.internal:5432',
          metadata: { size: 'xl' },
          connected_services: [ledger],
        },
      ],
      availableVersions: ['9.9.9'],
      createdAt: '1999-01-01T00:00:00Z',
      slackChannel: 'ignored',
    });
    expect(catalog).toMatchObject({
      type: 'project',
      languages: 'typescript',
      dependenciesOut: [ledger],
      sla: { level: 'critical', uptimePercentage: 99.99, responseTimeMs: 100, description: '' },
      platform: 'kubernetes',
      usedDeliverables: [{ name: 'kit', type: 'library', versionUsed: 'v1.2.0', description: '' }],
      communicationChannels: [
        { type: 'slack', name: '#shop', url: 'https://example.slack.com/archives/C1', description: '' },
      ],
      dashboardLinks: [{ type: 'custom', name: 'Mine', url: 'https://dash.example.com/', description: '' }],
      vulnerabilitySummary: {
        criticalCount: 1,
        lowCount: 2,
        totalCount: 3,
        lastUpdated: '2026-01-02T00:00:00Z',
        sources: [
          { name: 'trivy', type: '', criticalCount: 1, totalCount: 3, lastScan: '2026-01-02T00:00:00Z' },
        ],
      },
      infrastructureResources: [
        {
          id: 'db',
          type: 'database_postgresql',
          metadata: { size: 'xl' },
          connectedServices: [ledger],
          region: '',
        },
      ],
      availableVersions: [],
    });
    expect(catalog.createdAt).not.toContain('1999');
  });

  it.each([
    [2, {}, 'java'],
    [2, proto, 'kotlin'],
    [13, {}, 'groovy'],
    [15, proto, 'groovy'],
    ['13', proto, 'javascript'],
    ['javascrypt', {}, 'javascript'],
    ['GoLang', {}, 'golang'],
    ['csharp', {}, 'csharp'],
    [0, {}, 'LANGUAGES_UNSPECIFIED'],
  ])('reads the language %j with %j as %s', async (languages, headers, expected) => {
    expect((await create(shop, { languages }, headers)).languages).toBe(expected);
  });

  it('merges: what is left out stays, null and empty values clear, and the creation survives', async () => {
    const first = await create(shop, {
      type: 1,
      description: 'x',
      sla: { level: 1 },
      dependenciesOut: [ledger],
    });
    const second = await put({ name: shop.toUpperCase(), version: '1.1.0' });
    expect(second).toEqual({ ...first, version: '1.1.0', updatedAt: second.updatedAt });
    const third = await put({
      name: shop,
      sla: null,
      description: '',
      type: 'TYPE_UNSPECIFIED',
      dependenciesOut: [],
    });
    expect(third).toMatchObject({
      sla: null,
      description: '',
      type: 'TYPE_UNSPECIFIED',
      dependenciesOut: [],
      createdAt: first.createdAt,
    });
  });

  it('changes nothing when it is sent back what it answered', async () => {
    const first = await create(shop, {
      type: 1,
      sla: { level: 1 },
      dependenciesOut: [ledger],
      vulnerabilitySummary: { sources: [{ name: 'a', lowCount: 1 }] },
    });
    expect(await put(first)).toEqual(first);
  });

  it.each([
    [{}, 'name is required'],
    [{ name: 'x' }, 'owner is required; version is required'],
    [{ name: 'x', owner: 'a', version: '1', type: 'rocket' }, 'type is "rocket", allowed are module (1)'],
    [{ name: 'x', owner: 'a', version: '1', languages: 14 }, 'languages is 14, allowed are golang (1)'],
    [{ name: 'x', owner: 'a', version: '1', languages: 15 }, 'send the header X-Tracker-Enums: proto'],
    [{ name: 'x', owner: 'a', version: '1', platform: 19 }, 'platform is 19'],
    [{ name: 'x', owner: 'a', version: '1', sla: { level: 5 } }, 'sla.level is 5'],
    [
      { name: 'x', owner: 'a', version: '1', sla: { uptimePercentage: 101 } },
      'sla.uptimePercentage must be a number from 0 to 100',
    ],
    [{ name: 'x', owner: 'a', version: '1', sla: 'high' }, 'sla must be an object'],
    [
      { name: 'x', owner: 'a', version: '1', usedDeliverables: [{ versionUsed: '1' }] },
      'usedDeliverables.0.name is required',
    ],
    [
      { name: 'x', owner: 'a', version: '1', usedDeliverables: { name: 'y' } },
      'usedDeliverables must be a list',
    ],
    [
      { name: 'x', owner: 'a', version: '1', vulnerabilitySummary: { criticalCount: -1 } },
      'vulnerabilitySummary.criticalCount must be',
    ],
    [
      { name: 'x', owner: 'a', version: '1', vulnerabilitySummary: { lastUpdated: '2026-02-31' } },
      'vulnerabilitySummary.lastUpdated is "2026-02-31"',
    ],
    [{ name: 'x', owner: 'a', version: '1', dependenciesIn: ['y', 'X'] }, 'dependenciesIn.1 is x itself'],
    [{ name: 'x', owner: 'a', version: '1', dependencies_in: [], dependenciesIn: [] }, 'duplicate field'],
    [{ name: 'x'.repeat(10_240), owner: 'a', version: '1' }, 'name is longer than 200 characters'],
    [{ name: 'pay\u202ements', owner: 'a', version: '1' }, 'name must not contain invisible characters'],
    [{ name: 7, owner: 'a', version: '1' }, 'name must be a string'],
    [[], 'The body must be a JSON object'],
  ])('refuses %j', async (body, expected) => {
    expect(await refused(PUT, { body }, 400, 3)).toContain(expected);
    expect((await pool().query('SELECT FROM catalog_entry')).rowCount).toBe(0);
  });

  const hostile = [
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' java\tscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'https://user:pass@example.com',
    'https://',
    `https://example.com/${'a'.repeat(3000)}`,
  ];
  it.each([
    ['link', (url: string) => ({ link: url })],
    ['repository', (url: string) => ({ repository: url })],
    ['communicationChannels.0.url', (url: string) => ({ communicationChannels: [{ type: 'email', url }] })],
    ['dashboardLinks.0.url', (url: string) => ({ dashboardLinks: [{ url }] })],
    [
      'vulnerabilitySummary.sources.0.url',
      (url: string) => ({ vulnerabilitySummary: { sources: [{ url }] } }),
    ],
  ])('refuses hostile links in %s', async (field, body) => {
    for (const url of hostile)
      expect(
        await refused(PUT, { body: { name: shop, owner: 'a', version: '1', ...body(url) } }, 400, 3),
      ).toContain(field);
  });

  it('takes no endpoint that a browser would carry out', async () => {
    for (const endpoint of hostile.slice(0, 5))
      await refused(
        PUT,
        { body: { name: shop, owner: 'a', version: '1', infrastructureResources: [{ endpoint }] } },
        400,
        3,
      );
  });

  it('answers no hostile link that came into the database by other ways', async () => {
    await create(shop, { link: 'https://example.com', dashboardLinks: [{ url: 'https://example.com' }] });
    await pool().query(
      `UPDATE catalog_entry SET link = 'javascript:alert(1)', repository = 'javascript:alert(1)', links = '[{"title":"x","url":"javascript:alert(1)"}]',
         dashboards = '[{"type":null,"name":"x","url":"javascript:alert(1)","description":""}]', channels = '[{"type":null,"name":"x","url":"data:x","description":""}]'`,
    );
    const catalog = await read(shop);
    expect(JSON.stringify(catalog)).not.toMatch(/javascript|data:/);
  });
});

describe('names', () => {
  it.each([
    'terraform/aws-vpc',
    '../../etc/passwd',
    '🚀 rocket 👩‍💻',
    '支付',
    '__proto__',
    'graph',
    "Robert'); DROP TABLE service;--",
    '%2F',
    '..',
  ])('%j is a name like any other', async (name) => {
    expect((await create(name)).name).toBe(name);
    expect((await read(name)).name).toBe(name);
    expect((await versions(name, { availableVersions: ['1.0.0'] })).latestVersion).toBe('1.0.0');
    expect((await dependencies(name, { dependenciesOut: [ledger] })).dependenciesOut).toEqual([ledger]);
    expect(
      trackerCatalogDeleted.parse(
        await answered(DELETE, { url: `/api/v1alpha1/catalog?name=${encodeURIComponent(name)}` }),
      ).name,
    ).toBe(name);
  });

  it('that only look alike are two', async () => {
    await create(`${shop}-a`, { owner: 'latin' });
    await create(`${shop}-а`, { owner: 'cyrillic' });
    expect([(await read(`${shop}-a`)).owner, (await read(`${shop}-а`)).owner]).toEqual(['latin', 'cyrillic']);
  });

  it('that differ in case, space or composition are one', async () => {
    await create(`${shop} Caf\u00e9`);
    expect((await read(` ${shop.toUpperCase()}  cafe\u0301 `)).name).toBe(`${shop} Caf\u00e9`);
  });

  it('must be given, once', async () => {
    expect(await refused(GET, { url: '/api/v1alpha1/catalog' }, 400, 3)).toBe('name is required');
    expect(await refused(DELETE, { url: '/api/v1alpha1/catalog?name=' }, 400, 3)).toBe('name is required');
    expect(await refused(GET, { url: '/api/v1alpha1/catalog?name=a&name=b' }, 400, 3)).toContain(
      'too many values',
    );
  });

  it('that nobody knows are not found', async () => {
    expect(await refused(GET, { url: `/api/v1alpha1/catalog?name=${shop}` }, 404, 5)).toBe(
      `catalog ${shop} not found`,
    );
    await refused(GET, { url: `/api/v1alpha1/catalog?name=${'x'.repeat(10_000)}` }, 404, 5);
    await refused(DELETE, { url: `/api/v1alpha1/catalog?name=${shop}` }, 404, 5);
    await refused(putVersions, { params: { name: shop }, body: {} }, 404, 5);
    await refused(putVersions, { params: { name: 'x'.repeat(10_000) }, body: {} }, 404, 5);
    await refused(putDependencies, { params: { name: shop }, body: { dependenciesIn: [ledger] } }, 404, 5);
    expect((await pool().query('SELECT FROM service WHERE name = ANY ($1)', [[shop, ledger]])).rowCount).toBe(
      0,
    );
  });
});

describe('versions', () => {
  it('are kept newest first, with the newest release as the latest', async () => {
    await create(shop, { version: '1.0.0' });
    const catalog = await versions(shop, {
      available_versions: ['1.9.0', '1.10.0', '2.0.0-rc.1'],
      referenceVersion: '1.9.0',
    });
    expect(catalog).toMatchObject({
      availableVersions: ['2.0.0-rc.1', '1.10.0', '1.9.0'],
      latestVersion: '1.10.0',
      referenceVersion: '1.9.0',
    });
    expect(await versions(shop, { latestVersion: '2.0.0-rc.1' })).toMatchObject({
      latestVersion: '2.0.0-rc.1',
      referenceVersion: '1.9.0',
      availableVersions: catalog.availableVersions,
    });
    expect(await put({ name: shop, owner: 'b' })).toMatchObject({
      latestVersion: '2.0.0-rc.1',
      availableVersions: catalog.availableVersions,
    });
  });

  it('may be ten thousand, and not one more', async () => {
    await create(shop);
    const many = Array.from({ length: 10_000 }, (_, index) => `1.${index}.0`);
    expect((await versions(shop, { availableVersions: many })).availableVersions).toHaveLength(10_000);
    expect((await read(shop)).latestVersion).toBe('1.9999.0');
    const page = trackerCatalogList.parse(await answered(list, {}));
    expect(page.catalogs.find(({ name }) => name === shop)?.availableVersions).toEqual(
      many.slice(-100).reverse(),
    );
    expect(
      await refused(
        putVersions,
        { params: { name: shop }, body: { availableVersions: [...many, '2.0.0'] } },
        400,
        3,
      ),
    ).toContain('availableVersions has 10001 entries, more than 10000');
  });

  it('of a service that is merely discovered do not describe it', async () => {
    await report({ service: shop, owner: 'team-x', version: '3.1.0', environment: 'UAT', status: 'success' });
    expect(await versions(shop, { availableVersions: ['3.1.0'] })).toMatchObject({
      owner: 'team-x',
      version: '3.1.0',
    });
    expect(await refused(PUT, { body: { name: shop, description: 'x' } }, 400, 3)).toBe(
      'owner is required; version is required',
    );
  });
});

describe('dependencies', () => {
  it('are kept on both sides, whichever side says them', async () => {
    await create(shop);
    expect(
      await dependencies(shop, { dependenciesOut: [ledger], dependenciesIn: [`${shop}-web`] }),
    ).toMatchObject({
      dependenciesIn: [`${shop}-web`],
      dependenciesOut: [ledger],
    });
    expect((await read(ledger)).dependenciesIn).toEqual([shop]);
    expect((await read(`${shop}-web`)).dependenciesOut).toEqual([shop]);
    await dependencies(ledger, { dependenciesIn: [] });
    expect(await read(shop)).toMatchObject({ dependenciesIn: [`${shop}-web`], dependenciesOut: [] });
  });

  it('may go in circles, but not to itself', async () => {
    await create(shop, { dependenciesOut: [ledger] });
    expect(await dependencies(shop, { dependenciesIn: [ledger] })).toMatchObject({
      dependenciesIn: [ledger],
      dependenciesOut: [ledger],
    });
    expect(
      await refused(
        putDependencies,
        { params: { name: shop }, body: { dependenciesOut: [shop.toUpperCase()] } },
        400,
        3,
      ),
    ).toContain('dependenciesOut.0');
  });
});

describe('deleting', () => {
  it('hides the entry and keeps its events; a new one begins with nothing', async () => {
    const event = await report({ service: shop });
    await create(shop, { description: 'old', dependenciesOut: [ledger] });
    await answered(DELETE, { url: `/api/v1alpha1/catalog?name=${shop}` });
    await refused(GET, { url: `/api/v1alpha1/catalog?name=${shop}` }, 404, 5);
    await refused(putVersions, { params: { name: shop }, body: {} }, 404, 5);
    expect((await pool().query('SELECT FROM event WHERE id = $1', [event.id])).rowCount).toBe(1);
    expect(trackerCatalogList.parse(await answered(list, {})).catalogs.map(({ name }) => name)).not.toContain(
      shop,
    );
    expect(await refused(PUT, { body: { name: shop } }, 400, 3)).toContain('owner is required');
    expect(await create(shop)).toMatchObject({ description: '', dependenciesOut: [] });
  });

  it('a newer event brings the service back', async () => {
    await create(shop, { description: 'old' });
    await answered(DELETE, { url: `/api/v1alpha1/catalog?name=${shop}` });
    await deletedAnHourAgo(shop);
    await report({ service: shop, owner: 'team-b' });
    expect(await read(shop)).toMatchObject({ description: '', owner: 'team-b' });
  });
});

describe('the list', () => {
  it('holds what was described and what was discovered, by name, whole or in pages', async () => {
    await create(ledger);
    await report({ service: shop });
    const all = trackerCatalogList.parse(await answered(list, {}));
    const mine = all.catalogs.map(({ name }) => name).filter((name) => name.startsWith(`v${nth}-`));
    expect(mine).toEqual([ledger, shop]);
    expect(all.totalCount).toBe(all.catalogs.length);
    const paged = [];
    for (let page = 1; paged.length < all.totalCount; page++) {
      const part = trackerCatalogList.parse(
        await answered(list, { url: `/api/v1alpha1/catalogs/list?perPage=7&page=${page}` }),
      );
      expect(part.totalCount).toBe(all.totalCount);
      paged.push(...part.catalogs);
    }
    expect(paged).toEqual(all.catalogs);
    await refused(list, { url: '/api/v1alpha1/catalogs/list?per_page=0' }, 400, 3);
  });
});

describe('version compliance', () => {
  it('counts libraries, compares versions, narrows by type, and comes by name', async () => {
    await create('lib-kit', { type: 'library' });
    await versions('lib-kit', { latestVersion: '1.10.0', referenceVersion: '1.10.0' });
    await create('img-base', { type: 'container' });
    await versions('img-base', { referenceVersion: '2.0.0' });
    await create(`${shop}-2`, {
      type: 'project',
      usedDeliverables: [{ name: 'img-base', versionUsed: '1.9' }],
    });
    await create(`${shop}-1`, {
      type: 'project',
      usedDeliverables: [
        { name: 'lib-kit', versionUsed: 'v1.10' },
        { name: 'img-base', versionUsed: '10.0' },
        { name: 'lib-kit', versionUsed: '1.9.0' },
      ],
    });
    const ask = async (query = '', headers = {}) =>
      trackerCompliance.parse(
        await answered(compliance, { url: `/api/v1alpha1/catalog/version-compliance${query}`, headers }),
      );
    const all = await ask();
    expect(
      all.projects.map(({ projectName, outdatedCount, totalCount, compliancePercentage }) => [
        projectName,
        outdatedCount,
        totalCount,
        compliancePercentage,
      ]),
    ).toEqual([
      [`${shop}-1`, 1, 3, 66.66667],
      [`${shop}-2`, 1, 1, 0],
    ]);
    expect(all.summary).toMatchObject({
      totalProjects: 2,
      compliantProjects: 0,
      nonCompliantProjects: 2,
      overallCompliancePercentage: 0,
    });
    expect(all.summary.deliverableStats).toMatchObject([
      { name: 'img-base', type: 'container', projectsUsing: 2, projectsOutdated: 1 },
      { name: 'lib-kit', type: 'library', projectsUsing: 1, projectsOutdated: 1, latestVersion: '1.10.0' },
    ]);
    for (const query of ['?types=container', '?types=7', '?types=CONTAINER&types=chart'])
      expect((await ask(query)).summary).toMatchObject({
        compliantProjects: 1,
        overallCompliancePercentage: 50,
      });
    expect(
      await refused(compliance, { url: '/api/v1alpha1/catalog/version-compliance?types=rocket' }, 400, 3),
    ).toContain('types is "rocket"');
  });

  it('of an empty catalog is empty', async () => {
    expect(trackerCompliance.parse(await answered(compliance, {}))).toMatchObject({
      projects: [],
      summary: { totalProjects: 0, overallCompliancePercentage: 0, deliverableStats: [] },
    });
  });
});
