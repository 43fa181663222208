import type { PoolClient } from 'pg';
import { type EventRow, eventColumns, eventJoins, toWire } from '@/lib/events/row';
import type { EventWire } from '@/lib/events/schemas';
import { joinsRun, type ReportFields, type RunIdentity, type RunReport } from './run-state';
import type { RunStatus } from './vocabulary';

/** What a run is about, by ids. */
export interface RunAbout extends RunIdentity {
  serviceId: number;
  /** Null for builds. */
  environmentId: number | null;
  versionId: number;
}

/** A run with all that it reported. */
export interface FoundRun {
  /** As it stands, locked. */
  event: EventWire;
  reports: RunReport[];
}

interface Row {
  event_id: string;
  superseded: boolean;
  reports: { status: RunStatus; fields: ReportFields; at: number }[] | null;
}

/**
 * The run that a post is about, with its event locked, or null when it begins one. The caller holds the place's turn, so the answer stays true until its
 * commit. `now` is milliseconds since the epoch.
 *
 * Superseded is a run after whose start something else has begun: a deployment of any dialect in the same place; for builds, which do not
 * displace each other, another build of the same version.
 */
export async function findRun(client: PoolClient, about: RunAbout, now: number): Promise<FoundRun | null> {
  const { kind, source, invocation, serviceId, environmentId, versionId } = about;
  const { rows } = await client.query<Row>(
    `SELECT r.event_id,
       EXISTS (SELECT FROM event o WHERE o.kind = r.kind AND o.service_id = $6 AND o.phase <> 'planned' AND o.id <> e.id
               AND o.at > e.at AND o.at <= to_timestamp($7::float8 / 1000)
               AND CASE WHEN r.kind = 'build' THEN o.version_id = r.version_id ELSE o.environment_id = r.environment_id END) AS superseded,
       (SELECT json_agg(json_build_object('status', p.status, 'fields', p.fields, 'at', extract(epoch FROM p.received_at) * 1000))
        FROM run_report p WHERE p.event_id = r.event_id) AS reports
     FROM run r JOIN event e ON e.id = r.event_id
     WHERE r.version_id = $1 AND coalesce(r.environment_id, 0) = coalesce($2::int, 0) AND r.kind = $3 AND r.source = $4
       AND r.invocation IS NOT DISTINCT FROM $5
     ORDER BY r.created_at DESC, r.event_id DESC LIMIT 1
     FOR UPDATE OF e`,
    [versionId, environmentId, kind, source, invocation, serviceId, now],
  );
  const [row] = rows;
  if (!row) return null;
  const reports = (row.reports ?? []).map(({ status, fields, at }) => ({
    status,
    fields,
    receivedAt: new Date(at).toISOString(),
  }));
  const earlier = {
    reported: reports.map(({ status }) => status),
    lastReportAt: Math.max(...reports.map(({ receivedAt }) => Date.parse(receivedAt))),
    superseded: row.superseded,
  };
  if (invocation === null && !joinsRun(earlier, now)) return null;
  // A statement of its own, which sees the event as it is now that it is locked.
  const read = await client.query<EventRow>(
    `SELECT ${eventColumns} FROM event e ${eventJoins} WHERE e.id = $1`,
    [row.event_id],
  );
  return { event: toWire(read.rows[0] as EventRow), reports };
}
