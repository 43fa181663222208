import { expect, test } from 'vitest';
import { nonceOf } from './nonce';

test.each([
  ["default-src 'self'; script-src 'self' 'nonce-abc+/_-123=='", 'abc+/_-123=='],
  ["default-src 'self'", undefined],
  ["script-src 'nonce-'", undefined],
  [null, undefined],
])('the nonce of %s is %s', (policy, nonce) => {
  expect(nonceOf(policy)).toBe(nonce);
});
