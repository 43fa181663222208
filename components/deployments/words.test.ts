import { expect, test } from 'vitest';
import { counted, driftWords, percent, perDay } from './words';

test.each([
  [0, '0', 'per day'],
  [2.888, '2.9', 'per day'],
  [140, '140', 'per day'],
  [0.5, '3.5', 'per week'],
  [0.1, '3', 'per month'],
])('%d a day reads as %s %s', (value, text, unit) => {
  expect(perDay(value)).toEqual({ value: text, unit });
});

test('a share is written as precisely as it can be read', () => {
  expect([percent(0), percent(0.061), percent(0.5)]).toEqual(['0 %', '6.1 %', '50 %']);
});

test('drift names the environment and what runs there', () => {
  expect(driftWords('ahead', 'production', '1.4.1')).toBe('Ahead of production (1.4.1)');
  expect(driftWords('different', 'production', null)).toBe('Another version than production');
});

test('one is not many', () => {
  expect([counted(1, 'service'), counted(1200, 'service')]).toEqual(['1 service', '1,200 services']);
});
