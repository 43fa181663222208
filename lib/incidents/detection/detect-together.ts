import type { PoolClient } from 'pg';
import { rememberedEnvironment, rememberedService, resolveServices } from '@/lib/catalog/known-names';
import { transaction } from '@/lib/db/transaction';
import { findEvents } from '@/lib/events/find-events';
import { pokeFeed } from '@/lib/live/poke';
import { nameKey } from '@/lib/names';
import { enteringServices } from '../enter';
import { currentRules, forgetRules } from '../rules/cached-rules';
import { type Assignment, assign, loose, opened } from './assign';
import { leaveAgain } from './leave-again';
import { type Matcher, ruleOf } from './match-rule';
import {
  type Held,
  type Key,
  NotEntered,
  readExceptions,
  readFirst,
  readIntervals,
  readLoose,
} from './read-state';
import { newSorts, rememberSorts } from './seen-sorts';
import { type SignalEvent, type Sort, sortOf, textOf } from './signal';
import { type Claim, type NewSignal, type StoredSignal, storeSignals } from './store-signals';
import { changeDetected, openDetected } from './take-steps';

/** A signal on its way into detection. */
export interface DetectItem {
  event: SignalEvent;
  /** It was changed since it was detected, so that it may belong elsewhere. */
  again?: boolean;
  /** Somebody is told its number and must find it again after a crash. */
  durable?: boolean;
}

/** What became of a signal. */
export interface Detected {
  /** A number of its own, for dialects that have whole numbers for ids. */
  number: number;
  /** The incident that it belongs to. */
  incident: number | null;
  /** False when detection had seen it before. */
  fresh: boolean;
}

const mostAttempts = 8;

/** The row of an event says something newer than what is about to be judged. */
class Stale extends Error {
  constructor(readonly ids: string[]) {
    super('An event was changed meanwhile.');
  }
}

/** What a batch has done, to be told after its commit. */
interface Batch {
  detected: Map<string, Detected>;
  /** Incidents that opened, or whose start moved. */
  begun: number[];
  changed: boolean;
  sorts: ReturnType<typeof newSorts>;
}

/**
 * Detects signals in one transaction: each gets its row, joins the incident that it belongs to, and incidents are opened, reopened or
 * begin earlier, as the rules say. Signals that were detected before are answered and not counted again; events that are gone, or no
 * signals any more, are left out of the answer. A lost race is begun anew.
 */
export async function detectTogether(
  items: readonly DetectItem[],
): Promise<{ detected: Map<string, Detected>; begun: number[] }> {
  let current = items;
  const services = new Set(await serviceIds(current));
  for (let attempt = 1; ; attempt++) {
    const rules = await currentRules();
    try {
      const batch = await transaction((client) => detectWithin(client, current, rules, [...services]));
      rememberSorts(batch.sorts);
      if (batch.changed) pokeFeed();
      return batch;
    } catch (error) {
      if (attempt >= mostAttempts) throw error;
      if (error instanceof NotEntered) for (const id of error.services) services.add(id);
      else if (error instanceof Stale) current = await readAgain(current, error.ids);
      else if (!lostRace(error)) throw error;
    }
  }
}

/** A deadlock, a serialization failure, a second active incident of one key, or a rule that was deleted meanwhile. */
function lostRace(error: unknown): boolean {
  const { code, constraint } = error as { code?: unknown; constraint?: unknown };
  if (constraint === 'incident_rule_id_fkey') forgetRules();
  return (
    code === '40P01' ||
    code === '40001' ||
    constraint === 'incident_active_key' ||
    constraint === 'incident_rule_id_fkey'
  );
}

async function serviceIds(items: readonly DetectItem[]): Promise<number[]> {
  const names = new Set(items.map(({ event }) => event.service));
  const unknown = [...names].filter((name) => !rememberedService(name));
  const resolved = unknown.length > 0 ? await resolveServices(unknown) : new Map();
  return [...names].map((name) => (rememberedService(name) ?? resolved.get(nameKey(name))).id as number);
}

async function readAgain(items: readonly DetectItem[], ids: readonly string[]): Promise<DetectItem[]> {
  const events = new Map((await findEvents({ ids })).map((event) => [event.id, event]));
  return items.flatMap((item) => {
    if (!ids.includes(item.event.id)) return [item];
    const event = events.get(item.event.id);
    return event ? [{ ...item, event }] : [];
  });
}

/** A new signal, judged. */
interface Candidate {
  item: DetectItem;
  serviceId: number;
  environmentId: number;
  rule: Matcher | undefined;
  groupKey: string;
  sort: Sort;
  time: number;
  number: number | null;
  incident: number | null;
}

/** The new signals of one key. */
interface Group extends Key {
  service: string;
  environment: string | null;
  candidates: Candidate[];
  first: number;
  last: number;
}

