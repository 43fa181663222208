import type { Route } from 'next';
import { serviceHref } from '@/components/frame/navigation';

/** Where the pages of the catalog are, besides the page of a service itself. */

/** Where a service is described, known or not. */
export function editHref(name: string): Route {
  return `${serviceHref(name)}/edit` as Route;
}

/** The timeline of one service. */
export function timelineHref(service: string, more: Record<string, string> = {}): Route {
  return `/?${new URLSearchParams({ service, ...more })}` as Route;
}

/** The name in a path segment as Next hands it over, still encoded; null for one that is broken. */
export function nameOf(param: string): string | null {
  try {
    return decodeURIComponent(param);
  } catch {
    return null;
  }
}
