import { expect, test } from 'vitest';
import type { AvailabilityItemWire } from '@/lib/locks/operations';
import { matrixOf } from './availability-matrix';

const freeze = { holder: 'ops', level: 'environment' } as AvailabilityItemWire['lock'];
const item = (
  environment: string,
  service: string | null,
  status: AvailabilityItemWire['status'],
  lock: AvailabilityItemWire['lock'] = null,
): AvailabilityItemWire => ({ environment, service, status, lock, queueLength: 0, locksInside: 0 });

test('a service without a lock of its own is as its environment', () => {
  const deploy = { holder: 'ci', level: 'resource' } as AvailabilityItemWire['lock'];
  const { environments, rows } = matrixOf([
    item('UAT', null, 'partly'),
    item('UAT', 'checkout', 'held', deploy),
    item('production', null, 'held', freeze),
  ]);
  expect(environments).toEqual(['UAT', 'production']);
  expect(
    rows.map(({ service, cells }) => [service, cells.map(({ status, derived }) => [status, derived])]),
  ).toEqual([
    [
      null,
      [
        ['partly', false],
        ['held', false],
      ],
    ],
    [
      'checkout',
      [
        ['held', false],
        ['blocked', true],
      ],
    ],
  ]);
  expect(rows[1]?.cells[1]?.lock).toBe(freeze);
});
