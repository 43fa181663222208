'use client';

import { useTimeZone } from '@/components/frame/preferences';
import { useNow } from './clock';
import { type AbsoluteStyle, formatAbsolute, formatDuration, formatRelative } from './format';

type TimeProps = {
  /** RFC 3339, as the API answers it. */
  value: string;
  /** What stands on the surface: the age, or the clock in one of the styles of `formatAbsolute`. */
  show?: 'relative' | AbsoluteStyle;
  /**
   * Whether the keyboard can stop at it to read the absolute time. Turn off inside a row, link or button that can be
   * focused itself.
   */
  focusable?: boolean;
  className?: string;
};

/**
 * A moment: its age on the surface, the clock with its zone on hover and focus, both for a screen reader. Follows the
 * reader's choice of local time or UTC; when local, the tip also gives UTC, which is what logs and colleagues use.
 */
export function Time({ value, show = 'relative', focusable = true, className }: TimeProps) {
  const { timeZone } = useTimeZone();
  const relative = useNow((now) => formatRelative(value, now));
  const absolute = formatAbsolute(value, timeZone);
  const utc = formatAbsolute(value, 'UTC');
  const visible = show === 'relative' ? relative : formatAbsolute(value, timeZone, show);
  const other = show === 'relative' ? absolute : `${relative}\n${absolute}`;
  return (
    <time
      dateTime={value}
      data-absolute={absolute}
      data-tip={absolute === utc ? other : `${other}\n${utc}`}
      // The absolute time must be readable by keyboard too.
      tabIndex={focusable ? 0 : undefined}
      className={className ? `rounded-xs whitespace-nowrap ${className}` : 'rounded-xs whitespace-nowrap'}
    >
      <span className="print:hidden">{visible}</span>
      <span className="sr-only"> ({show === 'relative' ? absolute : relative})</span>
    </time>
  );
}

/** A length of time that is known. Milliseconds. */
export function Duration({ millis, className }: { millis: number; className?: string }) {
  const precise = Number.isFinite(millis) ? `${(millis / 1_000).toLocaleString('en-GB')} s` : undefined;
  return (
    <span className={`nums whitespace-nowrap ${className ?? ''}`} data-tip={precise}>
      {formatDuration(millis)}
    </span>
  );
}

/** How long something has been going on; counts by itself. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const text = useNow((now) => formatDuration(Math.floor((now - Date.parse(since)) / 1_000) * 1_000));
  return <span className={`nums whitespace-nowrap ${className ?? ''}`}>{text}</span>;
}
