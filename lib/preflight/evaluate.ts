import { nameKey } from '@/lib/names';
import type { ApplicableRule, EvaluatePreflight, PreflightFacts } from './evaluate-types';
import { judgeRule } from './judge-rule';
import type { PreflightReasonWire, PreflightWire } from './schemas';
import { reasonCodes } from './vocabulary';

/** See {@link EvaluatePreflight}. */
export const evaluatePreflight: EvaluatePreflight = (facts, rules, now) => {
  const looked = rules.filter(({ rule }) => rule.mode !== 'disabled').toSorted(byName);
  const judged = looked.map((applicable) => ({ applicable, ...judgeRule(facts, applicable) }));
  const reasons = [...judged.flatMap(({ reasons }) => reasons), ...besidesRules(facts)].toSorted(
    (a, b) =>
      Number(b.effect === 'block') - Number(a.effect === 'block') ||
      reasonCodes.indexOf(a.code) - reasonCodes.indexOf(b.code),
  );
  return {
    verdict: reasons[0] === undefined ? 'allow' : reasons[0].effect,
    reasons,
    rules: judged.map(({ applicable: { id, rule }, outcome }) => ({
      id,
      name: rule.name,
      mode: rule.mode,
      outcome,
    })),
    retryAfterSeconds: retryAfter(reasons, now),
    checkedAt: new Date(now).toISOString(),
  };
};

function byName(a: ApplicableRule, b: ApplicableRule): number {
  const [x, y] = [nameKey(a.rule.name), nameKey(b.rule.name)];
  return x < y ? -1 : x > y ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Seconds until the last reason that blocks and has an end is gone: before that it is no use to ask again. */
function retryAfter(
  reasons: readonly PreflightReasonWire[],
  now: number,
): PreflightWire['retryAfterSeconds'] {
  const ends = reasons.flatMap(({ effect, retryAt }) =>
    effect === 'block' && retryAt !== null ? [Date.parse(retryAt)] : [],
  );
  return ends.length === 0 ? null : Math.max(1, Math.ceil((Math.max(...ends) - now) / 1000));
}

const iso = (instant: number) => new Date(instant).toISOString();

/** What no rule says: held locks block, incidents and plans warn. */
function besidesRules(facts: PreflightFacts): PreflightReasonWire[] {
  const { service, environment, locks, incidents, planned } = facts;
  return [
    ...locks.map(({ id, holder, reason, expiresAt }) => ({
      code: 'LOCK_HELD' as const,
      effect: 'block' as const,
      rule: null,
      message: `${service} in ${environment} is locked by ${holder || 'somebody'}${reason && `: ${reason}`}`,
      details: { lock_id: id, holder, reason, expires_at: expiresAt === null ? null : iso(expiresAt) },
      retryAt: expiresAt === null ? null : iso(expiresAt),
      link: '/locks',
    })),
    ...incidents.map(({ number, title, service: theirs, upstream }) => ({
      code: upstream ? ('UPSTREAM_INCIDENT' as const) : ('OPEN_INCIDENT' as const),
      effect: 'warn' as const,
      rule: null,
      message: upstream
        ? `Incident ${number} is open on ${theirs}, which ${service} depends on: ${title}`
        : `Incident ${number} is open on ${theirs}: ${title}`,
      details: { incident_number: number, service: theirs },
      retryAt: null,
      link: `/incidents/${number}`,
    })),
    ...planned.map(({ id, title, startsAt, endsAt }) => ({
      code: 'PLANNED_OVERLAP' as const,
      effect: 'warn' as const,
      rule: null,
      message: `${title} is planned there meanwhile`,
      details: { event_id: id, starts_at: iso(startsAt), ends_at: iso(endsAt) },
      retryAt: null,
      link: `/events/${id}`,
    })),
  ];
}
