import type { Route } from 'next';

/** The parts of the insights, in order. Only what exists is listed. */
export const insightsPages: ReadonlyArray<{ href: Route; label: string }> = [
  { href: '/insights/incidents', label: 'Incidents' },
  { href: '/insights/causes', label: 'Causes' },
  { href: '/insights/delivery', label: 'Delivery' },
];
