import { pool } from '@/lib/db/pool';
import { findEvents } from '@/lib/events/find-events';
import type { EventKind } from '@/lib/events/vocabulary';
import type { SuspectsWire } from '@/lib/incidents/cause-operations';
import { noSuchIncident } from '@/lib/incidents/find-incidents';
import type { Verdict } from '@/lib/incidents/vocabulary';
import { type Candidate, findCandidates, lookBackMs } from './candidates';
import { firstSightOf } from './first-sight';
import { type Neighbour, neighbourhood } from './neighbourhood';
import { afterStartMs, type IncidentFacts, type Score, scoreSuspect } from './score';
import { splitFrom } from './split-from';

/** A change with its place among all that were looked at. */
export interface Ranked extends Score {
  eventId: string;
  /** 1 is the most suspect. What nobody found but somebody judged comes after all others. */
  rank: number;
  /** False for what is only here because somebody has judged it. */
  found: boolean;
  /** Names of services from the incident's to the change's. */
  path: string[];
  verdict: Verdict | null;
  verdictBy: string | null;
  verdictAt: Date | null;
}

export interface Ranking {
  incident: { number: number; eventId: string; serviceId: number };
  /** By rank. */
  suspects: Ranked[];
  considered: number;
  from: Date;
  to: Date;
}

interface IncidentRow {
  event_id: string;
  service_id: number;
  service: string;
  environment_id: number | null;
  environment: string | null;
  tier: string | null;
  started_at: Date;
  template: string;
}

interface VerdictRow {
  event_id: string;
  verdict: Verdict;
  actor: string;
  at: Date;
}

/** How many verdicts are remembered when a service's past is told, of all services together. */
const mostVerdicts = 2000;

/** How many can be shown; what comes after them counts as not ranked. */
export const mostRanked = 50;

/** Ranks the changes that may have caused an incident, as things stand now. Throws `not_found`. */
export async function rankChanges(number: number, now = Date.now()): Promise<Ranking> {
  const row = await readIncident(number);
  const [neighbours, verdicts, errorFirstAt] = await Promise.all([
    neighbourhood(row.service_id),
    readVerdicts(number),
    firstSightOf(number, row.service_id, row.template),
  ]);
  const start = row.started_at.getTime();
  const candidates = await findCandidates({
    start,
    now,
    serviceId: row.service_id,
    environmentId: row.environment_id,
    eventId: row.event_id,
    neighbours,
    judged: verdicts.map(({ event_id }) => event_id),
  });
  const serviceIds = [...new Set([...neighbours.keys(), ...candidates.map(({ serviceId }) => serviceId)])];
  const [guilt, names] = await Promise.all([readGuilt(serviceIds, number), readNames(serviceIds)]);

  const incident: IncidentFacts = {
    startedAt: start,
    service: row.service,
    environment: row.environment === null ? null : { name: row.environment, tier: row.tier ?? 'other' },
    errorFirstAt,
  };
  const judgedBy = new Map(verdicts.map((verdict) => [verdict.event_id, verdict]));
  const scored = withoutRepeats(
    candidates
      .map((candidate) => ({ candidate, ...scoreOf(candidate) }))
      .sort(
        (a, b) =>
          Number(b.candidate.found) - Number(a.candidate.found) ||
          b.score - a.score ||
          Math.abs(a.beforeMs) - Math.abs(b.beforeMs) ||
          (a.candidate.id < b.candidate.id ? -1 : 1),
      ),
    judgedBy,
  );

  function scoreOf(candidate: Candidate): Score {
    const relation = neighbours.get(candidate.serviceId)?.relation ?? { direction: 'unrelated', distance: 0 };
    const past = guilt.get(`${candidate.serviceId} ${candidate.kind}`) ?? { confirmed: 0, cleared: 0 };
    return scoreSuspect(incident, { ...candidate, relation, past });
  }

  return {
    incident: { number, eventId: row.event_id, serviceId: row.service_id },
    suspects: scored.map(({ candidate, score, parts, beforeMs }, index): Ranked => {
      const said = judgedBy.get(candidate.id);
      return {
        eventId: candidate.id,
        rank: index + 1,
        found: candidate.found,
        score,
        parts,
        beforeMs,
        path: pathTo(candidate, neighbours, names),
        verdict: said?.verdict ?? null,
        verdictBy: said?.actor ?? null,
        verdictAt: said?.at ?? null,
      };
    }),
    considered: candidates.filter(({ found }) => found).length,
    from: new Date(start - lookBackMs),
    to: new Date(start + afterStartMs),
  };
}

