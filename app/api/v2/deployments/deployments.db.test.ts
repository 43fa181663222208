import { beforeEach, expect, test } from 'vitest';
import { PATCH as patchEnvironment } from '@/app/api/v2/environments/[name]/route';
import { GET as listEnvironmentsRoute } from '@/app/api/v2/environments/route';
import { POST as approve } from '@/app/api/v2/versions/[service]/[version]/approvals/route';
import { GET as readVersion } from '@/app/api/v2/versions/[service]/[version]/route';
import { GET as versionsRoute } from '@/app/api/v2/versions/route';
import {
  comparisonWire,
  deploymentDetailWire,
  deploymentPageWire,
  differenceWire,
  matrixWire,
  versionDetailWire,
  versionPageWire,
} from '@/lib/deployments/schemas';
import { environmentListWire } from '@/lib/environments/operations';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as readOne } from './[id]/route';
import { GET as compare } from './compare/route';
import { GET as difference } from './difference/route';
import { GET as histogram } from './histogram/route';
import { GET as matrix } from './matrix/route';
import { GET as list } from './route';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function deploy(draft: Partial<EventDraftInput> & { minutes: number }) {
  const { minutes, ...rest } = draft;
  const { event } = await ingestOne({
    draft: eventDraft.parse({
      kind: 'deployment',
      title: 'Deploy',
      service: 'checkout',
      environment: 'production',
      status: 'success',
      startsAt: minutesAgo(minutes),
      endsAt: minutesAgo(minutes - 2),
      ...rest,
    }),
    actor: 'ci',
  });
  return event;
}

beforeEach(() => emptyTables('event', 'change', 'catalog_entry'));

/** A build, two environments, a bad deployment, the way back. */
async function aWeek() {
  const build = await deploy({
    kind: 'build',
    title: 'Build 1.1.0',
    version: '1.1.0',
    sha: 'bbbbbbb2222',
    environment: null,
    minutes: 90,
    links: [{ title: 'Run', url: 'https://ci.example/runs/7' }],
    payload: { repository: 'https://github.com/acme/checkout', branch: 'main', buildNumber: '7' },
  });
  const first = await deploy({ version: '1.0.0', sha: 'aaaaaaa1111', minutes: 300, owner: 'ada' });
  const uat = await deploy({ version: '1.1.0', sha: 'bbbbbbb2222', environment: 'UAT', minutes: 80 });
  const bad = await deploy({
    title: 'Deploy checkout v1.1.0',
    sha: 'bbbbbbb2222',
    minutes: 60,
    owner: 'bob',
    payload: { repository: 'https://github.com/acme/checkout', branch: 'main' },
  });
  const incident = await ingestOne({
    draft: eventDraft.parse({ kind: 'incident', title: 'It burns', relatedId: bad.id, status: 'open' }),
    actor: 'ada',
  });
  const back = await deploy({
    version: '1.0.0',
    sha: 'aaaaaaa1111',
    minutes: 50,
    relatedId: incident.event.id,
  });
  return { build, first, uat, bad, back, incident: incident.event };
}

test('history says what each deployment replaced, and which one was a rollback', async () => {
  const { bad, back, first } = await aWeek();
  const page = deploymentPageWire.parse(
    (await call(list, { url: '/api/v2/deployments?environment=production&total=true' })).json,
  );
  expect(page.total).toEqual({ count: 3, exact: true });
  expect(
    page.items.map(({ id, version, previousVersion, change }) => [id, version, previousVersion, change]),
  ).toEqual([
    [back.id, '1.0.0', '1.1.0', 'rollback'],
    [bad.id, '1.1.0', '1.0.0', 'upgrade'],
    [first.id, '1.0.0', null, 'first'],
  ]);
  expect(page.items[1]).toMatchObject({ by: 'bob', durationMs: 120_000 });
  const rollbacks = await call(list, { url: '/api/v2/deployments?change=rollback' });
  expect(rollbacks.json.items.map(({ id }: { id: string }) => id)).toEqual([back.id]);
});

