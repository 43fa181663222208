import {
  BookOpen,
  Boxes,
  ChartColumn,
  GanttChart,
  Link2,
  Lock,
  type LucideIcon,
  Rocket,
  Settings,
  Siren,
  Timer,
} from 'lucide-react';
import type { Route } from 'next';

/** What the top bar offers on a page: only what changes something there. */
export type BarControl = 'environment' | 'range' | 'live';

export type NavigationItem = {
  href: string;
  label: string;
  icon: LucideIcon;
  /** The keys that lead there: `g t`. */
  keys: string;
  /** Other paths that belong to this item, by prefix. */
  also?: readonly string[];
  controls: readonly BarControl[];
  /** What the bar offers on other paths that belong to it, and on pages below it when those differ; nothing when left out. */
  alsoControls?: readonly BarControl[];
  /** What it offers on single paths, instead of all that. */
  controlsAt?: Readonly<Record<string, readonly BarControl[]>>;
  /** Leaves the console: a document of its own, fetched whole. */
  document?: boolean;
  place: 'main' | 'foot';
};

/** The one list behind the rail, the sheet on phones, the palette and the `g` keys. Only what exists is listed. */
export const navigation: readonly NavigationItem[] = [
  {
    href: '/',
    label: 'Timeline',
    icon: GanttChart,
    keys: 'g t',
    also: ['/events'],
    controls: ['environment', 'range', 'live'],
    alsoControls: ['live'],
    place: 'main',
  },
  {
    href: '/incidents',
    label: 'Incidents',
    icon: Siren,
    keys: 'g i',
    controls: ['environment', 'live'],
    alsoControls: ['live'],
    place: 'main',
  },
  {
    href: '/deployments',
    label: 'Deployments',
    icon: Rocket,
    keys: 'g p',
    controls: ['live'],
    place: 'main',
  },
  {
    href: '/durations',
    label: 'Durations',
    icon: Timer,
    keys: 'g u',
    controls: ['environment'],
    alsoControls: ['live'],
    place: 'main',
  },
  {
    href: '/catalog',
    label: 'Catalog',
    icon: Boxes,
    keys: 'g c',
    controls: [],
    place: 'main',
  },
  {
    href: '/locks',
    label: 'Locks',
    icon: Lock,
    keys: 'g l',
    controls: ['environment', 'live'],
    place: 'main',
  },
  {
    href: '/insights/incidents',
    label: 'Insights',
    icon: ChartColumn,
    keys: 'g n',
    also: ['/insights'],
    controls: ['environment'],
    alsoControls: [],
    controlsAt: { '/insights/delivery': ['environment'] },
    place: 'main',
  },
  {
    href: '/links',
    label: 'Links',
    icon: Link2,
    keys: 'g q',
    controls: [],
    place: 'main',
  },
  {
    href: '/docs',
    label: 'API docs',
    icon: BookOpen,
    keys: 'g d',
    controls: [],
    place: 'foot',
  },
  {
    href: '/settings/appearance',
    label: 'Settings',
    icon: Settings,
    keys: 'g s',
    also: ['/settings'],
    controls: [],
    place: 'foot',
  },
];

/** The item a path belongs to: the longest that fits. */
export function itemFor(pathname: string): NavigationItem | undefined {
  let best: { item: NavigationItem; length: number } | undefined;
  for (const item of navigation) {
    for (const path of [item.href, ...(item.also ?? [])]) {
      const fits = path === '/' ? pathname === '/' : pathname === path || pathname.startsWith(`${path}/`);
      if (fits && path.length > (best?.length ?? 0)) best = { item, length: path.length };
    }
  }
  return best?.item;
}

/** What the top bar offers on a path: a range is of use where a range is shown, not beside one event of it. */
export function controlsFor(pathname: string): readonly BarControl[] {
  const item = itemFor(pathname);
  if (!item || pathname === newEventHref) return [];
  if (pathname === item.href) return item.controls;
  const single = item.controlsAt?.[pathname];
  if (single) return single;
  const below = item.href !== '/' && pathname.startsWith(`${item.href}/`);
  return item.alsoControls ?? (below ? item.controls : []);
}

/** What travels along when going to another page: where and when one is looking. */
const kept = ['from', 'to', 'live', 'environment'] as const;

/** The address of an item with the range and environments that are being looked at now. */
export function hrefWithContext(item: NavigationItem, query: URLSearchParams): Route {
  if (item.controls.length === 0) return item.href as Route;
  const carried = new URLSearchParams();
  for (const name of kept) for (const value of query.getAll(name)) carried.append(name, value);
  const text = carried.toString();
  return (text ? `${item.href}?${text}` : item.href) as Route;
}

/** The form for a new event. */
export const newEventHref = '/events/new' as Route;

/** The page of a service. Its name may hold slashes and everything else: it is one segment, percent-encoded. */
export function serviceHref(name: string): Route {
  return `/catalog/${pathSegment(name)}` as Route;
}

/** A text as one segment of a path. Dots alone would be read as folders. */
export function pathSegment(text: string): string {
  return encodeURIComponent(text).replace(/^\.{1,2}$/, (dots) => dots.replaceAll('.', '%2E'));
}

/** Who holds what; with the form for a new lock, with the panel of one. */
export const acquireLockHref = '/locks?acquire=1' as Route;
export function lockHref(id: string): Route {
  return `/locks?lock=${encodeURIComponent(id)}` as Route;
}

/** The page of one event. */
export function eventHref(id: string): Route {
  return `/events/${encodeURIComponent(id)}` as Route;
}

/** The form for a new incident, over the board. */
export const reportIncidentHref = '/incidents?report=1' as Route;

/** The page of one incident. */
export function incidentHref(number: number): Route {
  return `/incidents/${number}` as Route;
}

/** What happened in an environment: its history and figures. `query` narrows it, as the page has it. */
export function environmentHref(name: string, query: Readonly<Record<string, string>> = {}): Route {
  const search = new URLSearchParams(query).toString();
  return `/deployments/${pathSegment(name)}${search ? `?${search}` : ''}` as Route;
}

/** The page of a version of a service. */
export function versionHref(service: string, version: string): Route {
  return `/deployments/versions/${pathSegment(service)}/${pathSegment(version)}` as Route;
}

/** The chain of an event as a waterfall. Any of its events names it. */
export function durationHref(id: string): Route {
  return `/durations/${encodeURIComponent(id)}` as Route;
}

/** How often, how fast and how safely changes reach users. */
export const deliveryHref = '/insights/delivery' as Route;
