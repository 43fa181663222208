import { describe, expect, test } from 'vitest';
import {
  defaultPreferences,
  parsePreferences,
  parseTimeZone,
  preferencesCookie,
  preferencesCookieString,
} from './preference-values';

describe('display preferences', () => {
  test('what was chosen is read back from the cookie it was written to', () => {
    const chosen = { theme: 'dark', density: 'compact', zone: 'utc', rail: 'collapsed' } as const;
    const value = preferencesCookieString(chosen)
      .split('; ')[0]
      ?.slice(preferencesCookie.length + 1);
    expect(parsePreferences(value)).toEqual(chosen);
  });

  test.each([
    ['no cookie', undefined],
    ['an empty cookie', ''],
    ['foreign text', '%%%=;;<script>'],
    ['unknown values', 'theme=pink&density=airy&zone=moon&rail=1'],
  ])('%s gives the defaults', (_, cookie) => {
    expect(parsePreferences(cookie)).toEqual(defaultPreferences);
  });

  test('one damaged choice does not lose the others', () => {
    expect(parsePreferences('theme=pink&density=compact')).toEqual({
      ...defaultPreferences,
      density: 'compact',
    });
  });

  test.each([
    ['Europe/Paris', 'Europe/Paris'],
    ['America%2FNew_York', 'America/New_York'],
    [undefined, 'UTC'],
    ['', 'UTC'],
    ['Mars/Olympus', 'UTC'],
    ['%E0%A4%A', 'UTC'],
  ])('the zone cookie %s means %s', (cookie, zone) => {
    expect(parseTimeZone(cookie)).toBe(zone);
  });
});
