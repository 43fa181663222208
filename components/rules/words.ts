import { listed, secondsInWords } from '@/components/incidents/rules/words';
import { formatAbsolute } from '@/components/time/format';
import type { RuleBody, Schedule } from '@/lib/preflight/rule-schemas';
import { type RuleKind, type RuleMode, type Weekday, weekdays } from '@/lib/preflight/vocabulary';

/** Deployment rules in words. Pure. */

export const kindLabel: Record<RuleKind, string> = {
  window: 'No-deploy window',
  order: 'Order of environments',
  concurrency: 'One at a time',
  approval: 'Required approval',
};

export const kindText: Record<RuleKind, string> = {
  window: 'Nobody deploys at certain times, by the clock of a zone.',
  order: 'A version has to have been elsewhere before, and for how long.',
  concurrency: 'A deployment waits until the one before it is over.',
  approval: 'People have to say yes to a version.',
};

export const modeLabel: Record<RuleMode, string> = {
  enabled: 'Enabled',
  report_only: 'Report only',
  disabled: 'Disabled',
};

/** What a mode does to a deployment that breaks the rule. */
export const modeText: Record<RuleMode, string> = {
  enabled: 'A deployment that breaks it is stopped',
  report_only: 'A deployment that breaks it goes on, and is listed',
  disabled: 'Nobody looks at it',
};

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** On which day a window ends, as seen from the day it begins. */
export function daysLater({ from, to, extraDays }: { from: string; to: string; extraDays: number }): number {
  return extraDays + (to > from ? 0 : 1);
}

/** `on the same day`, `on the next day`, `3 days later`. */
export function dayOffsetInWords(days: number): string {
  return days === 0 ? 'on the same day' : days === 1 ? 'on the next day' : `${days} days later`;
}

const suffix = (n: number) => {
  const tens = n % 100;
  if (tens >= 11 && tens <= 13) return 'th';
  return ({ 1: 'st', 2: 'nd', 3: 'rd' } as Record<number, string>)[n % 10] ?? 'th';
};

/** `the 1st`, `the last day`, `the 2nd to last day`. */
export function monthDayInWords(day: number): string {
  if (day === -1) return 'the last day';
  if (day < 0) return `the ${-day}${suffix(-day)} to last day`;
  return `the ${day}${suffix(day)}`;
}

/** From the first of the month to its last day. */
const inMonth = (a: number, b: number) => (a < 0 ? a + 100 : a) - (b < 0 ? b + 100 : b);

/** `every day from 22:00 until 06:00 on the next day (Europe/Paris)`. */
export function scheduleInWords(schedule: Schedule): string {
  const { zone } = schedule;
  if (schedule.recurrence === 'once') {
    const at = (text: string) => formatAbsolute(`${text}Z`, 'UTC', 'minute');
    return `from ${at(schedule.startsAt)} until ${at(schedule.endsAt)} (${zone})`;
  }
  const later = daysLater(schedule);
  const end = `${schedule.to}${later === 0 ? '' : ` ${dayOffsetInWords(later)}`}`;
  if (schedule.recurrence === 'daily') return `every day from ${schedule.from} until ${end} (${zone})`;
  if (schedule.recurrence === 'monthly') {
    const days = [...new Set(schedule.days)].sort(inMonth).map(monthDayInWords);
    return `on ${listed(days, 'and')} of every month from ${schedule.from} until ${end} (${zone})`;
  }
  const days = weekdays.filter((day) => schedule.days.includes(day));
  const [only] = days;
  if (days.length === 1 && only && later > 0)
    return `every ${capital(only)} from ${schedule.from} until ${dayAfter(only, later)} ${schedule.to} (${zone})`;
  const named = days.length === 7 ? 'every day' : `every ${listed(days.map(capital), 'and')}`;
  return `${named} from ${schedule.from} until ${end} (${zone})`;
}

function dayAfter(day: Weekday, days: number): string {
  const place = (weekdays.indexOf(day) + days) % weekdays.length;
  return `${days >= 7 ? 'the next ' : ''}${capital(weekdays[place] as Weekday)}`;
}

type Scope = Pick<RuleBody, 'services' | 'environments'>;

/** `production`, `UAT or production`, `any environment`. */
const where = ({ environments }: Scope) =>
  environments.length === 0 ? 'any environment' : listed(environments, 'or', 3);

/** `of shop or web `; nothing for all of them. */
const whose = ({ services }: Scope) => (services.length === 0 ? '' : `of ${listed(services, 'or', 3)} `);

/** What a rule asks for, in one sentence. */
export function ruleInWords(rule: RuleBody): string {
  switch (rule.kind) {
    case 'window':
      return `No deployments ${whose(rule)}to ${where(rule)}: ${scheduleInWords(rule.schedule)}.`;
    case 'concurrency':
      return `One deployment ${whose(rule) || 'of a service '}at a time to ${where(rule)}.`;
    case 'order': {
      const before = listed(rule.prerequisites, 'and', 5);
      const order = rule.strict && rule.prerequisites.length > 1 ? ', in this order' : '';
      const soak =
        rule.soakMinutes === 0
          ? ''
          : `, and ${secondsInWords(rule.soakMinutes * 60)} there without a failure`;
      return `A version ${whose(rule)}goes to ${where(rule)} only after ${before}${order}${soak}.`;
    }
    case 'approval': {
      const types = listed(rule.types, 'and');
      const many = rule.count === 1 ? '' : ` by ${rule.count} people${rule.types.length > 1 ? ' each' : ''}`;
      return `A version ${whose(rule)}goes to ${where(rule)} only when it is approved for ${types}${many}.`;
    }
  }
}
