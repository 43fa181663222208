'use client';

import { useMemo } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { useNow } from '@/components/time/clock';
import { formatDuration, formatRange, formatRelative } from '@/components/time/format';
import type { Schedule } from '@/lib/preflight/rule-schemas';
import { nextWindows } from '@/lib/preflight/schedule';
import { wallTimeAt } from '@/lib/preflight/zoned-time';

const hour = 3_600_000;
/** Windows that are joined for longer than this never close. */
const endless = 399 * 24 * hour;

const range = (from: number, to: number, zone: string) => formatRange(new Date(from), new Date(to), zone);

/** The next three windows of a schedule, by its own clock and by the reader's. */
export function WindowPreview({ schedule }: { schedule: Schedule | null }) {
  const { timeZone } = useTimeZone();
  const minute = useNow((now) => Math.floor(now / 60_000));
  const text = JSON.stringify(schedule);
  const windows = useMemo(() => {
    const read = JSON.parse(text) as Schedule | null;
    return read ? nextWindows(read, minute * 60_000, 3) : [];
  }, [text, minute]);
  const now = minute * 60_000;
  return (
    <section aria-label="Preview" className="rounded border border-line bg-surface-2">
      <h3 className="border-b border-line px-3 py-2 text-xs font-medium text-fg-muted">The next windows</h3>
      {schedule === null ? (
        <p className="px-3 py-3 text-xs text-fg-subtle">Not a schedule yet.</p>
      ) : windows.length === 0 ? (
        <p className="px-3 py-3 text-xs text-fg-subtle">
          {schedule.recurrence === 'once'
            ? 'It is over, or more than 400 days away.'
            : 'None within 400 days.'}
        </p>
      ) : (
        <ol>
          {windows.map(({ startsAt, endsAt }) => (
            <li
              key={startsAt}
              className="grid gap-x-4 gap-y-0.5 border-b border-line px-3 py-2 last:border-b-0 sm:grid-cols-[minmax(0,1fr)_auto]"
            >
              <p className="nums wrap-anywhere">
                {range(startsAt, endsAt, schedule.zone)}{' '}
                <span className="text-fg-subtle">{schedule.zone}</span>
              </p>
              <p className="text-xs text-fg-muted sm:text-right">
                {endsAt - startsAt > endless && schedule.recurrence !== 'once'
                  ? 'Never closes'
                  : `${startsAt <= now ? 'in force now' : formatRelative(startsAt, now)}, ${formatDuration(endsAt - startsAt)} long`}
              </p>
              {range(startsAt, endsAt, timeZone) !== range(startsAt, endsAt, schedule.zone) && (
                <p className="nums text-xs wrap-anywhere text-fg-subtle sm:col-span-2">
                  {range(startsAt, endsAt, timeZone)} by your clock
                </p>
              )}
              <ClockChange startsAt={startsAt} endsAt={endsAt} zone={schedule.zone} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

/** Says so when clocks change within a window, which makes it shorter or longer than it reads. */
function ClockChange({ startsAt, endsAt, zone }: { startsAt: number; endsAt: number; zone: string }) {
  const reads = wallTimeAt(endsAt, zone) - wallTimeAt(startsAt, zone);
  const difference = endsAt - startsAt - reads;
  if (difference === 0) return null;
  return (
    <p className="text-xs text-fg-subtle sm:col-span-2">
      Clocks change meanwhile: {formatDuration(Math.abs(difference))} {difference > 0 ? 'longer' : 'shorter'}{' '}
      than it reads.
    </p>
  );
}
