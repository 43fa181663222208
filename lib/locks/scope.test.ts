import { expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { containsPath, describeScope, lockPath, overlap, readScope, type ScopeIds } from './scope';

test.each([
  [{ environment: '*' }, 'global'],
  [{ environment: 'UAT' }, 'environment'],
  [{ environment: 'UAT', service: 'shop' }, 'service'],
  [{ environment: 'UAT', service: 'shop', resource: 'deployment' }, 'resource'],
  [{ service: 'shop' }, 'service'],
  [{ service: 'shop', resource: 'deployment' }, 'resource'],
  [{ environment: null, service: 'shop', resource: null }, 'service'],
])('%j means a scope of its own level', (input, level) => {
  expect(readScope(input)).toMatchObject({ level });
});

test.each([
  [{}, 'environment'],
  [{ environment: '' }, 'environment'],
  [{ resource: 'deployment' }, 'service'],
  [{ environment: 'UAT', resource: 'deployment' }, 'service'],
  [{ environment: '*', service: 'shop' }, 'environment'],
  [{ environment: '*', resource: 'deployment' }, 'environment'],
])('%j means no scope, and the field that is wrong is named', (input, field) => {
  expect(readScope(input)).toMatchObject([{ in: 'body', path: [field] }]);
});

const ids: fc.Arbitrary<ScopeIds> = fc
  .record({
    depth: fc.nat(3),
    environmentId: fc.nat(3),
    serviceId: fc.integer({ min: 1, max: 3 }),
    resource: fc.constantFrom('a', 'b', 'a/b', 'a%2fb', '/', '', 'é'),
  })
  .map(({ depth, environmentId, serviceId, resource }) => ({
    environmentId: depth > 0 ? environmentId : null,
    serviceId: depth > 1 ? serviceId : null,
    resource: depth > 2 ? resource : null,
  }));

/** In words rather than in paths: each part is the same, or the outer scope says nothing of it and of all after it. */
function contains(outer: ScopeIds, inner: ScopeIds): boolean {
  return (['environmentId', 'serviceId', 'resource'] as const).every(
    (part) => outer[part] === null || outer[part] === inner[part],
  );
}

test('a path is a prefix of another exactly when its scope contains the other', () => {
  fc.assert(
    fc.property(ids, ids, (a, b) => {
      expect(containsPath(lockPath(a), lockPath(b))).toBe(contains(a, b));
      expect(overlap(lockPath(a), lockPath(b))).toBe(contains(a, b) || contains(b, a));
    }),
  );
});

test('an id that begins like another one is another one', () => {
  const path = (environmentId: number) => lockPath({ environmentId, serviceId: null, resource: null });
  expect(overlap(path(1), path(12))).toBe(false);
});

test.each([
  [{ environment: '*' }, 'everything'],
  [{ environment: 'UAT' }, 'everything in UAT'],
  [{ environment: 'UAT', service: 'shop' }, 'shop in UAT'],
  [{ service: 'shop', resource: 'deployment' }, 'deployment of shop without an environment'],
])('%j is called by what a person understands', (input, text) => {
  const scope = readScope(input);
  expect(Array.isArray(scope) ? '' : describeScope(scope)).toBe(text);
});
