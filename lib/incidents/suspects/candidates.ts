import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { changeKind } from '@/lib/deployments/change-kind';
import { versionOf } from '@/lib/deployments/version-of-title';
import type { EventKind, EventLevel, Phase } from '@/lib/events/vocabulary';
import type { Neighbour } from './neighbourhood';
import { afterStartMs, type ChangeFacts } from './score';

/** Which changes are looked at for an incident, and what the score has to know of them. */

/** Around which moment of which place changes are looked for. */
export interface Around {
  /** The start of the incident, milliseconds since the epoch. */
  start: number;
  now: number;
  serviceId: number;
  environmentId: number | null;
  /** The event that the incident is: what answers to it did not cause it. */
  eventId: string;
  neighbours: ReadonlyMap<number, Neighbour>;
  /** Events to be looked at whatever they are: somebody has judged them. */
  judged: readonly string[];
}

/** A change as it is scored. */
export interface Candidate extends Omit<ChangeFacts, 'relation' | 'past'> {
  id: string;
  title: string;
  serviceId: number;
  /** False for what is only here because somebody has judged it. */
  found: boolean;
}

const hour = 3_600_000;
/** How far before the start a change may have ended. */
export const lookBackMs = 24 * hour;
/** Most changes that are scored. */
const mostCandidates = 2000;
/** Most of one kind before the start, and after it: of the incident's own place, and of any other. */
const mostHere = 100;
const mostElsewhere = 15;
/** Environments in which deployments are looked for, the one of the incident first. */
const mostEnvironments = 40;

interface Row {
  id: string;
  kind: EventKind;
  phase: Phase;
  level: EventLevel | null;
  category: string | null;
  event_type: string | null;
  title: string;
  version: string | null;
  service_id: number;
  service: string;
  environment: string | null;
  tier: string | null;
  at: Date;
  until: Date | null;
  next_title: string | null;
  next_version: string | null;
  next_type: string | null;
  found: boolean;
}

/** Begun at all: planned ones are still ahead, and some were called off before their time came. */
const begun = `e.phase <> 'planned' AND (e.phase <> 'aborted' OR e.ended_at IS NULL OR e.ended_at >= e.at)`;

/** The changes of a neighbourhood that touch the time from a day before the start to a little after it. */
export async function findCandidates(around: Around): Promise<Candidate[]> {
  const { rows } = await pool().query<Row>(candidatesStatement(around));
  return rows.map(toCandidate);
}

/**
 * Every part is read along an index that begins with the service and stops after a few rows, so that neither the number of all events
 * nor a storm of signals or of infrastructure on a service makes it slow: what is after the start is read
 * apart from what is before it, because storms follow incidents.
 */
