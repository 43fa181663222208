'use client';

import Link from 'next/link';
import { serviceHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { cn } from '@/components/ui/cn';
import { placeKey } from '../use-live-deployments';
import { CellFace } from './matrix-cell';
import { type MatrixProps, RowNote } from './matrix-grid';
import { nextInPlace } from './matrix-model';

/** The matrix where there is no room for columns: services one under the other, each with its environments. */
export function MatrixPhone({ matrix, asOf, place, fresh, onOpen }: MatrixProps) {
  const tiers = new Map(matrix.environments.map(({ name, tier }) => [name, tier]));
  return (
    <ul aria-label="What runs where" className="@2xl:hidden">
      {matrix.items.map((row) => (
        <li key={row.service} className="border-b border-line px-4 py-3">
          <h2 className="truncate font-semibold">
            <Link href={serviceHref(row.service)} prefetch={false} className="rounded-xs">
              {row.service}
            </Link>
          </h2>
          <RowNote row={row} />
          <ul className="mt-2 grid grid-cols-2 gap-1.5">
            {row.cells.map((cell, index) => {
              const { environment, current, attempt, planned } = cell;
              if (!current && !attempt && !planned) return null;
              const key = placeKey(row.service, environment);
              const open = place?.service === row.service && place.environment === environment;
              return (
                <li key={environment} className="min-w-0">
                  <button
                    type="button"
                    data-place={key}
                    aria-haspopup="dialog"
                    onClick={() => onOpen({ service: row.service, environment })}
                    className={cn(
                      'flex h-full min-h-14 w-full min-w-0 flex-col rounded border border-line bg-surface-1 px-2 py-1.5 text-left',
                      (open || fresh.has(key)) && 'border-accent-border bg-accent-bg',
                    )}
                  >
                    <EnvironmentTag
                      name={environment}
                      tier={tiers.get(environment)}
                      plain
                      className="mb-0.5 text-2xs text-fg-muted"
                    />
                    <CellFace cell={cell} next={nextInPlace(row, index)} asOf={asOf} />
                  </button>
                </li>
              );
            })}
          </ul>
        </li>
      ))}
    </ul>
  );
}
