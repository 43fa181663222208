import { describe, expect, test } from 'vitest';
import {
  defaultRange,
  presetLabel,
  presetOf,
  presetRange,
  rangeFromQuery,
  rangePresets,
  resolveRange,
} from './range';

const now = Date.parse('2026-03-14T09:26:53.000Z');

describe('the range in a URL', () => {
  test('reads what it says', () => {
    const query = new URLSearchParams('from=now-7d&to=now');
    expect(rangeFromQuery(query, now)).toEqual({ from: 'now-7d', to: 'now' });
  });

  test.each(['', 'from=garbage', 'from=now&to=now-1h', 'from=now&to=now', 'from=2026-02-30'])(
    '"%s" falls back to the default',
    (text) => {
      expect(rangeFromQuery(new URLSearchParams(text), now)).toEqual(defaultRange);
    },
  );

  test('from a date to the same date is that whole day', () => {
    const range = resolveRange({ from: '2026-03-14', to: '2026-03-14' }, now);
    expect(range && range.to - range.from).toBe(86_400_000);
  });

  test('every preset is found again from the range it makes', () => {
    for (const preset of rangePresets) expect(presetOf(presetRange(preset))).toBe(preset);
    expect(presetOf({ from: 'now-3h', to: 'now' })).toBeNull();
    expect(presetOf({ from: 'now-24h', to: '2026-03-14' })).toBeNull();
  });

  test.each([
    ['15m', 'Last 15 minutes'],
    ['1h', 'Last hour'],
    ['24h', 'Last 24 hours'],
    ['90d', 'Last 90 days'],
  ] as const)('the preset %s reads "%s"', (preset, label) => {
    expect(presetLabel(preset)).toBe(label);
  });
});
