import { expect, test } from 'vitest';
import { percentile } from '@/lib/durations/percentile';
import { fc } from '@/lib/testing/properties';
import { listDeliveryRows } from './list-rows';
import { readDelivery } from './read-metrics';
import { changeDeliveryRule } from './rule-state';
import { deliveryRule, type Metric, metrics } from './schemas';
import { judge, now, storeHistory, type TestRun, testHistory, testRule } from './testing';

const hour = 3_600_000;
const iso = (at: number) => new Date(at).toISOString();

test('every figure and the rows behind it are what the definitions say, whatever happened and whatever the rule', async () => {
  const window = fc.record({
    back: fc.integer({ min: 1, max: 32 }),
    end: fc.integer({ min: 0, max: 6 }),
    environment: fc.constantFrom<(string[] | undefined)[]>(undefined, ['UAT'], ['UAT', 'production']),
  });
  await fc.assert(
    fc.asyncProperty(testHistory, testRule, window, async (history, rule, { back, end, environment }) => {
      await storeHistory(history);
      await changeDeliveryRule(rule, 'ada');
      const to = now - end * hour;
      const from = to - back * hour;
      const counts = environment ?? ['production', 'mco'];
      const expected = judge(history, rule, { counts, from, to });
      const query = { from: iso(from), to: iso(to), environment };

      const of: Record<Metric, (row: (typeof expected)[number]) => boolean> = {
        frequency: ({ arrived }) => arrived,
        leadTime: ({ leadMs }) => leadMs !== null,
        changeFailureRate: ({ failed }) => failed,
        recoveryTime: ({ failed }) => failed,
        reworkRate: ({ rework }) => rework,
      };
      for (const metric of metrics) {
        const { items } = await listDeliveryRows({ ...query, metric, limit: 500, format: 'json' }, now);
        const found = items
          .map(({ deploymentId, failed, why, incident, leadMs, recoveredAt, recoveryMs, rework }) => ({
            deploymentId,
            failed,
            why,
            incident,
            leadMs,
            recoveredAt,
            recoveryMs,
            rework,
          }))
          .toSorted((a, b) => (a.deploymentId < b.deploymentId ? -1 : 1));
        expect(found).toEqual(expected.filter(of[metric]).map(({ arrived: _, ...row }) => row));
      }

      const { total } = await readDelivery({ ...query, groupBy: 'service', bins: 10, format: 'json' }, now);
      const times = (of: 'leadMs' | 'recoveryMs') => expected.flatMap((row) => row[of] ?? []);
      const share = (n: number, all: number) => (all === 0 ? null : n / all);
      const arrived = expected.filter((row) => row.arrived).length;
      expect(total).toMatchObject({
        deployments: expected.length,
        frequency: { value: arrived / (back / 24), of: arrived },
        leadTime: { value: percentile(times('leadMs'), 0.5), p90: percentile(times('leadMs'), 0.9) },
        changeFailureRate: { value: share(expected.filter(({ failed }) => failed).length, expected.length) },
        recoveryTime: { value: percentile(times('recoveryMs'), 0.5), of: times('recoveryMs').length },
        reworkRate: { value: share(expected.filter(({ rework }) => rework).length, arrived) },
      });
    }),
    { numRuns: 50 },
  );
}, 300_000);

test('whoever brings back what is in place after another version failed there reworks, the next try of what failed does not', async () => {
  const run = (
    index: number,
    version: string,
    phase: 'succeeded' | 'failed',
    agoMinutes: number,
  ): TestRun => ({
    id: `019f0000-0000-7000-8000-00000000000${index}`,
    kind: 'deployment',
    title: 'Deploy',
    service: 'api',
    environment: 'production',
    version,
    phase,
    status: phase === 'failed' ? 'failure' : 'success',
    at: now - agoMinutes * 60_000,
    until: now - (agoMinutes - 2) * 60_000,
    relatedId: null,
  });
  const reworked = async (...runs: TestRun[]) => {
    await storeHistory({ runs, incidents: [] });
    const window = { from: iso(now - hour), to: iso(now), format: 'json' as const };
    const { items } = await listDeliveryRows({ ...window, metric: 'reworkRate', limit: 500 }, now);
    const { total } = await readDelivery({ ...window, groupBy: 'service', bins: 7 }, now);
    expect(total.recoveryTime).toMatchObject({ of: 1, value: 10 * 60_000 });
    expect(total.changeFailureRate.value).toBeCloseTo(1 / runs.length);
    return items.map(({ deploymentId }) => deploymentId);
  };
  await changeDeliveryRule(deliveryRule.parse({}), 'ada');
  const [first, failed] = [run(1, '1.0.0', 'succeeded', 50), run(2, '1.2.0', 'failed', 40)];
  const back = run(3, '1.0.0', 'succeeded', 30);
  expect(await reworked(first, failed, back)).toEqual([back.id]);
  expect(await reworked(first, failed, run(3, '1.2.0', 'succeeded', 30))).toEqual([]);
  expect(await reworked(first, failed, back, run(4, '1.0.0', 'succeeded', 20))).toEqual([back.id]);
});

test('groups and bins add up to the total', async () => {
  await fc.assert(
    fc.asyncProperty(
      testHistory,
      fc.constantFrom('service' as const, 'team' as const, 'environment' as const),
      async (history, groupBy) => {
        await storeHistory(history);
        const answer = await readDelivery(
          { from: iso(now - 40 * hour), to: iso(now), groupBy, bins: 7, format: 'json' },
          now,
        );
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(answer.groups.map(({ deployments }) => deployments))).toBe(answer.total.deployments);
        expect(sum(answer.bins.map(({ arrived, failed }) => arrived + failed))).toBe(
          answer.total.deployments,
        );
        expect(sum(answer.groups.map(({ frequency }) => frequency.of))).toBe(answer.total.frequency.of);
      },
    ),
    { numRuns: 20 },
  );
}, 300_000);
