import type { Route } from 'next';

/** The pages of the settings, in order. Only what exists is listed. */
export const settingsPages: ReadonlyArray<{ href: Route; label: string }> = [
  { href: '/settings/appearance', label: 'Appearance' },
  { href: '/settings/detection', label: 'Detection' },
  { href: '/settings/rules' as Route, label: 'Deployment rules' },
];
