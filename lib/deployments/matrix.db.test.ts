import { expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { cellAsOf, phaseAsOf } from './cell';
import { readDifference } from './difference';
import { driftOf, readMatrix } from './matrix';
import {
  environments,
  now,
  services,
  storeDeployments,
  type TestDeployment,
  testDeployments,
} from './testing';
import { versionKey } from './version-key';

const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();

/** What a cell has to say of a deployment, seen at an instant. */
const seen = (deployment: TestDeployment | null, at: number) =>
  deployment && {
    id: deployment.id,
    version: deployment.version,
    sha: null,
    at: iso(deployment.at),
    until:
      deployment.until === null || (deployment.phase !== 'planned' && deployment.until > at)
        ? null
        : iso(deployment.until),
    by: deployment.by,
    phase: phaseAsOf(deployment, at),
  };

const instant = fc.integer({ min: -45, max: 8 }).map((minutes) => now + minutes * minute);

test('the matrix as of any instant is the fold over the history up to then', async () => {
  await fc.assert(
    fc.asyncProperty(testDeployments(60), instant, async (deployments, at) => {
      await storeDeployments(deployments);
      const matrix = await readMatrix({ at: iso(at), environment: environments, limit: 500 }, now);
      const known = services
        .filter((service) => deployments.some((d) => d.service === service && d.environment !== null))
        .toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
      expect(matrix.items.map(({ service }) => service)).toEqual(known);
      for (const row of matrix.items) {
        const folded = environments.map((environment) =>
          cellAsOf(
            deployments.filter((d) => d.service === row.service && d.environment === environment),
            at,
          ),
        );
        expect(row.cells.map(({ current, attempt, planned }) => ({ current, attempt, planned }))).toEqual(
          folded.map(({ current, attempt, planned }) => ({
            current: seen(current, at),
            attempt: seen(attempt, at),
            planned: seen(planned, at),
          })),
        );
        const inPlace = folded.flatMap(({ current }) =>
          current?.version ? [versionKey(current.version)] : [],
        );
        expect(row.differs).toBe(new Set(inPlace).size > 1);
      }
    }),
    { numRuns: 60 },
  );
}, 300_000);

test('what differs between two instants is what two matrices say', async () => {
  await fc.assert(
    fc.asyncProperty(testDeployments(50), instant, instant, async (deployments, one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)];
      await storeDeployments(deployments);
      const difference = await readDifference(
        { from: iso(from), to: iso(to), environment: environments },
        now,
      );
      const expected = services.flatMap((service) =>
        environments.flatMap((environment) => {
          const here = deployments.filter((d) => d.service === service && d.environment === environment);
          const [left, right] = [cellAsOf(here, from).current, cellAsOf(here, to).current];
          if (!right || left?.id === right.id) return [];
          if (left && driftOf(left.version, right.version) === 'same') return [];
          const between = here.filter((d) => d.phase !== 'planned' && d.at > from && d.at <= to).length;
          return [{ service, environment, left: left?.id, right: right.id, deployments: between }];
        }),
      );
      const found = difference.items.map(({ service, environment, left, right, deployments: n }) => ({
        service,
        environment,
        left: left?.id,
        right: right?.id,
        deployments: n,
      }));
      const sorted = (list: object[]) => list.map((item) => JSON.stringify(item)).toSorted();
      expect(sorted(found)).toEqual(sorted(expected));
    }),
    { numRuns: 60 },
  );
}, 300_000);

test('rows can be asked for that differ, page after page, and none is lost', async () => {
  await fc.assert(
    fc.asyncProperty(testDeployments(40), fc.boolean(), async (deployments, differs) => {
      await storeDeployments(deployments);
      const all = await readMatrix({ environment: environments, limit: 500 }, now);
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await readMatrix({ environment: environments, limit: 1, differs, cursor }, now);
        found.push(...page.items.map(({ service }) => service));
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      expect(found).toEqual(all.items.filter((row) => row.differs === differs).map(({ service }) => service));
    }),
    { numRuns: 20 },
  );
}, 300_000);

test.each([
  ['1.0.0', 'v1.0.0', 'same'],
  ['1.0.0', '1.1.0', 'behind'],
  ['v2.0.0', '1.9.9', 'ahead'],
  ['2.0.0-rc.1', '2.0.0', 'behind'],
  ['nightly', '1.0.0', 'different'],
  ['nightly', 'Nightly', 'same'],
  [null, null, 'different'],
] as const)('%s stands to %s as %s', (version, other, expected) => {
  expect(driftOf(version, other)).toBe(expected);
});
