import { expect, test } from 'vitest';
import { type Standing, transition } from './transition';
import { incidentStatuses, isActive } from './vocabulary';

const at = new Date('2026-01-15T12:00:00Z');
const earlier = new Date('2026-01-15T11:00:00Z');
const fresh: Standing = {
  status: 'open',
  acknowledged_at: null,
  acknowledged_by: '',
  resolved_at: null,
  resolved_by: '',
  closed_at: null,
  ended_at: null,
  reopened: 0,
};
const by = { at, actor: 'alice' };

test('whoever looks into it first has acknowledged it', () => {
  const looked = transition(fresh, 'investigating', by);
  expect(looked).toMatchObject({ acknowledged_at: at, acknowledged_by: 'alice' });
  const again = transition({ ...looked, status: 'open' }, 'investigating', { at: earlier, actor: 'bob' });
  expect(again).toMatchObject({ acknowledged_at: at, acknowledged_by: 'alice' });
  expect(transition(fresh, 'investigating', { ...by, system: true }).acknowledged_at).toBeNull();
});

test('closing what is resolved ends it no second time', () => {
  const resolved = transition(fresh, 'resolved', { at: earlier, actor: 'alice' });
  expect(transition(resolved, 'closed', { at, actor: 'bob' })).toMatchObject({
    resolved_at: earlier,
    resolved_by: 'alice',
    closed_at: at,
    ended_at: earlier,
  });
});

test('what was closed without a word can still be called resolved, since it ended', () => {
  const closed = transition(fresh, 'closed', { at: earlier, actor: 'alice' });
  expect(closed).toMatchObject({ resolved_at: null, closed_at: earlier });
  expect(transition(closed, 'resolved', by)).toMatchObject({
    resolved_at: earlier,
    resolved_by: 'alice',
    closed_at: null,
    ended_at: earlier,
  });
});

test('becoming active again takes the end back and is counted', () => {
  const ended = transition(fresh, 'resolved', by);
  expect(transition(ended, 'investigating', by)).toMatchObject({
    resolved_at: null,
    resolved_by: '',
    ended_at: null,
    reopened: 1,
  });
});

test('from anywhere to anywhere it has ended just when it is not active', () => {
  for (const from of incidentStatuses)
    for (const to of incidentStatuses) {
      const moved = transition(transition(fresh, from, { at: earlier, actor: 'a' }), to, by);
      expect(moved.ended_at === null).toBe(isActive(to));
      expect(moved.closed_at === null).toBe(to !== 'closed');
      expect(moved.reopened).toBe(!isActive(from) && isActive(to) ? 1 : 0);
    }
});
