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

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(1)',
  '\t=1',
  '\r=1',
  '\n=1',
  '\uff1d1+1',
  '\uff0b1',
  '\uff0d1',
  '\uff20SUM(1)',
])('a spreadsheet, whatever its language, takes no text for a formula: %j', (text) =>
  expect(toCsv([[text]])).toMatch(/^"?'/),
);
