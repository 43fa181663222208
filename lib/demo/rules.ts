import { createHash } from 'node:crypto';
import { versionKey } from '@/lib/deployments/version-key';
import { hasArrived } from '@/lib/deployments/vocabulary';
import { phaseOf } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import { evaluatePreflight } from '@/lib/preflight/evaluate';
import type { ApplicableRule, PreflightFacts } from '@/lib/preflight/evaluate-types';
import { type RuleInput, ruleBody } from '@/lib/preflight/rule-schemas';
import type { PreflightReasonWire } from '@/lib/preflight/schemas';
import { hour } from './calendar';
import { Chance } from './random';
import { demoService } from './services';
import type { DemoEvent, World } from './world';

/** Rules of the demo, what they would have stopped, and who approved which version. Pure. */

/** "demo" as the beginning of an id. Nothing else has it: it would be an id of the year 5464, and services of that year are not the demo's. */
export const markOfIds = '64656d6f';

const idOf = (key: string) => {
  const hash = createHash('sha256').update(key).digest('hex');
  return `${markOfIds}-${hash.slice(0, 4)}-8${hash.slice(4, 7)}-8${hash.slice(7, 10)}-${hash.slice(10, 22)}`;
};

const rule = (number: number, input: RuleInput): ApplicableRule => ({
  id: `${markOfIds}-0000-8000-8000-${String(number).padStart(12, '0')}`,
  rule: ruleBody.parse(input),
});

/** They only report: nobody is stopped by a demo. */
export const demoRules: readonly ApplicableRule[] = [
  rule(1, {
    kind: 'window',
    name: 'Quiet weekend',
    mode: 'report_only',
    reason: 'From Friday evening to Monday morning only the people on call are there.',
    environments: ['production'],
    schedule: {
      recurrence: 'weekly',
      days: ['friday'],
      zone: 'Europe/Paris',
      from: '16:00',
      to: '07:00',
      extraDays: 2,
    },
  }),
  rule(2, {
    kind: 'order',
    name: 'UAT before production',
    mode: 'report_only',
    reason: 'A day in UAT shows what tests do not.',
    environments: ['production'],
    prerequisites: ['UAT'],
    soakMinutes: 24 * 60,
  }),
  rule(3, {
    kind: 'approval',
    name: 'Release approved',
    mode: 'report_only',
    reason: 'Somebody else has looked at it.',
    environments: ['production'],
    types: ['Release'],
  }),
];

/** Somebody's word about a version. */
export interface DemoApproval {
  id: string;
  event: DemoEvent;
  type: string;
  /** Null is every environment. */
  environment: string | null;
  approved: boolean;
  actor: string;
  comment: string;
  at: number;
}

/** Releases are approved for production; those that are accepted by people, in `recette`; what broke in UAT is refused. */
export function approvalsOf({ events, now }: World): DemoApproval[] {
  return events.flatMap((event): DemoApproval[] => {
    const { kind, environment, happened, facts, status } = event;
    if (kind !== 'deployment' || !facts.version) return [];
    const approved = happened.filter(({ type }) => type === 'approved');
    const words = approved.map(({ actor, comment, at }) => ({
      type: 'Release',
      environment,
      approved: true,
      actor,
      comment,
      at,
    }));
    const judged = environment === 'recette' && status === 'success';
    const refused = environment === 'UAT' && status === 'failure';
    if (event.endedAt !== null && (judged || refused)) {
      const chance = new Chance(`approval ${event.id}`);
      words.push({
        type: 'QA',
        environment: null,
        approved: judged,
        actor: chance.pick(demoService(event.service).people),
        comment: judged ? 'Accepted in recette' : (happened.at(-1)?.comment ?? ''),
        at: event.endedAt + Math.floor((1 + chance.next() * 3) * hour),
      });
    }
    return words
      .filter(({ at }) => at <= now)
      .map((word) => ({ ...word, id: idOf(`approval ${event.id} ${word.type}`), event }));
  });
}

/** A start that broke a rule, as the check at its start would have noted it. */
export interface DemoViolation {
  id: string;
  event: DemoEvent;
  rule: ApplicableRule;
  reason: PreflightReasonWire;
  at: number;
}

/** What the rules say of every run that began in production: the very function that judges a start decides. */
export function violationsOf(world: World, approvals: readonly DemoApproval[]): DemoViolation[] {
  const nameOf = ({ service, facts }: DemoEvent) => `${service} ${versionKey(facts.version ?? '')}`;
  const deployments = Map.groupBy(
    world.events.filter(({ kind, facts }) => kind === 'deployment' && facts.version),
    nameOf,
  );
  const words = Map.groupBy(approvals, ({ event }) => nameOf(event));
  return world.events.flatMap((event) => {
    const started = event.run?.reports.find(({ status }) => status === 'started');
    if (event.environment !== 'production' || event.kind !== 'deployment' || !started) return [];
    const at = Date.parse(started.receivedAt);
    const facts: PreflightFacts = {
      service: event.service,
      environment: event.environment,
      version: event.facts.version ?? null,
      startsAt: at,
      endsAt: at + hour / 2,
      running: [],
      locks: [],
      arrivals: arrivalsBefore(at, deployments.get(nameOf(event)) ?? []),
      approvals: (words.get(nameOf(event)) ?? []).filter((word) => word.at <= at),
      incidents: [],
      planned: [],
    };
    const verdict = evaluatePreflight(facts, demoRules, at);
    return demoRules.flatMap((rule) => {
      const failed = verdict.rules.some(({ id, outcome }) => id === rule.id && outcome === 'failed');
      const reason = verdict.reasons.find((one) => one.rule?.id === rule.id);
      return failed && reason
        ? [{ id: idOf(`violation ${event.id} ${rule.id}`), event, rule, reason, at }]
        : [];
    });
  });
}

function arrivalsBefore(at: number, deployments: readonly DemoEvent[]): PreflightFacts['arrivals'] {
  const arrivals = new Map<string, { firstArrivedAt: number; failedAt: number | null }>();
  for (const { environment, status, endedAt } of deployments) {
    if (environment === null || endedAt === null || endedAt > at) continue;
    const place = nameKey(environment);
    const known = arrivals.get(place);
    const phase = phaseOf(status);
    if (hasArrived({ phase, until: endedAt }))
      arrivals.set(place, {
        firstArrivedAt: Math.min(endedAt, known?.firstArrivedAt ?? endedAt),
        failedAt: known?.failedAt ?? null,
      });
    else if (phase === 'failed' && known)
      arrivals.set(place, { ...known, failedAt: Math.max(endedAt, known.failedAt ?? 0) });
  }
  return arrivals;
}
