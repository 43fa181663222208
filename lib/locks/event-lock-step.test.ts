import { describe, expect, test } from 'vitest';
import { type EventStatus, hasEnded, statuses } from '@/lib/events/vocabulary';
import { concernsLocks, type EventFacts, eventLockStep, type OwnLock, runsLocked } from './event-lock-step';

const facts = (status: EventStatus | null, more: Partial<EventFacts> = {}): EventFacts => ({
  kind: 'deployment',
  status,
  service: 'shop',
  environment: 'production',
  ...more,
});
const path = '7/1/deployment/';
const automatic: OwnLock = { id: 'auto', path, automatic: true };
const step = (
  before: EventFacts | null,
  after: EventFacts | null,
  own: OwnLock[] = [],
  more: { wants?: boolean; path?: string } = {},
) => eventLockStep(before, after, { path, wants: true, own, ...more }).step;

test('deployments and operations hold a lock while they run, nothing else ever does', () => {
  const running = statuses.filter((status) => runsLocked({ kind: 'deployment', status }));
  expect(running).toEqual(['start', 'in_progress']);
  expect(runsLocked({ kind: 'operation', status: 'start' })).toBe(true);
  for (const kind of ['drift', 'incident', 'rpa_usage', 'build', 'signal', 'infra'] as const)
    expect(runsLocked({ kind, status: 'start' })).toBe(false);
});

describe('taking', () => {
  test.each([
    ['created as started', null, facts('start')],
    ['created as in progress', null, facts('in_progress')],
    ['planned, now in progress', facts('planned'), facts('in_progress')],
    ['waiting for approval, now started', facts('waiting_approval'), facts('start')],
    ['over, now begun again', facts('failure'), facts('start')],
    ['a drift, now a deployment', facts('start', { kind: 'drift' }), facts('start')],
    ['without a status, now started', facts(null), facts('start')],
  ])('%s', (_, before, after) => {
    expect(step(before, after)).toBe('take');
    expect(step(before, after, [], { wants: false })).toBe('none');
  });

  test('what runs and was unlocked by hand is not locked again by the next update', () => {
    expect(step(facts('start'), facts('in_progress'))).toBe('none');
  });

  test('a lock that somebody attached to the event beforehand serves', () => {
    for (const own of [path, '7/1/', '7/', ''])
      expect(step(facts('planned'), facts('start'), [{ id: 'x', path: own, automatic: false }])).toBe('none');
    expect(
      step(facts('planned'), facts('start'), [{ id: 'x', path: '7/1/migration/', automatic: false }]),
    ).toBe('take');
  });
});

describe('releasing', () => {
  test.each(statuses.filter(hasEnded))('%s ends it', (status) => {
    expect(step(facts('in_progress'), facts(status), [automatic])).toBe('release');
    expect(step(facts('in_progress'), facts(status))).toBe('none');
  });

  test.each([
    ['deleted', null],
    ['put back to planned', facts('planned')],
    ['no deployment any more', facts('start', { kind: 'drift' })],
    ['its status was cleared', facts(null)],
  ])('%s', (_, after) => {
    expect(step(facts('in_progress'), after, [automatic])).toBe('release');
  });

  test('what somebody reserved for a planned event stays while it is planned', () => {
    const reserved = { id: 'x', path, automatic: false };
    expect(step(facts('planned'), facts('waiting_approval'), [reserved])).toBe('none');
  });
});

test('an event that goes elsewhere takes its lock along', () => {
  const after = facts('start', { service: 'cart' });
  expect(
    eventLockStep(facts('start'), after, { path: '7/2/deployment/', wants: false, own: [automatic] }),
  ).toEqual({
    step: 'move',
    id: 'auto',
  });
});

test.each([
  ['a drift', facts('start', { kind: 'drift' }), facts('success', { kind: 'drift' }), false],
  ['a deployment with a new title', facts('start'), facts('start'), false],
  ['a new status', facts('start'), facts('success'), true],
  ['a new environment', facts('start'), facts('start', { environment: null }), true],
  ['a new deployment', null, facts('start'), true],
  ['a deleted one', facts('start'), null, true],
])('locks are looked for only where they may matter: %s', (_, before, after, expected) => {
  expect(concernsLocks(before, after)).toBe(expected);
});
