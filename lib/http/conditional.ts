import { DomainError } from '@/lib/errors';

/** The entity tag of a revision. */
export function etag(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that an If-Match header asks for; undefined when there is no header or it is `*`. Throws `stale_revision` for a
 * tag that no revision ever had: it cannot match.
 */
export function expectedRevision(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const match = /^\s*"?(\d{1,9})"?\s*$/.exec(ifMatch);
  if (match) return Number(match[1]);
  throw new DomainError('stale_revision', `If-Match ${ifMatch.slice(0, 60)} is no revision of this object.`);
}
