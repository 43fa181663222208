import { expect, test } from 'vitest';
import { availability, type LivingLock } from './availability';
import type { LockWire } from './schemas';
import { lockPath } from './scope';

const environments = [
  { id: 1, name: 'uat' },
  { id: 2, name: 'production' },
  { id: 0, name: null },
];
const names: Record<number, string> = { 10: 'shop', 11: 'cart' };

function living(
  environmentId: number | null,
  serviceId: number | null,
  resource: string | null,
  state: LockWire['state'] = 'held',
): LivingLock {
  return {
    path: lockPath({ environmentId, serviceId, resource }),
    serviceId,
    lock: { state, service: serviceId === null ? null : names[serviceId] } as LockWire,
  };
}

const ask = (service: number | null, locks: LivingLock[]) =>
  availability(
    {
      environments,
      service: service === null ? null : { id: service, name: names[service] ?? '' },
      resource: 'deployment',
    },
    locks,
  ).map((item) => [item.environment, item.service, item.status, item.queueLength]);

test.each([
  ['nothing is locked', [], ['free', 'free', 'free']],
  ['its deployments', [living(1, 10, 'deployment')], ['held', 'free', 'free']],
  ['in another spelling', [living(1, 10, 'Deployment')], ['held', 'free', 'free']],
  ['the whole service', [living(1, 10, null)], ['held', 'free', 'free']],
  ['another of its resources', [living(1, 10, 'migration')], ['free', 'free', 'free']],
  ['another service', [living(1, 11, null)], ['free', 'free', 'free']],
  ['the environment', [living(2, null, null)], ['free', 'blocked', 'free']],
  ['everything', [living(null, null, null)], ['blocked', 'blocked', 'blocked']],
  ['without an environment', [living(0, 10, 'deployment')], ['free', 'free', 'held']],
])('a service, when what is locked is: %s', (_, locks, expected) => {
  expect(ask(10, locks).map(([, , status]) => status)).toEqual(expected);
});

test('those in line count where they would be in the way', () => {
  const locks = [
    living(1, 10, 'deployment'),
    living(1, 10, null, 'queued'),
    living(1, null, null, 'queued'),
    living(2, 10, null, 'queued'),
  ];
  expect(ask(10, locks).map(([, , , queue]) => queue)).toEqual([2, 1, 0]);
});

test('without a service every environment is told as a whole, and the services in it that are locked', () => {
  const locks = [living(1, 11, 'deployment'), living(1, 10, 'migration'), living(2, null, null)];
  expect(ask(null, locks)).toEqual([
    ['uat', null, 'partly', 0],
    ['uat', 'cart', 'held', 0],
    ['uat', 'shop', 'free', 0],
    ['production', null, 'held', 0],
  ]);
});
