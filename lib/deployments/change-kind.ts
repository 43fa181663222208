import { compareVersions } from '@/lib/catalog/versions';
import { versionKey } from './version-key';
import type { ChangeKind } from './vocabulary';

const numbered = /^\d+(?:[.+_-]|$)/;

/**
 * What a deployment does to the version that was in place. Pure and client-safe.
 *
 * It is a rollback when the version was in place before and another one since, or when it is the older one of two numbered versions:
 * whoever goes from 1.4.1 to 1.4.0 goes back, also where 1.4.0 never ran before. So does who brings back what was in place after another version
 * failed there. What failed was never in place: its next try is no redeployment of it. Null when its own version is not known.
 * @param version of the deployment
 * @param before versions that were in place there earlier, last first; repeated ones may be left out
 * @param failed versions that failed there since the last of them arrived; empty or null for unknown ones
 */
export function changeKind(
  version: string | null,
  before: readonly string[],
  failed: readonly (string | null)[] = [],
): ChangeKind | null {
  if (version === null) return null;
  const key = versionKey(version);
  const keys = before.map(versionKey);
  const [previous] = keys;
  if (previous === undefined) return 'first';
  if (previous === key)
    return failed.some((other) => other && versionKey(other) !== key) ? 'rollback' : 'redeploy';
  if (keys.includes(key)) return 'rollback';
  return numbered.test(key) && numbered.test(previous) && compareVersions(key, previous) < 0
    ? 'rollback'
    : 'upgrade';
}
