import type { Route } from 'next';

/** Where the pages of the catalog are. A name may hold slashes and everything else: it is one segment, percent-encoded. */

/** A name as a path segment. Dots alone would be read as folders. */
function segment(name: string): string {
  return encodeURIComponent(name).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
}

/** The page of a service. */
export function serviceHref(name: string): Route {
  return `/catalog/${segment(name)}` as Route;
}

/** Where a service is described, known or not. */
export function editHref(name: string): Route {
  return `/catalog/${segment(name)}/edit` as Route;
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
