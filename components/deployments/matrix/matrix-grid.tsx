'use client';

import { Equal, EqualNot } from 'lucide-react';
import Link from 'next/link';
import { type KeyboardEvent, memo, useEffect, useRef, useState } from 'react';
import { useKeys } from '@/components/frame/keys';
import { environmentHref, serviceHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { cn } from '@/components/ui/cn';
import type { MatrixWire } from '@/lib/deployments/schemas';
import type { Place } from '../deployments-url';
import { placeKey } from '../use-live-deployments';
import { counted } from '../words';
import { CellFace } from './matrix-cell';
import { type MatrixRow, moved, nextInPlace, stepOf, versionsOf } from './matrix-model';

/** Widths in rem: eight environments fit a laptop's screen beside the rail. */
const serviceWidth = 10.5;
const cellWidth = 8;

export interface MatrixProps {
  matrix: MatrixWire;
  asOf: string | null;
  place: Place | null;
  fresh: ReadonlySet<string>;
  onOpen: (place: Place) => void;
}

/**
 * Services × environments as one grid: a single stop for Tab, arrow keys move between cells, Enter opens the panel of a cell, which
 * then follows the arrows.
 */
export function MatrixGrid({ matrix, asOf, place, fresh, onOpen }: MatrixProps) {
  const { environments, items } = matrix;
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ row: 0, column: 1 });
  const size = { rows: items.length, columns: environments.length + 1 };
  const stop = { row: Math.min(at.row, size.rows - 1), column: Math.min(at.column, size.columns - 1) };

  // The outside system: what is in sight. The panel may lie over the cell that it is about.
  const openKey = place && placeKey(place.service, place.environment);
  useEffect(() => {
    if (openKey === null) return;
    const cell = [...(grid.current?.querySelectorAll<HTMLElement>('[data-place]') ?? [])].find(
      ({ dataset }) => dataset.place === openKey,
    );
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [openKey]);

  const goTo = (to: { row: number; column: number }) => {
    setAt(to);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${to.row}:${to.column}"]`)?.focus();
    const [service, environment] = [items[to.row]?.service, environments[to.column - 1]?.name];
    if (place !== null && service && environment) onOpen({ service, environment });
  };
  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.shiftKey) return;
    const step = stepOf(event.key, event.ctrlKey || event.metaKey);
    const cell = (event.target as HTMLElement).dataset.cell;
    if (step === null || cell === undefined) return;
    event.preventDefault();
    const [row, column] = cell.split(':').map(Number) as [number, number];
    goTo(moved({ row, column }, step, size));
  };
  const down = (by: 1 | -1) => {
    const inside = grid.current?.contains(document.activeElement) || place !== null;
    goTo(inside ? moved(stop, by > 0 ? 'down' : 'up', size) : stop);
  };
  useKeys('Matrix', {
    j: { label: 'Next service', run: () => down(1) },
    k: { label: 'Previous service', run: () => down(-1) },
  });

  return (
    <section
      aria-label="What runs where"
      className="relative min-h-0 flex-1 scroll-pt-9 scroll-pl-42 overflow-auto overscroll-x-contain @max-2xl:hidden print:overflow-visible"
    >
      <table
        ref={grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table that is moved in by arrow keys is a grid
        role="grid"
        aria-label="Services and environments"
        aria-rowcount={items.length + 1}
        aria-colcount={size.columns}
        onKeyDown={press}
        className="w-full table-fixed border-separate border-spacing-0 text-left"
        style={{ minWidth: `${serviceWidth + environments.length * cellWidth}rem` }}
      >
        <colgroup>
          <col style={{ width: `${serviceWidth}rem` }} />
          {environments.map(({ name }) => (
            <col key={name} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th
              scope="col"
              className="sticky top-0 left-0 z-3 h-9 border-r border-b border-line bg-surface-0 px-3 text-xs font-medium text-fg-subtle"
            >
              Service
            </th>
            {environments.map(({ name, tier }) => (
              <th
                key={name}
                scope="col"
                className="sticky top-0 z-2 h-9 border-b border-line bg-surface-0 px-2 text-xs font-medium"
              >
                <Link
                  href={environmentHref(name)}
                  prefetch={false}
                  className="rounded-xs underline-offset-2 hover:underline"
                >
                  <EnvironmentTag name={name} tier={tier} plain />
                </Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((row, index) => (
            <Row
              key={row.service}
              row={row}
              index={index}
              asOf={asOf}
              stop={stop.row === index ? stop.column : null}
              open={place?.service === row.service ? place.environment : null}
              fresh={row.cells
                .filter(({ environment }) => fresh.has(placeKey(row.service, environment)))
                .map(({ environment }) => environment)
                .join('\n')}
              onOpen={onOpen}
              onFocus={setAt}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Rendered anew only when something of it changed: there may be thousands of cells. */
const Row = memo(
  function Row(props: {
    row: MatrixRow;
    index: number;
    asOf: string | null;
    /** The column that Tab stops at, when it is in this row. */
    stop: number | null;
    open: string | null;
    fresh: string;
    onOpen: MatrixProps['onOpen'];
    onFocus: (at: { row: number; column: number }) => void;
  }) {
    const { row, index, asOf, stop, open, fresh, onOpen, onFocus } = props;
    const changed = fresh.split('\n');
    return (
      <tr className="group/row">
        <th
          scope="row"
          className="sticky left-0 z-1 border-r border-b border-line bg-surface-0 px-3 py-1.5 text-left align-top font-normal group-hover/row:bg-surface-1"
        >
          <Link
            href={serviceHref(row.service)}
            prefetch={false}
            data-cell={`${index}:0`}
            tabIndex={stop === 0 ? 0 : -1}
            onFocus={() => onFocus({ row: index, column: 0 })}
            className="block truncate rounded-xs font-medium underline-offset-2 hover:underline"
          >
            {row.service}
          </Link>
          <RowNote row={row} />
        </th>
        {row.cells.map((cell, column) => {
          const { environment } = cell;
          return (
            <td
              key={environment}
              className={cn(
                'h-px border-b border-line p-0 align-top group-hover/row:bg-surface-1',
                changed.includes(environment) && 'bg-accent-bg',
              )}
            >
              <button
                type="button"
                data-cell={`${index}:${column + 1}`}
                data-place={placeKey(row.service, environment)}
                tabIndex={stop === column + 1 ? 0 : -1}
                aria-expanded={open === environment}
                onFocus={() => onFocus({ row: index, column: column + 1 })}
                onClick={() => onOpen({ service: row.service, environment })}
                className={cn(
                  'flex h-full min-h-11 w-full min-w-0 flex-col px-2 py-1.5 text-left hover:bg-surface-2 focus-visible:-outline-offset-2',
                  open === environment && 'bg-accent-bg',
                )}
              >
                <span className="sr-only">
                  {row.service} in {environment}:{' '}
                </span>
                <CellFace cell={cell} next={nextInPlace(row, column)} asOf={asOf} />
              </button>
            </td>
          );
        })}
      </tr>
    );
  },
  (before, after) =>
    before.row === after.row &&
    before.index === after.index &&
    before.asOf === after.asOf &&
    before.stop === after.stop &&
    before.open === after.open &&
    before.fresh === after.fresh &&
    before.onOpen === after.onOpen,
);

/** Whose it is, and whether its environments run the same. */
export function RowNote({ row }: { row: MatrixRow }) {
  const versions = versionsOf(row);
  const placed = row.cells.filter(({ current }) => current !== null).length;
  return (
    <span className="mt-0.5 flex min-w-0 items-center gap-1.5 text-2xs text-fg-subtle">
      {row.differs ? (
        <span
          className="inline-flex shrink-0 items-center gap-1 text-fg-muted"
          data-tip={`The environments shown run ${counted(versions, 'different version')}`}
        >
          <EqualNot size={11} aria-hidden />
          {counted(versions, 'version')}
          <span className="sr-only">: they differ</span>
        </span>
      ) : placed > 1 ? (
        <span
          className="inline-flex shrink-0 items-center gap-1"
          data-tip="The environments shown run the same version"
        >
          <Equal size={11} aria-hidden />
          the same
        </span>
      ) : null}
      {row.owner && <span className="min-w-0 truncate">{row.owner}</span>}
    </span>
  );
}
