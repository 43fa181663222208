import type { Route } from 'next';
import { may } from '@/lib/people/may';
import type { MeWire } from '@/lib/people/me-operations';

/** The pages of the settings, in order. Only what exists is listed. */
export const settingsPages: ReadonlyArray<{
  href: Route;
  label: string;
  /** Left out for all others: a page about access for administrators, one about oneself for people. */
  for?: 'admin' | 'person';
}> = [
  { href: '/settings/appearance', label: 'Appearance' },
  { href: '/settings/account' as Route, label: 'Account', for: 'person' },
  { href: '/settings/people' as Route, label: 'People', for: 'admin' },
  { href: '/settings/detection', label: 'Detection' },
  { href: '/settings/rules' as Route, label: 'Deployment rules' },
  { href: '/settings/tokens' as Route, label: 'Tokens', for: 'admin' },
  { href: '/settings/trust' as Route, label: 'Trust rules', for: 'admin' },
  { href: '/settings/audit' as Route, label: 'Audit log', for: 'admin' },
];

/** Those that somebody may open. */
export const settingsPagesFor = (me: MeWire) =>
  settingsPages.filter((page) => {
    if (page.for === 'admin') return may(me, 'admin').allowed;
    return page.for !== 'person' || me.kind === 'person';
  });
