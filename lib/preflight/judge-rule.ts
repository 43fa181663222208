import { nameKey } from '@/lib/names';
import type { ApplicableRule, PreflightFacts } from './evaluate-types';
import type { RuleBody } from './rule-schemas';
import { nextWindow, openWindow } from './schedule';
import type { PreflightReasonWire, PreflightWire } from './schemas';

/** One rule by itself. Pure; what each kind asks for is said in `evaluate-types.ts`. */

export interface Judgement {
  outcome: PreflightWire['rules'][number]['outcome'];
  /** Why it failed; of a window that opens soon, that it will. */
  reasons: PreflightReasonWire[];
}

/** What is wrong, in the words of the rule's kind. */
type Broken = Pick<PreflightReasonWire, 'code' | 'message' | 'details' | 'retryAt' | 'link'>;
type Of<K extends RuleBody['kind']> = Extract<RuleBody, { kind: K }>;

const passed: Judgement = { outcome: 'passed', reasons: [] };
const notApplicable: Judgement = { outcome: 'not_applicable', reasons: [] };
const iso = (instant: number) => new Date(instant).toISOString();

/** Whether a start breaks a rule. A rule that only reports warns. */
export function judgeRule(facts: PreflightFacts, { id, rule }: ApplicableRule): Judgement {
  const reason = (broken: Broken, effect: 'block' | 'warn'): PreflightReasonWire => ({
    code: broken.code,
    effect: rule.mode === 'enabled' ? effect : 'warn',
    rule: { id, name: rule.name, mode: rule.mode },
    message: rule.reason ? `${broken.message}. ${rule.reason}` : broken.message,
    details: broken.details,
    retryAt: broken.retryAt,
    link: broken.link,
  });
  if (rule.kind === 'window') {
    const open = openWindow(rule.schedule, facts.startsAt);
    if (open) return { outcome: 'failed', reasons: [reason(inWindow(facts, rule, open, id), 'block')] };
    const next = nextWindow(rule.schedule, facts.startsAt);
    if (!next || next.startsAt >= facts.endsAt) return passed;
    return { outcome: 'passed', reasons: [reason(beforeWindow(facts, rule, next, id), 'warn')] };
  }
  const broken =
    rule.kind === 'order'
      ? outOfOrder(facts, rule)
      : rule.kind === 'approval'
        ? unapproved(facts, rule)
        : besideAnother(facts);
  if (broken === 'not_applicable') return notApplicable;
  return broken ? { outcome: 'failed', reasons: [reason(broken, 'block')] } : passed;
}

interface Span {
  startsAt: number;
  endsAt: number;
}

const windowDetails = ({ name, reason }: Of<'window'>, { startsAt, endsAt }: Span) => ({
  window_name: name,
  window_start: iso(startsAt),
  window_end: iso(endsAt),
  reason,
});

function inWindow(facts: PreflightFacts, rule: Of<'window'>, open: Span, id: string): Broken {
  return {
    code: 'NO_DEPLOY_WINDOW',
    message: `No deployments to ${facts.environment} until ${minute(open.endsAt)}: ${rule.name}`,
    details: windowDetails(rule, open),
    retryAt: iso(open.endsAt),
    link: `/settings/rules/${id}`,
  };
}

/** Not broken yet: it would be while the deployment goes on. */
function beforeWindow(facts: PreflightFacts, rule: Of<'window'>, next: Span, id: string): Broken {
  return {
    ...inWindow(facts, rule, next, id),
    message: `No deployments to ${facts.environment} from ${minute(next.startsAt)} on: ${rule.name}`,
  };
}

const minute = (instant: number) => `${iso(instant).slice(0, 16).replace('T', ' ')} UTC`;

function besideAnother({ service, environment, running }: PreflightFacts): Broken | null {
  const [other] = running;
  if (!other) return null;
  const what = other.version === null ? 'Another deployment' : `Deployment ${other.version}`;
  return {
    code: 'CONCURRENT_DEPLOYMENT',
    message: `${what} of ${service} in ${environment} is running`,
    details: {
      conflicting_deployment_id: other.id,
      conflicting_deployment_status: other.status,
      conflicting_deployment_started: iso(other.startedAt),
      conflicting_deployment_version: other.version,
    },
    retryAt: null,
    link: `/events/${other.id}`,
  };
}

