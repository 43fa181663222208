import { pool } from '@/lib/db/pool';
import { log } from '@/lib/log';
import { once } from '@/lib/runtime';
import { Fresh } from '../fresh';
import type { RunScope } from '../grant-schemas';
import { limitColumns } from '../load-token';
import type { RuleClaims } from './match-claims';
import type { CiProvider } from './providers';

/** A trust rule as a run is held against it. */
export interface TrustedRule {
  id: string;
  name: string;
  enabled: boolean;
  provider: CiProvider;
  issuer: string;
  audience: string;
  claims: RuleClaims;
  boundToAddress: boolean;
  scopes: RunScope[];
  /** Name keys, or null for all. */
  services: string[] | null;
  environments: string[] | null;
}

/** All of them at once: whoever sends tokens of ever new issuers costs no query each. */
const known = () =>
  Fresh.named<readonly TrustedRule[]>('trust-rules', async () => {
    const { rows } = await pool().query<TrustedRule>({
      name: 'load-trust-rules',
      text: `SELECT r.id, r.name, r.enabled, r.provider, r.issuer, r.audience, r.claims, r.bound_to_address AS "boundToAddress",
               r.scopes, ${limitColumns('r')}
             FROM trust_rule r ORDER BY r.id`,
    });
    return rows;
  });

/** Every rule, never older than half a second. */
export function trustedRules(): readonly TrustedRule[] | Promise<readonly TrustedRule[]> {
  return known().get('all');
}

/** Makes this process look again: whoever changed a rule here does not have to wait. */
export const forgetTrustedRules = (): void => known().forget();

const noteEveryMs = 60_000;

/** Remembers that rules let a run in, at most once a minute each, behind the request. */
export function noteRuleUse(ids: readonly string[], now = Date.now()): void {
  const noted = once('access.noted-rules', () => new Map<string, number>());
  const due = ids.filter((id) => now - (noted.get(id) ?? 0) >= noteEveryMs);
  if (due.length === 0) return;
  for (const id of due) noted.set(id, now);
  pool()
    .query('UPDATE trust_rule SET last_used_at = now() WHERE id = ANY ($1)', [due])
    .catch((error) => log().warn({ err: error }, 'the last use of a trust rule was not noted'));
}
