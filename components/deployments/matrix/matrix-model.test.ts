import { describe, expect, test } from 'vitest';
import type { CellDeploymentWire, CellWire } from '@/lib/deployments/schemas';
import { type MatrixRow, matrixTable, moved, nextInPlace, stepOf, versionsOf } from './matrix-model';

const deployment = (version: string | null): CellDeploymentWire => ({
  id: 'a',
  version,
  sha: null,
  at: '2026-03-14T09:00:00Z',
  until: '2026-03-14T09:05:00Z',
  by: 'ana',
  phase: 'succeeded',
});
const cell = (environment: string, current: CellDeploymentWire | null): CellWire => ({
  environment,
  current,
  attempt: null,
  planned: null,
  drift: null,
  lock: null,
  window: null,
});
const row: MatrixRow = {
  service: 'checkout',
  owner: '=team',
  differs: true,
  cells: [
    cell('dev', deployment('1.5.0')),
    cell('test', null),
    cell('uat', deployment('v1.4.0')),
    cell('prod', deployment('1.4.0')),
  ],
};

test('a version with and without its v counts once, places without a deployment not at all', () => {
  expect(versionsOf(row)).toBe(2);
});

test('drift is told against the next environment that has something', () => {
  expect(nextInPlace(row, 0)?.environment).toBe('uat');
  expect(nextInPlace(row, 3)).toBeNull();
});

test('the spreadsheet has a line for each service and four columns for each environment', () => {
  const environments = row.cells.map(({ environment: name }, position) => ({
    name,
    tier: 'other' as const,
    position,
  }));
  const table = matrixTable({ at: '2026-03-14T10:00:00Z', environments, items: [row], nextCursor: null });
  expect(table).toHaveLength(2);
  expect(table[0]).toHaveLength(3 + 16);
  expect(table[1]?.slice(0, 7)).toEqual([
    'checkout',
    '=team',
    'yes',
    '1.5.0',
    '2026-03-14T09:05:00Z',
    'ana',
    '',
  ]);
});

describe('the keyboard', () => {
  const size = { rows: 3, columns: 4 };
  test.each([
    ['ArrowRight', false, { row: 1, column: 2 }],
    ['ArrowUp', false, { row: 0, column: 1 }],
    ['Home', false, { row: 1, column: 0 }],
    ['End', true, { row: 2, column: 3 }],
    ['PageDown', false, { row: 2, column: 1 }],
  ])('%s leads to a cell', (key, ctrl, to) => {
    expect(moved({ row: 1, column: 1 }, stepOf(key, ctrl)!, size)).toEqual(to);
  });

  test('stops at the edge', () => {
    expect(moved({ row: 0, column: 0 }, 'left', size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 2, column: 3 }, 'down', size)).toEqual({ row: 2, column: 3 });
  });

  test('letters mean nothing to the grid', () => {
    expect(stepOf('a', false)).toBeNull();
  });
});
