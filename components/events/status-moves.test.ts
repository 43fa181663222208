import { expect, test } from 'vitest';
import { type EventKind, type EventStatus, eventKinds, phaseOf, statuses } from '@/lib/events/vocabulary';
import { statusMoves } from './status-moves';

const moves = (kind: EventKind, status: EventStatus | null) =>
  statusMoves({ kind, status, phase: phaseOf(status) }).map((move) => move.status);

test.each([
  ['deployment', 'planned', ['in_progress', 'aborted']],
  ['deployment', 'in_progress', ['success', 'failure', 'aborted']],
  ['operation', 'in_progress', ['done', 'failure', 'aborted']],
  ['deployment', 'failure', ['in_progress', 'success']],
  ['incident', 'open', ['close', 'in_progress']],
  ['incident', 'in_progress', ['close']],
  ['incident', 'close', ['open']],
  ['signal', 'open', ['close', 'failure']],
] as const)('a %s that is %s can be moved to %o', (kind, status, expected) => {
  expect(moves(kind, status)).toEqual(expected);
});

test('nothing is ever moved to where it stands', () => {
  for (const kind of eventKinds) {
    for (const status of [...statuses, null]) expect(moves(kind, status)).not.toContain(status);
  }
});
