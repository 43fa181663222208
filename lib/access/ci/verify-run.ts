import { createHash } from 'node:crypto';
import { once } from '@/lib/runtime';
import type { Caller } from '../caller';
import { firstAddress } from './first-address';
import { IssuerKeys } from './issuer-keys';
import { mismatches } from './match-claims';
import { claimText, verifiedRun } from './providers';
import { clockToleranceSeconds, type ReadRun, readRun, timeProblem } from './read-run';
import { noteRuleUse, type TrustedRule, trustedRules } from './trusted-rules';

/**
 * Who a CI run is, by the token that its issuer signed and the trust rules that match it; null where none does. Whatever needs nobody
 * else is looked at first: no request leaves for an issuer that no rule names, nor for a token that no rule would take.
 * @param address from where it is sent: a rule may bind a token to the first address that used it
 * @throws DomainError `unavailable` when the issuer's keys cannot be had
 */
export async function runCaller(jwt: string, address: string): Promise<Caller | null> {
  const read = readRun(jwt);
  if (!('run' in read) || timeProblem(read.run.claims, Date.now()) !== null) return null;
  const matching = (await trustedRules()).filter((rule) => rule.enabled && isFor(rule, read.run));
  if (matching.length === 0 || !(await isSigned(jwt, read.run))) return null;
  const allowed = await allowedFrom(address, jwt, read.run, matching);
  if (allowed.length === 0) return null;
  noteRuleUse(allowed.map(({ id }) => id));
  return callerOf(read.run, allowed);
}

/** Whether a rule means this run, wherever it comes from. */
export function isFor(rule: TrustedRule, { issuer, audiences, claims }: ReadRun): boolean {
  return (
    rule.issuer === issuer &&
    audiences.includes(rule.audience) &&
    mismatches(rule.claims, claims).length === 0
  );
}

/** Who the run is to these rules. It may do what any of them allows. */
export function callerOf({ claims, issuer }: ReadRun, rules: readonly TrustedRule[]): Caller {
  const [first] = rules as [TrustedRule, ...TrustedRule[]];
  const verified = verifiedRun(first.provider, claims, issuer);
  return {
    kind: 'ci',
    id: rules.map(({ id }) => id).join('+'),
    name: verified.actor ?? verified.repository ?? claimText(claims, 'sub') ?? first.name,
    via: issuer,
    grants: rules.map(({ scopes, services, environments }) => ({ scopes, services, environments })),
    role: null,
    email: null,
    sessionId: null,
    verified,
    trackerEnums: null,
    ratePerMinute: null,
  };
}

async function allowedFrom(
  address: string,
  jwt: string,
  { expiresAt }: ReadRun,
  rules: readonly TrustedRule[],
): Promise<readonly TrustedRule[]> {
  if (!rules.some(({ boundToAddress }) => boundToAddress)) return rules;
  if ((await firstAddress(jwt, address, expiresAt)) === address) return rules;
  return rules.filter(({ boundToAddress }) => !boundToAddress);
}

const most = 10_000;
/** Until when tokens are known to be signed, by their hash: a signature is checked once, a job sends its token often. */
const signed = () => once('access.signed-runs', () => new Map<string, number>());

/** Whether the issuer has signed it. What was found good stays good until it expires. */
export async function isSigned(jwt: string, { issuer, expiresAt }: ReadRun): Promise<boolean> {
  const hash = createHash('sha256').update(jwt).digest('base64');
  if ((signed().get(hash) ?? 0) > Date.now()) return true;
  if (!(await IssuerKeys.of(issuer).haveSigned(jwt))) return false;
  signed().set(hash, (expiresAt + clockToleranceSeconds) * 1000);
  if (signed().size > most) signed().delete(signed().keys().next().value as string);
  return true;
}

/** Makes this process check every signature again. For tests. */
export const forgetSignedRuns = (): void => signed().clear();
