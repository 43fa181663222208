'use client';

import { Keyboard, Settings, UserRound } from 'lucide-react';
import Link from 'next/link';
import { useNow } from '@/components/time/clock';
import { zoneLabel } from '@/components/time/zoned';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { openOverlay } from './overlays';
import { usePreferences, useTimeZone } from './preferences';
import type { Person } from './shell';

/** Who one is, and how things are shown: theme, density, zone. */
export function PersonMenu({ person }: { person: Person }) {
  const { preferences, setPreferences } = usePreferences();
  const { timeZone, choice } = useTimeZone();
  const offset = useNow((now) => (choice === 'utc' ? '' : zoneLabel(timeZone, now)));
  return (
    <Menu
      label="You and the display"
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`${person.name}: account and display`}
          className="flex size-control items-center justify-center rounded hover:bg-surface-2 aria-expanded:bg-surface-2"
        >
          <span className="flex size-6 items-center justify-center rounded-full border border-line-strong bg-surface-1 text-2xs font-semibold text-fg-muted">
            {person.kind === 'local' ? <UserRound size={13} aria-hidden /> : initials(person.name)}
          </span>
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <p className="font-medium">{person.name}</p>
        <p className="text-xs text-fg-subtle">
          {person.kind === 'local'
            ? 'Protected mode: only this machine is served, and it may do everything.'
            : person.email}
        </p>
      </div>
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={preferences.theme}
        onChange={(theme) => setPreferences({ theme })}
        options={[
          { value: 'system', label: 'Like the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
      <MenuChoice
        label="Density"
        value={preferences.density}
        onChange={(density) => setPreferences({ density })}
        options={[
          { value: 'comfortable', label: 'Comfortable' },
          { value: 'compact', label: 'Compact' },
        ]}
      />
      <MenuChoice
        label="Times"
        value={preferences.zone}
        onChange={(zone) => setPreferences({ zone })}
        options={[
          { value: 'local', label: 'Local', note: offset },
          { value: 'utc', label: 'UTC' },
        ]}
      />
      <MenuSeparator />
      <MenuItem icon={<Keyboard size={14} aria-hidden />} keys="?" onSelect={() => openOverlay('keys')}>
        Keys
      </MenuItem>
      <MenuItem asChild>
        <Link href="/settings/appearance">
          <Settings size={14} aria-hidden className="text-fg-subtle" />
          Appearance
        </Link>
      </MenuItem>
    </Menu>
  );
}

/** Up to two letters that stand for a name. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
