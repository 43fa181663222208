import { expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import type { Change } from './changes';
import { collapse } from './messages';
import { comparePositions, formatPosition, parsePosition } from './position';

const changes = fc
  .array(
    fc.record({
      entityId: fc.constantFrom('a', 'b', 'c'),
      op: fc.constantFrom('created', 'updated', 'deleted'),
    }),
    { maxLength: 20 },
  )
  .map((list) =>
    list.map((change, index): Change => ({ ...change, topic: 'event', xid: 7, seq: index + 1 })),
  );

test('of several changes in one batch the last of each event is told, and every creation', () => {
  fc.assert(
    fc.property(changes, (all) => {
      const kept = collapse(all);
      expect(kept).toEqual(all.filter((change) => kept.includes(change)));
      for (const change of all) {
        const isLast = all.findLast(({ entityId }) => entityId === change.entityId) === change;
        expect(kept.includes(change)).toBe(isLast || change.op === 'created');
      }
    }),
  );
});

test('who stops within a batch finds every event that changed afterwards in the rest of it', () => {
  fc.assert(
    fc.property(changes, fc.nat(20), (all, stop) => {
      const rest = collapse(all).filter(({ seq }) => seq > stop);
      for (const { entityId } of all.filter(({ seq }) => seq > stop)) {
        expect(rest.some((change) => change.entityId === entityId)).toBe(true);
      }
    }),
  );
});

const position = fc.record({ xid: fc.nat(), seq: fc.nat() });

test('an id reads back as the place it was made from, and ids sort as places do', () => {
  fc.assert(
    fc.property(position, position, (a, b) => {
      expect(parsePosition(formatPosition(a))).toEqual(a);
      expect(Math.sign(comparePositions(a, b))).toBe(-Math.sign(comparePositions(b, a)) || 0);
    }),
  );
});

test.each([
  '',
  '5',
  '5-',
  '-5',
  '5-5-5',
  'abc',
  '1e3-4',
  ' 1-2',
  '99999999999999999-1',
  '9999999999999999-1',
])('the id %j is nobody’s place', (text) => {
  expect(parsePosition(text)).toBeNull();
});
