import type { EventLevel } from '@/lib/events/vocabulary';
import type { TriageWire } from '../schemas';
import { type IncidentCategory, incidentCategories } from '../vocabulary';
import { categoryFacts } from './categories';
import { features } from './features';
import { maskedCut, maskSecrets } from './mask';
import { graveWords, mildWords, notMild } from './severity';
import { cut, oneLine, readable } from './texts';

/** A signal as triage reads it: the event's id, level and message, and its time in RFC 3339. */
export interface TriageSignal {
  id: string;
  level: EventLevel | null;
  message: string;
  at: string;
}

export interface TriageContext {
  service: string;
  environment?: string | null;
  /** How many signals there are, when only some of them are given. */
  total?: number;
}

/** What the built-in classifier says; whoever stores it adds `at`. */
export type Judgement = Omit<TriageWire, 'at'>;

/** At most this many signals are read, spread over all that are given: a burst repeats itself. */
const maxRead = 100;
/** So many characters are read of one message, and of all together: judging happens while others wait. */
const maxLength = 2_000;
const maxLengthOfAll = 60_000;
/** Of one message no more than this counts: a long one does not outvote the others. */
const maxPoints = 14;
/** What a category must have, over all messages and on average, to be believed. */
const minPoints = 3;
const minMean = 1.5;
const maxEvidence = 4;
/** Events named beside one statement. */
const maxIds = 10;

/** What one text says. */
interface Said {
  text: string;
  /** What was found, as it stands there, by category. */
  found: Partial<Record<IncidentCategory, string[]>>;
  points: Partial<Record<IncidentCategory, number>>;
}

interface Read extends Said {
  signal: TriageSignal;
}

/**
 * Judges an incident by its signals: category, severity, summary, actions and the evidence. Pure and deterministic; needs no network. Each
 * word and phrase of `features.ts` that stands in a message gives or takes points for a category, and the category with the most points over all messages
 * wins. Of equals, the one that comes first in the vocabulary.
 */
export function classify(signals: readonly TriageSignal[], context: TriageContext): Judgement {
  const read = readAll(spread(signals, maxRead));
  const category = winner(read);
  const grave = read.filter(({ text }) => graveWords.test(text));
  const severity = severityOf(category, read, grave);
  const total = Math.max(context.total ?? signals.length, signals.length);
  const groups = groupsOf(read);
  return {
    source: 'builtin',
    model: null,
    category,
    severity,
    summary: summaryOf(category, context, read, groups, total),
    actions: [...categoryFacts[category].actions],
    evidence: evidenceOf(category, read, groups, grave),
    signals: total,
    fallback: null,
  };
}

function spread<T>(items: readonly T[], max: number): T[] {
  if (items.length <= max) return [...items];
  return Array.from({ length: max }, (_, index) => items[Math.floor((index * items.length) / max)] as T);
}

/** A burst repeats itself: the same text is looked at once. */
function readAll(signals: readonly TriageSignal[]): Read[] {
  const length = Math.min(maxLength, Math.floor(maxLengthOfAll / Math.max(1, signals.length)));
  const known = new Map<string, Said>();
  return signals.map((signal) => {
    const text = readable(signal.message, length);
    let said = known.get(text);
    if (!said) {
      said = readText(text);
      known.set(text, said);
    }
    return { signal, ...said };
  });
}

function readText(text: string): Said {
  const found: Said['found'] = {};
  const points: Said['points'] = {};
  for (const { category, weight, pattern } of features) {
    const match = pattern.exec(text);
    if (!match) continue;
    points[category] = (points[category] ?? 0) + weight;
    if (weight < 2) continue;
    found[category] ??= [];
    found[category].push(oneLine(match[0], 60));
  }
  return { text, found, points };
}

const pointsOf = (read: Read, category: IncidentCategory) =>
  Math.min(maxPoints, Math.max(0, read.points[category] ?? 0));

function winner(read: readonly Read[]): IncidentCategory {
  let best: IncidentCategory = 'other';
  let most = 0;
  for (const category of incidentCategories) {
    const sum = read.reduce((total, one) => total + pointsOf(one, category), 0);
    if (sum < minPoints || sum < minMean * read.length || sum <= most) continue;
    best = category;
    most = sum;
  }
  return best;
}

