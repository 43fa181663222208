import { mismatches } from '@/lib/access/ci/match-claims';
import type { Claims } from '@/lib/access/ci/providers';
import { type ReadRun, readRun, timeProblem } from '@/lib/access/ci/read-run';
import { type TrustedRule, trustedRules } from '@/lib/access/ci/trusted-rules';
import { isSigned } from '@/lib/access/ci/verify-run';
import { DomainError } from '@/lib/errors';
import type { TrustCheckWire } from './schemas';

/** Whether a token would be let in, and if not, everything that keeps it out at once. It is no use of the token. */
export async function checkRun(token: string, now = Date.now()): Promise<TrustCheckWire> {
  const read = readRun(token);
  if (!('run' in read))
    return {
      accepted: false,
      problems: [read.problem],
      signature: 'not_checked',
      claims: shown(read.claims),
      rules: [],
    };
  const { run } = read;
  const rules = (await trustedRules())
    .filter(({ issuer }) => issuer === run.issuer)
    .map((rule) => ({ rule, reasons: reasonsAgainst(rule, run) }));
  const problems = [timeProblem(run.claims, now)].filter((problem) => problem !== null);
  if (rules.length === 0) problems.push(`No rule names its issuer, ${run.issuer.slice(0, 200)}.`);
  const signature = rules.length === 0 ? 'not_checked' : await signatureOf(token, run);
  if (signature === 'bad')
    problems.push('Its issuer has not signed it, or with a key that is no longer published.');
  if (signature === 'unavailable') problems.push('The keys of its issuer cannot be read at the moment.');
  return {
    accepted: problems.length === 0 && rules.some(({ reasons }) => reasons.length === 0),
    problems,
    signature,
    claims: shown(run.claims),
    rules: rules.map(({ rule: { id, name }, reasons }) => ({
      id,
      name,
      matches: reasons.length === 0,
      reasons,
    })),
  };
}

function reasonsAgainst(rule: TrustedRule, { audiences, claims }: ReadRun): string[] {
  return [
    ...(rule.enabled ? [] : ['The rule is switched off.']),
    ...(audiences.includes(rule.audience)
      ? []
      : [`Its audience is ${audiences.join(', ').slice(0, 200)}; the rule wants ${rule.audience}.`]),
    ...mismatches(rule.claims, claims).map(({ claim, expected, actual }) => {
      const wanted = expected.join(' or ');
      return actual === null
        ? `It says nothing about ${claim}; the rule wants ${wanted}.`
        : `${claim} is ${actual.slice(0, 200)}; the rule wants ${wanted}.`;
    }),
  ];
}

async function signatureOf(token: string, run: ReadRun): Promise<TrustCheckWire['signature']> {
  try {
    return (await isSigned(token, run)) ? 'good' : 'bad';
  } catch (error) {
    if (error instanceof DomainError && error.code === 'unavailable') return 'unavailable';
    throw error;
  }
}

/** Claims come out of JSON, and are JSON. */
const shown = (claims: Claims | null) => claims as TrustCheckWire['claims'];
