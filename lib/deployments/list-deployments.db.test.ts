import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { fc } from '@/lib/testing/properties';
import { changeKind } from './change-kind';
import { deploymentHistogram } from './histogram';
import { countDeployments, listDeployments } from './list-deployments';
import {
  environments,
  now,
  services,
  storeDeployments,
  type TestDeployment,
  testDeployments,
} from './testing';
import { versionKey } from './version-key';
import { changeKinds, hasArrived } from './vocabulary';

const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();
const later = (a: TestDeployment, b: TestDeployment) => b.at - a.at || (a.id < b.id ? 1 : -1);

/** What was in place when a deployment began, last first. Without an environment there is no place. */
function before(deployment: TestDeployment, all: readonly TestDeployment[]): string[] {
  if (deployment.environment === null) return [];
  return all
    .filter(
      (other) =>
        other.service === deployment.service &&
        other.environment === deployment.environment &&
        later(other, deployment) > 0 &&
        hasArrived(other) &&
        (other.until as number) <= deployment.at,
    )
    .toSorted(later)
    .map(({ version }) => version ?? '')
    .slice(0, 12);
}

/** What failed since the last arrival and was over when a deployment began. */
function failedBefore(deployment: TestDeployment, all: readonly TestDeployment[]): (string | null)[] {
  const inPlace = all.filter(
    (other) => other.service === deployment.service && other.environment === deployment.environment,
  );
  const earlier = inPlace.filter(
    (other) => later(other, deployment) > 0 && other.until !== null && other.until <= deployment.at,
  );
  const last = earlier.filter(hasArrived).toSorted(later)[0];
  return earlier
    .filter((other) => other.phase === 'failed' && last && later(other, last) < 0)
    .map(({ version }) => version);
}

const changeOf = (deployment: TestDeployment, all: readonly TestDeployment[]) =>
  deployment.environment === null
    ? null
    : changeKind(deployment.version, before(deployment, all), failedBefore(deployment, all));

const someOf = <T>(values: readonly T[]) =>
  fc.oneof(fc.constant(undefined), fc.subarray([...values], { minLength: 1 }));
const filters = fc.record({
  service: someOf([...services, 'unheard-of']),
  environment: someOf(environments),
  phase: someOf(['succeeded', 'failed', 'running'] as const),
  version: someOf(['v1.0.0', '1.1.0', 'nightly']),
  by: someOf(['ada', 'ci']),
  change: someOf(changeKinds),
  from: fc.option(
    fc.integer({ min: 0, max: 60 }).map((m) => iso(now - m * minute)),
    { nil: undefined },
  ),
});

test('page after page gives every deployment that passes, once and in order, with what was in place before it', async () => {
  await fc.assert(
    fc.asyncProperty(
      testDeployments(60),
      filters,
      fc.integer({ min: 1, max: 20 }),
      async (all, query, limit) => {
        await storeDeployments(all);
        const from = query.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.from);
        const expected = all
          .filter(
            (d) =>
              (!query.service || query.service.some((name) => name === d.service)) &&
              (!query.environment || query.environment.some((name) => name === d.environment)) &&
              (!query.phase || query.phase.some((phase) => phase === d.phase)) &&
              (!query.version ||
                query.version.some(
                  (version) => d.version !== null && versionKey(version) === versionKey(d.version),
                )) &&
              (!query.by || query.by.some((name) => name === d.by)) &&
              (d.until === null ? d.at < now || d.at >= from : d.until >= from),
          )
          .toSorted(later)
          .map((d) => ({
            id: d.id,
            previousVersion: before(d, all)[0] || null,
            change: changeOf(d, all),
          }));
        const wanted = expected.filter(
          ({ change }) => !query.change || (change !== null && query.change.includes(change)),
        );

        const found: typeof expected = [];
        let cursor: string | undefined;
        do {
          const page = await listDeployments({ ...query, limit, cursor, total: false }, now);
          expect(page.items.length).toBeLessThanOrEqual(limit);
          found.push(
            ...page.items.map(({ id, previousVersion, change }) => ({ id, previousVersion, change })),
          );
          cursor = page.nextCursor ?? undefined;
        } while (cursor !== undefined && found.length <= all.length);
        expect(found).toEqual(wanted);
        expect(await countDeployments(query, now)).toEqual({ count: expected.length, exact: true });
      },
    ),
    { numRuns: 60 },
  );
}, 300_000);

test('a version that only a text tells counts like any other', async () => {
  await fc.assert(
    fc.asyncProperty(
      testDeployments(40),
      fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }),
      async (all, textOnly) => {
        await storeDeployments(all);
        await pool().query('UPDATE event SET version_id = NULL WHERE id = ANY ($1)', [
          all.filter((_, index) => textOnly[index]).map(({ id }) => id),
        ]);
        const { items } = await listDeployments({ limit: 500, total: false }, now);
        expect(items.map(({ id, previousVersion, change }) => ({ id, previousVersion, change }))).toEqual(
          all.toSorted(later).map((d) => ({
            id: d.id,
            previousVersion: before(d, all)[0] || null,
            change: changeOf(d, all),
          })),
        );
      },
    ),
    { numRuns: 40 },
  );
}, 300_000);

test('the histogram counts what the list shows', async () => {
  await fc.assert(
    fc.asyncProperty(testDeployments(50), fc.option(fc.constantFrom(...changeKinds)), async (all, change) => {
      await storeDeployments(all);
      const window = { from: iso(now - 30 * minute), to: iso(now), ...(change ? { change: [change] } : {}) };
      const { bins } = await deploymentHistogram({ ...window, bins: 12 }, now);
      const counted = bins.flatMap(({ counts }) => Object.values(counts)).reduce((a, b) => a + b, 0);
      const { items } = await listDeployments({ ...window, limit: 500, total: false }, now);
      expect(counted).toBe(items.filter(({ at }) => Date.parse(at) >= now - 30 * minute).length);
    }),
    { numRuns: 30 },
  );
}, 300_000);
