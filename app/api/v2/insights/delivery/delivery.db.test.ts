import { beforeEach, expect, test } from 'vitest';
import { deliveryRowPageWire, deliveryRuleWire, deliveryWire } from '@/lib/delivery/schemas';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as metrics } from './route';
import { GET as rows } from './rows/route';
import { GET as readRule, PUT as writeRule } from './rule/route';

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();

async function report(minutes: number, draft: Partial<EventDraftInput> = {}) {
  const { event } = await ingestOne({
    draft: eventDraft.parse({
      kind: 'deployment',
      title: 'Deploy',
      service: 'checkout',
      environment: 'production',
      status: 'success',
      startsAt: minutesAgo(minutes),
      endsAt: minutesAgo(minutes - 2),
      ...draft,
    }),
    actor: 'ci',
  });
  return event;
}

beforeEach(async () => {
  await emptyTables('event', 'change');
  await call(writeRule, { body: {} });
});

test('figures rest on rows, and each of them leads to its rows', async () => {
  await report(300, { version: '1.0.0' });
  const bad = await report(200, { version: '1.1.0' });
  const incident = await report(190, { kind: 'incident', title: 'It burns', status: 'open', endsAt: null });
  await report(150, { version: '1.0.0', relatedId: incident.id });
  const answer = deliveryWire.parse((await call(metrics)).json);
  expect(answer.total).toMatchObject({
    deployments: 3,
    changeFailureRate: { value: 1 / 3, of: 3, enough: false },
    reworkRate: { value: 1 / 3 },
  });
  const page = deliveryRowPageWire.parse(
    (await call(rows, { url: `/api/v2/insights/delivery/rows?${answer.total.changeFailureRate.query}` }))
      .json,
  );
  expect(page.items).toMatchObject([{ deploymentId: bad.id, why: 'window', recoveredAt: null }]);
  const rework = await call(rows, {
    url: `/api/v2/insights/delivery/rows?${answer.groups[0]?.reworkRate.query}`,
  });
  expect(rework.json.items).toHaveLength(1);
});

test('the rule can be changed, the past follows, and two people cannot overwrite each other', async () => {
  await report(300, { version: '1.0.0' });
  await report(200, { version: '1.1.0', status: 'failure' });
  const before = await call(readRule);
  const changed = await call(writeRule, {
    body: { failedDeployments: false, windowMinutes: 120 },
    headers: { 'If-Match': before.headers.etag as string },
  });
  expect(deliveryRuleWire.parse(changed.json).rule).toMatchObject({
    failedDeployments: false,
    windowMinutes: 120,
    rollbacks: true,
  });
  expect((await call(metrics)).json.total.changeFailureRate.value).toBe(0);
  const late = await call(writeRule, { body: {}, headers: { 'If-Match': before.headers.etag as string } });
  expect(late.status).toBe(412);
  expect((await call(writeRule, { body: { windowMinutes: -1 } })).status).toBe(422);
  expect((await call(writeRule, { body: { tiers: ['moon'] } })).status).toBe(422);
});

test('what a spreadsheet would run stays text', async () => {
  await report(100, { service: '=1+1', version: '1.0.0' });
  const { headers, text } = await call(metrics, { url: '/api/v2/insights/delivery?format=csv' });
  expect(headers['content-type']).toContain('text/csv');
  expect(text.split('\r\n')[1]).toMatch(/^'=1\+1,1,/);
  const list = await call(rows, { url: '/api/v2/insights/delivery/rows?format=csv' });
  expect(list.text).toContain(",'=1+1,production,1.0.0,");
});

test('without any deployment every figure says that there is nothing', async () => {
  const { total, groups, bins } = deliveryWire.parse((await call(metrics)).json);
  expect([groups, bins]).toEqual([[], []]);
  expect(total).toMatchObject({
    deployments: 0,
    leadTime: { value: null, enough: false },
    frequency: { value: 0 },
  });
});

test.each(['from=now-500d', 'from=now&to=now-1d', 'groupBy=moon', 'bins=1000000'])(
  '%s says what is wrong',
  async (query) => {
    expect((await call(metrics, { url: `/api/v2/insights/delivery?${query}` })).status).toBe(422);
  },
);
