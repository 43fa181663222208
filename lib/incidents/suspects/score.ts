import type { EventKind, EventLevel, Phase } from '@/lib/events/vocabulary';
import type { SuspectWire } from '@/lib/incidents/schemas';
import type { SuspectPart } from '@/lib/incidents/vocabulary';
import { lengthInWords } from './words';

/**
 * How suspect a change is of having caused an incident, and why. Pure and client-safe; all times are milliseconds since the epoch.
 *
 * Seven parts add up to at most 100. Each says what it adds, the most it could add, and why, in words. What happened in another environment
 * rarely breaks this one, so there every part that speaks of the change itself counts less.
 */

/** An environment as far as the score looks at it. */
export interface Place {
  name: string;
  tier: string;
}

/** What of an incident matters to the score. */
export interface IncidentFacts {
  startedAt: number;
  service: string;
  /** Null when nobody said where it is. */
  environment: Place | null;
  /** When this service first reported the incident's error; null when that is not known. */
  errorFirstAt: number | null;
}

/** Where the service of a change stands in the graph, seen from the incident's. */
export interface Relation {
  /** `upstream` is what the incident's service depends on. */
  direction: 'same' | 'upstream' | 'downstream' | 'unrelated';
  /** Steps in the graph; 0 for the same service. */
  distance: number;
}

/** What of a change matters to the score. */
export interface ChangeFacts {
  kind: EventKind;
  phase: Phase;
  level: EventLevel | null;
  category: string | null;
  eventType: string | null;
  service: string;
  environment: Place | null;
  relation: Relation;
  at: number;
  /** Null while it goes on. */
  until: number | null;
  /** Whether the next deployment there took it back. */
  rolledBack: boolean;
  /** What people said of changes of this service and kind in other incidents. */
  past: { confirmed: number; cleared: number };
}

export interface Score {
  /** 0 to 100: the sum of the parts. */
  score: number;
  parts: SuspectWire['parts'];
  /** How long before the start of the incident it happened; negative is after it. */
  beforeMs: number;
}

/** The most that each part can add: 100 together. */
export const mostPoints: Record<SuspectPart, number> = {
  closeness: 30,
  distance: 20,
  environment: 12,
  kind: 15,
  outcome: 5,
  firstSight: 13,
  past: 5,
};

const minute = 60_000;
const hour = 60 * minute;

/** Changes that begin later than this after the start are no suspects. */
export const afterStartMs = 15 * minute;
/** A change this long before the start counts half of one at the start. */
const halfMs = hour;
/** An error that is first seen this long after a change speaks half as much against it as one that is seen at once. */
const halfSightMs = 2 * hour;
/** A change that is under way ages this many times slower than one that is over. */
const runningFactor = 8;

/** What one part says: a share of its most, 0 to 1, and why. */
interface Finding {
  share: number;
  reason: string;
}

