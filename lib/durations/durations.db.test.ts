import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { changeDeliveryRule } from '@/lib/delivery/rule-state';
import { now, storeHistory, testHistory, testRule } from '@/lib/delivery/testing';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { fc } from '@/lib/testing/properties';
import { listChains } from './list-chains';
import { listLinks } from './list-links';
import { percentile } from './percentile';
import { readDeliveryChain, readVersionChains } from './read-chains';
import { readDurationStats } from './read-stats';
import type { LinkKind } from './vocabulary';

const hour = 3_600_000;
const window = { from: new Date(now - 100 * hour).toISOString(), to: new Date(now + hour).toISOString() };
const sorted = (values: readonly string[]) => values.toSorted();

async function allLinks(linkKind?: LinkKind[]) {
  const links: Awaited<ReturnType<typeof listLinks>>['items'] = [];
  let cursor: string | undefined;
  do {
    const page = await listLinks({ ...window, linkKind, limit: 7, cursor, format: 'json' }, now);
    links.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return links;
}

test('the links that figures count are those that the chains of all versions show', async () => {
  const shared: LinkKind[] = ['build_to_deployment', 'promotion', 'deployment_to_incident'];
  await fc.assert(
    fc.asyncProperty(testHistory, testRule, async (history, rule) => {
      await storeHistory(history);
      await changeDeliveryRule(rule, 'ada');
      const { rows } = await pool().query<{ id: number }>(
        'SELECT DISTINCT version_id AS id FROM event WHERE version_id IS NOT NULL',
      );
      const chains = await readVersionChains(
        rows.map(({ id }) => id),
        now,
      );
      const shown = [...chains.values()].flatMap(({ links }) =>
        links.filter(({ kind }) => shared.includes(kind)).map((link) => JSON.stringify(link)),
      );
      const versioned = new Set(history.runs.flatMap(({ id, version }) => (version === null ? [] : [id])));
      const counted = (await allLinks(shared))
        .filter(({ from }) => versioned.has(from.id))
        .map(({ kind, from, to, durationMs }) =>
          JSON.stringify({ kind, from: from.id, to: to.id, durationMs }),
        );
      expect(sorted(counted)).toEqual(sorted(shown));
    }),
    { numRuns: 50 },
  );
});

test('figures are those of the rows behind them, and pages lose none', async () => {
  await fc.assert(
    fc.asyncProperty(testHistory, async (history) => {
      await storeHistory(history);
      const links = await allLinks();
      const stats = await readDurationStats(
        { ...window, groupBy: 'linkKind', bins: 10, format: 'json' },
        now,
      );
      expect(stats.total.count).toBe(links.length);
      for (const group of stats.groups) {
        const durations = links
          .filter(({ kind }) => kind === group.value)
          .map(({ durationMs }) => durationMs);
        expect(group).toMatchObject({
          count: durations.length,
          p50: percentile(durations, 0.5),
          p90: percentile(durations, 0.9),
          max: Math.max(...durations),
        });
        expect(group.bins.reduce((sum, { count }) => sum + count, 0)).toBe(durations.length);
      }
      expect(links.map(({ durationMs }) => durationMs)).toEqual(
        links.map(({ durationMs }) => durationMs).toSorted((a, b) => b - a),
      );
      const keys = links.map(({ kind, from, to }) => `${kind} ${from.id} ${to.id}`);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 40 },
  );
});

test('every event has a chain that it is part of', async () => {
  await fc.assert(
    fc.asyncProperty(testHistory, async (history) => {
      await storeHistory(history);
      for (const id of [
        ...history.runs.map((run) => run.id),
        ...history.incidents.map(({ eventId }) => eventId),
      ]) {
        const chain = await readDeliveryChain(id, now);
        const ids = chain.steps.map((step) => step.id);
        expect(ids).toContain(id);
        expect(chain.id).toBe(ids[0]);
        for (const link of chain.links) expect(ids).toEqual(expect.arrayContaining([link.from, link.to]));
      }
    }),
    { numRuns: 15 },
  );
});

test('what the way of a version tells is not told again, and a rollback is listed with what it took back', async () => {
  await storeHistory({ runs: [], incidents: [] });
  const at = (minutes: number) => new Date(now - (60 - minutes) * 60_000).toISOString();
  const store = async (draft: object) =>
    (await ingestOne({ draft: eventDraft.parse({ service: 'checkout', ...draft }), actor: 'ci' })).event;
  const run = (title: string, version: string, from: number, more: object) =>
    store({ title, version, status: 'success', startsAt: at(from), endsAt: at(from + 2), ...more });
  const build = await run('Build 1.3.0', '1.3.0', 0, { kind: 'build' });
  const uat = await run('Deploy 1.3.0', '1.3.0', 4, {
    kind: 'deployment',
    environment: 'UAT',
    relatedId: build.id,
  });
  const production = await run('Deploy 1.3.0', '1.3.0', 8, {
    kind: 'deployment',
    environment: 'production',
    relatedId: uat.id,
  });
  const back = await run('Roll back to 1.2.9', '1.2.9', 20, {
    kind: 'deployment',
    environment: 'production',
    relatedId: production.id,
  });

  const kinds = (await allLinks()).map(({ kind }) => kind);
  expect(sorted(kinds)).toEqual(['build_to_deployment', 'promotion', 'related']);
  const chain = await readDeliveryChain(back.id, now);
  expect(sorted(chain.links.map(({ kind }) => kind))).toEqual(sorted(kinds));
  const { items } = await listChains({ ...window, limit: 10 }, now);
  expect(items.map(({ id, version, steps }) => [id, version, steps])).toEqual([[build.id, '1.3.0', 4]]);
});
