import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { compareVersions, isPrerelease, newestFirst, newestOf } from './versions';

describe('in ascending order', () => {
  it.each([
    // The order of semver.org, item 11, word for word.
    [
      [
        '1.0.0-alpha',
        '1.0.0-alpha.1',
        '1.0.0-alpha.beta',
        '1.0.0-beta',
        '1.0.0-beta.2',
        '1.0.0-beta.11',
        '1.0.0-rc.1',
        '1.0.0',
      ],
    ],
    [['0.9.9', 'v1.0.0', '1.2.3', '1.10.0', 'v2.0.0-rc.1', '2.0.0', '2.0.1', '10.0.0']],
    [['1.2.3', '1.2.3.1', '1.2.4']],
    [['3.4.0', '2023.12.31', '2024.01.15', '2024.1.16', '2024.02.01', '2024.10.1']],
    [['2023-12-31', '2024-01-15', '2024-02-01', '2024-10-01']],
    [['1.0a1', '1.0b1', '1.0rc1', '1.0', '1.0.1']],
    [['', 'jammy', 'main', 'r9', 'r10', '0.0.1']],
    [['9007199254740992.0', '9007199254740993.0', '123456789012345678901234567890']],
    [['5.0.0.M1', '5.0.0.RC1', '5.0.0.RELEASE', '5.0.1']],
  ])('%j', (versions) => {
    for (let i = 0; i < versions.length; i++)
      for (let j = 0; j < versions.length; j++)
        expect([
          versions[i],
          versions[j],
          compareVersions(versions[i] as string, versions[j] as string),
        ]).toEqual([versions[i], versions[j], Math.sign(i - j)]);
  });
});

it.each([
  ['1.0', 'v1.0.0'],
  ['1.0.0+build.1', '1.0.0+build.2'],
  [' 2.1 ', '2.1'],
  ['2024-01-15', '2024.1.15'],
  ['007', '7'],
  ['1.0.0.Final', '1.0.0'],
])('%j and %j are the same version', (a, b) => expect(compareVersions(a, b)).toBe(0));

it.each([
  ['1.0.0', false],
  ['1.0.0-rc.1', true],
  ['2024.01.15', false],
  ['main', true],
])('whether %j is a pre-release: %j', (version, expected) => expect(isPrerelease(version)).toBe(expected));

it('the newest release is preferred to newer pre-releases', () => {
  expect(newestOf(['1.0.0', '2.0.0-rc.1', 'latest'])).toBe('1.0.0');
  expect(newestOf(['2.0.0-rc.1', '2.0.0-rc.2'])).toBe('2.0.0-rc.2');
  expect(newestOf([])).toBe('');
});

const number = fc.oneof(fc.nat(12).map(String), fc.constantFrom('00', '01', '99999999999999999999'));
const version = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', 'v', 'V'),
      fc.array(number, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('', '-rc.1', '-rc.2', '-rc', '-1', '-a.b', 'rc1', '.Final', '+b', '-', '~', '_x'),
    )
    .map(([v, numbers, rest]) => v + numbers.join('.') + rest),
  fc.constantFrom(
    '2024-01-15',
    '2024-01',
    '2024-13-01',
    '2024-01-15-rc1',
    '1999-12-31.5',
    '',
    ' ',
    'main',
    'release-7',
    'r10',
    'R9',
  ),
  fc.string({ maxLength: 8 }),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
);

describe('the order is total, whatever the texts', () => {
  it('two texts compare the same way from both sides', () => {
    fc.assert(
      fc.property(version, version, (a, b) => {
        expect(compareVersions(a, b)).toBe(0 - compareVersions(b, a));
        expect(compareVersions(a, a)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('what is older than the older is older', () => {
    fc.assert(
      fc.property(version, version, version, (...three) => {
        const [a, b, c] = three.sort(compareVersions) as [string, string, string];
        expect(compareVersions(a, b)).toBeLessThanOrEqual(0);
        expect(compareVersions(b, c)).toBeLessThanOrEqual(0);
        expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        if (compareVersions(a, b) === 0) expect(compareVersions(a, c)).toBe(compareVersions(b, c));
      }),
      { numRuns: 5000 },
    );
  });

  it('a sorted list does not depend on the order it came in', () => {
    fc.assert(
      fc.property(fc.array(version, { maxLength: 20 }), (versions) => {
        expect(newestFirst([...versions].reverse())).toEqual(newestFirst(versions));
      }),
    );
  });
});

it('sorts ten thousand hostile texts without losing time in a pattern', () => {
  const versions = Array.from(
    { length: 10_000 },
    (_, index) => `1.${'0.'.repeat(90)}${index}-${'a-'.repeat(5)}!`,
  );
  expect(newestFirst(versions)).toHaveLength(10_000);
});
