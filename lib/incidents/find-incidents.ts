import type { PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { type IncidentRow, incidentColumns, incidentTables, toIncident } from './row';
import type { IncidentDetailWire, IncidentWire, TriageWire } from './schemas';

/** Reads incidents one by one, by whatever names them. Lists are in `list-incidents.ts`. */

/** Those of the incidents that exist, by number. */
export async function findIncidents(numbers: readonly number[]): Promise<IncidentWire[]> {
  if (numbers.length === 0) return [];
  const { rows } = await pool().query<IncidentRow>(
    `SELECT ${incidentColumns} FROM ${incidentTables} WHERE i.number = ANY ($1::int[]) ORDER BY i.number`,
    [numbers],
  );
  return rows.map(toIncident);
}

/** Those of the events that are incidents, as incidents: what the live stream tells. */
export async function findIncidentsByEvent(eventIds: readonly string[]): Promise<IncidentWire[]> {
  if (eventIds.length === 0) return [];
  const { rows } = await pool().query<IncidentRow>(
    `SELECT ${incidentColumns} FROM ${incidentTables} WHERE i.event_id = ANY ($1::uuid[]) ORDER BY i.number`,
    [eventIds],
  );
  return rows.map(toIncident);
}

export const noSuchIncident = (number: number) =>
  new DomainError('not_found', `No incident ${number} exists.`);

/** Whether an error says that an incident is gone: somebody deleted it meanwhile. */
export const isGone = (error: unknown) => error instanceof DomainError && error.code === 'not_found';

interface DetailRow extends IncidentRow {
  message: string;
  template: string;
  triage: TriageWire | null;
  triage_wanted_at: Date | null;
  judged_by_person: string[];
  postmortem: string;
  postmortem_by: string;
  postmortem_at: Date | null;
  merged_from: number[];
}

/** An incident by itself. Throws `not_found`. */
export async function getIncident(number: number, client?: PoolClient): Promise<IncidentDetailWire> {
  const { rows } = await (client ?? pool()).query<DetailRow>(
    `SELECT ${incidentColumns}, e.message, i.template, i.triage, i.triage_wanted_at, i.judged_by_person, i.postmortem,
            i.postmortem_by, i.postmortem_at,
            ARRAY(SELECT m.number FROM incident m WHERE m.merged_into = i.number ORDER BY m.number) AS merged_from
     FROM ${incidentTables} WHERE i.number = $1`,
    [number],
  );
  const row = rows[0];
  if (!row) throw noSuchIncident(number);
  const between = (from: Date, to: Date | null) =>
    to === null ? null : Math.max(0, to.getTime() - from.getTime());
  return {
    ...toIncident(row),
    message: row.message,
    template: row.template,
    triage: row.triage,
    triagePending: row.triage_wanted_at !== null,
    judgedByPerson: row.judged_by_person,
    postmortem: row.postmortem,
    postmortemBy: row.postmortem_by,
    postmortemAt: row.postmortem_at?.toISOString() ?? null,
    mergedFrom: row.merged_from,
    timeToAcknowledgeMs: between(row.detected_at, row.acknowledged_at),
    timeToResolveMs: between(row.started_at, row.ended_at),
  };
}
