import { describe, expect, test } from 'vitest';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { type IncidentPages, itemsOf, withCard, without } from './cache';

const incident = (number: number, more: Partial<IncidentWire> = {}): IncidentWire => ({
  number,
  eventId: `event-${number}`,
  title: `Trouble ${number}`,
  status: 'open',
  severity: 'P2',
  category: 'other',
  summary: '',
  service: 'checkout',
  environment: null,
  origin: 'detected',
  rule: null,
  assignee: '',
  startedAt: `2026-03-14T09:${String(number).padStart(2, '0')}:00.000Z`,
  detectedAt: '2026-03-14T09:00:00.000Z',
  detectedAtOriginal: '2026-03-14T09:00:00.000Z',
  acknowledgedAt: null,
  acknowledgedBy: '',
  resolvedAt: null,
  resolvedBy: '',
  closedAt: null,
  endedAt: null,
  reopened: 0,
  signalCount: 5,
  lastSignalAt: null,
  mergedInto: null,
  topSuspect: null,
  revision: 1,
  createdAt: '2026-03-14T09:00:00.000Z',
  updatedAt: `2026-03-14T09:${String(number).padStart(2, '0')}:00.000Z`,
  ...more,
});

const column = (...pages: IncidentWire[][]): IncidentPages => ({
  pages: pages.map((items, index) => ({
    items,
    nextCursor: null,
    ...(index === 0 ? { total: { count: pages.flat().length, exact: true } } : {}),
  })),
  pageParams: pages.map(() => null),
});
const numbers = (data: IncidentPages) => itemsOf(data).map(({ number }) => number);

describe('the columns of the board, changed in place', () => {
  test('a card that goes takes its place and its count along', () => {
    const left = without(column([incident(1), incident(2)], [incident(3)]), 3);
    expect(numbers(left)).toEqual([1, 2]);
    expect(left.pages[0]?.total).toEqual({ count: 2, exact: true });
  });

  test('a column that never had the card is not touched', () => {
    const data = column([incident(1)]);
    expect(without(data, 9)).toBe(data);
  });

  test('a card that comes stands where the server will list it: the gravest first, then the newest', () => {
    const data = column([incident(5, { severity: 'P1' }), incident(4), incident(2)]);
    const grown = withCard(data, incident(3), 'severity');
    expect(numbers(grown)).toEqual([5, 4, 3, 2]);
    expect(grown.pages[0]?.total?.count).toBe(4);
    expect(numbers(withCard(data, incident(1, { severity: null }), 'severity'))).toEqual([5, 4, 2, 1]);
    expect(numbers(withCard(data, incident(6, { severity: 'P1' }), 'severity'))).toEqual([6, 5, 4, 2]);
  });

  test('what changed last comes first among what is over', () => {
    const data = column([incident(8), incident(4)], [incident(2)]);
    expect(numbers(withCard(data, incident(3), '-updatedAt'))).toEqual([8, 4, 3, 2]);
  });

  test('an empty column takes its first card', () => {
    expect(numbers(withCard(column([]), incident(1), 'severity'))).toEqual([1]);
  });

  test('a card that changes stays where it is and keeps its course until that is read anew', () => {
    const data = column([incident(2, { activity: [1, 2, 3] }), incident(1)]);
    const changed = withCard(data, incident(2, { signalCount: 900 }), 'severity');
    expect(itemsOf(changed)[0]).toMatchObject({ number: 2, signalCount: 900, activity: [1, 2, 3] });
    expect(changed.pages[0]?.total?.count).toBe(2);
  });
});
