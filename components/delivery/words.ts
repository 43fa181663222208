import { formatDuration } from '@/components/time/format';
import type { DeliveryRowWire, DeliveryRule, Metric } from '@/lib/delivery/schemas';

/** The words and numbers of the delivery figures. Pure. */

export const metricLabel: Record<Metric, string> = {
  frequency: 'Deployment frequency',
  leadTime: 'Lead time',
  changeFailureRate: 'Change failure rate',
  recoveryTime: 'Recovery time',
  reworkRate: 'Rework rate',
};

/** What each figure is, for its tip and its rows. */
export const metricMeaning: Record<Metric, string> = {
  frequency: 'Deployments that arrived, for each day of the window.',
  leadTime:
    'From the first sight of a version, its build if one is known, to its first arrival in an environment that counts.',
  changeFailureRate: 'The share of ended deployments that were failed changes.',
  recoveryTime:
    'From the start of a failed change’s incident to its end, or from a failed deployment to the next arrival there.',
  reworkRate: 'The share of arrived deployments that had to mend or take back a failed change.',
};

/** What is listed behind each figure. */
export const metricRows: Record<Metric, string> = {
  frequency: 'Deployments that arrived',
  leadTime: 'First arrivals of versions',
  changeFailureRate: 'Failed changes',
  recoveryTime: 'Failed changes and their recovery',
  reworkRate: 'Rework',
};

/** What a figure rests on. */
export const restsOn = (metric: Metric, count: number): string => {
  const [one, many] =
    metric === 'leadTime'
      ? ['version', 'versions']
      : metric === 'recoveryTime'
        ? ['recovery', 'recoveries']
        : ['deployment', 'deployments'];
  return `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
};

const round = (value: number) =>
  value >= 10 ? Math.round(value).toLocaleString('en-GB') : String(Math.round(value * 10) / 10);

/** Small shares with a digit more: one in 236 is not none. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value > 0 && value < 10 ? value.toFixed(1) : Math.round(value)} %`;
}

/** A figure as a person would say it: what happens less than daily is counted by the week or month. */
export function valueInWords(metric: Metric, value: number | null): { value: string; unit: string } {
  if (value === null) return { value: '–', unit: '' };
  switch (metric) {
    case 'frequency':
      if (value === 0) return { value: '0', unit: 'a day' };
      if (value >= 1) return { value: round(value), unit: 'a day' };
      return value * 7 >= 1
        ? { value: round(value * 7), unit: 'a week' }
        : { value: round(value * 30.44), unit: 'a month' };
    case 'leadTime':
    case 'recoveryTime':
      return { value: formatDuration(value), unit: '' };
    case 'changeFailureRate':
    case 'reworkRate':
      return { value: percent(value), unit: '' };
  }
}

export interface Change {
  /** `12 %`, `1.4 points`. */
  text: string;
  direction: 'up' | 'down' | 'same';
  /** Whether that is better; null when it is about the same. */
  better: boolean | null;
}

/** A figure against that of the stretch before; null when one of them has none. Shares differ by points, everything else in proportion. */
export function changeOf(metric: Metric, value: number | null, before: number | null): Change | null {
  if (value === null || before === null) return null;
  const share = metric === 'changeFailureRate' || metric === 'reworkRate';
  if (!share && before === 0) return null;
  const change = share ? (value - before) * 100 : ((value - before) / before) * 100;
  if (Math.abs(change) < (share ? 0.1 : 1)) return { text: 'the same', direction: 'same', better: null };
  const size = Math.abs(change);
  const points = size < 10 ? size.toFixed(1) : String(Math.round(size));
  const text = share
    ? `${points} points`
    : size >= 1000
      ? `${round(value / before)}-fold`
      : `${Math.round(size)} %`;
  return {
    text,
    direction: change > 0 ? 'up' : 'down',
    better: metric === 'frequency' ? change > 0 : change < 0,
  };
}

/** Why a deployment is a failed change. */
export const whyLabel: Record<NonNullable<DeliveryRowWire['why']>, string> = {
  confirmed: 'Confirmed cause',
  window: 'Incident soon after',
  failed: 'Failed itself',
  rolled_back: 'Rolled back',
};

const listed = (words: readonly string[], last: string) =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** `60 minutes`, `2 hours`, `1 day`. */
export function minutesInWords(minutes: number): string {
  const [size, unit] =
    minutes >= 1440 && minutes % 1440 === 0
      ? [1440, 'day']
      : minutes >= 120 && minutes % 60 === 0
        ? [60, 'hour']
        : [1, 'minute'];
  const count = minutes / size;
  return `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`;
}

/** How the figures read what happened, a sentence for each setting that matters. */
export function ruleInWords(
  rule: DeliveryRule,
  environments: readonly string[] = [],
): { term: string; text: string }[] {
  const near = `the last deployment of its service${rule.upstream ? ' or of what that depends on' : ''} that arrived there within ${minutesInWords(rule.windowMinutes)} before`;
  const failures = [
    'an incident is put down to it',
    ...(rule.failedDeployments ? ['it failed itself'] : []),
    ...(rule.rollbacks ? ['it was rolled back'] : []),
  ];
  return [
    {
      term: 'What counts',
      text:
        environments.length > 0
          ? `Deployments to ${listed(environments, 'and')}, as chosen above; otherwise ${listed(rule.tiers, 'and')}.`
          : `Deployments to environments of ${listed(rule.tiers, 'and')}.`,
    },
    {
      term: 'Whose incident it is',
      text: rule.confirmedFirst
        ? `That of the deployments people confirmed as its cause. Where nobody did, ${rule.windowMinutes === 0 ? 'nobody’s' : near}.`
        : rule.windowMinutes === 0
          ? 'Nobody’s: neither what people confirmed counts nor a window.'
          : `That of ${near}, whatever people confirmed.`,
    },
    { term: 'A failed change', text: `A deployment is one when ${listed(failures, 'or')}.` },
    {
      term: 'Rework',
      text: `A rollback, a fix or what is related to the incident, within ${minutesInWords(rule.reworkHours * 60)} after a failed change of the service.`,
    },
    { term: 'Too little data', text: `A figure that rests on fewer than ${rule.minimum}.` },
  ];
}
