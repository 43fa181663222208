import type { PoolClient } from 'pg';
import { enterServices } from '@/lib/incidents/enter';
import { nameKey } from '@/lib/names';
import type { DemoIncident, DemoSignal } from './incident-rows';
import type { World } from './world';

/** The demo's incidents and signals in the database. They are the demo's as long as their events are. */

/** The rule that Shiplog begins with. Where somebody has deleted it, the demo's incidents belong to no rule. */
const bursts = 1;
/** Signals that one statement inserts. */
const batch = 2000;

/**
 * Waits until nobody decides about the demo's incidents, and keeps others from it until the transaction ends. Numbers are given by hand,
 * which nobody may do meanwhile.
 */
export async function holdIncidents(client: PoolClient, mark: string): Promise<void> {
  const { rows } = await client.query<{ id: number }>(
    `SELECT DISTINCT service_id AS id FROM event WHERE external_id LIKE '${mark}%'`,
  );
  await enterServices(
    client,
    rows.map(({ id }) => id),
  );
  await client.query('LOCK TABLE incident IN SHARE ROW EXCLUSIVE MODE');
}

/** Removes what belongs to the demo's incidents and signals; the incidents themselves go with their events. */
export async function removeIncidents(client: PoolClient, mark: string): Promise<void> {
  await client.query(
    `UPDATE signal s SET incident_number = NULL FROM incident i JOIN event e ON e.id = i.event_id
     WHERE s.incident_number = i.number AND e.external_id LIKE '${mark}%'`,
  );
  // A sort of error that others have seen as well stays, as of when they first saw it.
  await client.query(
    `WITH gone AS (
       DELETE FROM signal s USING event e WHERE e.id = s.event_id AND e.external_id LIKE '${mark}%'
       RETURNING s.event_id, s.service_id, s.fingerprint
     ), sorts AS (
       SELECT g.service_id, g.fingerprint,
              (SELECT min(s.at) FROM signal s WHERE s.service_id = g.service_id AND s.fingerprint = g.fingerprint
                 AND s.level IN ('error', 'critical', 'fatal') AND s.event_id NOT IN (SELECT event_id FROM gone)) AS first_at
       FROM (SELECT DISTINCT service_id, fingerprint FROM gone) g
     ), kept AS (
       UPDATE error_fingerprint f SET first_at = s.first_at FROM sorts s
       WHERE f.service_id = s.service_id AND f.fingerprint = s.fingerprint AND s.first_at IS NOT NULL
     )
     DELETE FROM error_fingerprint f USING sorts s
     WHERE f.service_id = s.service_id AND f.fingerprint = s.fingerprint AND s.first_at IS NULL`,
  );
}

/** Adds the incidents of a world, whose events are there. Their numbers follow the highest that there is. */
export async function addIncidents(
  client: PoolClient,
  { incidents, signals }: { incidents: readonly DemoIncident[]; signals: readonly DemoSignal[] },
  services: ReadonlyMap<string, number>,
  environments: ReadonlyMap<string, { id: number }>,
): Promise<void> {
  const { rows } = await client.query<{ last: number; rule: number | null }>(
    `SELECT coalesce((SELECT max(number) FROM incident), 0) AS last, (SELECT id FROM detection_rule WHERE id = ${bursts}) AS rule`,
  );
  const { last, rule } = rows[0] as { last: number; rule: number | null };
  const numbers = new Map(incidents.map(({ event }, index) => [event.id, last + 1 + index]));
  const number = (eventId: string | null) => (eventId === null ? null : (numbers.get(eventId) ?? null));
  const place = ({ service, environment }: World['events'][number]) => ({
    service_id: services.get(nameKey(service)),
    environment_id: environment === null ? null : environments.get(nameKey(environment))?.id,
  });

  await client.query(insertIncidents, [
    JSON.stringify(
      incidents.map((incident) => ({ ...toRow(incident, number), ...place(incident.event), rule_id: rule })),
    ),
  ]);
  await client.query(`SELECT setval(pg_get_serial_sequence('incident', 'number'), $1)`, [
    last + incidents.length,
  ]);
  await client.query(insertEntries, [
    JSON.stringify(incidents.flatMap((incident) => entriesOf(incident, number))),
  ]);
  await client.query(insertSuspects, [
    JSON.stringify(incidents.flatMap((incident) => suspectsOf(incident, number))),
  ]);
  await client.query(insertVerdicts, [
    JSON.stringify(incidents.flatMap((incident) => verdictsOf(incident, number))),
  ]);
  for (let start = 0; start < signals.length; start += batch) {
    const part = signals.slice(start, start + batch).map(({ event, sort, counts, incident }) => ({
      event_id: event.id,
      ...place(event),
      rule_id: counts && rule !== null ? rule : 0,
      fingerprint: sort.fingerprint,
      template: sort.template,
      level: event.facts.level,
      at: iso(event.startsAt),
      incident_number: number(incident),
    }));
    await client.query(insertSignals, [JSON.stringify(part)]);
  }
}

const iso = (instant: number | null | undefined) =>
  instant === null || instant === undefined ? null : new Date(instant).toISOString();

