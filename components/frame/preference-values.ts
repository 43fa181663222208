/**
 * What a reader may choose about the display. Kept in cookies, so the server renders the right thing at once.
 * Client-safe and pure: the server parses with it, the browser writes with it.
 */
export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

export const zoneChoices = ['local', 'utc'] as const;
/** Whether times are shown in the reader's own zone or in UTC. */
export type ZoneChoice = (typeof zoneChoices)[number];

const railStates = ['open', 'collapsed'] as const;
export type RailState = (typeof railStates)[number];

export type Preferences = { theme: Theme; density: Density; zone: ZoneChoice; rail: RailState };

export const defaultPreferences: Preferences = {
  theme: 'system',
  density: 'comfortable',
  zone: 'local',
  rail: 'open',
};

/** One cookie for the choices, written as a query string. */
export const preferencesCookie = 'shiplog_display';
/** The browser's own time zone (an IANA name), told to the server by the boot script. */
export const timeZoneCookie = 'shiplog_tz';

function oneOf<T extends string>(allowed: readonly T[], value: string | null, fallback: T): T {
  return allowed.find((candidate) => candidate === value) ?? fallback;
}

/** Reads the cookie's value. Whatever is missing, foreign or damaged falls back to its default. */
export function parsePreferences(cookie: string | undefined): Preferences {
  const read = new URLSearchParams(cookie ?? '');
  return {
    theme: oneOf(themes, read.get('theme'), defaultPreferences.theme),
    density: oneOf(densities, read.get('density'), defaultPreferences.density),
    zone: oneOf(zoneChoices, read.get('zone'), defaultPreferences.zone),
    rail: oneOf(railStates, read.get('rail'), defaultPreferences.rail),
  };
}

/** The `Set-Cookie`-style string that `document.cookie` takes. Lasts a year. */
export function preferencesCookieString(preferences: Preferences): string {
  const value = new URLSearchParams(preferences).toString();
  return `${preferencesCookie}=${value}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** The zone named by the cookie if this runtime knows it, else UTC: a made-up zone must not break a page. */
export function parseTimeZone(cookie: string | undefined): string {
  if (!cookie) return 'UTC';
  try {
    const name = decodeURIComponent(cookie);
    new Intl.DateTimeFormat('en', { timeZone: name });
    return name;
  } catch {
    return 'UTC';
  }
}
