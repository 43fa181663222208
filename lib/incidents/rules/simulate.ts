import { firstDense, type Limits } from '../detection/assign';

/**
 * What a rule would have made of the signals of one key, in the order of their times: which is what detection makes of them in whatever
 * order they arrive. Pure; times in milliseconds.
 *
 * An incident ends by the rule's silence, and where people really ended the one that its signals belonged to: they would have done so
 * again.
 */
export interface SimulatedIncident {
  /** Its members: from one index to another, exclusive. */
  from: number;
  to: number;
  start: number;
  last: number;
  /** Null when it would still go on. */
  end: number | null;
  reopened: number;
}

export interface Simulation extends Limits {
  /** Silence that resolves; null for never. */
  autoResolveMs: number | null;
  now: number;
}

/** When people really ended the incident that a signal belongs to. */
export interface RealEnd {
  at: number;
  /** It was closed, so that nothing opens it again. */
  closed: boolean;
}

/**
 * @param times ascending
 * @param endOf when people ended the incident that the signal with this index really belongs to; null when it is active or ended by itself, undefined when it belongs to none
 */
export function simulate(
  rule: Simulation,
  times: readonly number[],
  endOf: (index: number) => RealEnd | null | undefined = () => undefined,
): SimulatedIncident[] {
  const incidents: SimulatedIncident[] = [];
  let closed = false;
  for (let index = 0; ; ) {
    const start = firstDense(times, times.length, rule.threshold, rule.windowMs, index);
    if (start === null) return incidents;
    while ((times[index] as number) < start) index++;
    const before = incidents.at(-1);
    const reopens = before?.end != null && !closed && start - before.end <= rule.reopenMs;
    const incident: SimulatedIncident = reopens
      ? before
      : { from: index, to: index, start, last: start, end: null, reopened: 0 };
    if (reopens) incident.reopened += 1;
    else incidents.push(incident);

    const ending = run(rule, times, reopens ? incident.to : incident.from, index + rule.threshold - 1, endOf);
    Object.assign(incident, { to: ending.to, last: times[ending.to - 1] as number, end: ending.end });
    closed = ending.closed;
    index = ending.to;
  }
}

/** Goes on from signal to signal until the incident ends. @param sure the index up to which signals belong to the burst in any case */
function run(
  { autoResolveMs, quietMs, now }: Simulation,
  times: readonly number[],
  from: number,
  sure: number,
  endOf: (index: number) => RealEnd | null | undefined,
): { to: number; end: number | null; closed: boolean } {
  let real: RealEnd | null = null;
  let endless = false;
  for (let index = from; ; index++) {
    const own = endOf(index);
    if (own === null) endless = true;
    else if (own && own.at > (real?.at ?? Number.NEGATIVE_INFINITY)) real = own;
    if (index < sure) continue;
    const silent =
      autoResolveMs === null ? Number.POSITIVE_INFINITY : (times[index] as number) + autoResolveMs;
    const ended =
      real && !endless && real.at >= (times[index] as number) ? real.at : Number.POSITIVE_INFINITY;
    const end = Math.min(silent, ended);
    const next = times[index + 1];
    if (next !== undefined && next <= end) continue;
    if (end > now) return { to: index + 1, end: null, closed: false };
    let to = index + 1;
    while ((times[to] ?? Number.POSITIVE_INFINITY) <= end + quietMs) to++;
    return { to, end, closed: ended < silent && real?.closed === true };
  }
}
