import { type Length, lengthOf, timeUnits } from '@/components/incidents/rules/rule-values';
import type { Problem } from '@/lib/http/problem';
import { type RuleBody, ruleBody, type Schedule } from '@/lib/preflight/rule-schemas';
import type { RuleKind, RuleMode, Weekday } from '@/lib/preflight/vocabulary';

/** A deployment rule as its form holds it, and the way there and back. What one kind asks for is kept while another is tried. Pure. */

export type Recurrence = Schedule['recurrence'];

export interface RuleValues {
  kind: RuleKind;
  name: string;
  mode: RuleMode;
  reason: string;
  services: readonly string[];
  environments: readonly string[];
  recurrence: Recurrence;
  zone: string;
  startsAt: string;
  endsAt: string;
  weekdays: readonly Weekday[];
  monthDays: readonly number[];
  from: string;
  to: string;
  extraDays: number;
  prerequisites: readonly string[];
  strict: boolean;
  soak: Length;
  types: readonly string[];
  count: string;
}

export type RuleErrors = Partial<Record<keyof RuleValues | '', string>>;

/** The fields that the API knows by another name. */
function fieldOf(name: string, recurrence: Recurrence): keyof RuleValues | '' {
  if (name === 'days') return recurrence === 'weekly' ? 'weekdays' : 'monthDays';
  if (name === 'soakMinutes') return 'soak';
  return name in emptyValues ? (name as keyof RuleValues) : '';
}

/** What can be typed where, in words; the API's own words speak of its own units. */
const allowed: Partial<Record<keyof RuleValues, string>> = {
  soak: 'Write a whole number of minutes: at most 90 days.',
  count: 'Write a whole number from 1 to 10.',
  weekdays: 'Choose at least one day.',
  monthDays: 'Choose at least one day.',
  prerequisites: 'Name at least one environment.',
  types: 'Name at least one thing that has to be approved.',
  startsAt: 'Choose a date and a time.',
};

const emptyValues: RuleValues = {
  kind: 'window',
  name: '',
  mode: 'enabled',
  reason: '',
  services: [],
  environments: [],
  recurrence: 'weekly',
  zone: 'UTC',
  startsAt: '',
  endsAt: '',
  weekdays: ['friday'],
  monthDays: [-1],
  from: '16:00',
  to: '08:00',
  extraDays: 2,
  prerequisites: [],
  strict: false,
  soak: { amount: '0', unit: 'minutes' },
  types: [],
  count: '1',
};

/** A new rule, by the clock of its writer. */
export const newValues = (zone: string): RuleValues => ({ ...emptyValues, zone });

export function valuesOf(rule: RuleBody): RuleValues {
  const { kind, name, mode, reason, services, environments } = rule;
  const values: RuleValues = { ...emptyValues, kind, name, mode, reason, services, environments };
  if (rule.kind === 'window') return { ...values, ...valuesOfSchedule(rule.schedule) };
  if (rule.kind === 'order')
    return {
      ...values,
      prerequisites: rule.prerequisites,
      strict: rule.strict,
      soak: lengthOf(rule.soakMinutes * 60),
    };
  if (rule.kind === 'approval') return { ...values, types: rule.types, count: String(rule.count) };
  return values;
}

function valuesOfSchedule(schedule: Schedule): Partial<RuleValues> {
  const { recurrence, zone } = schedule;
  if (recurrence === 'once')
    return { recurrence, zone, startsAt: schedule.startsAt, endsAt: schedule.endsAt };
  const { from, to, extraDays } = schedule;
  return {
    recurrence,
    zone,
    from,
    to,
    extraDays,
    ...(recurrence === 'weekly' ? { weekdays: schedule.days } : {}),
    ...(recurrence === 'monthly' ? { monthDays: schedule.days } : {}),
  };
}

/** NaN for what is no whole number, which the schema refuses. */
const wholeOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN);

function scheduleOf(values: RuleValues): object {
  const { recurrence, zone, startsAt, endsAt, from, to, extraDays } = values;
  if (recurrence === 'once') return { recurrence, zone: zone.trim(), startsAt, endsAt };
  const days = recurrence === 'weekly' ? values.weekdays : values.monthDays;
  return {
    recurrence,
    zone: zone.trim(),
    from,
    to,
    extraDays,
    ...(recurrence === 'daily' ? {} : { days: [...days] }),
  };
}

function ofKind(values: RuleValues): object {
  switch (values.kind) {
    case 'window':
      return { schedule: scheduleOf(values) };
    case 'order':
      return {
        prerequisites: [...values.prerequisites],
        strict: values.strict,
        soakMinutes: (wholeOf(values.soak.amount) * timeUnits[values.soak.unit]) / 60,
      };
    case 'approval':
      return { types: [...values.types], count: wholeOf(values.count) };
    case 'concurrency':
      return {};
  }
}

/** The rule that was typed, or what is wrong with it, each in words for the one who typed it. */
export function readRule(
  values: RuleValues,
): { rule: RuleBody; errors: null } | { rule: null; errors: RuleErrors } {
  const { kind, name, mode, reason, services, environments } = values;
  const parsed = ruleBody.safeParse({
    kind,
    name,
    mode,
    reason: reason.trim(),
    services: [...services],
    environments: [...environments],
    ...ofKind(values),
  });
  if (parsed.success) return { rule: parsed.data, errors: null };
  const errors: RuleErrors = {};
  for (const { path, message } of parsed.error.issues) put(errors, path.map(String), message, values);
  return { rule: null, errors };
}

/** What the API refused, by field; null when it does not say which. */
export function errorsOfProblem(problem: Problem | null, values: RuleValues): RuleErrors | null {
  const errors: RuleErrors = {};
  for (const issue of problem?.errors ?? [])
    put(errors, (issue.pointer ?? '').split('/').slice(1), issue.detail, values);
  return Object.keys(errors).length > 0 ? errors : null;
}

function put(errors: RuleErrors, path: readonly string[], said: string, values: RuleValues): void {
  const name = path.filter((part) => part !== 'schedule' && !/^\d+$/.test(part))[0] ?? '';
  const field = fieldOf(name, values.recurrence);
  errors[field] ??=
    field === 'endsAt' && values.endsAt !== '' && values.startsAt !== ''
      ? 'It has to end after it begins.'
      : (field !== '' && allowed[field]) || capital(said);
}

const capital = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

/** The schedule as far as it can be read, for a preview. */
export function scheduleOfValues(values: RuleValues): Schedule | null {
  // Everything else that is wrong or missing says nothing about the schedule.
  const { rule } = readRule({
    ...values,
    kind: 'window',
    name: 'x',
    reason: '',
    services: [],
    environments: [],
  });
  return rule?.kind === 'window' ? rule.schedule : null;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Whether two forms say the same. */
export const unchanged = (values: RuleValues, before: RuleValues) => same(values, before);
