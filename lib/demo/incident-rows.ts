import type { Priority } from '@/lib/events/vocabulary';
import { type Sort, sortOf, textOf } from '@/lib/incidents/detection/signal';
import { incidentStatusOf } from '@/lib/incidents/status-of-event';
import { classify } from '@/lib/incidents/triage/classify';
import type { IncidentEntryType, IncidentStatus, Verdict } from '@/lib/incidents/vocabulary';
import type { Story } from './activity';
import { type Past, pastKey, type RankedChange, rankingOf } from './suspects';
import type { DemoEvent, World } from './world';

/** What the demo world's incidents are made of, as rows that still lack the ids of the database. Pure. */

/** One entry of an incident's timeline. */
export interface DemoEntry {
  at: number;
  actor: string;
  type: IncidentEntryType;
  field?: string;
  oldValue?: string;
  newValue?: string;
  /** Of another incident of this world, whose number is the new value. */
  newIncident?: string;
  text?: string;
}

export interface DemoIncident {
  event: DemoEvent;
  status: IncidentStatus;
  origin: Story['origin'];
  /** What triage said, if a person has not said otherwise; the event's priority. */
  severity: Priority;
  judgement: ReturnType<typeof classify> & { at: string };
  judgedByPerson: string[];
  template: string;
  assignee: string;
  acknowledged: { at: number; by: string } | null;
  resolved: { at: number; by: string } | null;
  closedAt: number | null;
  endedAt: number | null;
  /** The event of the incident that it went on in. */
  mergedInto: string | null;
  signals: DemoEvent[];
  entries: DemoEntry[];
  suspects: RankedChange[];
  verdicts: {
    change: DemoEvent;
    verdict: Verdict;
    rank: number | null;
    score: number | null;
    at: number;
    by: string;
  }[];
  postmortem: { at: number; by: string; text: string } | null;
  updatedAt: number;
}

export interface DemoSignal {
  event: DemoEvent;
  sort: Sort;
  /** Whether the rule for bursts counts it. */
  counts: boolean;
  /** The event of the incident that it belongs to. */
  incident: string | null;
}

/** Suspects that are kept of an incident. */
const mostSuspects = 20;
const counted = new Set(['error', 'critical', 'fatal']);

/** The incidents of a world, oldest first, with their signals and all the signals there are. */
export function incidentsOf({ events, now }: World): { incidents: DemoIncident[]; signals: DemoSignal[] } {
  const byKey = new Map(events.map((event) => [event.key, event]));
  const found = events.filter(({ kind }) => kind === 'incident');
  const signals = membersOf(events, found, byKey);
  const members = grouped(signals, ({ incident }) => incident);
  const firstSeen = firstSeenOf(signals);
  const incidents = found.map((event) =>
    incidentOf(
      event,
      (members.get(event.id) ?? []).map((signal) => signal.event),
      byKey,
      now,
    ),
  );
  tellMerged(incidents);
  judge(incidents, events, byKey, firstSeen, now);
  for (const incident of incidents) {
    incident.entries.sort((a, b) => a.at - b.at);
    incident.updatedAt = Math.max(incident.updatedAt, ...incident.entries.map(({ at }) => at));
  }
  return { incidents, signals };
}

