'use client';

import { ChevronsRight } from 'lucide-react';
import { useRef } from 'react';
import { PanelLink } from '@/components/charts/panel-link';
import { useKeys } from '@/components/frame/keys';
import { PhaseBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { phaseLabel } from '@/components/glyphs/phases';
import { formatDuration } from '@/components/time/format';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import type { Fold, Waterfall as Layout, Row } from './waterfall-layout';
import { linkLabel } from './words';

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;
/** Name, track and length side by side where there is room, else the track under the name. */
const columns =
  'grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 @3xl:grid-cols-[minmax(12rem,20rem)_minmax(0,1fr)_5.5rem]';

/** Bars by their start, and the time until each followed. A row opens its event; `j` and `k` go from row to row. */
export function Waterfall(props: {
  waterfall: Layout;
  service: string;
  /** The event that the page was opened for. */
  subject: string;
  /** The event whose panel is open. */
  open: string | null;
}) {
  const { waterfall, service, subject, open } = props;
  const list = useRef<HTMLOListElement>(null);
  const move = (by: 1 | -1) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  };
  useKeys(
    'Waterfall',
    {
      j: { label: 'Next step', run: () => move(1) },
      k: { label: 'Previous step', run: () => move(-1) },
    },
    { enabled: open === null },
  );
  const { rows, folds, start, end } = waterfall;
  return (
    <div className="@container">
      <div
        className={cn(columns, 'h-8 items-center border-b border-line px-panel text-xs text-fg-subtle')}
        aria-hidden
      >
        <span className="@max-3xl:hidden">Step</span>
        <span className="relative flex min-w-0 justify-between @max-3xl:col-span-2">
          <Time value={new Date(start).toISOString()} show="minute" focusable={false} />
          {folds
            .filter(({ told }) => told)
            .map((fold) => (
              <span
                key={fold.left}
                style={{ left: percent(fold.left + fold.width / 2) }}
                className="nums absolute -translate-x-1/2 whitespace-nowrap @max-3xl:hidden print:hidden"
              >
                {formatDuration(fold.ms)}
              </span>
            ))}
          {rows.some(({ ongoing }) => ongoing) ? (
            'now'
          ) : (
            <Time value={new Date(end).toISOString()} show="minute" focusable={false} />
          )}
        </span>
        <span className="text-right @max-3xl:hidden">Lasted</span>
      </div>
      <ol ref={list} aria-label="Steps by start">
        {rows.map((row) => (
          <StepRow
            key={row.step.id}
            row={row}
            folds={folds}
            service={service}
            subject={row.step.id === subject}
            open={row.step.id === open}
          />
        ))}
      </ol>
    </div>
  );
}

function StepRow(props: {
  row: Row;
  folds: readonly Fold[];
  service: string;
  subject: boolean;
  open: boolean;
}) {
  const { row, folds, service, subject, open } = props;
  const { step, lastedMs, ongoing, waits } = row;
  const tip = [
    `${kindLabel[step.kind]}, ${phaseLabel[step.phase].toLowerCase()}${lastedMs === null ? '' : `, ${formatDuration(lastedMs)}`}`,
    ...waits.map(
      ({ kind, durationMs, from }) => `${linkLabel[kind]}: ${formatDuration(durationMs)} after ${from.title}`,
    ),
  ].join('\n');
  return (
    <li
      aria-current={subject || undefined}
      data-step={step.kind}
      className={cn(
        columns,
        'relative items-center border-b border-line px-panel py-2 last:border-b-0 hover:bg-surface-2 print:break-inside-avoid',
        open ? 'bg-accent-bg hover:bg-accent-bg' : subject && 'bg-surface-2',
      )}
    >
      <span className="min-w-0">
        <span className="flex min-w-0 items-center gap-2">
          <KindGlyph kind={step.kind} phase={step.phase} size={14} />
          <PanelLink
            changes={{ event: step.id }}
            data-row-link
            data-tip={tip}
            className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus)"
          >
            <span className="sr-only">{kindLabel[step.kind]}: </span>
            {step.title}
          </PanelLink>
        </span>
        <span className="mt-0.5 flex min-w-0 items-center gap-2.5 pl-5.5 text-xs text-fg-muted">
          <PhaseBadge phase={step.phase} plain />
          {step.environment && <EnvironmentTag name={step.environment} plain />}
          {step.service !== service && <span className="truncate">{step.service}</span>}
        </span>
      </span>
      <Track row={row} folds={folds} />
      <span className="nums text-right font-medium @max-3xl:col-start-2 @max-3xl:row-start-1 @max-3xl:self-start">
        {ongoing ? (
          <span data-phase={step.phase} className="text-phase-fg">
            <Elapsed since={step.at} />
          </span>
        ) : lastedMs === null ? (
          <span className="text-xs font-normal text-fg-subtle">
            {step.phase === 'planned' ? 'planned' : 'a point'}
          </span>
        ) : (
          <Duration millis={lastedMs} />
        )}
      </span>
      {waits.length > 1 && (
        <span className="sr-only">
          {waits.map(({ kind, durationMs }) => `${linkLabel[kind]} ${formatDuration(durationMs)}`).join(', ')}
        </span>
      )}
    </li>
  );
}

/** The bar, the lines from what it follows, and what the longest of them says. */
function Track({ row, folds }: { row: Row; folds: readonly Fold[] }) {
  const { step, left, width, ongoing, waits } = row;
  const [said] = waits.toSorted((a, b) => b.durationMs - a.durationMs);
  // Words stand where there is room: after the start of the line, or before the bar.
  const before = left > 0.5;
  return (
    <span className="relative block h-9 min-w-0 @max-3xl:col-span-2 @max-3xl:mt-1">
      {folds.map((fold) => (
        <span
          key={fold.left}
          aria-hidden
          className="absolute -inset-y-2 border-x border-dashed border-line bg-[repeating-linear-gradient(-45deg,transparent_0_4px,var(--border)_4px_5px)] opacity-60"
          style={{ left: percent(fold.left), width: percent(fold.width) }}
        />
      ))}
      {waits.map(({ from, kind, line }) =>
        line === null ? null : (
          <span
            key={`${kind} ${from.id}`}
            aria-hidden
            className="absolute bottom-2 h-0 border-t border-dashed border-fg-subtle before:absolute before:-top-1 before:left-0 before:h-2 before:border-l before:border-fg-subtle"
            style={{ left: percent(line.left), width: percent(line.width) }}
          />
        ),
      )}
      {said && (
        <span
          className="nums absolute top-0 max-w-full truncate text-2xs text-fg-muted"
          style={
            before ? { right: percent(1 - left) } : { left: percent(Math.min(said.line?.left ?? left, left)) }
          }
        >
          {linkLabel[said.kind]}{' '}
          <span className="font-medium text-fg">{formatDuration(said.durationMs)}</span>
          {waits.length > 1 && ` +${waits.length - 1}`}
        </span>
      )}
      <span
        aria-hidden
        data-phase={step.phase}
        className={cn(
          'absolute bottom-0 flex h-4 min-w-1 items-center justify-end rounded-xs',
          step.phase === 'planned' ? 'border border-dashed border-phase-solid' : 'bg-phase-solid',
        )}
        style={{ left: `min(${percent(left)}, calc(100% - 4px))`, width: percent(width) }}
      >
        {ongoing && <ChevronsRight size={12} aria-hidden className="mr-0.5 shrink-0 text-phase-on" />}
      </span>
    </span>
  );
}
