'use client';

import { ChevronDown, History } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { formatAbsolute, formatRelative } from '@/components/time/format';
import { instantToWall, wallToInstant, zoneLabel } from '@/components/time/zoned';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Popover } from '@/components/ui/popover';
import { parseTime } from '@/lib/time/expressions';

const presets = [
  { label: 'An hour ago', back: 3_600_000 },
  { label: 'Six hours ago', back: 6 * 3_600_000 },
  { label: 'Yesterday, this time', back: 86_400_000 },
  { label: 'A week ago', back: 7 * 86_400_000 },
  { label: '30 days ago', back: 30 * 86_400_000 },
  { label: '90 days ago', back: 90 * 86_400_000 },
] as const;

/** An instant as the address keeps it: whole seconds, so that whoever opens it sees the same. */
export const toAddress = (at: number) =>
  `${new Date(Math.floor(at / 1_000) * 1_000).toISOString().slice(0, 19)}Z`;

/** An instant of the address as people say it: on the reader's clock, or how long ago. */
function instantText(value: string, timeZone: string): string {
  const relative = value.startsWith('now');
  const at = parseTime(value, 0);
  if (at === null) return value;
  return relative ? formatRelative(at, 0) : formatAbsolute(at, timeZone, 'minute');
}

/** Chooses a moment: now, a stretch back, or a time on the reader's clock. */
export function InstantPicker(props: {
  /** What is chosen, for screen readers. */
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  /** Whether "now" can be chosen. */
  now?: boolean;
  /** Shows no more than an icon where there is little room. */
  compact?: boolean;
}) {
  const { label, value, onChange, now = true, compact = false } = props;
  const { timeZone } = useTimeZone();
  const [open, setOpen] = useState(false);
  const text = value === null ? 'Now' : instantText(value, timeZone);
  const choose = (next: string | null) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover
      label={label}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="w-64"
      trigger={
        <Button
          icon={<History size={14} aria-hidden className="text-fg-subtle" />}
          aria-label={`${label}: ${text}`}
        >
          <span className={compact ? 'nums @max-2xl:sr-only' : 'nums'}>{text}</span>
          <ChevronDown size={13} aria-hidden className="text-fg-subtle" />
        </Button>
      }
    >
      <ul>
        {now && (
          <li>
            <Preset current={value === null} onClick={() => choose(null)}>
              Now
            </Preset>
          </li>
        )}
        {presets.map((preset) => (
          <li key={preset.label}>
            <Preset onClick={() => choose(toAddress(Date.now() - preset.back))}>{preset.label}</Preset>
          </li>
        ))}
      </ul>
      <OwnInstant key={value} value={value} timeZone={timeZone} onChoose={choose} />
    </Popover>
  );
}

function Preset({ current = false, ...rest }: { current?: boolean; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-current={current || undefined}
      className="flex h-control-sm w-full items-center rounded-sm px-2 text-left hover:bg-surface-2 aria-[current=true]:bg-surface-3 aria-[current=true]:font-medium"
      {...rest}
    />
  );
}

function OwnInstant(props: { value: string | null; timeZone: string; onChoose: (value: string) => void }) {
  const { value, timeZone, onChoose } = props;
  const at = value === null ? Number.NaN : (parseTime(value, Date.now()) ?? Number.NaN);
  const [typed, setTyped] = useState(() => (Number.isNaN(at) ? '' : instantToWall(at, timeZone)));
  const [error, setError] = useState<string | null>(null);
  const apply = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const text = typed.trim();
    const wall = wallToInstant(text, timeZone);
    const instant = wall === null ? parseTime(text, Date.now()) : Date.parse(wall);
    if (instant === null) setError('Write 2026-03-14 09:26 or now-6h.');
    else onChoose(toAddress(instant));
  };
  return (
    <form
      onSubmit={apply}
      noValidate
      className="mt-1 flex flex-col gap-2 border-t border-line px-2 pt-2.5 pb-2"
    >
      <Field label={`A time, ${zoneLabel(timeZone, Date.now())}`} error={error}>
        <Input
          value={typed}
          placeholder="2026-03-14 09:26"
          autoComplete="off"
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      <Button type="submit" size="sm" className="self-start">
        Go there
      </Button>
    </form>
  );
}
