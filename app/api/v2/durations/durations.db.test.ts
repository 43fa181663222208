import { beforeEach, expect, test } from 'vitest';
import { chainPageWire, deliveryChainWire, durationStatsWire, linkPageWire } from '@/lib/durations/schemas';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { GET as chain } from './chains/[id]/route';
import { GET as chains } from './chains/route';
import { GET as links } from './links/route';
import { GET as stats } from './route';

const minute = 60_000;
const start = Date.now() - 300 * minute;
const after = (minutes: number) => new Date(start + minutes * minute).toISOString();

async function report(begin: number, end: number | null, draft: Partial<EventDraftInput>) {
  const { event } = await ingestOne({
    draft: eventDraft.parse({
      kind: 'deployment',
      title: 'Deploy',
      service: 'checkout',
      environment: 'production',
      status: end === null ? 'open' : 'success',
      startsAt: after(begin),
      ...(end === null ? {} : { endsAt: after(end) }),
      ...draft,
    }),
    actor: 'ci',
  });
  return event.id;
}

/** A build, two environments, an incident, the way back and the fix. */
async function aStory() {
  await report(-100, -95, { version: '1.0.0' });
  const build = await report(0, 10, { kind: 'build', title: 'Build', version: '1.1.0', environment: null });
  const uat = await report(15, 20, { version: '1.1.0', environment: 'UAT' });
  const production = await report(50, 55, { version: '1.1.0' });
  const incident = await report(60, null, { kind: 'incident', title: 'It burns' });
  const rollback = await report(70, 75, { version: '1.0.0', relatedId: incident });
  const fix = await report(120, 130, { version: '1.1.1', relatedId: incident });
  return { build, uat, production, incident, rollback, fix };
}

beforeEach(async () => {
  await emptyTables('event', 'change');
});

test('a chain leads from the build over the incident to the rollback and the fix, whichever of them is asked for', async () => {
  const story = await aStory();
  const expected = [
    ['build_to_deployment', story.build, story.uat, 5],
    ['promotion', story.uat, story.production, 30],
    ['deployment_to_incident', story.production, story.incident, 10],
    ['incident_to_rollback', story.incident, story.rollback, 15],
    ['incident_to_fix', story.incident, story.fix, 70],
  ];
  for (const id of Object.values(story)) {
    const found = deliveryChainWire.parse((await call(chain, { params: { id } })).json);
    expect(found.steps.map((step) => step.id)).toEqual(Object.values(story));
    expect(
      found.links.map(({ kind, from, to, durationMs }) => [kind, from, to, durationMs / minute]),
    ).toEqual(expected);
    expect(found).toMatchObject({ service: 'checkout', version: '1.1.0', ongoing: true, truncated: false });
    expect(found.totalMs).toBeGreaterThanOrEqual(300 * minute - 1000);
  }
  expect((await call(chain, { params: { id: 'nothing' } })).status).toBe(404);
});

test('figures by kind of link lead to their rows, as JSON and as CSV', async () => {
  const { incident, rollback } = await aStory();
  const answer = durationStatsWire.parse((await call(stats)).json);
  expect(answer.groups.map(({ value, p50 }) => [value, (p50 as number) / minute])).toEqual([
    ['incident_to_fix', 70],
    ['promotion', 30],
    ['incident_to_rollback', 15],
    ['deployment_to_incident', 10],
    ['build_to_deployment', 5],
  ]);
  const group = answer.groups.find(({ value }) => value === 'incident_to_rollback');
  const rows = linkPageWire.parse(
    (await call(links, { url: `/api/v2/durations/links?${group?.query}` })).json,
  );
  expect(rows.items.map(({ from, to }) => [from.id, to.id])).toEqual([[incident, rollback]]);
  const csv = await call(stats, { url: '/api/v2/durations?format=csv&groupBy=service' });
  expect(csv.text.split('\r\n')[1]).toMatch(/^checkout,5,/);
  expect((await call(links, { url: '/api/v2/durations/links?format=csv' })).text).toContain(
    'incident_to_fix,4200,',
  );
});

test('chains are listed longest first, as long as each of them is', async () => {
  await aStory();
  await report(200, 201, { service: 'search', version: '9.0.0' });
  const first = chainPageWire.parse((await call(chains, { url: '/api/v2/durations/chains?limit=1' })).json);
  expect(first.items).toMatchObject([{ version: '1.1.0', steps: 6, slowest: { kind: 'incident_to_fix' } }]);
  const rest = await call(chains, { url: `/api/v2/durations/chains?limit=10&cursor=${first.nextCursor}` });
  // The fix is a part of the story of 1.1.0, which tells it.
  expect(rest.json.items.map(({ version }: { version: string }) => version).toSorted()).toEqual([
    '1.0.0',
    '9.0.0',
  ]);
  for (const item of [...first.items, ...rest.json.items]) {
    const whole = await call(chain, { params: { id: item.id } });
    if (whole.json.version === item.version && !item.ongoing) expect(whole.json.totalMs).toBe(item.totalMs);
  }
  const lengths = [...first.items, ...rest.json.items].map(({ totalMs }) => totalMs);
  expect(lengths).toEqual(lengths.toSorted((a, b) => b - a));
});

test.each(['from=now-500d', 'linkKind=moon', 'from=now&to=now-1h', 'bins=0', 'limit=1000000000'])(
  '%s says what is wrong',
  async (query) => {
    const route = query.startsWith('limit') ? links : stats;
    expect((await call(route, { url: `${route.endpoint.operation.path}?${query}` })).status).toBe(422);
  },
);