test('what failed was never in place: its next try is no redeployment, and bringing back what was there is a rollback', async () => {
  await deploy({ version: '1.0.0', minutes: 60 });
  const failed = await deploy({ version: '2.0.0', minutes: 50, status: 'failure' });
  await deploy({ version: '2.0.0', minutes: 40 });
  const worse = await deploy({ version: '3.0.0', minutes: 30, status: 'failure' });
  const back = await deploy({ version: '2.0.0', minutes: 20 });
  await deploy({ version: '2.0.0', minutes: 10 });
  const items = async (query: string) =>
    deploymentPageWire
      .parse((await call(list, { url: `/api/v2/deployments?${query}` })).json)
      .items.map(({ version, phase, change }) => `${version} ${phase} ${change}`);
  expect(await items('environment=production')).toEqual([
    '2.0.0 succeeded redeploy',
    '2.0.0 succeeded rollback',
    '3.0.0 failed upgrade',
    '2.0.0 succeeded upgrade',
    '2.0.0 failed upgrade',
    '1.0.0 succeeded first',
  ]);
  expect(await items('change=redeploy')).toEqual(['2.0.0 succeeded redeploy']);
  expect(await items('change=rollback')).toEqual(['2.0.0 succeeded rollback']);
  const next = async (id: string) =>
    deploymentDetailWire.parse((await call(readOne, { params: { id } })).json).nextStep;
  expect([await next(failed.id), await next(worse.id), await next(back.id)]).toEqual([
    'retried',
    'rolled_back',
    'redeployed',
  ]);
});

test('a first deployment that failed is tried again, and that is the first', async () => {
  const failed = await deploy({ version: '1.0.0', minutes: 20, status: 'failure' });
  const aborted = await deploy({ version: '1.0.0', minutes: 15, status: 'aborted' });
  const arrived = await deploy({ version: '1.0.0', minutes: 10 });
  for (const [{ id }, nextStep] of [
    [failed, 'retried'],
    [aborted, 'retried'],
    [arrived, null],
  ] as const)
    expect((await call(readOne, { params: { id } })).json).toMatchObject({ change: 'first', nextStep });
});

test('a deployment says what came after it, what it caused and where its commit is', async () => {
  const { build, bad, back, incident, first } = await aWeek();
  const detail = deploymentDetailWire.parse((await call(readOne, { params: { id: bad.id } })).json);
  expect(detail).toMatchObject({
    previousId: first.id,
    nextId: back.id,
    nextStep: 'rolled_back',
    buildId: build.id,
    branch: 'main',
    commitUrl: 'https://github.com/acme/checkout/commit/bbbbbbb2222',
  });
  expect(detail.caused.map(({ eventId }) => eventId)).toEqual([incident.id]);
  expect((await call(readOne, { params: { id: build.id } })).status).toBe(404);
  expect((await call(readOne, { params: { id: 'no-uuid' } })).status).toBe(404);
});

test('the matrix shows what runs, what differs and who holds the lock, and the past has no locks', async () => {
  await aWeek();
  const now = matrixWire.parse((await call(matrix)).json);
  expect(now.environments.map(({ name }) => name)).toEqual(['UAT', 'production']);
  expect(now.items).toMatchObject([
    {
      service: 'checkout',
      differs: true,
      cells: [
        { current: { version: '1.1.0' }, drift: 'ahead' },
        { current: { version: '1.0.0' }, drift: null, lock: null },
      ],
    },
  ]);
  const before = matrixWire.parse(
    (await call(matrix, { url: `/api/v2/deployments/matrix?at=${minutesAgo(55)}` })).json,
  );
  expect(before.items[0]?.cells[1]?.current?.version).toBe('1.1.0');
  const running = await call(matrix, {
    url: `/api/v2/deployments/matrix?at=${minutesAgo(59)}&environment=production`,
  });
  expect(running.json.items[0].cells[0]).toMatchObject({
    current: { version: '1.0.0' },
    attempt: { version: '1.1.0', phase: 'running', until: null },
  });
});

test('two instants and two environments can be compared, and one question at a time', async () => {
  await aWeek();
  const instants = differenceWire.parse(
    (
      await call(difference, {
        url: `/api/v2/deployments/difference?from=${minutesAgo(100)}&to=${minutesAgo(55)}`,
      })
    ).json,
  );
  expect(
    instants.items.map(({ environment, change, deployments }) => [environment, change, deployments]),
  ).toEqual([
    ['UAT', 'added', 1],
    ['production', 'upgraded', 1],
  ]);
  const places = await call(difference, { url: '/api/v2/deployments/difference?left=UAT&right=production' });
  expect(places.json.items).toMatchObject([{ service: 'checkout', change: 'rolled_back' }]);
  for (const query of [
    '',
    'left=UAT',
    'from=now-1d&left=UAT&right=production',
    'left=UAT&right=uat',
    'left=UAT&right=nowhere',
  ])
    expect((await call(difference, { url: `/api/v2/deployments/difference?${query}` })).status).toBe(422);
});

