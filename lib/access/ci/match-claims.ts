import type { Claims } from './providers';

/** Whether a run is one that a rule means. Pure and client-safe. */

/** Claims and the values that each of them may have. */
export type RuleClaims = Readonly<Record<string, readonly string[]>>;

/** Claims in which a value may end with `*`: names that are built from parts. Never an id. */
export const prefixClaims: readonly string[] = [
  'sub',
  'ref',
  'ref_path',
  'head_ref',
  'base_ref',
  'environment',
  'workflow_ref',
  'job_workflow_ref',
  'ci_config_ref_uri',
];

export interface Mismatch {
  claim: string;
  /** What the rule wants. */
  expected: readonly string[];
  /** What the token says; null where it says nothing that could be compared. */
  actual: string | null;
}

/** What keeps a token from matching; empty when every claim matches. Values are compared as they are, by every character. */
export function mismatches(wanted: RuleClaims, claims: Claims): Mismatch[] {
  return Object.entries(wanted).flatMap(([claim, expected]) => {
    const actual = comparable(claims, claim);
    return actual !== null && expected.some((value) => isValue(claim, value, actual))
      ? []
      : [{ claim, expected, actual }];
  });
}

function isValue(claim: string, wanted: string, actual: string): boolean {
  if (wanted.endsWith('*') && prefixClaims.includes(claim)) return actual.startsWith(wanted.slice(0, -1));
  return actual === wanted;
}

/** Ids come as text from one issuer and as numbers from another. A list or an object is never a value. */
function comparable(claims: Claims, name: string): string | null {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}
