import { expect, test } from 'vitest';
import { counted, driftWords } from './words';

test('drift names the environment and what runs there', () => {
  expect(driftWords('ahead', 'production', '1.4.1')).toBe('Ahead of production (1.4.1)');
  expect(driftWords('different', 'production', null)).toBe('Another version than production');
});

test('one is not many', () => {
  expect([counted(1, 'service'), counted(1200, 'service')]).toEqual(['1 service', '1,200 services']);
});
