import { overlap } from '@/lib/locks/scope';
import type { Claim, Entry } from './log';

/**
 * What must hold of everything that was seen. Each check gives the violations it found, as sentences. Pure.
 *
 * The clients' log is judged by real time: an answer that came before another call was made is known to it. The claims of the database
 * are judged by the database's clock.
 */

/** The paths among these that overlap each path. */
function neighbours(paths: Iterable<string>): Map<string, string[]> {
  const all = [...new Set(paths)];
  return new Map(all.map((path) => [path, all.filter((other) => overlap(path, other))]));
}

const byNumber =
  <T>(of: (value: T) => number) =>
  (a: T, b: T) =>
    of(a) - of(b);

const granted = ({ outcome }: Entry) => outcome === 'granted' || outcome === 'same';

/**
 * Whatever is granted or accepted carries the greatest token that was known of its scope when it was asked for: tokens grow strictly,
 * and a stale one is never accepted.
 */
export function checkTokens(log: readonly Entry[]): string[] {
  const found: string[] = [];
  const near = neighbours(log.map(({ path }) => path));
  const known = new Map<string, number>();
  const grants = log.filter(granted).sort(byNumber(({ to }) => to));
  const asked = log
    .filter((entry) => granted(entry) || (entry.outcome === 'accepted' && entry.op !== 'leave'))
    .sort(byNumber(({ from }) => from));
  let next = 0;
  for (const entry of asked) {
    for (let grant = grants[next]; grant && grant.to < entry.from; grant = grants[++next])
      known.set(grant.path, Math.max(known.get(grant.path) ?? 0, grant.token));
    for (const path of near.get(entry.path) ?? []) {
      const token = known.get(path) ?? 0;
      if (token > entry.token)
        found.push(
          `${entry.op} on ${show(entry.path)} was ${entry.outcome} with token ${entry.token} although ${token} was granted on ${show(path)} before`,
        );
    }
  }
  const scopeOf = new Map<number, string>();
  for (const { path, token } of grants) {
    const other = scopeOf.get(token);
    if (other !== undefined && other !== path) found.push(`token ${token} was granted on two scopes`);
    scopeOf.set(token, path);
  }
  return found;
}

/** After an accepted release, and after its expiry by the database's clock, a token is accepted no more. */
export function checkEnds(log: readonly Entry[]): string[] {
  const found: string[] = [];
  const released = new Map<number, number>();
  for (const { op, outcome, token, to } of log)
    if (op === 'release' && outcome === 'accepted')
      released.set(token, Math.min(released.get(token) ?? Infinity, to));
  for (const { op, outcome, token, from, leftMs } of log) {
    if (outcome !== 'accepted' && outcome !== 'same') continue;
    if (from > (released.get(token) ?? Infinity))
      found.push(`${op} with token ${token} was accepted after its release`);
    if (leftMs !== undefined && leftMs <= 0)
      found.push(`${op} with token ${token} was accepted after its expiry`);
  }
  return found;
}

/** In the order of their tokens, no term begins before all that overlap it have ended: there are never two holders. */
export function checkTerms(claims: readonly Claim[]): string[] {
  const found: string[] = [];
  const near = neighbours(claims.map(({ path }) => path));
  const latest = new Map<string, Claim>();
  const terms = claims.filter(({ token }) => token !== null).sort(byNumber(({ token }) => token as number));
  terms.forEach((term, index) => {
    if (term.token === terms[index - 1]?.token) found.push(`token ${term.token} stands for two terms`);
    for (const path of near.get(term.path) ?? []) {
      const before = latest.get(path);
      if (before && (before.endedAt ?? Infinity) > (term.grantedAt as number))
        found.push(
          `${show(term.path)} was granted with token ${term.token} while ${show(path)} was held with token ${before.token}`,
        );
    }
    latest.set(term.path, term);
  });
  return found;
}

/** Everything is over at the end: every waiter was granted or dropped, and every term ended. */
export function checkOver(claims: readonly Claim[]): string[] {
  return claims
    .filter(({ state, endedAs }) => state !== 'ended' || endedAs === null)
    .map(({ id, path, state }) => `${id} on ${show(path)} is still ${state}`);
}

/** Nobody is granted, force aside, while somebody who overlaps and came before still waits. */
export function checkOrder(claims: readonly Claim[]): string[] {
  const found: string[] = [];
  type Step = { at: number; rank: number; claim: Claim };
  const steps: Step[] = [];
  for (const claim of claims) {
    if (claim.queuedAt !== null) {
      const end = claim.grantedAt ?? Math.min(claim.endedAt ?? Infinity, claim.seenUntil ?? Infinity);
      steps.push({ at: claim.queuedAt, rank: 2, claim }, { at: end, rank: 0, claim });
    }
    if (claim.grantedAt !== null && !claim.forced) steps.push({ at: claim.grantedAt, rank: 1, claim });
  }
  // What happens in the same millisecond is read in the way that accuses nobody: waits end, then grants, then waits begin.
  steps.sort((a, b) => a.at - b.at || a.rank - b.rank);
  const waiting = new Set<Claim>();
  for (const { rank, claim } of steps) {
    if (rank === 2) {
      if (claim.grantedAt !== claim.queuedAt) waiting.add(claim);
    } else if (rank === 0) waiting.delete(claim);
    else
      for (const other of waiting)
        if (
          other.id !== claim.id &&
          (other.queueNo as number) < (claim.queueNo ?? Infinity) &&
          overlap(other.path, claim.path)
        )
          found.push(
            `${claim.id} on ${show(claim.path)} was granted before ${other.id} on ${show(other.path)}, who waited`,
          );
  }
  return found;
}

/** Everything. */
export function check(log: readonly Entry[], claims: readonly Claim[]): string[] {
  return [
    ...checkTokens(log),
    ...checkEnds(log),
    ...checkTerms(claims),
    ...checkOver(claims),
    ...checkOrder(claims),
  ];
}

const show = (path: string) => (path === '' ? 'everything' : path);
