import type { RuleDraft } from '@/lib/incidents/rule-schemas';
import type { SignalLevel } from '@/lib/incidents/vocabulary';

/** A detection rule in words. Pure. */

/** What of a rule is told. */
export type RuleInWords = Pick<
  RuleDraft,
  | 'threshold'
  | 'windowSeconds'
  | 'levels'
  | 'services'
  | 'environments'
  | 'messagePattern'
  | 'groupBy'
  | 'quietSeconds'
  | 'autoResolveSeconds'
  | 'reopenSeconds'
>;

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** A length of time in the largest unit that says it without a rest: `5 minutes`, `90 seconds`, `1 hour`. */
export function secondsInWords(seconds: number): string {
  const [unit, size] = units.find(([, length]) => seconds >= length && seconds % length === 0) ?? [
    'second',
    1,
  ];
  const count = seconds / size;
  return `${count.toLocaleString('en-GB')} ${unit}${count === 1 ? '' : 's'}`;
}

const levelWords: Record<SignalLevel, [one: string, many: string]> = {
  warn: ['warning', 'warnings'],
  error: ['error', 'errors'],
  critical: ['critical error', 'critical errors'],
  fatal: ['fatal error', 'fatal errors'],
};
const severe: readonly SignalLevel[] = ['error', 'critical', 'fatal'];

/** What is counted: `errors` are all levels from error on. */
function countedIn(levels: readonly SignalLevel[], one: boolean): string {
  const all = severe.every((level) => levels.includes(level));
  const kinds = (['warn', 'error', 'critical', 'fatal'] as const).filter(
    (level) => levels.includes(level) && !(all && (level === 'critical' || level === 'fatal')),
  );
  return listed(
    kinds.map((level) => levelWords[level][one ? 0 : 1]),
    'or',
  );
}

/** “5 or more errors of one service within 5 minutes open an incident.” */
export function burstInWords(rule: RuleInWords): string {
  const { threshold, windowSeconds, levels, services, environments, messagePattern, groupBy } = rule;
  const one = threshold === 1;
  const what = countedIn(levels, one) || 'signals';
  const whose =
    services.length === 0
      ? 'one service'
      : services.length === 1
        ? `${services[0]}`
        : `one of ${listed(services, 'and', 3)}`;
  const where =
    environments.length === 0
      ? ''
      : environments.length === 1
        ? ` in ${environments[0]}`
        : ` in one of ${listed(environments, 'and', 3)}`;
  const sort = groupBy === 'fingerprint' && !one ? ' that say the same' : '';
  const text =
    messagePattern.trim() === '' ? '' : ` ${one ? 'with' : 'with'} “${messagePattern.trim()}” in the message`;
  if (one) return `A single ${what} of ${whose}${where}${text} opens an incident.`;
  return `${threshold.toLocaleString('en-GB')} or more ${what}${sort} of ${whose}${where}${text} within ${secondsInWords(windowSeconds)} open an incident.`;
}

/** How its incidents end, and what comes after. */
export function endInWords({ quietSeconds, autoResolveSeconds, reopenSeconds }: RuleInWords): string[] {
  return [
    autoResolveSeconds === null
      ? 'It stays open until somebody resolves it.'
      : `After ${secondsInWords(autoResolveSeconds)} of silence it is resolved by itself.`,
    ...(quietSeconds === 0
      ? []
      : [
          `For ${secondsInWords(quietSeconds)} after its end, further signals are counted to it and open nothing.`,
        ]),
    reopenSeconds === 0
      ? 'A burst after it was resolved opens a new one.'
      : `A burst within ${secondsInWords(reopenSeconds)} after it was resolved opens the same one again.`,
  ];
}

/** `a, b and c`; beyond `most`, `a, b, c and 4 more`. */
export function listed(values: readonly string[], word: 'and' | 'or', most = 6): string {
  if (values.length > most) return `${values.slice(0, most).join(', ')} ${word} ${values.length - most} more`;
  if (values.length < 2) return values[0] ?? '';
  return `${values.slice(0, -1).join(', ')} ${word} ${values.at(-1)}`;
}
