import { describe, expect, test } from 'vitest';
import type { EventWire } from '@/lib/events/schemas';
import { type EventListData, matches, withEvent, withoutEvent } from './merge';

const event = (id: string, at: string, more: Partial<EventWire> = {}): EventWire => ({
  id,
  kind: 'deployment',
  title: 'Deploy checkout 2.14.0',
  message: '',
  service: 'checkout',
  environment: 'production',
  status: 'in_progress',
  phase: 'running',
  priority: null,
  impact: 0,
  level: null,
  category: null,
  eventType: null,
  source: '',
  owner: '',
  stakeholders: [],
  notification: false,
  notifications: [],
  startsAt: at,
  endsAt: null,
  at,
  until: null,
  durationMs: null,
  relatedId: null,
  version: '2.14.0',
  sha: null,
  pullRequestUrl: null,
  ticket: null,
  links: [],
  slackId: null,
  externalId: null,
  payload: null,
  metadata: {},
  verified: null,
  createdBy: 'local',
  revision: 1,
  createdAt: at,
  updatedAt: at,
  ...more,
});

const noon = '2026-03-14T12:00:00.000Z';
const one = '2026-03-14T13:00:00.000Z';
const two = '2026-03-14T14:00:00.000Z';
const three = '2026-03-14T15:00:00.000Z';
const list = (...pages: EventWire[][]): EventListData => ({
  pages: pages.map((items, index) => ({ items, nextCursor: index < pages.length - 1 ? `${index}` : 'more' })),
  pageParams: pages.map(() => null),
});
const ids = (data: EventListData) => data.pages.map(({ items }) => items.map(({ id }) => id).join(''));

describe('an event that arrives by itself', () => {
  test('stands where its time puts it', () => {
    const before = list([event('c', two), event('b', one)], [event('a', noon)]);
    expect(ids(withEvent(before, event('d', three), '-at'))).toEqual(['dcb', 'a']);
    expect(ids(withEvent(before, event('x', '2026-03-14T13:30:00.000Z'), '-at'))).toEqual(['cxb', 'a']);
    expect(ids(withEvent(before, event('x', '2026-03-14T12:30:00.000Z'), '-at'))).toEqual(['cb', 'xa']);
  });

  test('is left for its own page when that is not loaded yet', () => {
    const before = list([event('c', two)]);
    expect(withEvent(before, event('a', noon), '-at')).toBe(before);
  });

  test('changes its row in place', () => {
    const before = list([event('c', two), event('b', one)]);
    const after = withEvent(
      before,
      event('b', one, { revision: 2, status: 'success', phase: 'succeeded' }),
      '-at',
    );
    expect(ids(after)).toEqual(['cb']);
    expect(after.pages[0]?.items[1]?.phase).toBe('succeeded');
  });

  test('moves when its start was changed', () => {
    const before = list([event('c', two), event('b', one)]);
    expect(ids(withEvent(before, event('b', three, { revision: 2 }), '-at'))).toEqual(['bc']);
  });

  test('changes nothing when it is older than what is shown', () => {
    const before = list([event('b', one, { revision: 3 })]);
    expect(withEvent(before, event('b', one, { revision: 2 }), '-at')).toBe(before);
  });

  test('goes when it is deleted', () => {
    const before = list([event('c', two), event('b', one)]);
    expect(ids(withoutEvent(before, 'b'))).toEqual(['c']);
    expect(withoutEvent(before, 'z')).toBe(before);
  });
});

describe('whether it belongs on the screen', () => {
  const window = { from: Date.parse(noon), to: Date.parse(two) };
  const fits = (filters: Parameters<typeof matches>[1], more: Partial<EventWire> = {}, at = one) =>
    matches(event('a', at, more), filters, window);

  test('what overlaps the window does', () => {
    expect(fits({})).toBe(true);
    expect(fits({}, {}, three)).toBe(false);
    expect(fits({}, { until: '2026-03-14T11:00:00.000Z' }, '2026-03-14T10:00:00.000Z')).toBe(false);
    expect(fits({}, { until: null }, '2026-03-14T10:00:00.000Z')).toBe(true);
  });

  test('values of one filter are alternatives, filters narrow each other', () => {
    expect(fits({ kind: ['build', 'deployment'] })).toBe(true);
    expect(fits({ kind: ['deployment'], status: ['success'] })).toBe(false);
    expect(fits({ environment: ['production'] }, { environment: null })).toBe(false);
  });

  test('names match in any spelling', () => {
    expect(fits({ service: ['Checkout '] })).toBe(true);
  });

  test('every word of the text must begin a word of the event', () => {
    expect(fits({ q: 'check 2.14' })).toBe(true);
    expect(fits({ q: 'deploy search' })).toBe(false);
  });
});
