import { setTimeout as pause } from 'node:timers/promises';
import { detectNow } from '@/lib/incidents/detection/detect';
import type { Detected } from '@/lib/incidents/detection/detect-together';
import type { SignalEvent } from '@/lib/incidents/detection/signal';
import { log } from '@/lib/log';

/** How long to wait before each further try, in milliseconds. */
const waits = [100, 400, 1500];

/**
 * Has a stored event counted, and tries again when that fails: to refuse a post whose event is there already would have its sender post
 * it a second time, and it would count twice. Undefined when the event is gone. Throws what the last try threw.
 */
export async function countStored(event: SignalEvent): Promise<Detected | undefined> {
  for (const wait of waits) {
    try {
      return (await detectNow([event])).get(event.id);
    } catch (error) {
      log().warn({ err: error, event: event.id }, 'could not count a stored event; trying again');
      await pause(wait);
    }
  }
  return (await detectNow([event])).get(event.id);
}
