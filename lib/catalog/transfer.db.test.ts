import { beforeEach, expect, it } from 'vitest';
import { GET as exported } from '@/app/api/v2/catalog/export/route';
import { POST as imported } from '@/app/api/v2/catalog/import/route';
import { pool } from '@/lib/db/pool';
import { call } from '@/lib/testing/call';
import { change, emptyCatalog, describe as put, readEntry, remove, report } from '@/lib/testing/catalog';
import { emptyTables } from '@/lib/testing/empty-tables';
import { importWire } from './transfer-operations';

beforeEach(emptyCatalog);

async function send(yaml: string, dryRun = false) {
  const answer = await call(imported, { body: { yaml, dryRun } });
  expect([answer.status, answer.status === 200 ? '' : answer.text]).toEqual([200, '']);
  return importWire.parse(answer.json);
}
const fetched = async () => (await call(exported, {})).text;
const outcomes = async (yaml: string, dryRun = false) =>
  (await send(yaml, dryRun)).results.map(({ name, outcome }) => `${name} ${outcome}`);
const forget = () => emptyTables('catalog_entry', 'service_dependency');

it('what was exported and is imported again changes nothing, and restores what was lost', async () => {
  await put('shop', {
    type: 'project',
    owner: '1.10',
    description: 'Line one\nline: two',
    sla: { level: 'high', uptimePercentage: 99.9 },
    availableVersions: ['1.10', '1.9'],
    dependsOn: ['ledger'],
    vulnerabilities: { sources: [{ name: 'trivy', high: 2, lastScanAt: '2026-01-01T00:00:00Z' }] },
    infrastructure: [{ name: 'db', type: 'database_rds', metadata: { empty: '', size: 'xl' } }],
  });
  await put('ledger', { dependsOn: ['shop'], sla: {} });
  await change('undescribed-target', {}).catch(() => {});
  await report({ service: 'web', owner: 'team-a' });
  await change('ledger', { dependents: ['shop', 'web'] });
  const answer = await call(exported, {});
  expect(answer.headers['content-type']).toBe('application/yaml; charset=utf-8');
  const yaml = answer.text;
  const before = await Promise.all(['shop', 'ledger', 'web'].map(readEntry));
  expect(await outcomes(yaml)).toEqual(['ledger unchanged', 'shop unchanged', 'web unchanged']);
  expect(await Promise.all(['shop', 'ledger', 'web'].map(readEntry))).toEqual(before);

  await forget();
  expect(await outcomes(yaml)).toEqual(['ledger created', 'shop created', 'web updated']);
  expect(await fetched()).toBe(yaml);
  expect((await readEntry('web')).discovered).toBe(true);
});

it('reads catalog-info.yaml beside its own documents, and each document has its own result', async () => {
  await put('shop', { owner: 'old', description: 'stays' });
  const result = await send(`
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: shop, links: [{ url: 'https://example.com' }] }
spec: { type: service, owner: group:team-a, lifecycle: production, dependsOn: [component:ledger] }
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: { name: team-a }
---
apiVersion: shiplog/v1
kind: Service
name: kit
spec: { type: library, latestVersion: 1.10 }
---
apiVersion: shiplog/v1
kind: Service
name: kit
spec: { type: library, latestVersion: '1.10', dependsOn: [kit] }
---
apiVersion: v1
kind: Pod
---
just text
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: evil, links: [{ url: 'javascript:alert(1)' }] }
---
broken: [
---
apiVersion: shiplog/v1
kind: Service
name: kit
spec: { type: library, latestVersion: '1.10' }
`);
  expect(result).toMatchObject({ created: 1, updated: 1, unchanged: 0, skipped: 1, refused: 6 });
  expect(
    result.results.map(({ document, name, outcome, issues }) => [document, name, outcome, issues[0]?.path]),
  ).toEqual([
    [1, 'shop', 'updated', undefined],
    [2, 'team-a', 'skipped', 'kind'],
    [3, 'kit', 'refused', 'spec.latestVersion'],
    [4, 'kit', 'refused', 'dependsOn.0'],
    [5, null, 'refused', 'apiVersion'],
    [6, null, 'refused', ''],
    [7, 'evil', 'refused', 'links.0.url'],
    [8, null, 'refused', ''],
    [9, 'kit', 'created', undefined],
  ]);
  expect(await readEntry('shop')).toMatchObject({
    owner: 'team-a',
    description: 'stays',
    type: 'project',
    lifecycle: 'production',
    dependsOn: ['ledger'],
    links: [{ title: 'https://example.com', url: 'https://example.com/' }],
  });
});

it('a dry run says what would happen and stores nothing', async () => {
  await put('shop', { owner: 'a' });
  const yaml = `${await fetched()}---
apiVersion: shiplog/v1
kind: Service
name: dry-run-only
spec: { dependsOn: [dry-run-other] }
---
apiVersion: shiplog/v1
kind: Service
name: shop
`;
  const before = (await pool().query('SELECT max(seq) AS seq FROM change')).rows;
  expect(await outcomes(yaml, true)).toEqual(['shop unchanged', 'dry-run-only created', 'shop updated']);
  expect((await pool().query(`SELECT FROM service WHERE name LIKE 'dry-run%'`)).rowCount).toBe(0);
  expect((await pool().query('SELECT max(seq) AS seq FROM change')).rows).toEqual(before);
  expect((await readEntry('shop')).owner).toBe('a');
});

it('takes the file as it is, as YAML', async () => {
  const body = 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: plain\n';
  const answer = await call(imported, {
    url: '/api/v2/catalog/import?dryRun=true',
    body,
    headers: { 'content-type': 'application/yaml; charset=utf-8' },
  });
  expect([answer.status, answer.json]).toEqual([200, expect.objectContaining({ dryRun: true, created: 1 })]);
  expect((await call(imported, { body, headers: { 'content-type': 'text/plain' } })).status).toBe(415);
  expect((await call(imported, { body, headers: { 'content-type': 'application/json' } })).status).toBe(400);
});

it('exports what the filters let through, and what was deleted only when asked', async () => {
  await put('shop', { owner: 'a' });
  await put('kit', { owner: 'b' });
  await report({ service: 'seen' });
  expect((await call(exported, { url: '/api/v2/catalog/export?owner=b' })).text.match(/^name: .*/gm)).toEqual(
    ['name: kit'],
  );
  expect((await fetched()).match(/^name: .*/gm)).toEqual(['name: kit', 'name: shop']);
  await remove('kit');
  expect((await fetched()).match(/^name: .*/gm)).toEqual(['name: shop']);
});
