/** Milliseconds in the month that an SLA is counted by: 30 days. */
const slaMonthMs = 30 * 86_400_000;

/** How long a service may be down within a period and still keep its promise, in milliseconds. Client-safe and pure. */
export function allowedDowntimeMs(uptimePercentage: number, periodMs = slaMonthMs): number {
  const share = Math.min(Math.max(1 - uptimePercentage / 100, 0), 1);
  return Math.round(share * periodMs);
}
