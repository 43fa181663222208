'use client';

import {
  ArrowDown,
  ArrowUp,
  CalendarOff,
  EqualNot,
  Lock,
  type LucideIcon,
  Repeat2,
  Sparkle,
  Undo2,
} from 'lucide-react';
import Link from 'next/link';
import { versionHref } from '@/components/frame/navigation';
import { useTimeZone } from '@/components/frame/preferences';
import { useNow } from '@/components/time/clock';
import { formatAbsolute, formatRelative } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import type { CellWire } from '@/lib/deployments/schemas';
import type { ChangeKind } from '@/lib/deployments/vocabulary';
import { changeLabel, changeTip, driftWords, versionText } from './words';

/** What deployments are shown with. */

const changeIcons: Record<ChangeKind, LucideIcon> = {
  first: Sparkle,
  upgrade: ArrowUp,
  redeploy: Repeat2,
  rollback: Undo2,
};

/** What a deployment did to the version that was in place: glyph and word. Going back stands out. */
export function ChangeMark(props: { change: ChangeKind | null; word?: boolean; className?: string }) {
  const { change, word = true, className } = props;
  if (change === null) return <span className="text-fg-subtle">–</span>;
  const Icon = changeIcons[change];
  const rollback = change === 'rollback';
  return (
    <span
      data-phase={rollback ? 'attention' : undefined}
      data-tip={changeTip[change]}
      className={cn(
        'inline-flex items-center gap-1 whitespace-nowrap',
        rollback ? 'font-medium text-phase-fg' : 'text-fg-muted',
        className,
      )}
    >
      <Icon size={13} aria-hidden className="shrink-0" />
      <span className={word ? undefined : 'sr-only'}>{changeLabel[change]}</span>
    </span>
  );
}

/** A version, leading to its page; a dash where nobody said it. */
export function VersionLink(props: { service: string; version: string | null; className?: string }) {
  const { service, version, className } = props;
  if (version === null)
    return <span className={cn('text-fg-subtle', className)}>{versionText(version)}</span>;
  return (
    <Link
      href={versionHref(service, version)}
      prefetch={false}
      className={cn('rounded-xs font-mono text-xs underline-offset-2 hover:underline', className)}
    >
      {version}
    </Link>
  );
}

/** How the version of a cell stands to the next environment of its row; nothing where both run the same. */
export function DriftMark(props: { drift: CellWire['drift']; next: string; nextVersion: string | null }) {
  const { drift, next, nextVersion } = props;
  if (drift === null || drift === 'same') return null;
  const words = driftWords(drift, next, nextVersion);
  if (drift === 'different')
    return (
      <span role="img" aria-label={words} data-tip={words} className="inline-flex shrink-0 text-fg-subtle">
        <EqualNot size={11} aria-hidden />
      </span>
    );
  const Icon = drift === 'ahead' ? ArrowUp : ArrowDown;
  return (
    <span role="img" aria-label={words} data-tip={words} className="inline-flex shrink-0 text-fg-subtle">
      <Icon size={11} aria-hidden />
    </span>
  );
}

/** Who keeps others from deploying there, and until when. */
export function LockMark({ lock }: { lock: NonNullable<CellWire['lock']> }) {
  const { timeZone } = useTimeZone();
  const until = lock.expiresAt ? ` until ${formatAbsolute(lock.expiresAt, timeZone, 'minute')}` : '';
  const text = `Locked by ${lock.holder}${until}${lock.reason ? `\n${lock.reason}` : ''}`;
  return (
    <span
      role="img"
      aria-label={text}
      data-tip={text}
      data-phase="running"
      className="inline-flex text-phase-fg"
    >
      <Lock size={12} aria-hidden />
    </span>
  );
}

/** The no-deploy window that is open there. */
export function WindowMark({ window }: { window: NonNullable<CellWire['window']> }) {
  const { timeZone } = useTimeZone();
  const text = `${window.name}: no deployments until ${formatAbsolute(window.until, timeZone, 'minute')}${
    window.reason ? `\n${window.reason}` : ''
  }`;
  return (
    <span
      role="img"
      aria-label={text}
      data-tip={text}
      data-phase="attention"
      className="inline-flex text-phase-fg"
    >
      <CalendarOff size={12} aria-hidden />
    </span>
  );
}

/** The age of a moment, as seen from the instant that is looked at; `short` leaves the word for the past away. */
export function Age(props: { value: string; asOf: string | null; short?: boolean; className?: string }) {
  const { value, asOf, short = false, className } = props;
  const { timeZone } = useTimeZone();
  const text = useNow((now) => formatRelative(value, asOf === null ? now : Date.parse(asOf)));
  const absolute = formatAbsolute(value, timeZone);
  return (
    <time
      dateTime={value}
      data-absolute={absolute}
      data-tip={absolute}
      className={cn('nums whitespace-nowrap', className)}
    >
      <span className="print:hidden">
        {short ? text.replace(/ ago$/, '') : asOf === null ? text : text.replace(/ ago$/, ' before')}
      </span>
    </time>
  );
}

/** That the stream is interrupted. */
export function LostNote() {
  return (
    <p
      role="status"
      data-phase="attention"
      className="border-b border-line px-3 py-1.5 text-xs text-phase-fg"
    >
      Live updates are interrupted; trying again. What is shown may be a little old.
    </p>
  );
}