/** Scores a change. */
export function scoreSuspect(incident: IncidentFacts, change: ChangeFacts): Score {
  const where = environmentOf(incident, change);
  const moment = momentOf(incident.startedAt, change);
  const findings: Record<SuspectPart, Finding> = {
    closeness: elsewhere(closenessOf(moment), where.weight),
    distance: elsewhere(distanceOf(incident, change), where.weight),
    environment: where,
    kind: elsewhere(kindOf(change), where.weight),
    outcome: elsewhere(outcomeOf(change), where.weight),
    firstSight: elsewhere(firstSightOf(incident, change), where.weight),
    past: elsewhere(pastOf(change), where.weight),
  };
  const parts = (Object.keys(mostPoints) as SuspectPart[]).map((part) => {
    const { share, reason } = findings[part];
    const most = mostPoints[part];
    return { part, points: tenths(share * most), most, reason };
  });
  return {
    score: tenths(parts.reduce((sum, { points }) => sum + points, 0)),
    parts,
    beforeMs: moment.beforeMs,
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;

function elsewhere({ share, reason }: Finding, weight: number): Finding {
  if (weight === 1 || share === 0) return { share, reason };
  return { share: share * weight, reason: `${reason}; counts less, being in another environment` };
}

/** The moment of a change that is nearest to the start, and how that is said. */
interface Moment {
  beforeMs: number;
  /** The age that counts; shorter than `beforeMs` while it was under way. */
  ageMs: number;
  words: string;
}

/** Kinds that take a while and can break something at their beginning, at their end and in between. */
const lasting: readonly EventKind[] = ['deployment', 'operation', 'build', 'rpa_usage'];

function momentOf(start: number, { kind, at, until }: ChangeFacts): Moment {
  const before = start - at;
  if (before < 0) {
    return { beforeMs: before, ageMs: before, words: `Began ${lengthInWords(-before)} after the start` };
  }
  if (!lasting.includes(kind)) {
    return { beforeMs: before, ageMs: before, words: `Reported ${lengthInWords(before)} before the start` };
  }
  if (until === null || until > start) {
    return {
      beforeMs: before,
      ageMs: before / runningFactor,
      words: `Was under way at the start, since ${lengthInWords(before)}`,
    };
  }
  const sinceEnd = start - Math.max(at, until);
  const words =
    until > at
      ? `Ended ${lengthInWords(sinceEnd)} before the start`
      : `Happened ${lengthInWords(sinceEnd)} before the start`;
  return { beforeMs: sinceEnd, ageMs: sinceEnd, words };
}

function closenessOf({ ageMs, words }: Moment): Finding {
  if (ageMs >= 0) return { share: 1 / (1 + ageMs / halfMs), reason: words };
  // A start may be noticed late, so what came just after it may still have come first.
  const share = -ageMs > afterStartMs ? 0 : 0.25 * (1 + ageMs / afterStartMs);
  return { share, reason: `${words}; the start may have been noticed late` };
}

const shares = { upstream: [0, 0.6, 0.35], downstream: [0, 0.3, 0.15] } as const;

function distanceOf({ service }: IncidentFacts, { relation, service: other }: ChangeFacts): Finding {
  const { direction, distance } = relation;
  if (direction === 'same') return { share: 1, reason: 'The same service' };
  if (direction === 'unrelated') return { share: 0, reason: `${other} is not near ${service} in the graph` };
  const share = shares[direction][distance] ?? 0;
  const steps = `${distance} ${distance === 1 ? 'step' : 'steps'} away`;
  return direction === 'upstream'
    ? { share, reason: `${service} depends on ${other}, ${steps}` }
    : { share, reason: `${other} depends on ${service}, ${steps}` };
}

/** The part of the environment, and how much all other parts count there. */
function environmentOf(
  { environment: mine }: IncidentFacts,
  { environment: theirs }: ChangeFacts,
): Finding & { weight: number } {
  if (mine === null) return { share: 0.5, weight: 1, reason: 'The incident names no environment' };
  if (theirs === null) return { share: 0.5, weight: 1, reason: 'The change names no environment' };
  if (mine.name === theirs.name) return { share: 1, weight: 1, reason: `The same environment, ${mine.name}` };
  return mine.tier === theirs.tier && mine.tier !== 'other'
    ? { share: 0.15, weight: 0.5, reason: `In ${theirs.name}, of the same tier as ${mine.name}` }
    : { share: 0, weight: 0.25, reason: `In ${theirs.name}, not in ${mine.name}` };
}

const configuration = /(?:^|[^a-z])(?:config(?:uration|s)?|feature[^a-z]?flags?|settings?)(?:[^a-z]|$)/i;
/** Levels of what infrastructure reports when nothing is out of the ordinary. */
const quiet: readonly (EventLevel | null)[] = ['trace', 'debug', 'info', 'essential'];

function kindOf({ kind, level, category, eventType }: ChangeFacts): Finding {
  const isConfiguration = configuration.test(category ?? '') || configuration.test(eventType ?? '');
  switch (kind) {
    case 'deployment':
      return { share: 1, reason: 'A deployment: most incidents come from one' };
    case 'operation':
    case 'infra':
      if (isConfiguration) return { share: 0.87, reason: 'A change of configuration' };
      if (kind === 'operation') return { share: 0.8, reason: 'An operation' };
      return quiet.includes(level)
        ? { share: 0.15, reason: 'Infrastructure, reporting routine' }
        : { share: 0.55, reason: 'A change of infrastructure' };
    case 'drift':
      return { share: 0.35, reason: 'A drift: found now, changed some time before' };
    default:
      return { share: 0.1, reason: 'A kind of event that rarely causes an incident' };
  }
}

function outcomeOf({ kind, phase, rolledBack }: ChangeFacts): Finding {
  if (rolledBack) return { share: 1, reason: 'It was rolled back' };
  // A drift and a report of infrastructure have no outcome: their status says what was found.
  if (kind === 'drift') return { share: 0, reason: 'A drift has no outcome' };
  if (phase === 'failed') return { share: 0.8, reason: 'It failed' };
  if (phase === 'aborted') return { share: 0.6, reason: 'It was aborted on its way' };
  if (phase === 'attention' && lasting.includes(kind))
    return { share: 0.4, reason: 'It ended with a warning' };
  if (phase === 'running') return { share: 0.2, reason: 'It has not ended' };
  return { share: 0, reason: 'Nothing went wrong with it as far as it says' };
}

/**
 * An error that a service never reported before the change, and reports since. What was seen before the change was not caused by it; the longer it took
 * to appear, the less it says.
 */
function firstSightOf(
  { errorFirstAt: first, service }: IncidentFacts,
  { at, until, relation }: ChangeFacts,
): Finding {
  if (first === null) return { share: 0, reason: 'When this error was first seen is not known' };
  const since = first - at;
  if (since < 0)
    return { share: 0, reason: `This error was seen ${lengthInWords(-since)} before it already` };
  if (relation.direction !== 'same' && !(relation.direction === 'upstream' && relation.distance === 1)) {
    return { share: 0, reason: `This error is new in ${service}, which is too far away to tell` };
  }
  const age = until !== null && until <= first ? first - Math.max(at, until) : since / runningFactor;
  const share = (relation.direction === 'same' ? 1 : 0.5) / (1 + age / halfSightMs);
  return {
    share,
    reason: `${service} never reported this error before; first ${lengthInWords(since)} after it began`,
  };
}

/** Smoothed: a single verdict moves it a little, many of them decide. */
function pastOf({ past: { confirmed, cleared }, kind, service }: ChangeFacts): Finding {
  const share = (confirmed + 0.5) / (confirmed + cleared + 2.5);
  const what = `changes of this kind of ${service}`;
  if (confirmed + cleared === 0)
    return { share, reason: `Nobody has confirmed or cleared ${what} (${kind}) yet` };
  return {
    share,
    reason: `Of judged ${what} (${kind}), ${confirmed} of ${confirmed + cleared} were confirmed`,
  };
}
