'use client';

import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabelMany } from '@/components/glyphs/kinds';
import { cn } from '@/components/ui/cn';
import type { LaneGroup } from '@/lib/events/timeline-operations';
import { type EventKind, eventKinds } from '@/lib/events/vocabulary';

/** What a lane is called; pressing it shows that lane alone. */
export function LaneName(props: {
  value: string | null;
  count: number;
  groupBy: LaneGroup;
  active: boolean;
  onChoose: (value: string) => void;
}) {
  const { value, count, groupBy, active, onChoose } = props;
  const label = laneLabel(value, groupBy);
  const inner = (
    <>
      {groupBy === 'kind' && isKind(value) && <KindGlyph kind={value} size={13} className="text-fg-muted" />}
      <span className="min-w-0 flex-1 truncate text-left">{label}</span>
      <span className="nums text-2xs text-fg-subtle">{count.toLocaleString('en-GB')}</span>
    </>
  );
  const className =
    'flex min-w-0 items-center gap-1.5 px-3 @max-2xl:pointer-events-auto @max-2xl:h-5 @max-2xl:max-w-full @max-2xl:px-1.5 @max-2xl:text-2xs @max-2xl:text-fg-muted @2xl:flex-1';
  if (value === null) return <span className={cn(className, 'text-fg-subtle')}>{inner}</span>;
  return (
    <button
      type="button"
      className={cn(className, 'hover:bg-surface-2 aria-pressed:bg-accent-bg aria-pressed:text-accent-fg')}
      aria-pressed={active}
      data-tip={active ? `Show other lanes again` : `Only ${label}`}
      onClick={() => onChoose(value)}
    >
      {inner}
    </button>
  );
}

function isKind(value: string | null): value is EventKind {
  return (eventKinds as readonly (string | null)[]).includes(value);
}

function laneLabel(value: string | null, groupBy: LaneGroup): string {
  if (value === null) return groupBy === 'environment' ? 'No environment' : 'None';
  return groupBy === 'kind' && isKind(value) ? kindLabelMany[value] : value;
}
