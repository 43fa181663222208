import { looksLikeUnsafeUrl } from '@/lib/links';
import { nameKey } from '@/lib/names';
import type { EventWire } from './schemas';

/** What the issuer of a CI run vouches for of an event: as it is stored, and held against what the event says. Client-safe and pure. */

type Verified = NonNullable<EventWire['verified']>;

/** What is stored, in its shape: a hand in the database may have written anything. */
export function verifiedOf(stored: unknown): EventWire['verified'] {
  if (typeof stored !== 'object' || stored === null || Array.isArray(stored)) return null;
  const { issuer, ...said } = stored as Record<string, unknown>;
  if (typeof issuer !== 'string') return null;
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const run = text(said.run);
  return {
    issuer,
    actor: text(said.actor),
    repository: text(said.repository),
    sha: text(said.sha),
    ref: text(said.ref),
    run: run !== null && looksLikeUnsafeUrl(run) ? null : run,
    environment: text(said.environment),
  };
}

/** A fact of which the event says one thing and the issuer of its run another. */
export interface Difference {
  fact: 'commit' | 'environment';
  reported: string;
  verified: string;
}

/** Where an event says something else than the issuer of its run; what one of them leaves open is no difference. */
export function differencesFrom(
  verified: Verified,
  event: { sha: string | null; environment: string | null },
): Difference[] {
  const differences: Difference[] = [];
  if (event.sha && verified.sha && !isSameCommit(event.sha, verified.sha))
    differences.push({ fact: 'commit', reported: event.sha, verified: verified.sha });
  if (
    event.environment &&
    verified.environment &&
    nameKey(event.environment) !== nameKey(verified.environment)
  )
    differences.push({
      fact: 'environment',
      reported: event.environment,
      verified: verified.environment,
    });
  return differences;
}

/** A commit may be shortened, to no less than seven characters. */
function isSameCommit(one: string, other: string): boolean {
  const [short, long] = [one.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length) as [
    string,
    string,
  ];
  return short === long || (short.length >= 7 && long.startsWith(short));
}
