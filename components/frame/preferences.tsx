'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { type Preferences, preferencesCookieString, type ZoneChoice } from './preference-values';

type PreferencesContext = {
  preferences: Preferences;
  /** Changes some choices: shown at once, kept in the cookie for the server. */
  setPreferences: (changes: Partial<Preferences>) => void;
  /** The zone the server rendered with, until the browser's own is read. */
  serverTimeZone: string;
};

const Context = createContext<PreferencesContext | null>(null);

/** Holds the reader's display choices. `initial` and `serverTimeZone` come from the request's cookies. */
export function PreferencesProvider(props: {
  initial: Preferences;
  serverTimeZone: string;
  children: ReactNode;
}) {
  const { initial, serverTimeZone, children } = props;
  const [preferences, set] = useState(initial);

  const setPreferences = useCallback((changes: Partial<Preferences>) => {
    set((current) => {
      const next = { ...current, ...changes };
      applyToDocument(next);
      return next;
    });
  }, []);

  const value = useMemo(
    () => ({ preferences, setPreferences, serverTimeZone }),
    [preferences, setPreferences, serverTimeZone],
  );
  return <Context value={value}>{children}</Context>;
}

/** The attributes the style sheet reads, and the cookie the server reads. Idempotent. */
function applyToDocument(preferences: Preferences) {
  const root = document.documentElement;
  root.dataset.theme = preferences.theme;
  root.dataset.density = preferences.density;
  // biome-ignore lint/suspicious/noDocumentCookie: cookieStore needs a secure context, which a host on a LAN is not
  document.cookie = preferencesCookieString(preferences);
}

/** The reader's display choices and the way to change them. */
export function usePreferences(): PreferencesContext {
  const value = useContext(Context);
  if (!value) throw new Error('usePreferences needs PreferencesProvider above it');
  return value;
}

const neverChanges = () => () => {};
const browserTimeZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** The IANA name of the zone times are shown in ("UTC" or the reader's own), and the choice behind it. */
export function useTimeZone(): { timeZone: string; choice: ZoneChoice } {
  const { preferences, serverTimeZone } = usePreferences();
  const local = useSyncExternalStore(neverChanges, browserTimeZone, () => serverTimeZone);
  return { timeZone: preferences.zone === 'utc' ? 'UTC' : local, choice: preferences.zone };
}
