/** A time as Python writes one that knows no zone, with microseconds. Client-safe. */
export function naive(time: Date): string {
  return `${time.toISOString().slice(0, -1)}000`;
}
