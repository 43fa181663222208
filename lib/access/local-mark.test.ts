import { expect, it } from 'vitest';
import { isMarkedLocal, localMarkHeader, localSecret } from './local-mark';

it.each([
  ['no mark', {}, false],
  ['an empty mark', { [localMarkHeader]: '' }, false],
  ['a guessed mark', { [localMarkHeader]: 'true' }, false],
  ['a mark of the right length', { [localMarkHeader]: 'x'.repeat(43) }, false],
  ['two marks', { [localMarkHeader]: `${localSecret()}, ${localSecret()}` }, false],
  ["the server's mark", { [localMarkHeader]: localSecret() }, true],
])('a request with %s', (_, headers, expected) => {
  expect(isMarkedLocal(new Headers(headers as Record<string, string>))).toBe(expected);
});
