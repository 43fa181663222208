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

/**
 * Deployments that had put a version into place before a deployment `e` began, last first, as a lateral relation that is read along its index.
 */
const earlier = `SELECT q.id, q.at, q.version_id, q.version FROM event q
      WHERE q.kind = 'deployment' AND q.service_id = e.service_id AND q.environment_id = e.environment_id
        AND (q.at, q.id) < (e.at, e.id) AND ${arrived('q')} AND q.until <= e.at
      ORDER BY q.at DESC, q.id DESC LIMIT ${memory}`;
const lastFirst = 'ORDER BY p.at DESC, p.id DESC';

/**
 * Versions that failed in the place of a deployment `e` after what is in place there (`before`) had begun, and were over when `e` began. Read only
 * where what is in place comes again.
 */
const failedSince = `SELECT DISTINCT coalesce(y.name, f.version) FROM event f LEFT JOIN version y ON y.id = f.version_id
      WHERE f.kind = 'deployment' AND f.service_id = e.service_id AND f.environment_id = e.environment_id AND f.phase = 'failed'
        AND (f.at, f.id) > (before.at, before.id) AND (f.at, f.id) < (e.at, e.id) AND f.until <= e.at`;

/** The select list of {@link DeploymentRow} over {@link deploymentJoins}. */
export const deploymentColumns = `e.id, e.title, s.name AS service, v.name AS environment, coalesce(w.name, e.version) AS version,
  coalesce(e.sha, w.sha) AS sha, e.status, e.phase, e.at, e.until, e.owner, e.source, e.links, e.pull_request_url,
  e.related_id, e.revision, e.payload, coalesce(x.repository, '') AS catalog_repository,
  CASE WHEN before.ids IS NULL THEN NULL WHEN before.ids[1] IS NULL THEN coalesce(before.texts[1], '')
    ELSE (SELECT y.name FROM version y WHERE y.id = before.ids[1]) END AS previous,
  e.version_id = ANY (before.ids) AS again,
  CASE WHEN e.version_id IS NULL AND e.version <> ''
    THEN before.texts || ARRAY (SELECT y.name FROM version y WHERE y.id = ANY (before.ids)) ELSE before.texts END AS texts_before,
  CASE WHEN e.version_id = before.ids[1] OR (before.id IS NOT NULL AND (e.version_id IS NULL OR before.ids[1] IS NULL))
    THEN ARRAY (${failedSince}) END AS failed_since,
  b.id AS build_id`;

/**
 * What {@link deploymentColumns} needs after a relation `e` of deployment events. Of the versions before it all but the last one matter only
 * where they could be its own: their names, ten for each row of a page, are not looked up.
 */
export const deploymentJoins = `JOIN service s ON s.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id
  LEFT JOIN version w ON w.id = e.version_id LEFT JOIN catalog_entry x ON x.service_id = e.service_id AND x.gone_at IS NULL
  LEFT JOIN LATERAL (
    SELECT (array_agg(p.at ${lastFirst}))[1] AS at, (array_agg(p.id ${lastFirst}))[1] AS id, array_agg(p.version_id ${lastFirst}) AS ids,
      array_agg(p.version ${lastFirst}) FILTER (WHERE p.version_id IS NULL) AS texts FROM (${earlier}) p) before ON true
  LEFT JOIN LATERAL (
    SELECT c.id FROM event c WHERE c.version_id = e.version_id AND c.kind = 'build' ORDER BY c.at DESC, c.id DESC LIMIT 1) b ON true`;

/** Names and ids of what was in place before a deployment `e`, last first, as a lateral relation of one row. */
export const everythingBefore = `SELECT array_agg(coalesce(y.name, p.version, '') ${lastFirst}) AS names, array_agg(p.id ${lastFirst}) AS ids
  FROM (${earlier}) p LEFT JOIN version y ON y.id = p.version_id`;

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
  /** The version in place when it began; empty for an unknown one. Null when there was none. */
  previous: string | null;
  /** Whether its own version was in place before; null where that is not known by its id. */
  again: boolean | null;
  /** Versions in place earlier that only a text tells, last first; when its own is one, all of them. */
  texts_before: (string | null)[] | null;
  /** Versions that failed there since the last one arrived; null where that does not matter. */
  failed_since: (string | null)[] | null;
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
  const before =
    row.previous === null
      ? []
      : [
          row.previous,
          ...(row.again && row.version !== null ? [row.version] : []),
          ...(row.texts_before ?? []).map((text) => text ?? ''),
        ];
  return {
    id: row.id,
    title: row.title,
    service: row.service,
    environment: row.environment,
    version: row.version,
    sha: row.sha,
    previousVersion: row.previous || null,
    change: row.environment === null ? null : changeKind(row.version, before, row.failed_since ?? []),
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
