import { describe, expect, it } from 'vitest';
import { pendingOf } from './migrate';

const known = ['1_a', '2_b', '3_c'].map((name) => ({ name }));

describe('the migrations a database still needs', () => {
  it.each([
    [[], ['1_a', '2_b', '3_c']],
    [['1_a'], ['2_b', '3_c']],
    [['1_a', '2_b', '3_c'], []],
  ])('having %j are %j', (applied, pending) => {
    expect(pendingOf(known, new Set(applied)).map(({ name }) => name)).toEqual(pending);
  });

  it('are not asked for when it has some of a newer version', () => {
    expect(() => pendingOf(known, new Set(['1_a', '9_z']))).toThrow(/newer Shiplog \(it has 9_z/);
  });

  it('are not asked for when its history has a hole', () => {
    expect(() => pendingOf(known, new Set(['1_a', '3_c']))).toThrow(/has the migration 3_c, but not 2_b/);
  });
});
