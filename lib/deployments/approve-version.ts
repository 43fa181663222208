import type { AuditTrail } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { bodyIssue, invalid } from '@/lib/errors';
import { newId } from '@/lib/ids';
import { nameKey } from '@/lib/names';
import { noSuchVersion } from './get-version';
import type { ApprovalBody, ApprovalWire } from './schemas';
import { versionKey } from './version-key';

/**
 * Notes that somebody approves a version, or takes that back: rows are only added, and of one person the newest word counts.
 * Throws `not_found`, and `invalid` for an environment that nobody knows.
 */
export async function approveVersion(
  service: string,
  version: string,
  body: ApprovalBody,
  actor: string,
  id = newId(),
  audit?: AuditTrail,
): Promise<ApprovalWire> {
  const { rows } = await pool().query<{
    version_id: number;
    environment_id: number | null;
    environment: string | null;
    service: string;
    version: string;
  }>(
    `SELECT w.id AS version_id, v.id AS environment_id, v.name AS environment, s.name AS service, w.name AS version
     FROM version w JOIN service s ON s.id = w.service_id LEFT JOIN environment v ON v.name_key = $3
     WHERE s.name_key = $1 AND w.key = $2`,
    [nameKey(service), versionKey(version), body.environment ? nameKey(body.environment) : null],
  );
  const found = rows[0];
  if (!found) throw noSuchVersion(service, version);
  if (body.environment && found.environment_id === null)
    throw invalid([bodyIssue(['environment'], `is ${body.environment}, which nobody knows`)]);
  const stored = await pool().query<{ at: Date }>(
    `INSERT INTO version_approval (id, version_id, environment_id, type, approved, actor, comment)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET id = excluded.id RETURNING at`,
    [id, found.version_id, found.environment_id, body.type, body.approved, actor, body.comment],
  );
  const approval = {
    id,
    type: body.type,
    environment: found.environment,
    approved: body.approved,
    actor,
    comment: body.comment,
    at: (stored.rows[0] as { at: Date }).at.toISOString(),
  };
  audit?.note({ subject: `version:${found.service}/${found.version}`, after: approval });
  return approval;
}