async function detectWithin(
  client: PoolClient,
  items: readonly DetectItem[],
  rules: readonly Matcher[],
  services: readonly number[],
): Promise<Batch> {
  // Whoever only joins loses nothing when the last moment before a crash is lost: the sweep finds it again. So nobody waits for the disk.
  await client.query(`SET LOCAL synchronous_commit TO off; ${enteringServices(services)}`);
  const again = items.filter((item) => item.again);
  const numbers =
    again.length > 0 ? await leaveAgain(client, again, rules, services) : new Map<string, number>();
  const byId = new Map(items.map((item) => [item.event.id, item]));
  const candidates = await readCandidates(client, [...byId.values()], rules, services, numbers);

  const groups = groupsOf(candidates);
  const changes = groups.length > 0 ? await settleGroups(client, groups, services) : noChanges();
  const sorts = newSorts(candidates);
  if (changes.told.length > 0 || again.length > 0 || items.some(({ durable }) => durable))
    await client.query('SET LOCAL synchronous_commit TO DEFAULT');
  const stored =
    candidates.length > 0
      ? await storeSignals(client, candidates.map(rowOf), changes.claims, sorts, changes.told)
      : [];
  const detected = new Map(stored.map((row) => [row.event_id, answer(row, true)]));
  if (detected.size < byId.size) {
    const missing = [...byId.keys()].filter((id) => !detected.has(id));
    for (const row of await readDetected(client, missing)) detected.set(row.event_id, answer(row, false));
  }
  const changed =
    again.length > 0 ||
    changes.told.length + changes.claims.length > 0 ||
    candidates.some(({ incident }) => incident !== null);
  return { detected, begun: changes.begun, changed, sorts };
}

const answer = ({ number, incident_number }: StoredSignal, fresh: boolean): Detected => ({
  number,
  incident: incident_number,
  fresh,
});

/** The signals among the items that are new, judged. */
async function readCandidates(
  client: PoolClient,
  items: readonly DetectItem[],
  rules: readonly Matcher[],
  services: readonly number[],
  numbers: ReadonlyMap<string, number>,
): Promise<Candidate[]> {
  const all = items.map((item): Candidate => {
    const { event } = item;
    const sort = sortOf(event);
    const rule = ruleFor(rules, event);
    return {
      item,
      serviceId: rememberedService(event.service)?.id ?? 0,
      environmentId: event.environment === null ? 0 : (rememberedEnvironment(event.environment)?.id ?? 0),
      rule,
      groupKey: rule?.groupBy === 'fingerprint' ? sort.fingerprint : '',
      sort,
      time: Date.parse(event.at),
      number: numbers.get(event.id) ?? null,
      incident: null,
    };
  });
  const exceptions = await readExceptions(
    client,
    all.map(({ item, serviceId, environmentId }) => ({ ...item.event, serviceId, environmentId })),
  );
  if (exceptions.length === 0) return all;
  const done = new Set<Candidate>();
  const stale: string[] = [];
  for (const exception of exceptions) {
    const candidate = all[exception.ord] as Candidate;
    const { event } = candidate.item;
    if (exception.done) done.add(candidate);
    else if (exception.revision !== event.revision) stale.push(event.id);
    candidate.serviceId = exception.service_id;
    candidate.environmentId = exception.environment_id;
  }
  if (stale.length > 0) throw new Stale(stale);
  const fresh = all.filter((candidate) => !done.has(candidate));
  const elsewhere = fresh.map(({ serviceId }) => serviceId).filter((id) => !services.includes(id));
  if (elsewhere.length > 0) throw new NotEntered(elsewhere);
  return fresh;
}

/** The rule that takes an event. */
function ruleFor(rules: readonly Matcher[], event: SignalEvent): Matcher | undefined {
  return ruleOf(rules, {
    level: event.level,
    service: event.service,
    environment: event.environment,
    texts: [event.message, event.title],
  });
}

function groupsOf(candidates: readonly Candidate[]): Group[] {
  const groups = new Map<string, Group>();
  for (const candidate of candidates) {
    const { rule, serviceId, environmentId, groupKey, time, item } = candidate;
    if (!rule) continue;
    const id = `${rule.id}/${serviceId}/${environmentId}/${groupKey}`;
    const group = groups.get(id);
    if (group) {
      group.candidates.push(candidate);
      group.first = Math.min(group.first, time);
      group.last = Math.max(group.last, time);
    } else {
      const { service, environment } = item.event;
      groups.set(id, {
        rule,
        serviceId,
        environmentId,
        groupKey,
        service,
        environment,
        candidates: [candidate],
        first: time,
        last: time,
      });
    }
  }
  return [...groups.values()];
}

interface Changes {
  claims: Claim[];
  /** Incidents of whose change the feed knows. */
  told: number[];
  begun: number[];
}

const noChanges = (): Changes => ({ claims: [], told: [], begun: [] });

