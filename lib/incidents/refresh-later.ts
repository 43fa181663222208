import { Turns } from '@/lib/live/turns';
import { once } from '@/lib/runtime';
import { refreshSuspects } from './suspects/refresh-suspects';

/** One after the other: a batch of reported incidents does not take all connections. */
const turns = () => once('incidents.refresh-turns', () => new Turns(1));

/** Ranks the suspects of an incident soon. Nobody need wait for it, and it never fails. */
export function refreshLater(number: number): Promise<void> {
  return turns().take(() => refreshSuspects(number));
}
