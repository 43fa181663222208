'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { useNow } from '@/components/time/clock';
import { formatAbsolute } from '@/components/time/format';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { usePreferences, useTimeZone } from './preferences';
import { ThemePreview } from './theme-preview';

/** Theme, density and zone with what they look like. Shown at once, kept by themselves: there is nothing to save. */
export function DisplayChoices() {
  const { preferences, setPreferences } = usePreferences();
  const { timeZone } = useTimeZone();
  const now = useNow((at) => formatAbsolute(Math.floor(at / 1_000) * 1_000, timeZone));
  return (
    <Panel padded={false}>
      <Choice
        title="Theme"
        text="Like the system follows what the device is set to, also when it changes at dusk."
      >
        <SegmentedControl
          label="Theme"
          wide
          value={preferences.theme}
          onChange={(theme) => setPreferences({ theme })}
          options={[
            { value: 'system', label: 'System', icon: <Monitor size={14} aria-hidden /> },
            { value: 'light', label: 'Light', icon: <Sun size={14} aria-hidden /> },
            { value: 'dark', label: 'Dark', icon: <Moon size={14} aria-hidden /> },
          ]}
        />
        <div className="grid grid-cols-2 gap-3">
          <ThemePreview theme="light" />
          <ThemePreview theme="dark" />
        </div>
      </Choice>
      <Choice
        title="Density"
        text="Compact shows about a third more rows. On a touch screen targets stay large."
      >
        <SegmentedControl
          label="Density"
          wide
          value={preferences.density}
          onChange={(density) => setPreferences({ density })}
          options={[
            { value: 'comfortable', label: 'Comfortable' },
            { value: 'compact', label: 'Compact' },
          ]}
        />
      </Choice>
      <Choice
        title="Times"
        text="The zone of every time on every screen. Hovering or focusing a time always shows UTC as well."
      >
        <SegmentedControl
          label="Times"
          wide
          value={preferences.zone}
          onChange={(zone) => setPreferences({ zone })}
          options={[
            { value: 'local', label: 'Local' },
            { value: 'utc', label: 'UTC' },
          ]}
        />
        <p className="nums text-fg-muted">
          Now it is <span className="text-fg">{now}</span>
          {preferences.zone === 'local' && ` (${timeZone.replaceAll('_', ' ')})`}
        </p>
      </Choice>
    </Panel>
  );
}

function Choice({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-8 gap-y-3 border-b border-line p-4 last:border-b-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1.25fr)]">
      <div>
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-0.5 max-w-prose text-fg-muted">{text}</p>
      </div>
      <div className="flex min-w-0 flex-col gap-3">{children}</div>
    </section>
  );
}
