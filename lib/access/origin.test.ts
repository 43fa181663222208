import { expect, it } from 'vitest';
import { markOrigin, readOrigin } from './origin';

const local = { address: '127.0.0.1', notLocal: null };
const mark = markOrigin(local);

it('the server tells a handler where a request comes from', () => {
  expect(readOrigin(mark)).toEqual(local);
  const elsewhere = { address: '10.0.0.7', notLocal: 'it came from 10.0.0.7' };
  expect(readOrigin(markOrigin(elsewhere))).toEqual(elsewhere);
});

it.each([
  ['no mark', null],
  ['an empty mark', ''],
  ['a guessed mark', 'true'],
  ['a mark without its secret', `.${mark.split('.')[1]}`],
  ['a mark with another secret of that length', `${'x'.repeat(43)}.${mark.split('.')[1]}`],
  ['two marks in one header', `x, ${mark}`],
])('%s counts as coming from elsewhere', (_, given) => {
  expect(readOrigin(given)).toMatchObject({ notLocal: expect.any(String) });
});
