import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import type { EnvironmentTier, Phase } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import { arrived, durationOf, repositoryOf, runUrlOf } from './deployment-row';
import { toVersion, type VersionRow, versionColumns } from './list-versions';
import { commitUrl, compareUrl } from './repository-url';
import type { ApprovalWire, VersionDetailWire } from './schemas';
import { versionKey } from './version-key';

/** Most builds, and approvals, that are told. */
const most = 100;

export const noSuchVersion = (service: string, version: string) =>
  new DomainError('not_found', `${service} has no version ${version}.`);

/** A version: where it came, and how long it took. Names match in any spelling. Throws `not_found`. */
export async function getVersion(service: string, version: string): Promise<VersionDetailWire> {
  const { rows } = await pool().query<VersionRow>(
    `SELECT ${versionColumns} FROM version w JOIN service s ON s.id = w.service_id WHERE s.name_key = $1 AND w.key = $2`,
    [nameKey(service), versionKey(version)],
  );
  const row = rows[0];
  if (!row) throw noSuchVersion(service, version);
  const [builds, reached, neighbours, approvals] = await Promise.all([
    readBuilds(row.id),
    readReached(row.id),
    readNeighbours(row.id),
    readApprovals(row.id),
  ]);
  const began = builds[0];
  const fromAt = began?.at ?? row.created_at;
  const since = (at: Date | null) => (at === null ? null : Math.max(0, at.getTime() - fromAt.getTime()));
  const productionAt =
    reached
      .filter(({ tier, first_at }) => tier === 'production' && first_at !== null)
      .map(({ first_at }) => first_at as Date)
      .sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
  const repository = [...builds, ...reached].map(repositoryOf).find((url) => url !== null) ?? null;
  return {
    ...toVersion(row),
    builds: builds.map((build) => ({
      id: build.id,
      phase: build.phase,
      at: build.at.toISOString(),
      until: build.until?.toISOString() ?? null,
      durationMs: durationOf(build),
      by: build.owner,
      runUrl: runUrlOf(build.links),
    })),
    reached: reached.map((place) => ({
      environment: place.environment,
      tier: place.tier,
      firstArrivedAt: place.first_at?.toISOString() ?? null,
      deployments: place.deployments,
      lastId: place.last_id,
      lastPhase: place.last_phase,
      inPlace: row.environments.includes(place.environment),
      sinceStartMs: since(place.first_at),
    })),
    lead: {
      from: began ? 'build' : 'first_seen',
      fromAt: fromAt.toISOString(),
      productionAt: productionAt?.toISOString() ?? null,
      ms: since(productionAt),
    },
    previous: neighbours.previous?.name ?? null,
    next: neighbours.next?.name ?? null,
    commitUrl: commitUrl(repository, row.sha),
    compareUrl: compareUrl(repository, neighbours.previous?.sha ?? null, row.sha),
    approvals,
  };
}

/** What tells where the commits are. */
interface Traced {
  payload: unknown;
  source: string;
  catalog_repository: string;
}

const traced = `e.payload, e.source, coalesce(x.repository, '') AS catalog_repository`;
const catalog = 'LEFT JOIN catalog_entry x ON x.service_id = e.service_id AND x.gone_at IS NULL';

interface BuildRow extends Traced {
  id: string;
  phase: Phase;
  at: Date;
  until: Date | null;
  owner: string;
  links: unknown;
}

async function readBuilds(versionId: number): Promise<BuildRow[]> {
  const { rows } = await pool().query<BuildRow>(
    `SELECT e.id, e.phase, e.at, e.until, e.owner, e.links, ${traced} FROM event e ${catalog}
     WHERE e.version_id = $1 AND e.kind = 'build' ORDER BY e.at, e.id LIMIT ${most}`,
    [versionId],
  );
  return rows;
}

interface ReachedRow extends Traced {
  environment: string;
  tier: EnvironmentTier;
  first_at: Date | null;
  deployments: number;
  last_id: string;
  last_phase: Phase;
}

async function readReached(versionId: number): Promise<ReachedRow[]> {
  const { rows } = await pool().query<ReachedRow>(
    `SELECT v.name AS environment, v.tier, d.first_at, d.deployments, e.id AS last_id, e.phase AS last_phase, ${traced}
     FROM (
       SELECT environment_id, min(e.until) FILTER (WHERE ${arrived('e')}) AS first_at, count(*) AS deployments,
              (array_agg(e.id ORDER BY e.at DESC, e.id DESC))[1] AS last_id
       FROM event e WHERE e.version_id = $1 AND e.kind = 'deployment' AND e.environment_id IS NOT NULL GROUP BY 1) d
     JOIN environment v ON v.id = d.environment_id JOIN event e ON e.id = d.last_id ${catalog}
     ORDER BY v.position, v.id`,
    [versionId],
  );
  return rows;
}

interface Neighbour {
  name: string;
  sha: string | null;
}

/** The versions of the service that became known before and after. */
async function readNeighbours(
  versionId: number,
): Promise<{ previous: Neighbour | null; next: Neighbour | null }> {
  const { rows } = await pool().query<{ previous: Neighbour | null; next: Neighbour | null }>(
    `SELECT (SELECT jsonb_build_object('name', p.name, 'sha', p.sha) FROM version p
             WHERE p.service_id = w.service_id AND (p.created_at, p.id) < (w.created_at, w.id)
             ORDER BY p.created_at DESC, p.id DESC LIMIT 1) AS previous,
            (SELECT jsonb_build_object('name', n.name, 'sha', n.sha) FROM version n
             WHERE n.service_id = w.service_id AND (n.created_at, n.id) > (w.created_at, w.id)
             ORDER BY n.created_at, n.id LIMIT 1) AS next
     FROM version w WHERE w.id = $1`,
    [versionId],
  );
  return rows[0] ?? { previous: null, next: null };
}

async function readApprovals(versionId: number): Promise<ApprovalWire[]> {
  const { rows } = await pool().query<{
    id: string;
    type: string;
    environment: string | null;
    approved: boolean;
    actor: string;
    comment: string;
    at: Date;
  }>(
    `SELECT a.id, a.type, v.name AS environment, a.approved, a.actor, a.comment, a.at
     FROM version_approval a LEFT JOIN environment v ON v.id = a.environment_id
     WHERE a.version_id = $1 ORDER BY a.at DESC, a.id DESC LIMIT ${most}`,
    [versionId],
  );
  return rows.map((approval) => ({ ...approval, at: approval.at.toISOString() }));
}
