import type { CellDrift, ChangeKind } from '@/lib/deployments/vocabulary';

/** How deployments are spoken of. Pure. */

export const changeLabel: Record<ChangeKind, string> = {
  first: 'First',
  upgrade: 'Upgrade',
  redeploy: 'Redeploy',
  rollback: 'Rollback',
};

export const changeTip: Record<ChangeKind, string> = {
  first: 'Nothing was in place before',
  upgrade: 'Another version took its place',
  redeploy: 'The same version came again',
  rollback: 'An earlier version came back',
};

/** How a version stands to the next environment of its row. */
export function driftWords(drift: Exclude<CellDrift, 'same'>, next: string, version: string | null): string {
  const other = version === null ? next : `${next} (${version})`;
  return drift === 'ahead'
    ? `Ahead of ${other}`
    : drift === 'behind'
      ? `Behind ${other}`
      : `Another version than ${other}`;
}

/** A version as it is written, or that nobody said it. */
export const versionText = (version: string | null) => version ?? 'unknown';

/** The beginning of a commit. */
export const shortSha = (sha: string) => sha.slice(0, 8);

export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
