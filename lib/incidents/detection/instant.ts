const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A time in milliseconds as Postgres reads it; what lies after the last year of four digits lies after everything. */
export function instantOf(time: number): string {
  return time > lastMs ? 'infinity' : new Date(time).toISOString();
}
