/** What is known of a queue, in milliseconds. */
export interface QueueFacts {
  /** 1 is next. */
  position: number;
  /** How long the latest terms on this scope were. */
  holds: readonly number[];
  /** How long the present holder has had it; null when nobody has it. */
  heldForMs: number | null;
  /** When the present term ends at the latest unless it is renewed; null for a sticky one, or when nobody has it. */
  expiresInMs: number | null;
  /** How long it is still kept from others after an expiry. */
  delayMs: number;
}

/**
 * How long a waiter may have to wait: the rest of the present term and the terms of those before it, each as long as the median
 * of the past. Null when the past says nothing. Pure.
 */
export function estimateWait({
  position,
  holds,
  heldForMs,
  expiresInMs,
  delayMs,
}: QueueFacts): number | null {
  const usual = median(holds);
  if (usual === null) return position === 1 && heldForMs === null ? delayMs : null;
  const before = (position - 1) * usual;
  if (heldForMs === null) return Math.round(before + delayMs);
  // A holder that has had it for longer than usual is taken to need as much again as the half of it.
  const rest = usual > heldForMs ? usual - heldForMs : usual / 2;
  return Math.round(before + (expiresInMs === null ? rest : Math.min(rest, expiresInMs)));
}

/** The middle value; null without any. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
