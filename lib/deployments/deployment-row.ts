import type { EventStatus, Phase } from '@/lib/events/vocabulary';
import { httpUrl } from '@/lib/links';
import { changeKind } from './change-kind';
import { commitUrl, repositoryUrl } from './repository-url';
import type { DeploymentWire } from './schemas';
import { arrivedPhases } from './vocabulary';

/** How a deployment is read from its event: what is around it is derived here, while reading. */

/** That a deployment `alias` has put its version into place. */
export const arrived = (alias: string) =>
  `${alias}.until IS NOT NULL AND ${alias}.phase IN (${arrivedPhases.map((phase) => `'${phase}'`).join(', ')})`;

/** How many earlier deployments are looked at to tell a rollback; numbered versions tell it however far back they go. */
const memory = 12;

/** The select list of {@link DeploymentRow} over {@link deploymentJoins}. */
export const deploymentColumns = `e.id, e.title, s.name AS service, v.name AS environment, coalesce(w.name, e.version) AS version,
  coalesce(e.sha, w.sha) AS sha, e.status, e.phase, e.at, e.until, e.owner, e.source, e.links, e.pull_request_url,
  e.related_id, e.revision, e.payload, coalesce(x.repository, '') AS catalog_repository, before.names AS before,
  before.ids AS before_ids, b.id AS build_id`;

/** What {@link deploymentColumns} needs after a relation `e` of deployment events. Versions before it come last first. */
export const deploymentJoins = `JOIN service s ON s.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id
  LEFT JOIN version w ON w.id = e.version_id LEFT JOIN catalog_entry x ON x.service_id = e.service_id AND x.gone_at IS NULL
  LEFT JOIN LATERAL (
    SELECT array_agg(p.name ORDER BY p.at DESC, p.id DESC) AS names, array_agg(p.id ORDER BY p.at DESC, p.id DESC) AS ids FROM (
      SELECT q.id, q.at, coalesce(y.name, q.version, '') AS name FROM event q LEFT JOIN version y ON y.id = q.version_id
      WHERE q.kind = 'deployment' AND q.service_id = e.service_id AND q.environment_id = e.environment_id
        AND (q.at, q.id) < (e.at, e.id) AND ${arrived('q')} AND q.until <= e.at
      ORDER BY q.at DESC, q.id DESC LIMIT ${memory}) p) before ON true
  LEFT JOIN LATERAL (
    SELECT c.id FROM event c WHERE c.version_id = e.version_id AND c.kind = 'build' ORDER BY c.at DESC, c.id DESC LIMIT 1) b ON true`;

/** One deployment as the SQL of this folder reads it. */
export interface DeploymentRow {
  id: string;
  title: string;
  service: string;
  environment: string | null;
  version: string | null;
  sha: string | null;
  status: EventStatus | null;
  phase: Phase;
  at: Date;
  until: Date | null;
  owner: string;
  source: string;
  /** Any JSON, if somebody else wrote the row. */
  links: unknown;
  pull_request_url: string | null;
  related_id: string | null;
  revision: number;
  payload: unknown;
  catalog_repository: string;
  /** Versions in place earlier, last first; empty for unknown ones. Null when there were none. */
  before: string[] | null;
  before_ids: string[] | null;
  build_id: string | null;
}

/** A text in the payload of a run's event, or nothing. */
export function told(payload: unknown, name: string): string {
  if (typeof payload !== 'object' || payload === null) return '';
  const value = (payload as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : '';
}

/** The page of the run among the links of its event. */
export function runUrlOf(links: unknown): string | null {
  if (!Array.isArray(links)) return null;
  const pages = links.flatMap((link: unknown) => {
    const { title, url } = (link ?? {}) as { title?: unknown; url?: unknown };
    const safe = typeof url === 'string' ? httpUrl(url) : null;
    return safe === null ? [] : [{ title: typeof title === 'string' ? title : '', url: safe }];
  });
  const run =
    pages.find(({ title }) => title === 'Run') ??
    pages.find(({ title }) => /\b(run|pipeline|job|build)\b/i.test(title));
  return run?.url ?? null;
}

/** The page of the repository that a deployment came from. */
export function repositoryOf(
  row: Pick<DeploymentRow, 'payload' | 'source' | 'catalog_repository'>,
): string | null {
  return (
    repositoryUrl(told(row.payload, 'repository'), row.source) ??
    repositoryUrl(row.catalog_repository, 'github')
  );
}

/** How long something took: null while it goes on, and when nobody told when it began or ended. */
export function durationOf({ at, until }: { at: Date; until: Date | null }): number | null {
  return until === null ? null : until.getTime() - at.getTime() || null;
}

/** The wire form of a row. `incidents` are the numbers of those that are put down to it. */
export function toDeployment(row: DeploymentRow, incidents: readonly number[]): DeploymentWire {
  const before = row.before ?? [];
  return {
    id: row.id,
    title: row.title,
    service: row.service,
    environment: row.environment,
    version: row.version,
    sha: row.sha,
    previousVersion: before[0] || null,
    change: row.environment === null ? null : changeKind(row.version, before),
    status: row.status,
    phase: row.phase,
    at: row.at.toISOString(),
    until: row.until?.toISOString() ?? null,
    durationMs: durationOf(row),
    by: row.owner,
    source: row.source,
    runUrl: runUrlOf(row.links),
    commitUrl: commitUrl(repositoryOf(row), row.sha),
    pullRequestUrl: row.pull_request_url === null ? null : httpUrl(row.pull_request_url),
    buildId: row.build_id,
    relatedId: row.related_id,
    incidents: [...incidents],
    revision: row.revision,
  };
}
