import { describe, expect, test } from 'vitest';
import { passwordFault } from './password-policy';

describe('a password', () => {
  test.each([
    'staple-thunder-mango',
    'pferd batterie heftklammer',
    'kHq8#pw2!zTm',
    'пароль из многих слов',
    'an unlikely sentence of some length',
  ])('is taken when it is long and nobody would try it: %s', (password) => {
    expect(passwordFault(password, ['Ada Lovelace', 'ada@example.com'])).toBeNull();
  });

  test.each([
    ['short', 'at least 12'],
    ['x1y2z3'.repeat(50), 'at most 256'],
    ['aaaaaaaaaaaaaa', 'repeats'],
    ['abababababab', 'repeats'],
    ['abcdefghijklm', 'neighbouring'],
    ['123456789012', 'neighbouring'],
    ['qwertyuiopas', 'neighbouring'],
    ['password1234', 'tried first'],
    ['P@ssw0rd2026!', 'tried first'],
    ['passwordpassword', 'tried first'],
    ['welcomewelcome1', 'tried first'],
    ['Administrator1', 'tried first'],
    ['correcthorsebatterystaple', 'tried first'],
    ['my-shiplog-login', 'this product'],
    ['ada.lovelace.1815', 'your name'],
    ['ada.lovelace@example.com', 'your name'],
  ])('is refused with a reason when it would be guessed: %s', (password, reason) => {
    expect(passwordFault(password, ['Ada', 'ada.lovelace@example.com'])).toContain(reason);
  });

  test('has one length however it was typed', () => {
    expect(passwordFault('épaulette1x'.normalize('NFD'))).toContain('at least 12');
  });
});
