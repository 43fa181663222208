/**
 * The change feed knows things by UUID, services have numbers: this is one as the other (a UUID of version 8, whose content is
 * one's own). So whatever is known of a service can be told of, entry or not. Pure.
 */
const prefix = '00000000-0000-8000-8000-0000';

/** The id that stands for a service in the change feed. */
export function feedIdOf(serviceId: number): string {
  return prefix + (serviceId >>> 0).toString(16).padStart(8, '0');
}

/** The service that an id of the change feed stands for, or null when it stands for none. */
export function serviceIdOf(feedId: string): number | null {
  const digits = feedId.startsWith(prefix) ? feedId.slice(prefix.length) : '';
  return /^[0-9a-f]{8}$/.test(digits) ? Number.parseInt(digits, 16) | 0 : null;
}
