import { describe, expect, test } from 'vitest';
import { titleOf } from './incident-title';

describe('the title of an incident that a rule found', () => {
  test.each([
    [
      ['Database connection timeout: failed to connect to PostgreSQL'],
      'Database connection timeout: failed to connect to PostgreSQL',
    ],
    [['one off', 'out of memory', 'out of memory'], 'out of memory'],
    [['2026-01-15T10:00:00.123Z ERROR [worker-7] could not charge', 'x'], '[worker-7] could not charge'],
    [['Critical error occurred: event #1'], 'Critical error occurred: event #1'],
    [['Error reading the cart', 'x'], 'Error reading the cart'],
    [['Error: no such key'], 'no such key'],
    [['warning - disk at 81 %'], 'disk at 81 %'],
    [['[orders] [main] ERROR: no space left on device'], 'no space left on device'],
    [
      ['Order 7f0c9a52-7b57-4d8f-9d21-0b7d1d0e8a11 of 88112233445 failed with 503'],
      'Order … of … failed with 503',
    ],
    [['\n\n  first line  with\tspace\nsecond line'], 'first line with space'],
    [['', '   ', '\u0000\u200b', '---'], 'Errors in orders'],
    [[], 'Errors in orders'],
  ])('of %j is %s', (messages, title) => {
    expect(titleOf(messages, 'orders')).toBe(title);
  });

  test('is cut at a word', () => {
    const title = titleOf([`The payment provider ${'did not answer in time and '.repeat(20)}`], 'orders');
    expect(title.length).toBeLessThanOrEqual(120);
    expect(title).toMatch(/ (?:did|not|answer|in|time|and)…$/);
    expect(titleOf(['x'.repeat(5_000_000)], 'orders')).toHaveLength(120);
  });

  test('is quick for hostile messages', () => {
    for (const piece of ['[', '[ ] ', 'ERROR ', '… ', '0x', 'a1', '\ud800', '- '])
      expect(titleOf([piece.repeat(500_000)], 'orders').length).toBeLessThanOrEqual(120);
  });
});

test('holds no secret of a message', () => {
  const title = titleOf(
    ['cannot connect to postgres://app:hunter22@db/orders with password=hunter22'],
    'orders',
  );
  expect(title).toContain('cannot connect to postgres://');
  expect(title).not.toContain('hunter22');
});
