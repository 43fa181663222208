import type { EventWire } from '@/lib/events/schemas';
import { once } from '@/lib/runtime';
import { fingerprintOf, normaliseMessage } from './fingerprint';

/** What of an event detection reads. */
export type SignalEvent = Pick<
  EventWire,
  'id' | 'kind' | 'title' | 'message' | 'service' | 'environment' | 'level' | 'at' | 'revision'
>;

/** What sort of error a message tells of. */
export interface Sort {
  template: string;
  fingerprint: string;
}

/** Errors repeat themselves: this many sorts are remembered by their messages… */
const mostRemembered = 2000;
/** …unless the message is longer than this. */
const longestRemembered = 1000;

/** What an event says: its message, or its title where it has none. */
export function textOf({ title, message }: Pick<SignalEvent, 'title' | 'message'>): string {
  return message === '' ? title : message;
}

/** The sort of error that an event tells of. */
export function sortOf(event: Pick<SignalEvent, 'title' | 'message'>): Sort {
  const text = textOf(event);
  if (text.length > longestRemembered) return read(text);
  const known = once('detection.sorts', () => new Map<string, Sort>());
  let sort = known.get(text);
  if (!sort) {
    if (known.size >= mostRemembered) known.clear();
    sort = read(text);
    known.set(text, sort);
  }
  return sort;
}

function read(text: string): Sort {
  const template = normaliseMessage(text);
  // Many messages, few templates.
  const known = once('detection.templates', () => new Map<string, Sort>());
  let sort = known.get(template);
  if (!sort) {
    if (known.size >= mostRemembered) known.clear();
    sort = { template, fingerprint: fingerprintOf(template) };
    known.set(template, sort);
  }
  return sort;
}
