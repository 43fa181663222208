import type { AvailabilityItemWire } from '@/lib/locks/operations';

/** The answer to "where can I deploy" as a matrix. Pure. */

/** `derived` is a service of which nobody has a lock there: it is as its environment. */
export type Cell = AvailabilityItemWire & { derived: boolean };

export interface Matrix {
  environments: (string | null)[];
  /** The first row is the environments as such: it stands for all services that have no row. */
  rows: { service: string | null; cells: Cell[] }[];
}

export function matrixOf(items: readonly AvailabilityItemWire[]): Matrix {
  const environments = [...new Set(items.map(({ environment }) => environment))];
  const services = [...new Set(items.flatMap(({ service }) => (service === null ? [] : [service])))].sort(
    (a, b) => a.localeCompare(b),
  );
  const known = new Map(items.map((item) => [JSON.stringify([item.environment, item.service]), item]));
  const cell = (environment: string | null, service: string | null): Cell => {
    const own = known.get(JSON.stringify([environment, service]));
    if (own) return { ...own, derived: false };
    const whole = known.get(JSON.stringify([environment, null]));
    const wide = whole?.lock ?? null;
    return {
      environment,
      service,
      status: wide ? 'blocked' : 'free',
      lock: wide,
      queueLength: 0,
      locksInside: 0,
      derived: true,
    };
  };
  return {
    environments,
    rows: [null, ...services].map((service) => ({
      service,
      cells: environments.map((environment) => cell(environment, service)),
    })),
  };
}
