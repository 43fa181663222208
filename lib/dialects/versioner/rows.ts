import { isRepository } from '@/lib/catalog/fields';
import { entryJoin, ownerColumn, ownerJoin } from '@/lib/catalog/row';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import type { EnvironmentTier } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import { type NumberedType, numberOf, uuidOf } from './ids';
import type {
  EnvironmentsQuery,
  VersionerEnvironment,
  VersionerProduct,
  VersionerVersion,
  VersionsQuery,
} from './resource-schemas';
import type { Besides } from './write-event';

/** What is read for this wire alone: by number, as no other wire shows it. */

/** The number behind an id of a path. Throws `not_found`. */
export function numberIn(type: NumberedType, id: string): number {
  const number = numberOf(type, id);
  if (number === null) throw notFound(type, id);
  return number;
}

export const notFound = (type: string, id: string) =>
  new DomainError(
    'not_found',
    `Not found: there is no ${type} ${isUuid(id) ? id : JSON.stringify(id.slice(0, 60))}.`,
  );

/** What events are about, by their ids. */
export async function besidesOf(eventIds: readonly string[]): Promise<Map<string, Besides>> {
  const { rows } = await pool().query<{
    id: string;
    service_id: number;
    environment_id: number | null;
    version_id: number | null;
    name: string | null;
    sha: string | null;
    invocation: string | null;
  }>(
    `SELECT e.id, e.service_id, e.environment_id, e.version_id, v.name, v.sha, r.invocation
     FROM event e LEFT JOIN version v ON v.id = e.version_id LEFT JOIN run r ON r.event_id = e.id
     WHERE e.id = ANY ($1::uuid[])`,
    [eventIds],
  );
  return new Map(
    rows.map((row) => [
      row.id,
      {
        serviceId: row.service_id,
        environmentId: row.environment_id,
        versionId: row.version_id,
        version: row.name,
        sha: row.sha,
        invocation: row.invocation,
      },
    ]),
  );
}

interface ProductRow {
  id: number;
  name: string;
  created_at: Date;
  updated_at: Date;
  description: string;
  repository: string;
  owner: string;
}

/** Products by name; those that were deleted are left out until they are seen again. */
export async function productRows(which: { id?: number; limit: number }): Promise<VersionerProduct[]> {
  const { rows } = await pool().query<ProductRow>(
    `SELECT s.id, s.name, s.created_at, coalesce(c.updated_at, s.created_at) AS updated_at, coalesce(c.description, '') AS description,
            coalesce(c.repository, '') AS repository, ${ownerColumn} AS owner
     FROM (SELECT s.* FROM service s WHERE $1::int IS NULL OR s.id = $1) s ${entryJoin} ${ownerJoin}
     WHERE c.gone_at IS NULL ORDER BY s.name_key LIMIT $2`,
    [which.id ?? null, which.limit],
  );
  return rows.map((row) => ({
    id: uuidOf('product', row.id),
    name: row.name,
    description: row.description,
    repository: isRepository(row.repository) ? row.repository : '',
    owner: row.owner,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  }));
}

interface VersionRow {
  id: number;
  service_id: number;
  service: string;
  name: string;
  sha: string | null;
  created_at: Date;
}

/** Versions, first seen last first. */
export async function versionRows({
  id,
  product,
  scm_sha: sha,
  limit,
}: Pick<VersionsQuery, 'product' | 'scm_sha' | 'limit'> & { id?: number }): Promise<VersionerVersion[]> {
  const { rows } = await pool().query<VersionRow>(
    `SELECT v.id, v.service_id, s.name AS service, v.name, v.sha, v.created_at
     FROM version v JOIN service s ON s.id = v.service_id
     WHERE ($1::int IS NULL OR v.id = $1) AND ($2::text[] IS NULL OR s.name_key = ANY ($2))
       AND ($3::text IS NULL OR lower(v.sha) LIKE $3)
     ORDER BY v.created_at DESC, v.id DESC LIMIT $4`,
    [
      id ?? null,
      product?.length ? product.map(nameKey) : null,
      sha
        ? `${sha
            .trim()
            .toLowerCase()
            .replace(/[\\%_]/g, '\\$&')}%`
        : null,
      limit,
    ],
  );
  return rows.map((row) => ({
    id: uuidOf('version', row.id),
    product_id: uuidOf('product', row.service_id),
    product_name: row.service,
    version: row.name,
    scm_sha: row.sha,
    created_at: row.created_at.toISOString(),
  }));
}

/** Environments in their order. */
export async function environmentRows({
  id,
  type,
}: Pick<EnvironmentsQuery, 'type'> & { id?: number }): Promise<VersionerEnvironment[]> {
  const { rows } = await pool().query<{ id: number; name: string; tier: EnvironmentTier; created_at: Date }>(
    `SELECT id, name, tier, created_at FROM environment
     WHERE ($1::int IS NULL OR id = $1) AND ($2::environment_tier[] IS NULL OR tier = ANY ($2::environment_tier[]))
     ORDER BY position, id`,
    [id ?? null, type?.length ? type : null],
  );
  return rows.map((row) => ({
    id: uuidOf('environment', row.id),
    name: row.name,
    type: row.tier,
    created_at: row.created_at.toISOString(),
  }));
}
