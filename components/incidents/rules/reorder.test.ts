import { expect, test } from 'vitest';
import { positionsAfterMove } from './reorder';

const rules = [
  { id: 7, position: 10 },
  { id: 3, position: 20 },
  { id: 9, position: 21 },
  { id: 1, position: 1000 },
];
const ordered = (changes: { id: number; position: number }[], list = rules) =>
  list
    .map((rule) => changes.find(({ id }) => id === rule.id) ?? rule)
    .sort((a, b) => a.position - b.position || a.id - b.id)
    .map(({ id }) => id);

test.each([
  [3, 0, [1, 7, 3, 9], 1],
  [0, 3, [3, 9, 1, 7], 1],
  [0, 1, [3, 7, 9, 1], 4],
  [2, 1, [7, 9, 3, 1], 1],
  [1, 2, [7, 9, 3, 1], 1],
])('the rule at place %i goes to %i', (from, to, order, most) => {
  const changes = positionsAfterMove(rules, from, to);
  expect(ordered(changes)).toEqual(order);
  expect(changes.length).toBeLessThanOrEqual(most);
  for (const { position } of changes) expect(position).toBeGreaterThanOrEqual(1);
});

test('rules that share a position, or stand at the first one, can be put in order too', () => {
  const same = [1, 2, 3].map((id) => ({ id, position: 1 }));
  expect(ordered(positionsAfterMove(same, 2, 0), same)).toEqual([3, 1, 2]);
  expect(ordered(positionsAfterMove(same, 0, 1), same)).toEqual([2, 1, 3]);
});

test('nothing changes at the ends', () => {
  expect(positionsAfterMove(rules, 0, -1)).toEqual([]);
  expect(positionsAfterMove(rules, 3, 4)).toEqual([]);
  expect(positionsAfterMove([], 0, 1)).toEqual([]);
});
