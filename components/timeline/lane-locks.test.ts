import { describe, expect, test } from 'vitest';
import type { LaneLockWire } from '@/lib/events/timeline-operations';
import { isWide, laneOf, placeLocks } from './lane-locks';

const at = (minute: number) => new Date(Date.UTC(2026, 2, 14, 9, minute)).toISOString();
const drawn = { from: Date.parse(at(0)), to: Date.parse(at(100)) };
const now = Date.parse(at(50));
const lock = (
  id: string,
  from: number,
  until: number | null,
  more: Partial<LaneLockWire> = {},
): LaneLockWire => ({
  id,
  level: 'service',
  environment: 'production',
  service: 'checkout',
  resource: null,
  holder: 'ci',
  from: at(from),
  until: until === null ? null : at(until),
  expiresAt: null,
  ...more,
});

describe('locks in a lane', () => {
  test('reach from their beginning to their end, within what is drawn', () => {
    const [one] = placeLocks([lock('a', -30, 20)], drawn, now);
    expect(one).toMatchObject({ left: 0, width: 0.2, ahead: 0, open: false });
  });

  test('that go on reach to now, and ahead to when they would expire', () => {
    const [one] = placeLocks([lock('a', 40, null, { expiresAt: at(70) })], drawn, now);
    expect(one?.width).toBeCloseTo(0.1);
    expect(one?.ahead).toBeCloseTo(0.2);
    expect(one?.open).toBe(true);
  });

  test('at the same time stand beside each other, later ones on the first track again', () => {
    const tracks = placeLocks(
      [lock('a', 0, 20), lock('b', 10, 30), lock('c', 25, 40), lock('d', 26, 40)],
      drawn,
      now,
    );
    expect(tracks.map(({ track }) => track)).toEqual([0, 1, 0, 1]);
  });
});

test('a lock stands in the lane of what it locks, or above all of them', () => {
  const freeze = lock('f', 0, 1, { level: 'environment', service: null });
  expect(laneOf(lock('a', 0, 1), 'service')).toBe('checkout');
  expect(isWide(freeze, 'service')).toBe(true);
  expect(isWide(freeze, 'environment')).toBe(false);
  expect(laneOf(freeze, 'environment')).toBe('production');
  expect(isWide(lock('a', 0, 1), 'kind')).toBe(false);
});
