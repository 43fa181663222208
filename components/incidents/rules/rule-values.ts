import type { Problem } from '@/lib/http/problem';
import { type RuleDraft, type RulePatch, ruleDraft } from '@/lib/incidents/rule-schemas';
import type { SignalLevel } from '@/lib/incidents/vocabulary';
import { secondsInWords } from './words';

/** A rule as its form holds it, numbers as they are typed, and the way there and back. Pure. */

export const timeUnits = { seconds: 1, minutes: 60, hours: 3_600, days: 86_400 } as const;
export type TimeUnit = keyof typeof timeUnits;

/** A length of time as it is typed. */
export interface Length {
  amount: string;
  unit: TimeUnit;
}

export interface RuleValues {
  name: string;
  enabled: boolean;
  threshold: string;
  window: Length;
  levels: readonly SignalLevel[];
  services: readonly string[];
  environments: readonly string[];
  messagePattern: string;
  groupBy: RuleDraft['groupBy'];
  quiet: Length;
  /** Whether it is resolved by silence at all. */
  resolves: boolean;
  silence: Length;
  reopen: Length;
}

export type RuleErrors = Partial<Record<keyof RuleValues | '', string>>;

/** The field of the form that a field of the API is typed in. */
const fieldOf: Record<string, keyof RuleValues> = {
  windowSeconds: 'window',
  quietSeconds: 'quiet',
  autoResolveSeconds: 'silence',
  reopenSeconds: 'reopen',
};

/** What can be typed where, in words; the API's own words speak of seconds. */
const allowed: Partial<Record<keyof RuleValues, string>> = {
  threshold: 'Write a whole number from 1 to 100,000.',
  window: lengthAllowed(1, 86_400),
  quiet: lengthAllowed(0, 86_400),
  silence: lengthAllowed(60, 30 * 86_400),
  reopen: lengthAllowed(0, 30 * 86_400),
  levels: 'Choose at least one level, or nothing is counted.',
};

function lengthAllowed(min: number, max: number): string {
  return `Write a whole number: at least ${min === 0 ? '0' : secondsInWords(min)}, at most ${secondsInWords(max)}.`;
}

const largestFirst = ['days', 'hours', 'minutes', 'seconds'] as const;

export function lengthOf(seconds: number, unit: TimeUnit = 'minutes'): Length {
  if (seconds === 0) return { amount: '0', unit };
  const largest = largestFirst.find((one) => seconds % timeUnits[one] === 0) ?? 'seconds';
  return { amount: String(seconds / timeUnits[largest]), unit: largest };
}

/** NaN for what is no whole number, which the schema refuses. */
const wholeOf = (text: string) => (/^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : Number.NaN);
const secondsOf = ({ amount, unit }: Length) => wholeOf(amount) * timeUnits[unit];

export const newRule: RuleDraft = ruleDraft.parse({ name: 'New rule' });

export function valuesOf(rule: RuleDraft): RuleValues {
  return {
    name: rule.name,
    enabled: rule.enabled,
    threshold: String(rule.threshold),
    window: lengthOf(rule.windowSeconds),
    levels: rule.levels,
    services: rule.services,
    environments: rule.environments,
    messagePattern: rule.messagePattern,
    groupBy: rule.groupBy,
    quiet: lengthOf(rule.quietSeconds),
    resolves: rule.autoResolveSeconds !== null,
    silence: lengthOf(rule.autoResolveSeconds ?? 7_200),
    reopen: lengthOf(rule.reopenSeconds),
  };
}

/** What the form says, as the API has it; numbers that are none are NaN. */
function draftOf(values: RuleValues, position: number): Record<keyof RuleDraft, unknown> {
  return {
    name: values.name,
    position,
    enabled: values.enabled,
    threshold: wholeOf(values.threshold),
    windowSeconds: secondsOf(values.window),
    levels: [...values.levels],
    services: [...values.services],
    environments: [...values.environments],
    messagePattern: values.messagePattern,
    groupBy: values.groupBy,
    quietSeconds: secondsOf(values.quiet),
    autoResolveSeconds: values.resolves ? secondsOf(values.silence) : null,
    reopenSeconds: secondsOf(values.reopen),
  };
}

/** The rule that was typed, or what is wrong with it, each in words for the one who typed it. */
export function readRule(
  values: RuleValues,
  position: number,
): { rule: RuleDraft; errors: null } | { rule: null; errors: RuleErrors } {
  const parsed = ruleDraft.safeParse(draftOf(values, position));
  if (parsed.success) return { rule: parsed.data, errors: null };
  const errors: RuleErrors = {};
  for (const { path, message } of parsed.error.issues) put(errors, String(path[0] ?? ''), message);
  return { rule: null, errors };
}

/** What the API refused, by field; null when it does not say which. */
export function errorsOfProblem(problem: Problem | null): RuleErrors | null {
  const errors: RuleErrors = {};
  for (const issue of problem?.errors ?? []) {
    const name = issue.pointer?.split('/').find((part) => part !== '' && part !== 'patch' && part !== 'rule');
    put(errors, name ?? '', issue.detail);
  }
  return Object.keys(errors).length > 0 ? errors : null;
}

function put(errors: RuleErrors, name: string, said: string): void {
  const field = (fieldOf[name] ?? name) as keyof RuleValues;
  errors[field] ??= allowed[field] ?? capital(said);
}

const capital = (text: string) =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

/** What differs between two rules. */
export function patchOf(rule: RuleDraft, before: RuleDraft): RulePatch {
  return Object.fromEntries(
    Object.entries(rule).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name as keyof RuleDraft]),
    ),
  );
}
