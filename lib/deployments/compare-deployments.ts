import { pool } from '@/lib/db/pool';
import { bodyIssue, invalid } from '@/lib/errors';
import {
  type DeploymentRow,
  deploymentColumns,
  deploymentJoins,
  repositoryOf,
  toDeployment,
} from './deployment-row';
import type { ComparisonQuery } from './filters';
import { deploymentRow } from './get-deployment';
import { withIncidents } from './list-deployments';
import { compareUrl } from './repository-url';
import type { ComparisonWire } from './schemas';

/** Most deployments that are told between the two. */
const mostBetween = 100;

/**
 * Two deployments of a service, the earlier one first whichever way they were asked for, and what lies between them. Throws `not_found`, and
 * `invalid` for deployments of two services.
 */
export async function compareDeployments({ from, to }: ComparisonQuery): Promise<ComparisonWire> {
  const both = await Promise.all([deploymentRow(from), deploymentRow(to)]);
  const [left, right] = both.sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1)) as [
    DeploymentRow,
    DeploymentRow,
  ];
  if (left.service !== right.service)
    throw invalid([
      { ...bodyIssue(['to'], `is a deployment of ${right.service}, not of ${left.service}`), in: 'query' },
    ]);
  const sameSha = left.sha?.toLowerCase() === right.sha?.toLowerCase();
  const [between, counted] = await Promise.all([
    pool().query<DeploymentRow>(
      `SELECT ${deploymentColumns} FROM (
         SELECT n.* FROM event f JOIN event n ON n.kind = 'deployment' AND n.service_id = f.service_id AND n.environment_id = f.environment_id
         WHERE f.id = $1 AND (n.at, n.id) > ($2::timestamptz, $3::uuid) AND (n.at, n.id) < ($4::timestamptz, $1::uuid)
         ORDER BY n.at DESC, n.id DESC LIMIT ${mostBetween}) e ${deploymentJoins} ORDER BY e.at DESC, e.id DESC`,
      [right.id, left.at, left.id, right.at],
    ),
    pool().query<{ n: number }>(
      `SELECT count(*) AS n FROM event e JOIN event f ON f.service_id = e.service_id
       WHERE f.id = $1 AND e.at >= $2 AND e.at <= $3`,
      [right.id, left.at, right.at],
    ),
  ]);
  const [first, second, ...rest] = await withIncidents(
    [left, right, ...between.rows].map((row) => toDeployment(row, [])),
  );
  return {
    from: first as ComparisonWire['from'],
    to: second as ComparisonWire['to'],
    compareUrl: sameSha ? null : compareUrl(repositoryOf(right) ?? repositoryOf(left), left.sha, right.sha),
    between: rest,
    events: counted.rows[0]?.n ?? 0,
    eventsQuery: new URLSearchParams({
      service: left.service,
      from: left.at.toISOString(),
      to: new Date(right.at.getTime() + 1).toISOString(),
    }).toString(),
  };
}
