'use client';

import { CalendarClock, ChevronDown } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { formatRange } from '@/components/time/format';
import { instantToWall, wallToInstant } from '@/components/time/zoned';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import { useTimeZone } from './preferences';
import { presetLabel, presetOf, presetRange, type RangeText, rangePresets, resolveRange } from './range';
import { useRange } from './use-url-state';

/** The range of time one is looking at: a preset, or two ends of one's own. */
export function TimeRangePicker() {
  const { range, setRange } = useRange();
  const { timeZone } = useTimeZone();
  const [open, setOpen] = useState(false);
  const preset = presetOf(range);
  const label = rangeLabel(range, timeZone);
  const choose = (next: RangeText) => {
    setRange(next);
    setOpen(false);
  };
  return (
    <Popover
      label="Time range"
      open={open}
      onOpenChange={setOpen}
      className="flex w-md flex-col p-0 sm:flex-row"
      trigger={
        <Button
          variant="bar"
          className="min-w-0"
          // Both forms: whoever speaks to the page says the one that stands there.
          aria-label={preset ? `Time range: ${label}, ${preset}` : `Time range: ${label}`}
          icon={<CalendarClock size={14} aria-hidden className="text-fg-subtle" />}
        >
          <span className="nums truncate">
            <span className={preset ? 'sm:hidden' : 'hidden'}>{preset}</span>
            <span className={preset ? 'max-sm:hidden' : undefined}>{label}</span>
          </span>
          <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
        </Button>
      }
    >
      <ul className="grid grid-cols-2 gap-x-1 border-line p-1 max-sm:border-b sm:w-40 sm:grid-cols-1 sm:border-r">
        {rangePresets.map((candidate) => (
          <li key={candidate}>
            <button
              type="button"
              aria-current={candidate === preset || undefined}
              className="flex h-control-sm w-full items-center rounded-sm px-2 text-left hover:bg-surface-2 aria-[current=true]:bg-surface-3 aria-[current=true]:font-medium"
              onClick={() => choose(presetRange(candidate))}
            >
              {presetLabel(candidate)}
            </button>
          </li>
        ))}
      </ul>
      <CustomRange range={range} timeZone={timeZone} onApply={choose} />
    </Popover>
  );
}

/** A preset by its name, anything else by its two ends. */
function rangeLabel(range: RangeText, timeZone: string): string {
  const preset = presetOf(range);
  if (preset) return presetLabel(preset);
  if (range.from.startsWith('now') || range.to.startsWith('now')) {
    return `${readable(range.from, timeZone)} to ${readable(range.to, timeZone)}`;
  }
  const resolved = resolveRange(range, 0);
  return resolved ? formatRange(resolved.from, resolved.to, timeZone) : `${range.from} to ${range.to}`;
}

/** An end of the range the way it is typed: relative words as they are, times on the reader's clock. */
function readable(text: string, timeZone: string): string {
  const at = Date.parse(text);
  return text.startsWith('now') || text.length === 10 || Number.isNaN(at)
    ? text
    : instantToWall(at, timeZone);
}

function CustomRange(props: { range: RangeText; timeZone: string; onApply: (range: RangeText) => void }) {
  const { range, timeZone, onApply } = props;
  const [from, setFrom] = useState(() => readable(range.from, timeZone));
  const [to, setTo] = useState(() => readable(range.to, timeZone));
  const [error, setError] = useState<string | null>(null);

  const said = (text: string) =>
    (text.trim().length > 10 && wallToInstant(text, timeZone)?.replace('.000Z', 'Z')) || text.trim();
  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const next = { from: said(from), to: said(to) };
    const now = Date.now();
    if (resolveRange(next, now)) {
      onApply(next);
      return;
    }
    const wrong = !resolveRange({ from: next.from, to: '9999-12-31' }, now)
      ? 'From'
      : !resolveRange({ from: '1970-01-01', to: next.to }, now)
        ? 'To'
        : null;
    setError(
      wrong
        ? `${wrong} is not a time. Write now-6h, 2026-03-14 or 2026-03-14 09:26.`
        : 'The range ends before it begins.',
    );
  };

  return (
    <form className={cn('flex min-w-0 flex-1 flex-col gap-stack p-3')} onSubmit={apply} noValidate>
      <Field label="From">
        <Input value={from} onChange={(event) => setFrom(event.target.value)} autoComplete="off" />
      </Field>
      <Field label="To" error={error}>
        <Input value={to} onChange={(event) => setTo(event.target.value)} autoComplete="off" />
      </Field>
      <p className="text-xs text-fg-subtle">
        <code className="font-mono text-2xs">now-6h</code>,{' '}
        <code className="font-mono text-2xs">2026-03-14</code> or{' '}
        <code className="font-mono text-2xs">2026-03-14 09:26</code>, in{' '}
        {timeZone === 'UTC' ? 'UTC' : 'local time'}. Whole days count in UTC.
      </p>
      <Button type="submit" variant="primary" className="mt-auto self-start">
        Apply
      </Button>
    </form>
  );
}