async function settleGroups(
  client: PoolClient,
  groups: readonly Group[],
  services: readonly number[],
): Promise<Changes> {
  const intervals = await readIntervals(client, groups, services);
  const waiting = await readNeighbourhood(client, groups, intervals);
  const assigned = groups.map((group, index) => {
    const held = intervals[index] as Held[];
    const { threshold, windowSeconds, quietSeconds, reopenSeconds } = group.rule;
    const assignment = assign(
      {
        threshold,
        windowMs: windowSeconds * 1000,
        quietMs: quietSeconds * 1000,
        reopenMs: reopenSeconds * 1000,
      },
      held,
      waiting.get(group) ?? [],
      group.candidates.map(({ time }) => time),
    );
    return { group, held, assignment };
  });
  const changes = noChanges();
  const opening = assigned.flatMap(({ group, assignment }) => {
    const step = assignment.steps.find((one) => one.step === 'open');
    return step ? [{ group, start: step.start, joins: assignment.joins }] : [];
  });
  const numbers = await openDetected(
    client,
    opening.map(({ group, start, joins }) => ({
      ...group,
      key: group,
      start,
      joining: group.candidates.filter((_, index) => joins[index] === opened).map(toJudge),
    })),
  );
  const made = new Map(opening.map(({ group }, index) => [group, numbers[index] as number]));
  changes.told.push(...numbers);
  changes.begun.push(...numbers);
  for (const { group, held, assignment } of assigned)
    await takeSteps(client, group, held, assignment, made.get(group) ?? null, changes);
  return changes;
}

/**
 * Loose signals near the new ones, and the first members of the incidents that follow them. New ones that lie well inside of an interval, as in a
 * flood, need neither; near its start they may be what was missing for it to begin earlier.
 */
async function readNeighbourhood(
  client: PoolClient,
  groups: readonly Group[],
  intervals: readonly Held[][],
): Promise<Map<Key, number[]>> {
  const near: { group: Group; from: number; to: number }[] = [];
  const following: { key: Key; interval: Held }[] = [];
  /** Those with a new signal in no interval. */
  const bare = new Set<Key>();
  for (const [index, group] of groups.entries()) {
    const held = intervals[index] as Held[];
    const quietMs = group.rule.quietSeconds * 1000;
    const windowMs = group.rule.windowSeconds * 1000;
    const heldBy = (time: number, least: number) =>
      held.some(
        ({ start, end }) => time >= start + least && (end === null || time <= Math.max(start, end + quietMs)),
      );
    let from = Number.POSITIVE_INFINITY;
    let to = Number.NEGATIVE_INFINITY;
    for (const { time } of group.candidates) {
      if (heldBy(time, windowMs + 1)) continue;
      if (!heldBy(time, 0)) bare.add(group);
      from = Math.min(from, time - windowMs);
      to = Math.max(to, time + windowMs);
    }
    if (from > to) continue;
    near.push({ group, from, to });
    for (const interval of held)
      if (interval.start >= from && interval.start <= to) following.push({ key: group, interval });
  }
  if (near.length === 0) return new Map();
  const loose = await readLoose(
    client,
    near.map(({ group, from, to }) => ({ ...group, from, to })),
  );
  const waiting = new Map(near.map(({ group }, index) => [group as Key, loose[index] as number[]]));
  const needed = following.filter(({ key }) => bare.has(key) || (waiting.get(key) ?? []).length > 0);
  if (needed.length > 0) await readFirst(client, needed);
  return waiting;
}

/** @param made the incident that was opened */
async function takeSteps(
  client: PoolClient,
  group: Group,
  held: readonly Held[],
  { steps, joins, claims }: Assignment,
  made: number | null,
  changes: Changes,
): Promise<void> {
  for (const step of steps) {
    if (step.step === 'open') continue;
    const interval = held[step.interval] as Held;
    await changeDetected(client, group, interval, step);
    changes.told.push(interval.number);
    if (step.step === 'extend') changes.begun.push(interval.number);
  }
  const numberOf = (join: number) =>
    join === loose ? null : join === opened ? made : (held[join] as Held).number;
  for (const [index, candidate] of group.candidates.entries())
    candidate.incident = numberOf(joins[index] as number);
  for (const { interval, from, to } of claims)
    changes.claims.push({ key: group, incident: numberOf(interval) as number, from, to });
}

const toJudge = ({ item: { event }, sort }: Candidate) => ({
  id: event.id,
  level: event.level,
  message: textOf(event),
  at: event.at,
  template: sort.template,
});

function rowOf(candidate: Candidate): NewSignal {
  const { item, rule, sort, serviceId, environmentId, groupKey, number, incident } = candidate;
  return {
    id: item.event.id,
    number,
    serviceId,
    environmentId,
    ruleId: rule?.id ?? 0,
    fingerprint: sort.fingerprint,
    groupKey,
    level: item.event.level,
    at: item.event.at,
    incident,
  };
}

async function readDetected(client: PoolClient, ids: readonly string[]): Promise<StoredSignal[]> {
  const { rows } = await client.query<StoredSignal>(
    'SELECT event_id, number, incident_number FROM signal WHERE event_id = ANY ($1::uuid[])',
    [ids],
  );
  return rows;
}
