import type { SignalLevel } from '@/lib/incidents/vocabulary';

/** How levels of signals look and read. The graver ones lie on top, where they are seen. */
export const levelLabel: Record<SignalLevel, string> = {
  warn: 'Warning',
  error: 'Error',
  critical: 'Critical',
  fatal: 'Fatal',
};

/** The colour of a level in the chart. */
export const levelColour: Record<SignalLevel, string> = {
  warn: 'var(--attention-solid)',
  error: 'var(--failed-solid)',
  critical: 'color-mix(in srgb, var(--failed-solid) 55%, var(--fg))',
  fatal: 'var(--fg)',
};
