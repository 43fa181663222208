import { cookies } from 'next/headers';
import {
  type Preferences,
  parsePreferences,
  parseTimeZone,
  preferencesCookie,
  timeZoneCookie,
} from './preference-values';

/** The display choices and the time zone that came with this request. Server only. */
export async function requestPreferences(): Promise<{ preferences: Preferences; timeZone: string }> {
  const jar = await cookies();
  return {
    preferences: parsePreferences(jar.get(preferencesCookie)?.value),
    timeZone: parseTimeZone(jar.get(timeZoneCookie)?.value),
  };
}
