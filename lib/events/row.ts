import { httpUrl, looksLikeUnsafeUrl } from '@/lib/links';
import type { EventWire } from './schemas';
import { verifiedOf } from './verified';
import type { ChangeType, EventKind, EventLevel, EventStatus, Phase, Priority } from './vocabulary';

/** One event as the SQL of this folder reads it. */
export interface EventRow {
  id: string;
  kind: EventKind;
  title: string;
  message: string;
  service: string;
  environment: string | null;
  status: EventStatus | null;
  phase: Phase;
  priority: Priority | null;
  impact: number;
  level: EventLevel | null;
  category: string | null;
  event_type: string | null;
  source: string;
  owner: string;
  stakeholders: string[];
  notification: boolean;
  notifications: string[];
  starts_at: Date | null;
  ends_at: Date | null;
  ended_at: Date | null;
  at: Date;
  until: Date | null;
  duration_ms: number | null;
  related_id: string | null;
  version: string | null;
  sha: string | null;
  pull_request_url: string | null;
  ticket: string | null;
  /** Any JSON, if somebody else wrote the row. */
  links: unknown;
  slack_id: string | null;
  external_id: string | null;
  payload: EventWire['payload'];
  metadata: EventWire['metadata'];
  created_by: string;
  /** Any JSON, as above. */
  verified: unknown;
  revision: number;
  created_at: Date;
  updated_at: Date;
}

/** The select list of {@link EventRow} over `event e`, `service s` and `environment v`; see {@link eventTables}. */
export const eventColumns = `e.id, e.kind, e.title, e.message, s.name AS service, v.name AS environment, e.status, e.phase,
  e.priority, e.impact, e.level, e.category, e.event_type, e.source, e.owner, e.stakeholders, e.notification, e.notifications,
  e.starts_at, e.ends_at, e.ended_at, e.at, e.until, e.duration_ms, e.related_id, e.version, e.sha, e.pull_request_url,
  e.ticket, e.links, e.slack_id, e.external_id, e.payload, e.metadata, e.created_by, e.verified, e.revision, e.created_at, e.updated_at`;

/** The joins that {@link eventColumns} needs, after a `FROM event e` or a subquery of that name. */
export const eventJoins = `JOIN service s ON s.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id`;

const iso = (value: Date | null) => (value === null ? null : value.toISOString());

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Those of the stored links that are links. */
function storedLinks(stored: unknown): EventWire['links'] {
  if (!Array.isArray(stored)) return [];
  return stored.flatMap((link: unknown) => {
    if (!isObject(link) || typeof link.url !== 'string' || httpUrl(link.url) === null) return [];
    return [{ title: typeof link.title === 'string' ? link.title : link.url, url: link.url }];
  });
}

/**
 * The wire form of a row. Rows that came by other ways than `ingest` (an import, a hand in the database) may hold what it
 * refuses: no link but http(s) leaves here, and nothing has another shape than the wire says.
 */
export function toWire(row: EventRow): EventWire {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    message: row.message,
    service: row.service,
    environment: row.environment,
    status: row.status,
    phase: row.phase,
    priority: row.priority,
    impact: row.impact,
    level: row.level,
    category: row.category,
    eventType: row.event_type,
    source: row.source,
    owner: row.owner,
    stakeholders: row.stakeholders ?? [],
    notification: row.notification,
    notifications: row.notifications ?? [],
    startsAt: iso(row.starts_at),
    endsAt: iso(row.ends_at),
    at: row.at.toISOString(),
    until: iso(row.until),
    durationMs: row.duration_ms,
    relatedId: row.related_id,
    version: row.version,
    sha: row.sha,
    pullRequestUrl: httpUrl(row.pull_request_url),
    ticket: row.ticket !== null && looksLikeUnsafeUrl(row.ticket) ? null : row.ticket,
    links: storedLinks(row.links),
    slackId: row.slack_id,
    externalId: row.external_id,
    payload: row.payload,
    metadata: isObject(row.metadata) ? row.metadata : {},
    createdBy: row.created_by,
    verified: verifiedOf(row.verified),
    revision: row.revision,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** One stored changelog row. */
export interface ChangelogRow {
  seq: number;
  at: Date;
  actor: string;
  type: ChangeType;
  field: string;
  old_value: string;
  new_value: string;
  comment: string;
}
