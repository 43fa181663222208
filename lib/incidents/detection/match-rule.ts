import type { EventLevel } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import type { Grouping } from '../vocabulary';

/** Which rule a signal belongs to. Pure. */

/** A detection rule as it is kept. */
export interface Rule {
  id: number;
  name: string;
  position: number;
  enabled: boolean;
  threshold: number;
  windowSeconds: number;
  levels: readonly EventLevel[];
  services: readonly string[];
  environments: readonly string[];
  messagePattern: string;
  groupBy: Grouping;
  quietSeconds: number;
  autoResolveSeconds: number | null;
  reopenSeconds: number;
}

/** What of a signal rules look at. */
export interface Matchable {
  level: EventLevel | null;
  service: string;
  environment: string | null;
  /** The texts in which a pattern is looked for. */
  texts: readonly string[];
}

/** A rule made ready: whether it takes a signal. */
export type Matcher = Rule & { takes(signal: Matchable): boolean };

/** Makes rules ready, in the order in which they are tried; those that are off are left out. */
export function readyRules(rules: readonly Rule[]): Matcher[] {
  return rules
    .filter(({ enabled }) => enabled)
    .sort((a, b) => a.position - b.position || a.id - b.id)
    .map(readyRule);
}

/** Makes one rule ready, whether it is on or off. */
export function readyRule(rule: Rule): Matcher {
  const levels = new Set<EventLevel>(rule.levels);
  const services = new Set(rule.services.map(nameKey));
  const environments = new Set(rule.environments.map(nameKey));
  const found = rule.messagePattern === '' ? null : patternFinder(rule.messagePattern);
  return {
    ...rule,
    takes: ({ level, service, environment, texts }) =>
      level !== null &&
      levels.has(level) &&
      (services.size === 0 || services.has(nameKey(service))) &&
      (environments.size === 0 || (environment !== null && environments.has(nameKey(environment)))) &&
      (found === null || texts.some(found)),
  };
}

/** The first rule that takes the signal. */
export function ruleOf(rules: readonly Matcher[], signal: Matchable): Matcher | undefined {
  return rules.find((rule) => rule.takes(signal));
}

/**
 * Whether a pattern is found anywhere in a text, whatever the case; `*` stands for anything. Each part is found at its first place after
 * the one before, in time linear in the text whatever stands in it (Knuth, Morris and Pratt).
 */
export function patternFinder(pattern: string): (text: string) => boolean {
  const parts = pattern
    .toLowerCase()
    .split('*')
    .filter((part) => part !== '')
    .map((part) => ({ part, falls: fallsOf(part) }));
  return (text) => {
    const lower = text.toLowerCase();
    let from = 0;
    for (const { part, falls } of parts) {
      from = endOf(part, falls, lower, from);
      if (from < 0) return false;
    }
    return true;
  };
}

/** For each length of a beginning of the part, the longest shorter beginning that it also ends with. */
function fallsOf(part: string): Int32Array {
  const falls = new Int32Array(part.length + 1);
  let length = 0;
  for (let index = 1; index < part.length; index++) {
    while (length > 0 && part.charCodeAt(index) !== part.charCodeAt(length)) length = falls[length] as number;
    if (part.charCodeAt(index) === part.charCodeAt(length)) length++;
    falls[index + 1] = length;
  }
  return falls;
}

/** Where the first occurrence ends, or -1. */
function endOf(part: string, falls: Int32Array, text: string, from: number): number {
  let length = 0;
  for (let index = from; index < text.length; index++) {
    const code = text.charCodeAt(index);
    while (length > 0 && code !== part.charCodeAt(length)) length = falls[length] as number;
    if (code === part.charCodeAt(length)) length++;
    if (length === part.length) return index + 1;
  }
  return -1;
}
