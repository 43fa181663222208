import { pool } from '@/lib/db/pool';
import { linkedIncidents } from '@/lib/delivery/linked-incidents';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import { verifiedOf } from '@/lib/events/verified';
import { changeKind } from './change-kind';
import {
  arrived,
  type DeploymentRow,
  deploymentColumns,
  deploymentJoins,
  everythingBefore,
  repositoryOf,
  toDeployment,
  told,
} from './deployment-row';
import type { DeploymentDetailWire } from './schemas';
import { versionKey } from './version-key';
import { hasArrived, type RunStatus } from './vocabulary';

interface DetailedRow extends DeploymentRow {
  /** Versions in place earlier, last first; empty for unknown ones. Null when there were none. */
  before: string[] | null;
  before_ids: string[] | null;
}

/** The row of one deployment. Throws `not_found`, also for an event of another kind. */
export async function deploymentRow(id: string): Promise<DetailedRow> {
  const missing = new DomainError('not_found', `No deployment ${id} exists.`);
  if (!isUuid(id)) throw missing;
  const { rows } = await pool().query<DetailedRow>(
    `SELECT ${deploymentColumns}, all_before.names AS before, all_before.ids AS before_ids
     FROM event e ${deploymentJoins} LEFT JOIN LATERAL (${everythingBefore}) all_before ON true
     WHERE e.id = $1 AND e.kind = 'deployment'`,
    [id],
  );
  if (!rows[0]) throw missing;
  return rows[0];
}

/** One deployment with what was before, what came after and what it caused. Throws `not_found`. */
export async function getDeployment(id: string): Promise<DeploymentDetailWire> {
  const row = await deploymentRow(id);
  const [next, caused, reports, message] = await Promise.all([
    nextOf(row),
    causedBy(row.id),
    pool().query<{ status: RunStatus; received_at: Date }>(
      'SELECT status, received_at FROM run_report WHERE event_id = $1 ORDER BY received_at, status',
      [row.id],
    ),
    pool().query<{ message: string; verified: unknown }>(
      'SELECT message, verified FROM event WHERE id = $1',
      [row.id],
    ),
  ]);
  const deployment = toDeployment(
    row,
    caused.flatMap(({ number, why }) => (number !== null && why !== 'related' ? [number] : [])),
  );
  return {
    ...deployment,
    verified: verifiedOf(message.rows[0]?.verified),
    previousId: row.before_ids?.[0] ?? null,
    nextId: next?.id ?? null,
    nextStep: next && nextStepOf(row, next.version),
    caused,
    branch: told(row.payload, 'branch'),
    repository: repositoryOf(row) ?? told(row.payload, 'repository'),
    buildNumber: told(row.payload, 'buildNumber'),
    errorMessage: row.phase === 'failed' ? (message.rows[0]?.message ?? '') : '',
    reports: reports.rows.map(({ status, received_at }) => ({
      status,
      receivedAt: received_at.toISOString(),
    })),
  };
}

/** What it means for a deployment that this version arrived next in its place. */
function nextStepOf(row: DetailedRow, next: string | null): NonNullable<DeploymentDetailWire['nextStep']> {
  const before = row.before ?? [];
  const kind = hasArrived(row)
    ? changeKind(next, [row.version ?? '', ...before])
    : changeKind(next, before, row.phase === 'failed' ? [row.version] : []);
  if (kind === 'rollback') return 'rolled_back';
  if (next !== null && row.version !== null && versionKey(next) === versionKey(row.version))
    return hasArrived(row) ? 'redeployed' : 'retried';
  return 'superseded';
}

/** What arrived next in its place. */
async function nextOf({ id, at }: DeploymentRow): Promise<{ id: string; version: string | null } | null> {
  const { rows } = await pool().query<{ id: string; version: string | null }>(
    `SELECT n.id, coalesce(w.name, n.version) AS version
     FROM event e JOIN event n ON n.kind = 'deployment' AND n.service_id = e.service_id AND n.environment_id = e.environment_id
     LEFT JOIN version w ON w.id = n.version_id
     WHERE e.id = $1 AND (n.at, n.id) > ($2::timestamptz, $1::uuid) AND ${arrived('n')}
     ORDER BY n.at, n.id LIMIT 1`,
    [id, at],
  );
  return rows[0] ?? null;
}

/** Most related events that are told. */
const mostRelated = 50;

async function causedBy(id: string): Promise<DeploymentDetailWire['caused']> {
  const [linked, related] = await Promise.all([
    linkedIncidents([id]),
    pool().query<{ id: string; title: string; at: Date; number: number | null }>(
      `SELECT r.id, r.title, r.at, i.number FROM event r LEFT JOIN incident i ON i.event_id = r.id
       WHERE r.related_id = $1 ORDER BY r.at, r.id LIMIT ${mostRelated}`,
      [id],
    ),
  ]);
  const incidents = linked.get(id) ?? [];
  const known = new Set(incidents.map(({ eventId }) => eventId));
  return [
    ...incidents,
    ...related.rows
      .filter((event) => !known.has(event.id))
      .map((event) => ({
        number: event.number,
        eventId: event.id,
        title: event.title,
        at: event.at.toISOString(),
        why: 'related' as const,
      })),
  ];
}
