import { beforeAll, expect, test } from 'vitest';
import { eventLanes } from '@/lib/events/lanes';
import { lanesWire } from '@/lib/events/timeline-operations';
import { acquireAsAsked } from './acquire-lock';
import { lockSpans } from './lock-spans';
import { releaseLock } from './release-lock';
import { acquireBody } from './schemas';

const take = async (body: object) => {
  const outcome = await acquireAsAsked(acquireBody.parse(body), 'ci', {});
  if (outcome.outcome !== 'acquired') throw new Error(outcome.outcome);
  return outcome.grant;
};
const hour = 3_600_000;
const around = () => ({ from: Date.now() - hour, to: Date.now() + hour });
const names = (spans: Awaited<ReturnType<typeof lockSpans>>) =>
  spans.map(({ level, environment, service, until }) => [level, environment, service, until !== null]);

beforeAll(async () => {
  const past = await take({ environment: 'production', service: 'checkout', resource: 'deployment' });
  await releaseLock({ id: past.id, token: past.token, by: 'ci', reason: '' });
  await take({ environment: 'UAT' });
  await take({ environment: 'production', service: 'billing' });
});

test('terms of the window come with those that go on first', async () => {
  const spans = await lockSpans({}, around());
  expect(names(spans).slice(0, 2).toSorted()).toEqual([
    ['environment', 'UAT', null, false],
    ['service', 'production', 'billing', false],
  ]);
  expect(names(spans)[2]).toEqual(['resource', 'production', 'checkout', true]);
});

test('whoever looks at a service still sees what locks its environment', async () => {
  expect(names(await lockSpans({ service: ['Checkout'] }, around()))).toEqual([
    ['environment', 'UAT', null, false],
    ['resource', 'production', 'checkout', true],
  ]);
  expect(names(await lockSpans({ environment: ['uat'] }, around()))).toEqual([
    ['environment', 'UAT', null, false],
  ]);
});

test('what was over before the window, or begins after it, is not drawn', async () => {
  const now = Date.now();
  expect(await lockSpans({}, { from: now - 3 * hour, to: now - hour })).toEqual([]);
  expect(names(await lockSpans({}, { from: now + hour, to: now + 2 * hour }))).toHaveLength(2);
});

test('the lanes of the timeline carry them', async () => {
  const lanes = lanesWire.parse(
    await eventLanes({ from: 'now-1h', to: 'now+1h', groupBy: 'service', slots: 40, lanes: 6 }),
  );
  expect(lanes.locks).toHaveLength(3);
});
