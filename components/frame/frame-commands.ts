'use client';

import { useRouter } from 'next/navigation';
import { copyText } from '@/components/ui/copy-button';
import { toast } from '@/components/ui/toast';
import type { Command } from './commands';
import { acquireLockHref, deliveryHref, newEventHref, reportIncidentHref } from './navigation';
import { openOverlay } from './overlays';
import { usePermissions } from './permissions';
import { densities, themes, zoneChoices } from './preference-values';
import { usePreferences } from './preferences';

const words = {
  system: 'Theme: like the system',
  light: 'Theme: light',
  dark: 'Theme: dark',
  comfortable: 'Density: comfortable',
  compact: 'Density: compact',
  local: 'Times: local',
  utc: 'Times: UTC',
} as const;

/** What can be done on every page. */
export function useFrameCommands(): Command[] {
  const router = useRouter();
  const { preferences, setPreferences } = usePreferences();
  const { may } = usePermissions();
  const display: Command[] = [
    ...themes
      .filter((theme) => theme !== preferences.theme)
      .map((theme) => ({ value: theme, run: () => setPreferences({ theme }) })),
    ...densities
      .filter((density) => density !== preferences.density)
      .map((density) => ({ value: density, run: () => setPreferences({ density }) })),
    ...zoneChoices
      .filter((zone) => zone !== preferences.zone)
      .map((zone) => ({ value: zone, run: () => setPreferences({ zone }) })),
  ].map(({ value, run }) => ({ id: `display-${value}`, group: 'Display', label: words[value], run }));
  return [
    {
      id: 'new-event',
      group: 'Actions',
      label: 'New event',
      permission: may('events:write'),
      keywords: ['create', 'add', 'record', 'post'],
      run: () => router.push(newEventHref),
    },
    {
      id: 'report-incident',
      group: 'Actions',
      label: 'New incident',
      permission: may('incidents:write'),
      keywords: ['report', 'declare', 'create', 'outage', 'open'],
      run: () => router.push(reportIncidentHref),
    },
    {
      id: 'acquire-lock',
      group: 'Actions',
      label: 'Acquire a lock',
      permission: may('locks:write'),
      keywords: ['freeze', 'hold', 'block', 'deploy'],
      run: () => router.push(acquireLockHref),
    },
    {
      id: 'delivery',
      group: 'Actions',
      label: 'Show delivery figures',
      keywords: ['dora', 'deployment frequency', 'lead time', 'change failure rate', 'recovery', 'rework'],
      run: () => router.push(deliveryHref),
    },
    {
      id: 'slowest-chains',
      group: 'Actions',
      label: 'Show the longest chains',
      keywords: ['durations', 'waterfall', 'slow', 'build', 'p90', 'p50'],
      run: () => router.push('/durations'),
    },
    {
      id: 'copy-link',
      group: 'Actions',
      label: 'Copy link to this view',
      keywords: ['share', 'url', 'address'],
      run: async () => {
        const copied = await copyText(window.location.href);
        toast(
          copied
            ? { title: 'Link copied', text: 'Whoever opens it sees the same range, filters and panel.' }
            : { title: 'The link could not be copied', text: window.location.href, tone: 'failed' },
        );
      },
    },
    {
      id: 'keys',
      group: 'Actions',
      label: 'Show the keys',
      keywords: ['shortcuts', 'keyboard', 'help'],
      keys: '?',
      run: () => openOverlay('keys'),
    },
    ...display,
  ];
}
