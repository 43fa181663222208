import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { allowedDowntimeMs } from './allowed-downtime';
import { assessCompliance } from './compliance';
import { entryTypes } from './vocabulary';
import { aggregate } from './vulnerabilities';
import { walk } from './walk';

const kit = { name: 'kit', type: 'library' as const, latestVersion: '2.0.0', referenceVersion: '1.10.0' };
const project = (version: string) => ({ name: 'shop', deliverables: [{ name: 'KIT', type: null, version }] });

describe('a version that is used', () => {
  it.each([
    ['1.10.0', false, false],
    ['v1.10', false, false],
    ['1.9.0', true, false],
    ['1.10.0-rc.1', true, false],
    ['2.0.0', false, true],
    ['2.0.1', false, true],
    ['main', true, false],
    ['', true, false],
  ])('%j: outdated %j, latest %j', (version, isOutdated, isLatest) => {
    expect(assessCompliance([project(version)], [kit]).projects[0]?.deliverables[0]).toMatchObject({
      isOutdated,
      isLatest,
    });
  });

  it('is not outdated without a reference version', () => {
    const { projects } = assessCompliance([project('0.1')], [{ ...kit, referenceVersion: '' }]);
    expect(projects[0]).toMatchObject({ outdatedCount: 0, compliant: true });
  });
});

it('what is not in the catalog, or is nothing that can be used, counts for nothing', () => {
  const { projects } = assessCompliance(
    [
      {
        name: 'shop',
        deliverables: [
          { name: 'unheard-of', type: 'library', version: '1' },
          { name: 'flow', type: null, version: '1' },
        ],
      },
    ],
    [{ ...kit, name: 'flow', type: 'workflow' }],
  );
  expect(projects[0]).toMatchObject({
    totalCount: 0,
    unknownDeliverables: ['flow', 'unheard-of'],
    compliancePercentage: null,
  });
});

it('the numbers of a compliance agree with each other, in an order that does not depend on the input', () => {
  const name = fc.constantFrom('a', 'b', 'C', 'd', 'é');
  const version = fc.constantFrom('', '1.0', '1.1', '2.0-rc.1', '2.0', 'main');
  const projects = fc.uniqueArray(
    fc.record({
      name,
      deliverables: fc.array(fc.record({ name, type: fc.constantFrom(...entryTypes, null), version }), {
        maxLength: 4,
      }),
    }),
    { selector: (item) => item.name },
  );
  const catalog = fc.uniqueArray(
    fc.record({
      name,
      type: fc.constantFrom(...entryTypes, null),
      latestVersion: version,
      referenceVersion: version,
    }),
    { selector: (item) => item.name },
  );
  fc.assert(
    fc.property(projects, catalog, fc.subarray([...entryTypes]), (some, known, types) => {
      const found = assessCompliance(some, known, types);
      expect(assessCompliance([...some].reverse(), [...known].reverse(), types)).toEqual(found);
      const { summary } = found;
      expect(summary.compliantProjects + summary.nonCompliantProjects).toBe(summary.totalProjects);
      expect(summary.totalProjects).toBe(some.length);
      for (const one of found.projects) {
        expect(one.totalCount).toBe(one.deliverables.length);
        expect(one.outdatedCount).toBe(one.deliverables.filter(({ isOutdated }) => isOutdated).length);
        if (types.length > 0) for (const { type } of one.deliverables) expect(types).toContain(type);
      }
      for (const stat of summary.deliverables)
        expect(stat.projectsOutdated).toBeLessThanOrEqual(stat.projectsUsing);
    }),
  );
});

describe('sums of vulnerabilities', () => {
  const none = { critical: 0, high: 0, medium: 0, low: 0, info: 0, total: 0 };
  const source = { ...none, name: '', type: '', url: '', lastScanAt: null, scanVersion: '', description: '' };
  it.each([
    ['come from the severities', { ...none, high: 2, low: 1, total: 99, sources: [] }, { total: 3 }],
    ['stand where nothing else is known', { ...none, total: 7, sources: [] }, { total: 7 }],
    [
      'come from the sources',
      {
        ...none,
        critical: 50,
        sources: [
          { ...source, high: 2 },
          { ...source, total: 4 },
        ],
      },
      { critical: 0, high: 2, total: 6 },
    ],
  ])('%s', (_, given, expected) => {
    expect(aggregate({ lastUpdatedAt: null, ...given })).toMatchObject(expected);
  });
});

it.each([
  [99.9, 2_592_000],
  [100, 0],
  [0, 2_592_000_000],
])('%d percent allow a downtime of %d ms a month', (uptime, expected) => {
  expect(allowedDowntimeMs(uptime)).toBe(expected);
});

it('every walk ends, visits nobody twice, and finds what can be reached at its true distance', async () => {
  const edge = fc.tuple(fc.nat(8), fc.nat(8));
  await fc.assert(
    fc.asyncProperty(
      fc.array(edge, { maxLength: 40 }),
      fc.integer({ min: 1, max: 10 }),
      fc.integer({ min: 1, max: 10 }),
      async (edges, depth, limit) => {
        const found = await walk(0, async (frontier) => edges.filter(([from]) => frontier.includes(from)), {
          depth,
          limit,
        });
        const distances = new Map([[0, 0]]);
        for (let round = 0; round < 9; round++)
          for (const [from, to] of edges) {
            const through = distances.get(from);
            if (through !== undefined) distances.set(to, Math.min(through + 1, distances.get(to) ?? 99));
          }
        expect(new Set(found.steps.map(({ id }) => id)).size).toBe(found.steps.length);
        for (const { id, distance, via } of found.steps) {
          expect(distance).toBe(distances.get(id));
          if (via !== null) expect(edges).toContainEqual([via, id]);
        }
        expect(found.steps.length).toBeLessThanOrEqual(limit);
        const complete =
          [...distances.values()].every((distance) => distance <= depth) && distances.size <= limit;
        expect(found.truncated).toBe(!complete);
        if (complete) expect(found.steps.length).toBe(distances.size);
      },
    ),
  );
});
