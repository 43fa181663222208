import type { EventKind, Phase, Priority } from '@/lib/events/vocabulary';
import type { IncidentWire } from './schemas';
import type { IncidentCategory, IncidentOrigin, IncidentStatus, Verdict } from './vocabulary';

/** One incident as the SQL of this folder reads it. */
export interface IncidentRow {
  number: number;
  event_id: string;
  title: string;
  status: IncidentStatus;
  severity: Priority | null;
  category: IncidentCategory;
  summary: string;
  service: string;
  environment: string | null;
  origin: IncidentOrigin;
  rule_id: number | null;
  rule_name: string | null;
  assignee: string;
  started_at: Date;
  detected_at: Date;
  detected_at_original: Date;
  acknowledged_at: Date | null;
  acknowledged_by: string;
  resolved_at: Date | null;
  resolved_by: string;
  closed_at: Date | null;
  ended_at: Date | null;
  reopened: number;
  signal_count: number;
  last_signal_at: Date | null;
  merged_into: number | null;
  top: {
    eventId: string;
    kind: EventKind;
    phase: Phase;
    title: string;
    service: string;
    version: string | null;
    score: number;
    verdict: Verdict | null;
  } | null;
  revision: number;
  created_at: Date;
  updated_at: Date;
}

/** The select list of {@link IncidentRow} over {@link incidentTables}. */
export const incidentColumns = `i.number, i.event_id, e.title, i.status, e.priority AS severity, i.category, i.summary,
  s.name AS service, v.name AS environment, i.origin, i.rule_id, r.name AS rule_name, i.assignee, i.started_at, i.detected_at,
  i.detected_at_original, i.acknowledged_at, i.acknowledged_by, i.resolved_at, i.resolved_by, i.closed_at, i.ended_at,
  i.reopened, i.signal_count, i.last_signal_at, i.merged_into, top.top, i.revision, i.created_at, i.updated_at`;

/** What {@link incidentColumns} stands on. A confirmed suspect comes before a better ranked one; a cleared one is none. */
export const incidentTables = `incident i JOIN event e ON e.id = i.event_id JOIN service s ON s.id = i.service_id
  LEFT JOIN environment v ON v.id = i.environment_id LEFT JOIN detection_rule r ON r.id = i.rule_id
  LEFT JOIN LATERAL (
    SELECT jsonb_build_object('eventId', c.id, 'kind', c.kind, 'phase', c.phase, 'title', c.title, 'service', cs.name,
             'version', c.version, 'score', u.score, 'verdict', d.verdict) AS top
    FROM incident_suspect u JOIN event c ON c.id = u.event_id JOIN service cs ON cs.id = c.service_id
    LEFT JOIN incident_verdict d ON d.incident_number = u.incident_number AND d.event_id = u.event_id
    WHERE u.incident_number = i.number AND d.verdict IS DISTINCT FROM 'cleared'
    ORDER BY (d.verdict = 'confirmed') DESC NULLS LAST, u.rank LIMIT 1) top ON true`;

const iso = (value: Date | null) => (value === null ? null : value.toISOString());

/** The wire form of a row, without its activity. */
export function toIncident(row: IncidentRow): IncidentWire {
  return {
    number: row.number,
    eventId: row.event_id,
    title: row.title,
    status: row.status,
    severity: row.severity,
    category: row.category,
    summary: row.summary,
    service: row.service,
    environment: row.environment,
    origin: row.origin,
    rule: row.rule_id === null ? null : { id: row.rule_id, name: row.rule_name ?? '' },
    assignee: row.assignee,
    startedAt: row.started_at.toISOString(),
    detectedAt: row.detected_at.toISOString(),
    detectedAtOriginal: row.detected_at_original.toISOString(),
    acknowledgedAt: iso(row.acknowledged_at),
    acknowledgedBy: row.acknowledged_by,
    resolvedAt: iso(row.resolved_at),
    resolvedBy: row.resolved_by,
    closedAt: iso(row.closed_at),
    endedAt: iso(row.ended_at),
    reopened: row.reopened,
    signalCount: row.signal_count,
    lastSignalAt: iso(row.last_signal_at),
    mergedInto: row.merged_into,
    topSuspect: row.top,
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
