import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import type { Priority } from '@/lib/events/vocabulary';
import type { IncidentDetailWire, TriageWire } from '@/lib/incidents/schemas';
import { categoryFacts } from '@/lib/incidents/triage/categories';
import type { IncidentCategory, IncidentStatus } from '@/lib/incidents/vocabulary';
import { signalsOf } from './events';
import { mostListed, type OpsAssistIncident, type OpsAssistIncidentDetail } from './schemas';
import { naive } from './times';

/** Incidents as Ops-Assist's clients read them: none of their texts is null, and severities are P1 to P3. */

interface Row {
  number: number;
  service: string;
  category: IncidentCategory;
  severity: Priority | null;
  summary: string;
  title: string;
  status: IncidentStatus;
  created_at: Date;
  updated_at: Date;
  signal_count: number;
  triage: TriageWire | null;
}

const select = `SELECT i.number, s.name AS service, i.category, e.priority AS severity, i.summary, e.title, i.status, i.created_at,
    i.updated_at, i.signal_count, i.triage
  FROM incident i JOIN event e ON e.id = i.event_id JOIN service s ON s.id = i.service_id`;

const noSuchIncident = (id: number) => new DomainError('not_found', `Incident with id ${id} not found`);

/** The largest number that an incident can have. */
const maxNumber = 2_147_483_647;

/** Does something with an incident; that there is none is said in Ops-Assist's words. */
export async function existing<T>(id: number, work: () => Promise<T>): Promise<T> {
  if (id < 1 || id > maxNumber) throw noSuchIncident(id);
  try {
    return await work();
  } catch (error) {
    throw error instanceof DomainError && error.code === 'not_found' ? noSuchIncident(id) : error;
  }
}

/** A page of incidents, the newest first, in one query. */
export async function listIncidents(query: {
  skip: number;
  limit: number;
  status_filter?: string | undefined;
}): Promise<OpsAssistIncident[]> {
  if (query.limit === 0) return [];
  const { rows } = await pool().query<Row>(
    `${select} WHERE i.merged_into IS NULL ${query.status_filter ? 'AND i.status = $3::incident_status' : ''}
     ORDER BY i.number DESC LIMIT $1 OFFSET $2`,
    [query.limit, query.skip, ...(query.status_filter ? [query.status_filter] : [])],
  );
  return rows.map((row) => ({ ...common(row), event_count: row.signal_count }));
}

/** An incident with its events, at most the last thousand. Throws `not_found`. */
export async function getIncident(id: number): Promise<OpsAssistIncidentDetail> {
  const { rows } = await existing(id, () => pool().query<Row>(`${select} WHERE i.number = $1`, [id]));
  const row = rows[0];
  if (!row) throw noSuchIncident(id);
  return {
    ...common(row),
    recommended_actions: row.triage?.actions ?? null,
    events: await signalsOf(id, mostListed),
  };
}

function common(row: Row) {
  return {
    id: row.number,
    service: row.service,
    category: row.category,
    severity: severityOf(row.severity, row.category),
    summary: row.summary || row.title,
    status: row.status,
    created_at: naive(row.created_at),
    updated_at: naive(row.updated_at),
  };
}

/** What a judgement came to. */
export function analysisOf(incident: IncidentDetailWire) {
  const { number, category, severity, summary, title, triage } = incident;
  return {
    incident_id: number,
    category,
    severity: severityOf(severity, category),
    summary: summary || title,
    recommended_actions: triage?.actions ?? [...categoryFacts[category].actions],
    analysis_completed: true,
  };
}

function severityOf(severity: Priority | null, category: IncidentCategory): string {
  if (severity === null) return categoryFacts[category].severity;
  return severity === 'P4' || severity === 'P5' ? 'P3' : severity;
}
