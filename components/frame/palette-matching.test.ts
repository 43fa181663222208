import { describe, expect, test } from 'vitest';
import { matches, matchingNames } from './palette-matching';

describe('the palette finds', () => {
  test.each([
    ['', ['Timeline'], true],
    ['time', ['Timeline'], true],
    ['LINE', ['Timeline'], true],
    ['ne', ['Timeline'], false],
    ['check', ['Show the keys', 'shortcuts', 'keyboard'], false],
    ['theme dark', ['Theme: dark'], true],
    ['dark theme', ['Theme: dark'], true],
    ['share', ['Copy link to this view', 'share'], true],
    ['search-api', ['search-api'], true],
    ['api', ['search-api'], true],
    ['été', ['Déploiement d’été'], true],
    ['%', ['Timeline'], true],
  ])('"%s" in %o: %s', (typed, texts, found) => {
    expect(matches(typed, texts)).toBe(found);
  });

  test('names that begin with what was typed come first', () => {
    const named = ['pre-checkout', 'checkout', 'billing', 'checkin'].map((name) => ({ name }));
    expect(matchingNames('check', named, 10).map(({ name }) => name)).toEqual([
      'checkout',
      'checkin',
      'pre-checkout',
    ]);
    expect(matchingNames('check', named, 1)).toHaveLength(1);
  });
});
