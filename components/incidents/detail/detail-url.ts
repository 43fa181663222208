import type { SignalLevel } from '@/lib/incidents/vocabulary';
import { signalLevels } from '@/lib/incidents/vocabulary';

/** The state of the page that is in the address, as questions for the API. Pure. */

/** The query of the list of signals. */
export function eventsQuery(levels: readonly SignalLevel[]): string {
  return new URLSearchParams(levels.map((level) => ['level', level])).toString();
}

/** The levels that an address asks for; what is no level is left out. */
export function levelsIn(params: URLSearchParams): SignalLevel[] {
  const said = params.getAll('level').flatMap((value) => value.split(','));
  return signalLevels.filter((level) => said.includes(level));
}
