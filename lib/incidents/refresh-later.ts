import { Turns } from '@/lib/live/turns';
import { once } from '@/lib/runtime';
import { onShutdown } from '@/lib/shutdown';
import { refreshSuspects } from './suspects/refresh-suspects';

interface State {
  /** One after the other: a batch of reported incidents does not take all connections. */
  turns: Turns;
  running: Set<Promise<void>>;
}

const state = () =>
  once<State>('incidents.refresh', () => {
    const created: State = { turns: new Turns(1), running: new Set() };
    onShutdown('suspects of incidents', () => Promise.all(created.running));
    return created;
  });

/** Ranks the suspects of an incident soon. Nobody need wait for it, and it never fails. */
export function refreshLater(number: number): Promise<void> {
  const { turns, running } = state();
  const refresh = turns.take(() => refreshSuspects(number)).finally(() => running.delete(refresh));
  running.add(refresh);
  return refresh;
}

/** Resolves when nothing that was handed to {@link refreshLater} in this process waits any more. */
export async function refreshesSettled(): Promise<void> {
  const { running } = state();
  while (running.size > 0) await Promise.all(running);
}
