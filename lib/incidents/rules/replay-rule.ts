import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import { detectionActor } from '../detection/actor';
import { type Matcher, type Rule, readyRule } from '../detection/match-rule';
import type { ReplayWire, RuleDraft, RulePatch } from '../rule-schemas';
import { readRules } from './cached-rules';
import { getRule } from './find-rules';
import { type PastSignal, readSignals } from './read-signals';
import { definedOf } from './save-rule';
import { type RealEnd, type SimulatedIncident, simulate } from './simulate';

/** The rule lab: what a rule would have done with the signals of the last days. Changes nothing. */

const dayMs = 86_400_000;
const mostListed = 500;

/** A rule that need not be saved, in its place among the others, compared with what all rules really opened. */
export async function replayRule(draft: RuleDraft, days: number): Promise<ReplayWire> {
  // It is the newest of its position.
  return replay({ ...draft, id: Number.MAX_SAFE_INTEGER }, await readRules(), days, null);
}

/** A saved rule with changes, compared with what this rule really opened. Throws `not_found`. */
export async function replaySavedRule(id: number, patch: RulePatch, days: number): Promise<ReplayWire> {
  const saved = await getRule(id);
  const others = (await readRules()).filter((rule) => rule.id !== id);
  return replay({ ...saved, ...definedOf(patch) }, others, days, id);
}

/** An incident that a rule really opened. */
interface Opened {
  number: number;
  title: string;
  service: string;
  environment: string | null;
  started_at: Date;
  ended_at: Date | null;
  closed: boolean;
  by_person: boolean;
  signal_count: number;
}

/** What a rule would have made of one key. */
interface Found extends SimulatedIncident {
  signals: PastSignal[];
  numbers: number[];
}

async function replay(
  wanted: Rule,
  others: readonly Rule[],
  days: number,
  compareWith: number | null,
): Promise<ReplayWire> {
  const now = Date.now();
  const { rule, rules } = inPlace(wanted, others);
  const past = await readSignals(rule, rules, { from: now - days * dayMs, to: now });
  const opened = (await readOpened(past.from, compareWith)).filter((incident) => concerns(wanted, incident));
  const real = new Map(opened.map((incident) => [incident.number, incident]));
  const found = await findAll(rule, past.signals, real, now);
  const met = new Set(found.flatMap(({ numbers }) => numbers));
  const missed = opened.filter(
    ({ number, started_at }) => !met.has(number) && started_at.getTime() >= past.from,
  );
  const count = (outcome: string) => found.filter((incident) => outcomeOf(incident) === outcome).length;
  return {
    from: new Date(past.from).toISOString(),
    to: new Date(now).toISOString(),
    signals: past.signals.length,
    truncated: past.truncated,
    days: daysOf(past, now, found, opened),
    incidents: await toWire(found.sort((a, b) => b.start - a.start).slice(0, mostListed)),
    missed: missed.slice(0, mostListed).map((incident) => ({
      number: incident.number,
      title: incident.title,
      service: incident.service,
      environment: incident.environment,
      startedAt: incident.started_at.toISOString(),
      signals: incident.signal_count,
    })),
    counts: { new: count('new'), same: count('same'), merged: count('merged'), missed: missed.length },
  };
}

/** The rule among those that are tried before it: what comes after it takes nothing from it. */
function inPlace(wanted: Rule, others: readonly Rule[]): { rule: Matcher; rules: Matcher[] } {
  const rule = readyRule(wanted);
  const before = others
    .filter(({ enabled }) => enabled)
    .filter(
      ({ position, id }) => position < wanted.position || (position === wanted.position && id < wanted.id),
    )
    .map(readyRule);
  return { rule, rules: [...before, rule] };
}

/** Whether a rule is about the place of an incident: it can miss only what it could have found. */
function concerns({ services, environments }: Rule, { service, environment }: Opened): boolean {
  const names = (list: readonly string[], name: string | null) =>
    list.length === 0 || (name !== null && list.some((one) => nameKey(one) === nameKey(name)));
  return names(services, service) && names(environments, environment);
}

/** Incidents that rules opened (one rule, if given) and that had not ended before a moment, newest first. */
async function readOpened(from: number, ruleId: number | null): Promise<Opened[]> {
  const { rows } = await pool().query<Opened>(
    `SELECT i.number, e.title, s.name AS service, v.name AS environment, i.started_at, i.ended_at, i.status = 'closed' AS closed,
            coalesce(nullif(i.resolved_by, ''), '-') <> $3 AS by_person, i.signal_count
     FROM incident i JOIN event e ON e.id = i.event_id JOIN service s ON s.id = i.service_id LEFT JOIN environment v ON v.id = i.environment_id
     WHERE i.origin = 'detected' AND i.merged_into IS NULL AND (i.ended_at IS NULL OR i.ended_at >= $1) AND ($2::int IS NULL OR i.rule_id = $2)
     ORDER BY i.started_at DESC, i.number DESC LIMIT 20000`,
    [new Date(from), ruleId, detectionActor],
  );
  return rows;
}

