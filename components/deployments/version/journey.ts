import type { VersionDetailWire } from '@/lib/deployments/schemas';

/** The way of a version towards users, for a drawing. Pure. */

export interface Stop {
  environment: string;
  /** From the beginning of its life to its first arrival here; null when it never arrived. */
  sinceStartMs: number | null;
  /** Share of the longest way, 0 to 1. */
  share: number;
}

/** Environments as the version reached them, those it never arrived in last. */
export function stopsOf(reached: VersionDetailWire['reached']): Stop[] {
  const longest = Math.max(0, ...reached.map(({ sinceStartMs }) => sinceStartMs ?? 0));
  return reached
    .map(({ environment, sinceStartMs }) => ({
      environment,
      sinceStartMs,
      share: sinceStartMs === null || longest === 0 ? 0 : sinceStartMs / longest,
    }))
    .sort(
      (a, b) => (a.sinceStartMs ?? Number.POSITIVE_INFINITY) - (b.sinceStartMs ?? Number.POSITIVE_INFINITY),
    );
}

/** The newest word of each person for a type and an environment: what counts. Newest first. */
export function standingApprovals(approvals: VersionDetailWire['approvals']): Set<string> {
  const seen = new Set<string>();
  const standing = new Set<string>();
  const newestFirst = approvals.toSorted((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id));
  for (const { id, actor, type, environment } of newestFirst) {
    const key = JSON.stringify([actor, type.toLowerCase(), environment]);
    if (seen.has(key)) continue;
    seen.add(key);
    standing.add(id);
  }
  return standing;
}
