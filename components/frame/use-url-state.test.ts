import { describe, expect, test } from 'vitest';
import { changedQuery, isLive, valuesOf } from './use-url-state';

describe('the state in the address', () => {
  test.each([
    ['', { q: 'checkout' }, 'q=checkout'],
    ['q=a&from=now-1h', { q: null }, 'from=now-1h'],
    ['q=a', { q: '' }, ''],
    ['kind=build&q=a', { kind: ['drift', 'build'] }, 'q=a&kind=drift&kind=build'],
    ['kind=build&q=a', { kind: [] }, 'q=a'],
    ['', { q: 'a & b=c' }, 'q=a+%26+b%3Dc'],
  ])('"%s" with %o becomes "%s"', (before, changes, after) => {
    expect(changedQuery(new URLSearchParams(before), changes).toString()).toBe(after);
  });

  test.each([
    ['environment=production&environment=UAT', false, ['production', 'UAT']],
    ['environment=production&environment=production', false, ['production']],
    ['environment=eu%2C+west', false, ['eu, west']],
    ['kind=build,drift&kind=drift', true, ['build', 'drift']],
    ['kind=build,,', true, ['build']],
    ['environment=', false, []],
    ['', false, []],
  ])('"%s" (split at commas: %s) names %o', (query, commas, values) => {
    const parameters = new URLSearchParams(query);
    expect(valuesOf(parameters, [...parameters.keys()][0] ?? 'kind', commas)).toEqual(values);
  });

  test.each([
    ['', true],
    ['from=now-7d&to=now', true],
    ['from=now-7d&to=now&live=off', false],
    ['from=2026-03-01&to=2026-03-14', false],
    ['from=now-7d&to=now-1d', false],
  ])('"%s" is live: %s', (query, live) => {
    expect(isLive(new URLSearchParams(query))).toBe(live);
  });
});
