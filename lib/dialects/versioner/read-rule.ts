import { bodyIssue, type InputIssue, invalid } from '@/lib/errors';
import { issuesOf } from '@/lib/http/issues';
import { type RuleBody, ruleBody } from '@/lib/preflight/rule-schemas';
import { type RuleKind, type RuleMode, weekdays } from '@/lib/preflight/vocabulary';
import type { RulePatch, RuleType } from './rule-schemas';

/** A rule in the words of the domain, from what it was and what is to change. Pure. */

export const kindOfType: Record<RuleType, RuleKind> = {
  schedule: 'window',
  flow: 'order',
  version_approval_required: 'approval',
  concurrency: 'concurrency',
};

/** Names behind the ids of products and environments; a text that is no id is taken for a name. */
export interface NamesOf {
  product(id: string): string;
  environment(id: string): string;
}

/** The rule after the change. Throws `invalid` in the wire's names. */
export function mergeRule(before: RuleBody, patch: RulePatch, names: NamesOf): RuleBody {
  const kind = patch.rule_type ? kindOfType[patch.rule_type] : before.kind;
  const same = kind === before.kind ? before : null;
  const common = {
    kind,
    name: patch.name ?? before.name,
    reason: patch.description ?? before.reason,
    mode: modeOf(before.mode, patch),
    services: patch.target_product_ids?.map(names.product) ?? before.services,
    environments:
      patch.target_environment === undefined
        ? (patch.target_environments?.map(names.environment) ?? before.environments)
        : [names.environment(patch.target_environment)],
  };
  const parsed = ruleBody.safeParse({ ...common, ...ownFields(kind, same, patch, names) });
  if (parsed.success) return parsed.data;
  throw invalid(issuesOf(parsed.error, 'body').map(inWireNames));
}

function modeOf(before: RuleMode, { enforcement_mode: mode, enabled }: RulePatch): RuleMode {
  if (enabled === false) return 'disabled';
  if (mode) return ({ block: 'enabled', report: 'report_only', disabled: 'disabled' } as const)[mode];
  return enabled === true && before === 'disabled' ? 'enabled' : before;
}

function ownFields(kind: RuleKind, same: RuleBody | null, patch: RulePatch, names: NamesOf): object {
  switch (kind) {
    case 'window':
      return {
        schedule: patch.schedule
          ? scheduleOf(patch.schedule)
          : same?.kind === 'window'
            ? same.schedule
            : undefined,
      };
    case 'order': {
      const was = same?.kind === 'order' ? same : null;
      return {
        prerequisites:
          patch.source_environment === undefined
            ? was?.prerequisites
            : [names.environment(patch.source_environment)],
        strict: was?.strict ?? false,
        soakMinutes: patch.required_duration_minutes ?? was?.soakMinutes ?? 0,
      };
    }
    case 'approval': {
      const was = same?.kind === 'approval' ? same : null;
      return {
        types: patch.approval_types ?? was?.types,
        count: patch.required_approvals ?? was?.count ?? 1,
      };
    }
    case 'concurrency':
      return {};
  }
}

/** `22:30:00` is `22:30` here; a day ends at the midnight that begins the next one. */
const clock = (time: string) => time.replace(/^(\d\d:\d\d):\d\d$/, '$1').replace(/^24:00$/, '00:00');

function scheduleOf({
  timezone = 'UTC',
  blocked_windows: windows,
}: NonNullable<RulePatch['schedule']>): object {
  const [first] = windows as [(typeof windows)[number], ...typeof windows];
  const differs = windows.findIndex(
    (window) => window.start_time !== first.start_time || window.end_time !== first.end_time,
  );
  if (differs > 0) {
    throw invalid([
      bodyIssue(
        ['schedule', 'blocked_windows', differs],
        'has other times than the first one: make a rule of its own for each time of day',
      ),
    ]);
  }
  const times = { zone: timezone, from: clock(first.start_time), to: clock(first.end_time) };
  if (windows.some(({ day }) => day === undefined)) return { recurrence: 'daily', ...times };
  return {
    recurrence: 'weekly',
    days: windows.map(({ day }, index) => dayOf(day as string, index)),
    ...times,
  };
}

function dayOf(day: string, index: number) {
  const wanted = day.trim().toLowerCase();
  const found = wanted.length >= 3 && weekdays.find((known) => known.startsWith(wanted));
  if (found) return found;
  throw invalid([
    bodyIssue(['schedule', 'blocked_windows', index, 'day'], `is no day, allowed are ${weekdays.join(', ')}`),
  ]);
}

const wireNames: Record<string, string> = {
  zone: 'timezone',
  from: 'blocked_windows.start_time',
  to: 'blocked_windows.end_time',
  prerequisites: 'source_environment',
  soakMinutes: 'required_duration_minutes',
  count: 'required_approvals',
  types: 'approval_types',
  services: 'target_product_ids',
  environments: 'target_environments',
  reason: 'description',
};

/** Where a field stands on this wire; what a kind needs and does not have is missing there. */
function inWireNames(issue: InputIssue): InputIssue {
  const path = issue.path.flatMap((part): (string | number)[] =>
    typeof part === 'string' ? (wireNames[part]?.split('.') ?? [part]) : [part],
  );
  return { ...issue, path, detail: /^Invalid input/.test(issue.detail) ? 'is required' : issue.detail };
}