/**
 * The changes that may have caused an incident, the confirmed ones first, then by rank, at most `limit`. Throws
 * `not_found`.
 */
export async function rankSuspects(number: number, limit = 10, now = Date.now()): Promise<SuspectsWire> {
  const [{ suspects, considered, from, to }, origin] = await Promise.all([
    rankChanges(number, now),
    splitFrom(number),
  ]);
  const shown = inOrder(suspects).slice(0, limit);
  const events = new Map(
    (await findEvents({ ids: shown.map(({ eventId }) => eventId) })).map((event) => [event.id, event]),
  );
  return {
    items: shown.flatMap(({ eventId, verdictAt, found: _, ...suspect }) => {
      const event = events.get(eventId);
      return event ? [{ ...suspect, event, verdictAt: verdictAt?.toISOString() ?? null }] : [];
    }),
    considered,
    from: from.toISOString(),
    to: to.toISOString(),
    splitFrom: origin,
  };
}

/** As they are shown: the confirmed ones first. What was judged without having been found stands only there, or not at all. */
function inOrder(suspects: readonly Ranked[]): Ranked[] {
  const confirmed = suspects.filter(({ verdict }) => verdict === 'confirmed');
  const others = suspects.filter(
    ({ verdict, found, rank }) => verdict !== 'confirmed' && found && rank <= mostRanked,
  );
  const outsiders = suspects.filter(({ verdict, found }) => verdict !== 'confirmed' && !found);
  return [...confirmed, ...others, ...outsiders];
}

/** What reports by itself repeats itself. Of the same finding in the same place the most suspect one stands for all. */
function withoutRepeats<T extends { candidate: Candidate }>(
  ordered: readonly T[],
  judged: ReadonlyMap<string, unknown>,
): T[] {
  const seen = new Set<string>();
  return ordered.filter(({ candidate: { id, kind, serviceId, environment, eventType, title } }) => {
    if (kind !== 'infra' && kind !== 'drift') return true;
    const what = JSON.stringify([
      kind,
      serviceId,
      environment?.name,
      eventType,
      kind === 'drift' || !eventType ? title : '',
    ]);
    const repeated = seen.has(what);
    seen.add(what);
    return !repeated || judged.has(id);
  });
}

async function readIncident(number: number): Promise<IncidentRow> {
  const { rows } = await pool().query<IncidentRow>(
    `SELECT i.event_id, i.service_id, s.name AS service, i.environment_id, v.name AS environment, v.tier, i.started_at, i.template
     FROM incident i JOIN service s ON s.id = i.service_id LEFT JOIN environment v ON v.id = i.environment_id WHERE i.number = $1`,
    [number],
  );
  if (!rows[0]) throw noSuchIncident(number);
  return rows[0];
}

async function readVerdicts(number: number): Promise<VerdictRow[]> {
  const { rows } = await pool().query<VerdictRow>(
    'SELECT event_id, verdict, actor, at FROM incident_verdict WHERE incident_number = $1',
    [number],
  );
  return rows;
}

/** What was said of changes of these services lately, at most a year ago, in other incidents, by service and kind. */
async function readGuilt(
  serviceIds: readonly number[],
  except: number,
): Promise<Map<string, { confirmed: number; cleared: number }>> {
  const { rows } = await pool().query<{
    service_id: number;
    kind: EventKind;
    confirmed: number;
    cleared: number;
  }>(
    `SELECT e.service_id, e.kind, count(*) FILTER (WHERE d.verdict = 'confirmed') AS confirmed,
            count(*) FILTER (WHERE d.verdict = 'cleared') AS cleared
     FROM (SELECT * FROM incident_verdict WHERE incident_number <> $2 AND at > now() - interval '1 year'
           ORDER BY at DESC LIMIT ${mostVerdicts}) d JOIN event e ON e.id = d.event_id
     WHERE e.service_id = ANY ($1::int[]) GROUP BY e.service_id, e.kind`,
    [serviceIds, except],
  );
  return new Map(
    rows.map(({ service_id, kind, confirmed, cleared }) => [`${service_id} ${kind}`, { confirmed, cleared }]),
  );
}

async function readNames(serviceIds: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await pool().query<{ id: number; name: string }>(
    'SELECT id, name FROM service WHERE id = ANY ($1::int[])',
    [serviceIds],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

function pathTo(
  { serviceId, service }: Candidate,
  neighbours: ReadonlyMap<number, Neighbour>,
  names: ReadonlyMap<number, string>,
): string[] {
  const path = neighbours.get(serviceId)?.path;
  return path ? path.map((id) => names.get(id) ?? '') : [service];
}