/** Each signal with the incident in whose life it falls; what belongs to a merged one belongs to where that went on. */
function membersOf(
  events: readonly DemoEvent[],
  incidents: readonly DemoEvent[],
  byKey: ReadonlyMap<string, DemoEvent>,
): DemoSignal[] {
  const lives = grouped(
    incidents.filter(({ story }) => story?.origin === 'detected'),
    ({ service, environment }) => `${service} ${environment}`,
  );
  return events
    .filter(({ kind }) => kind === 'signal')
    .map((event) => {
      const counts = counted.has(event.facts.level ?? '');
      const holder = lives.get(`${event.service} ${event.environment}`)?.findLast((incident) => {
        const goesOn = intoOf(incident, byKey) ?? incident;
        return (
          event.startsAt >= incident.startsAt &&
          event.startsAt <= (goesOn.endedAt ?? Number.POSITIVE_INFINITY)
        );
      });
      const incident = counts && holder ? (intoOf(holder, byKey) ?? holder).id : null;
      const text = { title: event.title, message: event.facts.message ?? '' };
      return { event, sort: sortOf(text), counts, incident };
    });
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function intoOf({ story, status }: DemoEvent, byKey: ReadonlyMap<string, DemoEvent>): DemoEvent | undefined {
  return story?.merged && status === 'close' ? byKey.get(story.merged.into) : undefined;
}

function firstSeenOf(signals: readonly DemoSignal[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { event, sort, counts } of signals) {
    const key = `${event.service} ${sort.fingerprint}`;
    if (counts && event.startsAt < (first.get(key) ?? Number.POSITIVE_INFINITY))
      first.set(key, event.startsAt);
  }
  return first;
}

function incidentOf(
  event: DemoEvent,
  members: DemoEvent[],
  byKey: ReadonlyMap<string, DemoEvent>,
  now: number,
): DemoIncident {
  const { story, happened, facts } = event;
  if (!story) throw new Error(`The demo's incident ${event.key} has no story.`);
  const detected = story.origin === 'detected';
  const judgement = classify((detected ? members : [event]).map(asSignal), event);
  const status = incidentStatusOf(event.status);
  const moves = happened.filter(({ type }) => type === 'status_changed');
  const moveTo = (to: IncidentStatus) => {
    const move = moves.find((one) => incidentStatusOf(one.status ?? null) === to);
    return move ? { at: move.at, by: move.actor } : null;
  };
  const acknowledged = moveTo('investigating');
  const merged = intoOf(event, byKey);
  const entries: DemoEntry[] = [
    {
      at: event.reportedAt,
      actor: event.reportedBy,
      type: 'opened',
      field: 'status',
      newValue: 'open',
      text: detected ? '5 signals within 5 minutes: Bursts of errors.' : '',
    },
  ];
  let before: IncidentStatus = 'open';
  for (const { at, actor, type, status: to, comment } of happened) {
    if (type === 'noted') entries.push({ at, actor, type: 'note', text: comment });
    if (type !== 'status_changed' || merged) continue;
    const next = incidentStatusOf(to ?? null);
    entries.push({
      at,
      actor,
      type: 'status',
      field: 'status',
      oldValue: before,
      newValue: next,
      text: comment,
    });
    before = next;
  }
  if (acknowledged) {
    const { at, by } = acknowledged;
    entries.push({ at, actor: by, type: 'assigned', field: 'assignee', newValue: story.lead });
  }
  // Somebody has said how grave it is, unless nobody was there yet.
  const said = acknowledged && facts.priority ? facts.priority : judgement.severity;
  const judgedByPerson = detected && event.title !== titleIn(members) ? ['title'] : detected ? [] : ['title'];
  if (acknowledged && said !== judgement.severity) {
    entries.push({
      at: acknowledged.at,
      actor: acknowledged.by,
      type: 'edited',
      field: 'severity',
      oldValue: judgement.severity,
      newValue: said,
    });
    judgedByPerson.push('severity');
  }
  const postmortem = story.postmortem && story.postmortem.at <= now ? story.postmortem : null;
  if (postmortem) entries.push({ at: postmortem.at, actor: postmortem.by, type: 'postmortem' });
  const ended = status === 'resolved' || status === 'closed';
  return {
    event,
    status,
    origin: story.origin,
    severity: said,
    judgement: { ...judgement, at: new Date(event.reportedAt).toISOString() },
    judgedByPerson,
    template: detected ? mostFrequent(members.map((member) => sortOf(textIn(member)).template)) : '',
    assignee: acknowledged ? story.lead : '',
    acknowledged,
    resolved: ended && !merged ? moveTo('resolved') : null,
    closedAt: status === 'closed' ? (moves.at(-1)?.at ?? event.endedAt) : null,
    endedAt: ended ? event.endedAt : null,
    mergedInto: merged?.id ?? null,
    signals: members,
    entries,
    suspects: [],
    verdicts: [],
    postmortem,
    updatedAt: event.reportedAt,
  };
}

const textIn = ({ title, facts }: DemoEvent) => ({ title, message: facts.message ?? '' });
const titleIn = (members: readonly DemoEvent[]) => mostFrequent(members.map(({ title }) => title));
const asSignal = (event: DemoEvent) => ({
  id: event.id,
  level: event.facts.level ?? null,
  message: event.kind === 'incident' ? `${event.title}\n${event.facts.message}` : textOf(textIn(event)),
  at: new Date(event.startsAt).toISOString(),
});

function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

/** Both timelines say that one went on in the other. */
function tellMerged(incidents: readonly DemoIncident[]): void {
  const byEvent = new Map(incidents.map((incident) => [incident.event.id, incident]));
  for (const incident of incidents) {
    const into = byEvent.get(incident.mergedInto ?? '');
    const merged = incident.event.story?.merged;
    if (!into || !merged) continue;
    const { at, by } = merged;
    incident.entries.push({
      at,
      actor: by,
      type: 'merged',
      field: 'mergedInto',
      oldValue: 'investigating',
      newIncident: into.event.id,
    });
    into.entries.push({ at, actor: by, type: 'merged', field: 'mergedFrom', newIncident: incident.event.id });
  }
}

/** Ranks the changes before each incident, and lets people say what did it: in the order in which they said so. */
function judge(
  incidents: readonly DemoIncident[],
  events: readonly DemoEvent[],
  byKey: ReadonlyMap<string, DemoEvent>,
  firstSeen: ReadonlyMap<string, number>,
  now: number,
): void {
  const { rank } = rankingOf(events, now);
  const past: Past = new Map();
  const seenOf = ({ event, signals }: DemoIncident) => {
    const most = mostFrequent(signals.slice(0, 200).map((signal) => sortOf(textIn(signal)).fingerprint));
    return firstSeen.get(`${event.service} ${most}`) ?? null;
  };
  const said = incidents
    .filter(
      ({ event: { story }, mergedInto }) => story?.judged && story.judged.at <= now && mergedInto === null,
    )
    .toSorted((a, b) => (a.event.story?.judged?.at ?? 0) - (b.event.story?.judged?.at ?? 0));
  for (const incident of said) {
    const { story } = incident.event;
    if (!story?.judged) continue;
    const { at, by, confirms, clears } = story.judged;
    const ranked = rank(incident.event, seenOf(incident), past);
    const cause = byKey.get(story.cause ?? '');
    const others = ranked.filter(({ event }) => event !== cause);
    if (clears && others[0]) say(others[0].event, 'cleared', others[0]);
    if (confirms && cause)
      say(
        cause,
        'confirmed',
        ranked.find(({ event }) => event === cause),
      );

    function say(change: DemoEvent, verdict: Verdict, place: RankedChange | undefined): void {
      incident.verdicts.push({
        change,
        verdict,
        rank: place?.rank ?? null,
        score: place?.score ?? null,
        at,
        by,
      });
      incident.entries.push({ at, actor: by, type: 'suspect', field: change.id, newValue: verdict });
      const known = past.get(pastKey(change)) ?? { confirmed: 0, cleared: 0 };
      past.set(pastKey(change), { ...known, [verdict]: known[verdict] + 1 });
    }
  }
  for (const incident of incidents) {
    const confirmed = incident.verdicts.find(({ verdict }) => verdict === 'confirmed')?.change;
    incident.suspects = rank(incident.event, seenOf(incident), past).filter(
      ({ event, rank: place }) => place <= mostSuspects || event === confirmed,
    );
  }
}
