'use client';

import { instantToWall, wallToInstant } from '@/components/time/zoned';
import { Button } from '@/components/ui/button';

type Preset = { label: string; value: () => string };

/** Times that are one press away. */
export function Presets(props: {
  label: string;
  presets: readonly Preset[];
  onChoose: (value: string) => void;
}) {
  return (
    <fieldset aria-label={`${props.label}, presets`} className="flex flex-wrap gap-1">
      {props.presets.map(({ label, value }) => (
        <Button
          key={label}
          size="sm"
          variant="ghost"
          className="border-line"
          onClick={() => props.onChoose(value())}
        >
          {label}
        </Button>
      ))}
    </fieldset>
  );
}

const minute = 60_000;
const hour = 60 * minute;

/** For when an event starts, as the clock on the wall of `timeZone` shows it. */
export function startPresets(timeZone: string): Preset[] {
  const wall = (at: number) => instantToWall(Math.floor(at / minute) * minute, timeZone);
  return [
    { label: 'Now', value: () => wall(Date.now()) },
    { label: 'In an hour', value: () => wall(Date.now() + hour) },
    { label: 'Tomorrow 09:00', value: () => `${wall(Date.now() + 24 * hour).slice(0, 10)} 09:00` },
  ];
}

/** For when an event ends, reckoned from its start or from now. */
export function endPresets(startsAt: string, timeZone: string): Preset[] {
  const start = () => {
    const at = wallToInstant(startsAt, timeZone);
    return at === null ? Math.floor(Date.now() / minute) * minute : Date.parse(at);
  };
  const later = (by: number) => () => instantToWall(start() + by, timeZone);
  return [
    { label: '30 min later', value: later(30 * minute) },
    { label: '1 h later', value: later(hour) },
    { label: '2 h later', value: later(2 * hour) },
  ];
}
