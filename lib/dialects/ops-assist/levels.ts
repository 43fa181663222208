import type { EventLevel } from '@/lib/events/vocabulary';

/** Ops-Assist's levels, which are free texts there, read as ours. Client-safe. */

const read: Readonly<Record<string, EventLevel>> = {
  TRACE: 'trace',
  DEBUG: 'debug',
  INFO: 'info',
  ESSENTIAL: 'essential',
  WARN: 'warn',
  WARNING: 'warn',
  ERROR: 'error',
  CRITICAL: 'critical',
  FATAL: 'fatal',
};

/** As they may be written, in any case. */
export const levelNames = Object.keys(read);

/** What a text means, whatever its case; undefined for what is none of them. */
export function readLevel(text: string): EventLevel | undefined {
  const name = text.trim().toUpperCase();
  return Object.hasOwn(read, name) ? read[name] : undefined;
}

/** How a level is answered: as Ops-Assist's clients write it. */
export function writeLevel(level: EventLevel | null): string {
  if (level === null) return 'INFO';
  return level === 'warn' ? 'WARNING' : level.toUpperCase();
}