test('two deployments of a service are compared, the earlier one first', async () => {
  const { first, bad, back } = await aWeek();
  const url = `/api/v2/deployments/compare?from=${back.id}&to=${first.id}`;
  const found = comparisonWire.parse((await call(compare, { url })).json);
  expect([found.from.id, found.to.id, found.between.map(({ id }) => id)]).toEqual([
    first.id,
    back.id,
    [bad.id],
  ]);
  expect(found.compareUrl).toBeNull();
  const upgraded = await call(compare, { url: `/api/v2/deployments/compare?from=${first.id}&to=${bad.id}` });
  expect(upgraded.json.compareUrl).toBe('https://github.com/acme/checkout/compare/aaaaaaa1111...bbbbbbb2222');
  const other = await deploy({ service: 'search', version: '9', minutes: 5 });
  expect(
    (await call(compare, { url: `/api/v2/deployments/compare?from=${first.id}&to=${other.id}` })).status,
  ).toBe(422);
});

test('a version tells where it came and how long it took', async () => {
  const { build, uat } = await aWeek();
  const version = versionDetailWire.parse(
    (await call(readVersion, { params: { service: 'Checkout', version: 'V1.1.0' } })).json,
  );
  expect(version).toMatchObject({
    version: '1.1.0',
    sha: 'bbbbbbb2222',
    environments: ['UAT'],
    builds: [{ id: build.id, runUrl: 'https://ci.example/runs/7' }],
    lead: { from: 'build', fromAt: build.at },
    commitUrl: 'https://github.com/acme/checkout/commit/bbbbbbb2222',
  });
  expect(
    version.reached.map(({ environment, inPlace, deployments }) => [environment, inPlace, deployments]),
  ).toEqual([
    ['UAT', true, 1],
    ['production', false, 1],
  ]);
  expect(version.reached[0]?.lastId).toBe(uat.id);
  expect(Math.round((version.lead.ms as number) / 60_000)).toBe(32);
  expect((await call(readVersion, { params: { service: 'checkout', version: '7' } })).status).toBe(404);
  const known = versionPageWire.parse(
    (await call(versionsRoute, { url: '/api/v2/versions?sha=BBBBBBB' })).json,
  );
  expect(known.items.map(({ version: name }) => name)).toEqual(['1.1.0']);
});

test('approvals are added, the newest first, and only for what is known', async () => {
  await aWeek();
  const params = { service: 'checkout', version: '1.1.0' };
  const given = await call(approve, {
    params,
    body: { type: 'QA', environment: 'production', comment: 'Good' },
  });
  expect([given.status, given.json]).toMatchObject([
    201,
    { type: 'QA', environment: 'production', approved: true },
  ]);
  await call(approve, { params, body: { type: 'QA', approved: false } });
  const { json } = await call(readVersion, { params });
  expect(json.approvals.map(({ approved }: { approved: boolean }) => approved)).toEqual([false, true]);
  expect((await call(approve, { params, body: { type: '' } })).status).toBe(422);
  expect((await call(approve, { params, body: { type: 'QA', environment: 'nowhere' } })).status).toBe(422);
  expect((await call(approve, { params: { ...params, version: '8' }, body: { type: 'QA' } })).status).toBe(
    404,
  );
});

test('environments say how near to users they are, and can be told', async () => {
  await aWeek();
  const { items } = environmentListWire.parse((await call(listEnvironmentsRoute)).json);
  expect(items.find(({ name }) => name === 'production')).toMatchObject({ tier: 'production', services: 1 });
  const changed = await call(patchEnvironment, {
    params: { name: 'MCO' },
    body: { tier: 'staging', position: 65 },
  });
  expect(changed.json).toMatchObject({ name: 'mco', tier: 'staging', position: 65 });
  await call(patchEnvironment, { params: { name: 'mco' }, body: { tier: 'production', position: 80 } });
  expect((await call(patchEnvironment, { params: { name: 'nowhere' }, body: {} })).status).toBe(404);
  expect((await call(patchEnvironment, { params: { name: 'mco' }, body: { tier: 'moon' } })).status).toBe(
    422,
  );
});

test.each([
  '/api/v2/deployments?limit=1000000000',
  '/api/v2/deployments?phase=exploded',
  '/api/v2/deployments?cursor=made-up',
  '/api/v2/deployments?from=yesteryear',
  '/api/v2/deployments?unknown=1',
])('%s says what is wrong', async (url) => {
  const { status, json } = await call(list, { url });
  expect(status).toBe(422);
  expect(json.errors[0]).toMatchObject({ detail: expect.any(String) });
});

test('the histogram says so when its window ends before it begins', async () => {
  const { status } = await call(histogram, { url: '/api/v2/deployments/histogram?from=now&to=now-1d' });
  expect(status).toBe(422);
  expect((await call(histogram)).status).toBe(200);
});
