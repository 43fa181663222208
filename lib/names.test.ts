import { expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { canonicalName, nameKey } from './names';

const names = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('a', 'Z', '-', ' ', '\t', '\u00a0', 'e\u0301', '\u00e9', 'İ', 'ß', '\u0000'),
  }),
);

test('a name is kept in NFC, without space around it and with single spaces within, whatever is sent', () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(canonicalName(name)).toBe(name.normalize('NFC').trim().replace(/\s+/gu, ' '));
    }),
  );
});

test('two spellings that differ in case, space or composition are one name', () => {
  fc.assert(
    fc.property(names, (name) => {
      expect(nameKey(name)).toBe(
        name.normalize('NFC').trim().replace(/\s+/gu, ' ').toLowerCase().normalize('NFC'),
      );
      expect(nameKey(`  ${name.normalize('NFD')} `)).toBe(nameKey(name));
    }),
  );
  expect(nameKey(' Check  Out')).toBe(nameKey('check out'));
});
