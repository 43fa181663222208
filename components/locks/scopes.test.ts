import { describe, expect, test } from 'vitest';
import type { LockItemWire } from '@/lib/locks/schemas';
import { concerns, lockRows, overlap, type Scope, scopeInput, scopeParts } from './scopes';

const scope = (environment: string | null, service: string | null = null, resource: string | null = null) =>
  ({
    level:
      environment === '*'
        ? 'global'
        : service === null
          ? 'environment'
          : resource === null
            ? 'service'
            : 'resource',
    environment: environment === '*' ? null : environment,
    service,
    resource,
  }) as Scope;

const lock = (id: string, on: Scope, more: Partial<LockItemWire> = {}): LockItemWire => ({
  id,
  ...on,
  state: 'held',
  holder: 'ci',
  reason: '',
  automatic: false,
  eventId: null,
  sticky: false,
  ttlSeconds: 900,
  queuedAt: null,
  acquiredAt: '2026-03-14T09:00:00.000Z',
  renewedAt: null,
  expiresAt: '2026-03-14T09:15:00.000Z',
  reviewAt: null,
  endedAt: null,
  endedAs: null,
  endedBy: null,
  endReason: '',
  waiting: 0,
  position: null,
  ...more,
});

const all = { environments: [], services: [], holders: [], text: '' };

describe('scopes', () => {
  test.each([
    [scope('*'), scope('production', 'checkout'), true],
    [scope('production'), scope('production', 'checkout', 'deployment'), true],
    [scope('UAT', 'checkout'), scope('uat', 'Checkout', 'deployment'), true],
    [scope('production', 'checkout', 'deployment'), scope('production', 'checkout', 'migration'), false],
    [scope('production', 'check'), scope('production', 'checkout'), false],
    [scope('production'), scope('UAT'), false],
    [scope(null, 'checkout'), scope('production', 'checkout'), false],
  ])('%j and %j exclude each other: %s', (a, b, expected) => {
    expect(overlap(a, b)).toBe(expected);
    expect(overlap(b, a)).toBe(expected);
  });

  test('are read from wide to narrow', () => {
    expect(scopeParts(scope('*'))).toEqual(['Everything']);
    expect(scopeParts(scope('production', 'checkout', 'deployment'))).toEqual([
      'production',
      'checkout',
      'deployment',
    ]);
    expect(scopeParts(scope(null, 'checkout'))).toEqual(['No environment', 'checkout']);
  });

  test('are asked of the API by what they name', () => {
    expect(scopeInput(scope('*'))).toEqual({ environment: '*' });
    expect(scopeInput(scope('production', 'checkout'))).toEqual({
      environment: 'production',
      service: 'checkout',
    });
  });
});

describe('the list', () => {
  const freeze = lock('freeze', scope('production'));
  const deploy = lock('deploy', scope('UAT', 'checkout', 'deployment'), { holder: 'jane', reason: 'Hotfix' });
  const second = lock('second', scope('UAT', 'checkout'), { state: 'queued', position: 2 });
  const first = lock('first', scope('UAT', 'checkout', 'deployment'), { state: 'queued', position: 1 });
  const alone = lock('alone', scope('sandbox'), { state: 'queued', position: 1 });

  test('gives each lock those who wait for it, next first', () => {
    const { held, orphans } = lockRows([second, freeze, alone, deploy, first]);
    expect(held.map(({ id, queue }) => [id, queue.map((waiter) => waiter.id)])).toEqual([
      ['freeze', []],
      ['deploy', ['first', 'second']],
    ]);
    expect(orphans.map(({ id }) => id)).toEqual(['alone']);
  });

  test('shows a freeze of the environment to whoever looks at one of its services', () => {
    expect(concerns(freeze, { ...all, environments: ['Production'], services: ['checkout'] })).toBe(true);
    expect(concerns(freeze, { ...all, environments: ['UAT'] })).toBe(false);
    expect(concerns(lock('all', scope('*')), { ...all, environments: ['UAT'], services: ['x'] })).toBe(true);
    expect(concerns(deploy, { ...all, services: ['billing'] })).toBe(false);
  });

  test('is searched by words in any order, and by holder', () => {
    expect(concerns(deploy, { ...all, text: 'hotfix CHECK' })).toBe(true);
    expect(concerns(deploy, { ...all, text: 'hotfix billing' })).toBe(false);
    expect(concerns(deploy, { ...all, holders: ['jane'] })).toBe(true);
    expect(concerns(freeze, { ...all, holders: ['jane'] })).toBe(false);
  });
});
