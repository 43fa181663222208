'use client';

import { Keyboard, LogOut, Settings, UserRound } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useNow } from '@/components/time/clock';
import { zoneLabel } from '@/components/time/zoned';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { toast } from '@/components/ui/toast';
import { AnswerError, ask } from '@/lib/http/client';
import type { MeWire } from '@/lib/people/me-operations';
import { openOverlay } from './overlays';
import { useMe } from './permissions';
import { usePreferences, useTimeZone } from './preferences';

/** Who one is, and how things are shown: theme, density, zone. */
export function PersonMenu() {
  const me = useMe();
  const name = me.kind === 'local' ? 'Local' : me.name;
  const account = me.links.account;
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
          aria-label={`${name}: account and display`}
          className="flex size-control items-center justify-center rounded hover:bg-surface-2 aria-expanded:bg-surface-2"
        >
          <span
            // Drawn by the style sheet: it is a picture of the name, and no words that the button would have to be called by.
            data-initials={me.kind === 'local' ? undefined : initials(name)}
            className="flex size-6 items-center justify-center rounded-full border border-line-strong bg-surface-1 text-2xs font-semibold text-fg-muted data-initials:before:content-[attr(data-initials)]"
          >
            {me.kind === 'local' && <UserRound size={13} aria-hidden />}
          </span>
        </button>
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <p className="flex items-baseline gap-2 font-medium wrap-anywhere">
          {name}
          {me.role && <span className="ml-auto text-xs font-normal text-fg-muted">{me.role}</span>}
        </p>
        {whoText(me).map((text) => (
          <p key={text} className="mt-0.5 text-xs text-fg-subtle wrap-anywhere">
            {text}
          </p>
        ))}
      </div>
      {me.kind === 'person' && (
        <>
          <MenuSeparator />
          {account && (
            <MenuItem asChild>
              <Link href={account as Route} prefetch={false}>
                <UserRound size={14} aria-hidden className="text-fg-subtle" />
                Account
              </Link>
            </MenuItem>
          )}
          <MenuItem icon={<LogOut size={14} aria-hidden />} onSelect={() => void signOut()}>
            Sign out
          </MenuItem>
        </>
      )}
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

function whoText({ kind, mode, email, grants }: MeWire): string[] {
  if (kind !== 'local') {
    const places = grants.flatMap(({ environments }) => environments ?? []);
    return [
      email ?? '',
      places.length > 0 ? `With more rights in ${[...new Set(places)].join(', ')}.` : '',
    ].filter((text) => text !== '');
  }
  return mode === 'open'
    ? ['Access control is off: everybody who reaches Shiplog may do everything.']
    : [
        'Protected mode: only this machine is served, and it may do everything.',
        'To let others sign in, open the set-up link that npm start has printed.',
      ];
}

/** Ends the session on the server, then leaves. A session that is over already needs no ending. */
async function signOut(): Promise<void> {
  try {
    await ask('/api/v2/sign-out', { method: 'POST' });
  } catch (error) {
    if (!(error instanceof AnswerError) || error.status !== 401) {
      toast({ tone: 'failed', title: 'You are still signed in', text: (error as Error).message });
      return;
    }
  }
  window.location.assign('/sign-in');
}

/** Up to two letters that stand for a name. */
function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  return [words[0], words.length > 1 ? words.at(-1) : undefined]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