const versionPage = ({ service, version }: PreflightFacts) =>
  `/deployments/versions/${encodeURIComponent(service)}/${encodeURIComponent(version ?? '')}`;

function outOfOrder(facts: PreflightFacts, rule: Of<'order'>): Broken | 'not_applicable' | null {
  const { environment, version, arrivals, startsAt } = facts;
  const before = rule.prerequisites.filter((name) => nameKey(name) !== nameKey(environment));
  if (version === null || before.length === 0) return 'not_applicable';
  const link = versionPage(facts);
  let soFar = Number.NEGATIVE_INFINITY;
  let longest: { name: string; over: number; since: number } | null = null;
  for (const name of before) {
    const arrival = arrivals.get(nameKey(name));
    const early = rule.strict && arrival !== undefined && arrival.firstArrivedAt < soFar;
    if (!arrival || early)
      return {
        code: 'FLOW_VIOLATION',
        message: arrival
          ? `${version} was deployed to ${name} before the environments that come first`
          : `${version} has to be deployed to ${name} before it goes to ${environment}`,
        details: { version, required_environment: name, target_environment: environment },
        retryAt: null,
        link,
      };
    soFar = arrival.firstArrivedAt;
    const since = Math.max(arrival.firstArrivedAt, arrival.failedAt ?? arrival.firstArrivedAt);
    const over = since + rule.soakMinutes * 60_000;
    if (over > startsAt && over > (longest?.over ?? Number.NEGATIVE_INFINITY))
      longest = { name, over, since };
  }
  if (rule.soakMinutes === 0 || !longest) return null;
  const remaining = Math.ceil((longest.over - startsAt) / 60_000);
  return {
    code: 'INSUFFICIENT_SOAK_TIME',
    message: `${version} needs ${remaining} more ${remaining === 1 ? 'minute' : 'minutes'} in ${longest.name} before it goes to ${environment}`,
    details: {
      version,
      required_environment: longest.name,
      target_environment: environment,
      required_minutes: rule.soakMinutes,
      remaining_minutes: remaining,
      soaking_since: iso(longest.since),
    },
    retryAt: iso(longest.over),
    link,
  };
}

function unapproved(facts: PreflightFacts, rule: Of<'approval'>): Broken | 'not_applicable' | null {
  const { environment, version, approvals } = facts;
  if (version === null) return 'not_applicable';
  const counted = approvals.filter(
    (word) => word.environment === null || nameKey(word.environment) === nameKey(environment),
  );
  // Twice the same type is one.
  const types = [...new Map(rule.types.map((type) => [nameKey(type), type])).values()];
  const states = types.map((type) => {
    const words = counted.filter((word) => nameKey(word.type) === nameKey(type));
    const noes = [...new Set(words.filter(({ approved }) => !approved).map(({ actor }) => actor))];
    return {
      type,
      noes,
      yeses: new Set(words.filter(({ approved }) => approved).map(({ actor }) => actor)).size,
    };
  });
  const missing = states.filter(({ noes, yeses }) => noes.length > 0 || yeses < rule.count);
  if (missing.length === 0) return null;
  const refusals = missing.filter(({ noes }) => noes.length > 0);
  const list = (some: readonly { type: string }[]) => some.map(({ type }) => type).join(', ');
  return {
    code: 'APPROVAL_REQUIRED',
    message:
      refusals.length > 0
        ? `${version} was refused for ${environment}: ${refusals.map(({ type, noes }) => `${type} by ${noes.join(', ')}`).join('; ')}`
        : `${version} is not approved for ${environment}: ${list(missing)}`,
    details: {
      version,
      required_approvals: types.length * rule.count,
      current_approvals: states.reduce((sum, { yeses }) => sum + Math.min(yeses, rule.count), 0),
      approver_roles: missing.map(({ type }) => type),
      refused_by: [...new Set(refusals.flatMap(({ noes }) => noes))],
    },
    retryAt: null,
    link: versionPage(facts),
  };
}
