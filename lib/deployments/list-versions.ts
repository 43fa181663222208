import { idsOf } from '@/lib/catalog/named-ids';
import { pool } from '@/lib/db/pool';
import { invalid } from '@/lib/errors';
import { decodeTextCursor, encodeTextCursor } from '@/lib/http/cursor';
import { arrived } from './deployment-row';
import type { VersionListQuery } from './filters';
import type { VersionPageWire, VersionWire } from './schemas';
import { versionKey } from './version-key';

const scope = 'versions';

/** One version as the SQL of this folder reads it. */
export interface VersionRow {
  id: number;
  service: string;
  name: string;
  sha: string | null;
  created_at: Date;
  environments: string[];
}

/** The columns of {@link VersionRow} over `version w JOIN service s`. In place is what arrived last. */
export const versionColumns = `w.id, s.name AS service, w.name, w.sha, w.created_at, ARRAY(
  SELECT v.name FROM environment v
  WHERE EXISTS (SELECT FROM event e WHERE e.version_id = w.id AND e.kind = 'deployment' AND e.environment_id = v.id)
    AND w.id = (
      SELECT e.version_id FROM event e
      WHERE e.kind = 'deployment' AND e.service_id = w.service_id AND e.environment_id = v.id AND e.at <= now() AND ${arrived('e')} AND e.until <= now()
      ORDER BY e.at DESC, e.id DESC LIMIT 1)
  ORDER BY v.position, v.id) AS environments`;

/** The wire form of a row. */
export function toVersion(row: VersionRow): VersionWire {
  return {
    service: row.service,
    version: row.name,
    sha: row.sha,
    firstSeenAt: row.created_at.toISOString(),
    environments: row.environments,
  };
}

/** One page of versions, those that became known last first. Throws `invalid` for a cursor of another list. */
export async function listVersions(query: VersionListQuery): Promise<VersionPageWire> {
  const { limit, sha, q } = query;
  const services = query.service?.length ? await idsOf('service', query.service) : null;
  const { rows } = await pool().query<VersionRow>(
    `SELECT ${versionColumns} FROM (
       SELECT * FROM version w
       WHERE ($1::int[] IS NULL OR w.service_id = ANY ($1)) AND ($2::text IS NULL OR lower(w.sha) LIKE $2)
         AND ($3::text IS NULL OR strpos(w.key, $3) > 0) AND ($4::int IS NULL OR w.id < $4)
       ORDER BY w.id DESC LIMIT $5) w JOIN service s ON s.id = w.service_id
     ORDER BY w.id DESC`,
    [
      services,
      sha === undefined ? null : `${sha.toLowerCase()}%`,
      q?.trim() ? versionKey(q) : null,
      query.cursor ? after(query.cursor) : null,
      limit + 1,
    ],
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(toVersion),
    nextCursor: rows.length > limit && last ? encodeTextCursor(String(last.id), scope) : null,
  };
}

function after(cursor: string): number {
  const id = Number(decodeTextCursor(cursor, scope));
  if (Number.isInteger(id)) return id;
  throw invalid([
    { in: 'query', path: ['cursor'], detail: 'was not given by this list; start without a cursor' },
  ]);
}
