import { expect, test } from 'vitest';
import { fasterInWords } from './words';

const now = Date.parse('2026-03-14T09:30:00Z');

test('who loses a race reads who was faster, where the card is now and since when', () => {
  expect(
    fasterInWords(12, { incidentStatus: 'resolved', actor: 'jana', at: '2026-03-14T09:28:00Z' }, now),
  ).toEqual({
    status: 'resolved',
    title: 'Jana was faster with incident 12',
    text: 'It was moved to resolved 2 m ago, and that is where the card is now.',
  });
});

test('an incident that was merged meanwhile names the one that goes on', () => {
  expect(
    fasterInWords(
      12,
      { incidentStatus: 'closed', actor: 'jana', at: '2026-03-14T09:28:00Z', mergedInto: 9 },
      now,
    ),
  ).toMatchObject({ title: 'Incident 12 goes on as incident 9' });
});

test('an answer that does not say enough is not made up', () => {
  expect(fasterInWords(12, { status: 409 }, now)).toMatchObject({
    status: null,
    title: 'Somebody else was faster with incident 12',
  });
});
