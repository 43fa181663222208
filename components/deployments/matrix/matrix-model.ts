import type { CellWire, MatrixWire } from '@/lib/deployments/schemas';
import { versionKey } from '@/lib/deployments/version-key';
import { versionText } from '../words';

/** What the matrix says beside its cells. Pure. */

export type MatrixRow = MatrixWire['items'][number];

/** How many different versions a row has in place. */
export function versionsOf({ cells }: MatrixRow): number {
  return new Set(cells.flatMap(({ current }) => (current?.version ? [versionKey(current.version)] : [])))
    .size;
}

/** The next environment of the row that has a version in place: the one that `drift` speaks of. */
export function nextInPlace({ cells }: MatrixRow, index: number): CellWire | null {
  return cells.slice(index + 1).find(({ current }) => current !== null) ?? null;
}

/** Since when the version of a cell is in place. */
export function inPlaceSince(current: { at: string; until: string | null }): string {
  return current.until ?? current.at;
}

/** The matrix as a table for a spreadsheet: one line for each service, with version, time and person of each environment. */
export function matrixTable({ environments, items }: MatrixWire): (string | number)[][] {
  const head = [
    'Service',
    'Team',
    'Differs',
    ...environments.flatMap(({ name }) => [
      `${name} version`,
      `${name} since`,
      `${name} by`,
      `${name} last attempt`,
    ]),
  ];
  return [
    head,
    ...items.map((row) => [
      row.service,
      row.owner,
      row.differs ? 'yes' : 'no',
      ...row.cells.flatMap(({ current, attempt }) => [
        current ? versionText(current.version) : '',
        current ? inPlaceSince(current) : '',
        current?.by ?? '',
        attempt ? `${versionText(attempt.version)} ${attempt.phase}` : '',
      ]),
    ]),
  ];
}

export type Step =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'home'
  | 'end'
  | 'first'
  | 'last'
  | 'pageUp'
  | 'pageDown';

const page = 10;

/** Where a key leads from a cell of the grid; stays inside. Column 0 is the name of the service. */
export function moved(
  from: { row: number; column: number },
  step: Step,
  size: { rows: number; columns: number },
): { row: number; column: number } {
  const { row, column } = from;
  const to = {
    up: { row: row - 1, column },
    down: { row: row + 1, column },
    left: { row, column: column - 1 },
    right: { row, column: column + 1 },
    home: { row, column: 0 },
    end: { row, column: size.columns - 1 },
    first: { row: 0, column: 0 },
    last: { row: size.rows - 1, column: size.columns - 1 },
    pageUp: { row: row - page, column },
    pageDown: { row: row + page, column },
  }[step];
  const within = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  return { row: within(to.row, size.rows), column: within(to.column, size.columns) };
}

/** The step that a key means. */
export function stepOf(key: string, ctrl: boolean): Step | null {
  const steps: Record<string, Step> = {
    ArrowUp: 'up',
    ArrowDown: 'down',
    ArrowLeft: 'left',
    ArrowRight: 'right',
    PageUp: 'pageUp',
    PageDown: 'pageDown',
    Home: ctrl ? 'first' : 'home',
    End: ctrl ? 'last' : 'end',
  };
  return steps[key] ?? null;
}
