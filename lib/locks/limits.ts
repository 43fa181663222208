/** Bounds of what can be asked of a lock. Client-safe. */

export const minTtlSeconds = 1;
export const maxTtlSeconds = 24 * 3600;
export const defaultTtlSeconds = 15 * 60;

/** How long after an expiry nobody but the former holder may have the lock. */
export const defaultDelaySeconds = 5;
export const maxDelaySeconds = 60;

/** Longest long poll. */
export const maxWaitSeconds = 60;

/** A waiter that does not ask for so long loses its place; a grant that is not fetched for so long passes on. */
export const waiterLeaseMs = 30_000;
/** What is left of the lease when a waiter's connection breaks: enough to ask again. */
export const brokenLeaseMs = 5_000;

/** A lock of an event lasts as long as the event counts as going on, should nobody ever report its end. */
export const eventLockMs = 30 * 24 * 3_600_000;
