import type { VulnerabilitiesWire } from './schemas';
import { severities } from './vocabulary';

/** Sums of vulnerabilities. Client-safe and pure. */

type Counts = Pick<VulnerabilitiesWire, 'critical' | 'high' | 'medium' | 'low' | 'info' | 'total'>;

/** The total is the sum; where no severity is counted, the given total stands: some scanners say no more. */
function withTotal<T extends Counts>(counts: T): T {
  const sum = severities.reduce((total, severity) => total + counts[severity], 0);
  return { ...counts, total: sum === 0 ? counts.total : Math.min(sum, 2_147_483_647) };
}

/**
 * Makes sums agree with what they sum up: every total from its severities, and where there are sources, the whole from
 * them, dated by the last scan.
 */
export function aggregate(given: VulnerabilitiesWire): VulnerabilitiesWire {
  const sources = given.sources.map(withTotal);
  if (sources.length === 0) return withTotal(given);
  const sum = (name: keyof Counts) =>
    Math.min(
      sources.reduce((total, source) => total + source[name], 0),
      2_147_483_647,
    );
  const lastScanAt = sources.reduce<string | null>(
    (last, source) => (source.lastScanAt && source.lastScanAt > (last ?? '') ? source.lastScanAt : last),
    null,
  );
  return {
    critical: sum('critical'),
    high: sum('high'),
    medium: sum('medium'),
    low: sum('low'),
    info: sum('info'),
    total: sum('total'),
    lastUpdatedAt: lastScanAt ?? given.lastUpdatedAt,
    sources,
  };
}
