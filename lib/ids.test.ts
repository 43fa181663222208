import { expect, it } from 'vitest';
import { newId } from './ids';

it('gives ids that are UUIDs of version 7 with the time in front', () => {
  const now = Date.now() + 1000;
  const id = newId(now);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(now);
});

it('gives ids in the order in which they were asked for, also within a millisecond and when the clock steps back', () => {
  const now = Date.now() + 2000;
  const ids = Array.from({ length: 20_000 }, (_, index) => newId(now - (index % 3)));
  expect(ids).toEqual([...ids].sort());
  expect(new Set(ids).size).toBe(ids.length);
});
