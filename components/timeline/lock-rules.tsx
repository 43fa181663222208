'use client';

import { lockHref } from '@/components/frame/navigation';
import { formatDuration, formatRange } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { LaneLockWire } from '@/lib/events/timeline-operations';
import { describeScope } from '@/lib/locks/scope';
import { placeLocks } from './lane-locks';
import styles from './lanes.module.css';
import { percent, type View } from './view';

/** Locks as thin rules at the foot of their lane, or, wide ones, at the head of all lanes. Each leads to its panel. */
export function LockRules(props: {
  locks: readonly LaneLockWire[];
  drawn: View;
  now: number;
  timeZone: string;
  wide?: boolean;
}) {
  const { locks, drawn, now, timeZone, wide = false } = props;
  return placeLocks(locks, drawn, now).map(({ lock, left, width, ahead, open, track }) => (
    // biome-ignore lint/a11y/useAnchorContent: the drawing is hidden from screen readers, which have the page of locks
    <a
      key={lock.id}
      href={lockHref(lock.id)}
      tabIndex={-1}
      data-lock={lock.id}
      data-tip={tipOf(lock, now, timeZone)}
      className={cn(styles.lock, open && styles.heldLock, wide && styles.wideLock)}
      style={{
        left: percent(left),
        width: percent(width + ahead),
        [wide ? 'top' : 'bottom']: `${1 + track * 4}px`,
        ['--sure' as string]: width + ahead > 0 ? percent(width / (width + ahead)) : '100%',
      }}
    />
  ));
}

function tipOf(lock: LaneLockWire, now: number, timeZone: string): string {
  const length = formatDuration((lock.until === null ? now : Date.parse(lock.until)) - Date.parse(lock.from));
  const when = formatRange(lock.from, lock.until, timeZone);
  return `Lock: ${describeScope(lock)}\n${lock.until === null ? 'Held' : 'Was held'} by ${lock.holder}\n${when}, ${length}`;
}