function severityOf(
  category: IncidentCategory,
  read: readonly Read[],
  grave: readonly Read[],
): 'P1' | 'P2' | 'P3' {
  if (grave.length > 0) return 'P1';
  const order = ['P1', 'P2', 'P3'] as const;
  const most = (is: (one: Read) => boolean) => read.length > 0 && read.filter(is).length * 2 > read.length;
  const mild = mildWords[category];
  const own = read.filter((one) => pointsOf(one, category) > 0);
  let step: number = order.indexOf(categoryFacts[category].severity);
  if (mild && own.length > 0 && own.every(({ text }) => mild.test(text) && !notMild.test(text)))
    step = Math.max(step, 1);
  if (most(({ signal }) => signal.level === 'fatal')) step -= 1;
  else if (most(({ signal }) => signal.level === 'critical' || signal.level === 'fatal'))
    step = Math.min(step, 1);
  else if (read.length > 0 && read.every(({ signal }) => signal.level !== null && quiet.has(signal.level)))
    step += 1;
  return order[Math.min(2, Math.max(0, step))] as 'P1' | 'P2' | 'P3';
}

const quiet: ReadonlySet<EventLevel> = new Set(['trace', 'debug', 'info', 'essential', 'warn']);

interface Group {
  /** The message of the first of them, on one line and without secrets. */
  says: string;
  reads: Read[];
}

/** Messages that differ in numbers only say the same. Most frequent first, then the earliest. */
function groupsOf(read: readonly Read[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of read) {
    const says = oneLine(maskedCut(one.signal.message, 600, maskSecrets, 1_200), 160);
    const key = says.toLowerCase().replaceAll(/[0-9a-f]{8,}|\d+/g, '#');
    const group = groups.get(key);
    if (group) group.reads.push(one);
    else groups.set(key, { says, reads: [one] });
  }
  return [...groups.values()].sort((a, b) => b.reads.length - a.reads.length);
}

/** “Database issues detected in orders (production): 5 errors within 40 seconds, most of them saying “…”.” */
function summaryOf(
  category: IncidentCategory,
  { service, environment }: TriageContext,
  read: readonly Read[],
  groups: readonly Group[],
  total: number,
): string {
  const connection =
    category === 'database_issue' &&
    read.filter(({ text }) => /\bconnect/.test(text)).length * 2 > read.length;
  const begin = connection ? 'Database connection issues detected in' : categoryFacts[category].says;
  const place = `${begin} ${oneLine(service, 100)}${environment ? ` (${oneLine(environment, 60)})` : ''}`;
  const [first] = groups;
  if (!first) return `${place}.`;
  const share = first.reads.length / read.length;
  const who =
    total === 1 ? 'saying' : share === 1 ? 'all saying' : share > 0.5 ? 'most of them saying' : 'among them';
  const says = first.says === '' ? '' : `, ${who} “${first.says}”`;
  return `${place}: ${total} ${total === 1 ? 'error' : 'errors'}${total > 1 ? withinOf(read) : ''}${says}.`;
}

function withinOf(read: readonly Read[]): string {
  const times = read.map(({ signal }) => Date.parse(signal.at)).filter(Number.isFinite);
  if (times.length < 2) return '';
  const first = times.reduce((a, b) => Math.min(a, b));
  const seconds = Math.ceil((times.reduce((a, b) => Math.max(a, b)) - first) / 1000);
  const plural = (count: number, unit: string) => ` within ${count} ${unit}${count === 1 ? '' : 's'}`;
  if (seconds <= 1) return ' within a second';
  if (seconds <= 120) return plural(seconds, 'second');
  if (seconds <= 120 * 60) return plural(Math.ceil(seconds / 60), 'minute');
  if (seconds <= 48 * 3600) return plural(Math.ceil(seconds / 3600), 'hour');
  return plural(Math.ceil(seconds / 86_400), 'day');
}

function evidenceOf(
  category: IncidentCategory,
  read: readonly Read[],
  groups: readonly Group[],
  grave: readonly Read[],
): Judgement['evidence'] {
  const ids = (reads: readonly Read[]) => reads.slice(0, maxIds).map(({ signal }) => signal.id);
  const evidence: Judgement['evidence'] = [];
  const own = read.filter((one) => pointsOf(one, category) > 0);
  if (own.length > 0) {
    const words = [...new Set(own.flatMap(({ found }) => found[category] ?? []))].slice(0, 4);
    if (words.length > 0)
      evidence.push({
        statement: `${own.length} of ${read.length} speak of ${words.map((word) => `“${word}”`).join(', ')}.`,
        eventIds: ids(own),
      });
  }
  if (grave.length > 0) {
    const word = oneLine(graveWords.exec((grave[0] as Read).text)?.[0] ?? '', 60);
    evidence.push({ statement: `“${word}” is said, which is grave.`, eventIds: ids(grave) });
  }
  for (const { says, reads } of groups.slice(0, 2))
    if (says !== '')
      evidence.push({ statement: `${reads.length} of ${read.length} say “${says}”.`, eventIds: ids(reads) });
  return evidence
    .slice(0, maxEvidence)
    .map(({ statement, eventIds }) => ({ statement: cut(statement, 400), eventIds }));
}
