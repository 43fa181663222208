import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('commas, quotes and line breaks stay within their cell, and no cell is a formula', () => {
  expect(
    toCsv([
      ['name', 'n'],
      ['a, "b"\nc', 1],
      ['=1+1', -2],
    ]),
  ).toBe(`name,n\r\n"a, ""b""\nc",1\r\n'=1+1,-2\r\n`);
});