type Numbers = (eventId: string | null) => number | null;

function toRow(incident: DemoIncident, number: Numbers) {
  const { event, judgement, signals, acknowledged, resolved, postmortem } = incident;
  const times = signals.map(({ startsAt }) => startsAt);
  return {
    number: number(event.id),
    event_id: event.id,
    origin: incident.origin,
    status: incident.status,
    category: judgement.category,
    summary: judgement.summary,
    template: incident.template,
    assignee: incident.assignee,
    started_at: iso(event.startsAt),
    detected_at: iso(event.reportedAt),
    detected_at_original: iso(event.reportedAt),
    acknowledged_at: iso(acknowledged?.at),
    acknowledged_by: acknowledged?.by ?? '',
    resolved_at: iso(resolved?.at),
    resolved_by: resolved?.by ?? '',
    closed_at: iso(incident.closedAt),
    ended_at: iso(incident.endedAt),
    signal_count: signals.length,
    last_signal_at: times.length === 0 ? null : iso(Math.max(...times)),
    merged_into: number(incident.mergedInto),
    triage: judgement,
    judged_by_person: incident.judgedByPerson,
    suspects_at: iso(incident.updatedAt),
    postmortem: postmortem?.text ?? '',
    postmortem_by: postmortem?.by ?? '',
    postmortem_at: iso(postmortem?.at),
    revision: incident.entries.length,
    created_at: iso(event.reportedAt),
    updated_at: iso(incident.updatedAt),
  };
}

const entriesOf = ({ event, entries }: DemoIncident, number: Numbers) =>
  entries.map(({ at, actor, type, field, oldValue, newValue, newIncident, text }) => ({
    incident_number: number(event.id),
    at: iso(at),
    actor,
    type,
    field: field ?? '',
    old_value: oldValue ?? '',
    new_value: newIncident ? String(number(newIncident)) : (newValue ?? ''),
    text: text ?? '',
  }));

const suspectsOf = ({ event, suspects }: DemoIncident, number: Numbers) =>
  suspects.map((suspect) => ({
    incident_number: number(event.id),
    event_id: suspect.event.id,
    rank: suspect.rank,
    score: suspect.score,
    parts: suspect.parts,
  }));

const verdictsOf = ({ event, verdicts }: DemoIncident, number: Numbers) =>
  verdicts.map(({ change, verdict, rank, score, at, by }) => ({
    incident_number: number(event.id),
    event_id: change.id,
    verdict,
    rank,
    score,
    actor: by,
    at: iso(at),
  }));

const incidentColumns = `number, event_id, origin, status, service_id, environment_id, category, summary, template, assignee, started_at,
  detected_at, detected_at_original, acknowledged_at, acknowledged_by, resolved_at, resolved_by, closed_at, ended_at, signal_count,
  last_signal_at, merged_into, triage, judged_by_person, suspects_at, postmortem, postmortem_by, postmortem_at, revision, created_at, updated_at`;
// A rule has no second active incident of one place: where there is one that is not the demo's, the demo's belongs to no rule.
const insertIncidents = `INSERT INTO incident (${incidentColumns}, group_key, reopened, rule_id)
  SELECT ${incidentColumns}, '', 0, CASE WHEN r.origin = 'detected' AND NOT (r.ended_at IS NULL AND EXISTS (
    SELECT FROM incident i WHERE i.rule_id = r.rule_id AND i.service_id = r.service_id AND i.group_key = '' AND i.ended_at IS NULL
      AND coalesce(i.environment_id, 0) = coalesce(r.environment_id, 0))) THEN r.rule_id END
  FROM json_populate_recordset(NULL::incident, $1) r`;
const entryColumns = 'incident_number, at, actor, type, field, old_value, new_value, text';
const insertEntries = `INSERT INTO incident_entry (${entryColumns})
  SELECT ${entryColumns} FROM json_populate_recordset(NULL::incident_entry, $1)`;
const insertSuspects =
  'INSERT INTO incident_suspect SELECT * FROM json_populate_recordset(NULL::incident_suspect, $1)';
const insertVerdicts =
  'INSERT INTO incident_verdict SELECT * FROM json_populate_recordset(NULL::incident_verdict, $1)';
const insertSignals = `WITH given AS (
    SELECT r.*, item->>'template' AS template FROM json_array_elements($1) AS item
      CROSS JOIN json_populate_record(NULL::signal, item) AS r
  ), added AS (
    INSERT INTO signal (event_id, service_id, environment_id, rule_id, fingerprint, group_key, level, at, incident_number)
    SELECT event_id, service_id, coalesce(environment_id, 0), rule_id, fingerprint, '', level, at, incident_number FROM given ORDER BY at, event_id
  )
  INSERT INTO error_fingerprint AS f (service_id, fingerprint, template, first_at)
  SELECT service_id, fingerprint, min(template), min(at) FROM given WHERE level IN ('error', 'critical', 'fatal') GROUP BY 1, 2
  ON CONFLICT (service_id, fingerprint) DO UPDATE SET first_at = excluded.first_at WHERE excluded.first_at < f.first_at`;
