import { beforeEach, expect, test, vi } from 'vitest';
import { DenialBook } from './denial-book';
import type { AuditEntryInput } from './entry';

const attempt = (changes: Partial<AuditEntryInput> = {}): AuditEntryInput => ({
  requestId: 'r',
  callerKind: 'anonymous',
  callerId: '',
  callerName: 'anonymous',
  via: '',
  address: '10.0.0.1',
  operation: 'signIn',
  outcome: 'denied',
  reason: 'unauthenticated',
  ...changes,
});

const written: AuditEntryInput[] = [];
let clock = 0;
let book: DenialBook;
beforeEach(() => {
  vi.useFakeTimers();
  written.length = 0;
  clock = 0;
  book = new DenialBook(
    async (entry) => {
      written.push(entry);
    },
    () => clock,
  );
});

const later = (ms: number) => {
  clock += ms;
  vi.advanceTimersByTime(ms);
};

test('10,000 attempts of one kind are two entries that say how many', async () => {
  for (let n = 0; n < 10_000; n++) book.note(attempt({ requestId: String(n) }));
  expect(written).toEqual([attempt({ requestId: '0' })]);
  await book.flush();
  expect(written).toHaveLength(2);
  expect(written[1]).toMatchObject({ times: 9_999, requestId: '9999' });
});

test('repeats are written once the minute is over, and then the next one counts as the first again', () => {
  book.note(attempt());
  book.note(attempt());
  later(59_000);
  expect(written).toHaveLength(1);
  later(20_000);
  expect(written.map(({ times = 1 }) => times)).toEqual([1, 1]);
  book.note(attempt());
  expect(written).toHaveLength(3);
});

test('another caller, address, operation or reason is another kind', () => {
  book.note(attempt());
  book.note(attempt({ callerId: 'x' }));
  book.note(attempt({ address: '10.0.0.2' }));
  book.note(attempt({ operation: 'createEvent' }));
  book.note(attempt({ reason: 'forbidden' }));
  expect(written).toHaveLength(5);
});

test('attempts from 100,000 addresses are all counted, in about a thousand entries', async () => {
  for (let n = 0; n < 100_000; n++) book.note(attempt({ address: `2001:db8::${n}` }));
  await book.flush();
  expect(written.length).toBeLessThan(1_010);
  expect(written.reduce((sum, { times = 1 }) => sum + times, 0)).toBe(100_000);
});
