'use client';

import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel } from '@/components/glyphs/phases';
import { Elapsed } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import type { CellDeploymentWire, CellWire } from '@/lib/deployments/schemas';
import { Age, DriftMark, LockMark, WindowMark } from '../deployment-parts';
import { versionText } from '../words';
import { inPlaceSince } from './matrix-model';

/** What a cell says: the version in place, since when and by whom; under it what was tried since; locks and windows. */
export function CellFace(props: { cell: CellWire; next: CellWire | null; asOf: string | null }) {
  const { cell, next, asOf } = props;
  const { current, attempt, planned, lock, window } = cell;
  // Beside the age, which may be cut short: a version may not.
  const marks = (lock || window || planned) && (
    <span className="ml-auto flex shrink-0 items-center gap-1 self-center pl-1">
      {planned && <Planned planned={planned} />}
      {window && <WindowMark window={window} />}
      {lock && <LockMark lock={lock} />}
    </span>
  );
  return (
    <>
      <span className="flex min-w-0 items-center gap-1">
        {current ? (
          <>
            <PhaseMark phase={current.phase} size={12} />
            <span
              className={cn(
                'min-w-0 truncate font-mono text-xs',
                current.version === null ? 'text-fg-subtle' : 'font-medium',
              )}
            >
              {versionText(current.version)}
            </span>
            {next && (
              <DriftMark
                drift={cell.drift}
                next={next.environment}
                nextVersion={next.current?.version ?? null}
              />
            )}
          </>
        ) : (
          <span className="text-fg-subtle">
            <span aria-hidden>–</span>
            <span className="sr-only">nothing in place</span>
          </span>
        )}
        {!current && marks}
      </span>
      {current && (
        <span className="flex min-w-0 items-baseline gap-1 text-2xs text-fg-subtle">
          <span className="sr-only">{phaseLabel[current.phase]} </span>
          <Age value={inPlaceSince(current)} asOf={asOf} short className="shrink-0" />
          {current.by && (
            <>
              <span aria-hidden>·</span>
              <span className="min-w-0 truncate">{current.by}</span>
            </>
          )}
          {marks}
        </span>
      )}
      {attempt && <Attempt attempt={attempt} asOf={asOf} />}
    </>
  );
}

function Attempt({ attempt, asOf }: { attempt: CellDeploymentWire; asOf: string | null }) {
  const { phase, version, at, until } = attempt;
  return (
    <span
      data-phase={phase}
      className="mt-0.5 flex min-w-0 items-center gap-1 text-2xs text-phase-fg"
      data-tip={`Last attempt: ${versionText(version)}, ${phaseLabel[phase].toLowerCase()}, by ${attempt.by || 'nobody named'}`}
    >
      <PhaseMark phase={phase} size={11} />
      <span className="min-w-0 truncate font-mono">{versionText(version)}</span>
      <span className="shrink-0">
        {phase === 'running' && asOf === null ? <Elapsed since={at} /> : phaseLabel[phase].toLowerCase()}
      </span>
      {phase !== 'running' && <span className="sr-only">since {until ?? at}</span>}
    </span>
  );
}

function Planned({ planned }: { planned: CellDeploymentWire }) {
  const text = `Planned: ${versionText(planned.version)}`;
  return (
    <span role="img" aria-label={text} data-tip={text} className="inline-flex">
      <PhaseMark phase="planned" size={12} />
    </span>
  );
}