async function findAll(
  rule: Matcher,
  signals: readonly PastSignal[],
  real: ReadonlyMap<number, Opened>,
  now: number,
): Promise<Found[]> {
  const keys = new Map<string, PastSignal[]>();
  for (const signal of signals) {
    const group = rule.groupBy === 'fingerprint' ? signal.fingerprint : '';
    const key = `${signal.serviceId}/${signal.environmentId}/${group}`;
    const own = keys.get(key);
    if (own) own.push(signal);
    else keys.set(key, [signal]);
  }
  const limits = {
    threshold: rule.threshold,
    windowMs: rule.windowSeconds * 1000,
    quietMs: rule.quietSeconds * 1000,
    reopenMs: rule.reopenSeconds * 1000,
    autoResolveMs: rule.autoResolveSeconds === null ? null : rule.autoResolveSeconds * 1000,
    now,
  };
  const found: Found[] = [];
  let worked = 0;
  for (const own of keys.values()) {
    const times = own.map(({ time }) => time);
    for (const incident of simulate(limits, times, (index) => realEnd(own[index], real))) {
      const members = own.slice(incident.from, incident.to);
      found.push({ ...incident, signals: members, numbers: numbersOf(members, real) });
    }
    worked += own.length;
    if (worked > 10_000) {
      worked = 0;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return found;
}

function realEnd(
  signal: PastSignal | undefined,
  real: ReadonlyMap<number, Opened>,
): RealEnd | null | undefined {
  const incident = signal?.incident == null ? undefined : real.get(signal.incident);
  if (!incident) return undefined;
  if (!incident.ended_at || !incident.by_person) return null;
  return { at: incident.ended_at.getTime(), closed: incident.closed };
}

function numbersOf(signals: readonly PastSignal[], real: ReadonlyMap<number, Opened>): number[] {
  const numbers = new Set<number>();
  for (const { incident } of signals) if (incident !== null && real.has(incident)) numbers.add(incident);
  return [...numbers].sort((a, b) => a - b);
}

function outcomeOf({ numbers }: Found): 'new' | 'same' | 'merged' {
  return numbers.length === 0 ? 'new' : numbers.length === 1 ? 'same' : 'merged';
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);

function daysOf(
  { signals, from }: { signals: readonly PastSignal[]; from: number },
  now: number,
  found: readonly Found[],
  opened: readonly Opened[],
): ReplayWire['days'] {
  const days = new Map<string, ReplayWire['days'][number]>();
  for (let time = from; dayOf(time) <= dayOf(now); time += dayMs)
    days.set(dayOf(time), { day: dayOf(time), signals: 0, wouldOpen: 0, opened: 0 });
  const bump = (time: number, field: 'signals' | 'wouldOpen' | 'opened') => {
    const day = days.get(dayOf(time));
    if (day) day[field] += 1;
  };
  for (const { time } of signals) bump(time, 'signals');
  for (const { start } of found) bump(start, 'wouldOpen');
  for (const { started_at } of opened) if (started_at.getTime() >= from) bump(started_at.getTime(), 'opened');
  return [...days.values()];
}

async function toWire(found: readonly Found[]): Promise<ReplayWire['incidents']> {
  const facts = found.map(({ signals }) => ({
    serviceId: (signals[0] as PastSignal).serviceId,
    environmentId: (signals[0] as PastSignal).environmentId,
    fingerprint: mostFrequent(signals),
  }));
  const { rows } = await pool().query<{
    service: string;
    environment: string | null;
    template: string | null;
  }>(
    `SELECT s.name AS service, v.name AS environment, f.template
     FROM unnest($1::int[], $2::int[], $3::text[]) WITH ORDINALITY AS k(service_id, environment_id, fingerprint, ord)
     JOIN service s ON s.id = k.service_id LEFT JOIN environment v ON v.id = k.environment_id
     LEFT JOIN error_fingerprint f ON f.service_id = k.service_id AND f.fingerprint = k.fingerprint
     ORDER BY k.ord`,
    [
      facts.map(({ serviceId }) => serviceId),
      facts.map(({ environmentId }) => environmentId),
      facts.map(({ fingerprint }) => fingerprint),
    ],
  );
  return found.map((incident, index) => ({
    service: rows[index]?.service ?? '',
    environment: rows[index]?.environment ?? null,
    template: rows[index]?.template ?? '',
    startedAt: new Date(incident.start).toISOString(),
    lastSignalAt: new Date(incident.last).toISOString(),
    endedAt: incident.end === null ? null : new Date(incident.end).toISOString(),
    signals: incident.signals.length,
    reopened: incident.reopened,
    outcome: outcomeOf(incident),
    numbers: incident.numbers,
  }));
}

function mostFrequent(signals: readonly PastSignal[]): string {
  const counts = new Map<string, number>();
  for (const { fingerprint } of signals) counts.set(fingerprint, (counts.get(fingerprint) ?? 0) + 1);
  let best = '';
  for (const [fingerprint, count] of counts) if (count > (counts.get(best) ?? 0)) best = fingerprint;
  return best;
}
