import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { listDeployments } from '@/lib/deployments/list-deployments';
import { fc } from '@/lib/testing/properties';
import { linkedIncidents } from './linked-incidents';
import { changeDeliveryRule } from './rule-state';
import { deliveryRule } from './schemas';
import { environments, linksOf, now, storeHistory, type TestHistory, testHistory, testRule } from './testing';

const minute = 60_000;

test('every deployment shows the incidents that are put down to it, whatever happened, whatever the rule and page by page', async () => {
  await fc.assert(
    fc.asyncProperty(
      testHistory,
      testRule,
      fc.constantFrom(undefined, ...environments.map((name) => [name]), ['production', 'UAT']),
      fc.integer({ min: 1, max: 20 }),
      async (history, rule, environment, limit) => {
        await storeHistory(history);
        await changeDeliveryRule(rule, 'ada');
        const links = linksOf(history, rule);
        const expected = history.runs
          .filter(({ kind }) => kind === 'deployment')
          .filter((run) => !environment || environment.some((name) => name === run.environment))
          .map(({ id }) => ({
            id,
            incidents: links
              .filter(({ deploymentId }) => deploymentId === id)
              .map(({ incident }) => incident.number),
          }));
        const found: typeof expected = [];
        let cursor: string | undefined;
        do {
          const page = await listDeployments({ environment, limit, cursor, total: false }, now);
          found.push(...page.items.map(({ id, incidents }) => ({ id, incidents })));
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined && found.length <= history.runs.length);
        expect(found.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual(expected);

        const one = await linkedIncidents(expected.map(({ id }) => id));
        for (const { id, incidents } of expected)
          expect((one.get(id) ?? []).map(({ number }) => number)).toEqual(incidents);
      },
    ),
    { numRuns: 80 },
  );
}, 300_000);

const broken: TestHistory = {
  runs: [
    {
      id: '019f0000-0000-7000-8000-000000000001',
      kind: 'deployment',
      title: 'Deploy',
      service: 'api',
      environment: 'production',
      version: '1.0.0',
      phase: 'succeeded',
      status: 'success',
      at: now - 100 * minute,
      until: now - 90 * minute,
      relatedId: null,
    },
  ],
  incidents: [
    {
      number: 1,
      eventId: '019f0000-0000-7000-9000-000000000001',
      service: 'api',
      environment: 'production',
      startedAt: now - 20 * minute,
      endedAt: null,
      confirmed: [],
      cleared: [],
    },
  ],
};
const shown = async () =>
  (await listDeployments({ limit: 50, total: false }, now)).items.map(({ incidents }) => incidents);

test('a rule that another process changes holds at the next look', async () => {
  await storeHistory(broken);
  await changeDeliveryRule(deliveryRule.parse({ windowMinutes: 60 }), 'ada');
  expect(await shown()).toEqual([[]]);
  for (const [windowMinutes, incidents] of [
    [120, [1]],
    [0, []],
    [71, [1]],
  ] as const) {
    await pool().query(
      `UPDATE delivery_rule SET settings = settings || jsonb_build_object('windowMinutes', $1::int)`,
      [windowMinutes],
    );
    expect(await shown()).toEqual([incidents]);
  }
});

test('a stored rule that is none any more gives way to the defaults', async () => {
  await storeHistory(broken);
  await pool().query(`UPDATE delivery_rule SET settings = '{"windowMinutes": 1e400}'`);
  expect(await shown()).toEqual([[]]);
});
