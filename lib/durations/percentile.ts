/**
 * A continuous percentile, as PostgreSQL's `percentile_cont` has it: between two values it lies in proportion. Null for no values.
 * Pure and client-safe; what SQL answers is held against this.
 * @param share from 0 to 1
 */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] as number;
  const high = sorted[Math.ceil(place)] as number;
  return low + (high - low) * (place - Math.floor(place));
}