export function candidatesStatement(around: Around): { text: string; values: unknown[] } {
  const { start, now, serviceId, environmentId, neighbours, judged, eventId } = around;
  const params = new Params();
  const time = (at: number) => `${params.add(new Date(at))}::timestamptz`;
  const ids = [...neighbours.keys()];
  const services = `unnest(${params.add(ids)}::int[])`;
  const own = `${params.add(serviceId)}::int`;
  const environment = `${params.add(environmentId)}::int`;
  const [began, from] = [time(start), time(start - lookBackMs)];
  // What lasted less than a day and touches the window began after this; the rest stands in the index of long ones.
  const reach = time(start - 2 * lookBackMs);
  const forgotten = time(start - 31 * lookBackMs);
  const to = time(Math.min(now, start + afterStartMs));
  const touches = `(e.at >= ${from} OR e.until >= ${from} OR e.until IS NULL)`;
  const elsewhere = `(n.id = ${own} OR ${environment} IS NULL OR e.environment_id = ${environment} OR e.environment_id IS NULL)`;
  const notAnswer = `e.related_id IS DISTINCT FROM ${params.add(eventId)}::uuid`;
  const near = (which: string, since: string, most: string) => `
    (SELECT e.id FROM event e WHERE ${which} AND e.at >= ${since} AND e.at <= ${began} AND ${begun} AND ${touches}
     ORDER BY e.at DESC LIMIT ${most})
    UNION ALL
    (SELECT e.id FROM event e WHERE ${which} AND e.at > ${began} AND e.at <= ${to} AND ${begun} AND ${notAnswer}
     ORDER BY e.at LIMIT ${mostElsewhere})`;
  const most = (here: string) => `CASE WHEN ${here} THEN ${mostHere} ELSE ${mostElsewhere} END`;
  const deployment = (place: string) =>
    `e.kind = 'deployment' AND e.service_id = n.id AND e.environment_id ${place}`;
  return {
    text: `
      WITH places AS MATERIALIZED (
        SELECT v.id FROM environment v ORDER BY v.id = ${environment} DESC NULLS LAST, v.position, v.id LIMIT ${mostEnvironments}
      ), found AS (
        SELECT x.id FROM ${services} n(id)
          CROSS JOIN unnest('{operation,drift,infra}'::event_kind[]) k(kind)
          CROSS JOIN LATERAL (${near(
            `e.service_id = n.id AND e.kind = k.kind AND e.kind IN ('operation', 'drift', 'infra') AND ${elsewhere}`,
            `CASE WHEN k.kind = 'operation' THEN ${reach} ELSE ${from} END`,
            most(`n.id = ${own}`),
          )}) x
        UNION
        SELECT x.id FROM ${services} n(id)
          JOIN places p ON n.id = ${own} OR ${environment} IS NULL OR p.id = ${environment}
          CROSS JOIN LATERAL (${near(deployment('= p.id'), reach, most(`n.id = ${own} AND p.id = ${environment}`))}) x
        UNION
        SELECT x.id FROM ${services} n(id)
          CROSS JOIN LATERAL (${near(deployment('IS NULL'), reach, most(`n.id = ${own}`))}) x
        UNION
        SELECT x.id FROM ${services} n(id) CROSS JOIN LATERAL (
          SELECT e.id FROM event e
          WHERE e.service_id = n.id AND e.long AND e.kind IN ('deployment', 'operation') AND e.at < ${reach} AND e.at >= ${forgotten}
            AND (e.until >= ${from} OR e.until IS NULL) AND ${begun} AND ${elsewhere}
          ORDER BY e.at DESC LIMIT ${mostElsewhere}) x
      ), chosen AS (
        SELECT c.id, true AS found FROM found c JOIN event e USING (id)
        ORDER BY e.service_id = ${own} DESC, greatest(e.at - ${began}, ${began} - e.at), e.id LIMIT ${mostCandidates}
      )
      SELECT e.id, e.kind, e.phase, e.level, e.category, e.event_type, e.title, e.version, e.service_id, s.name AS service,
             v.name AS environment, v.tier, e.at, e.until, next.title AS next_title, next.version AS next_version,
             next.event_type AS next_type, c.found
      FROM (SELECT id, bool_or(found) AS found FROM (
              SELECT id, found FROM chosen UNION ALL SELECT id, false FROM unnest(${params.add(judged)}::uuid[]) j(id)) a GROUP BY id) c
      JOIN event e USING (id) JOIN service s ON s.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id
      LEFT JOIN LATERAL (
        SELECT f.title, f.version, f.event_type FROM event f
        WHERE e.kind = 'deployment' AND f.kind = 'deployment' AND f.service_id = e.service_id AND f.environment_id = e.environment_id
          AND f.at > e.at AND f.at <= ${time(now)} AND f.phase <> 'planned'
        ORDER BY f.at LIMIT 1) next ON true`,
    values: params.values,
  };
}

function toCandidate(row: Row): Candidate {
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    phase: row.phase,
    level: row.level,
    category: row.category,
    eventType: row.event_type,
    serviceId: row.service_id,
    service: row.service,
    environment: row.environment === null ? null : { name: row.environment, tier: row.tier ?? 'other' },
    at: row.at.getTime(),
    until: row.until?.getTime() ?? null,
    rolledBack: wasRolledBack(row),
    found: row.found,
  };
}

const backwards = /roll(?:s|ed|ing)?[ _.-]?back|\brevert/i;

/** Whether the next deployment in the same place says that it goes back, or brings an older version. */
function wasRolledBack({ title, version, next_title, next_version, next_type }: Row): boolean {
  if (next_title === null) return false;
  if (backwards.test(next_type ?? '') || backwards.test(next_title)) return true;
  const before = versionOf({ version, title });
  const after = versionOf({ version: next_version, title: next_title });
  return before !== null && changeKind(after, [before]) === 'rollback';
}
