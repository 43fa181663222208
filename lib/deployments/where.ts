import { idsOf, serviceIdsOf } from '@/lib/catalog/named-ids';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { type Window, windowConditions } from '@/lib/events/where';
import type { DeploymentFilters } from './filters';
import { versionKey } from './version-key';

/** Which deployments are meant, as conditions over `event e`. */

type Named = Pick<DeploymentFilters, 'service' | 'environment' | 'phase' | 'version' | 'by' | 'team'>;

/** Most pairs of service and environment that are read one by one along their index. */
const mostPairs = 200;

/**
 * The filters but window and change as disjoint alternatives, each of which an index gives in the order of lists: for each service
 * and environment that was named, for each environment, or for each service.
 */
export async function deploymentBranches(filters: Named, params: Params): Promise<string[][]> {
  const [services, environments, versions] = await Promise.all([
    serviceIdsOf(filters),
    filters.environment?.length ? idsOf('environment', filters.environment) : null,
    filters.version?.length ? versionIds(filters.version) : null,
  ]);
  const rest = [`e.kind = 'deployment'`];
  if (filters.phase?.length) rest.push(`e.phase = ANY (${params.add(filters.phase)}::phase[])`);
  if (filters.by?.length) rest.push(`e.owner = ANY (${params.add(filters.by)}::text[])`);
  if (versions) rest.push(`e.version_id = ANY (${params.add(versions)}::int[])`);
  const service = (id: number) => `e.service_id = ${params.add(id)}::int`;
  const environment = (id: number) => `e.environment_id = ${params.add(id)}::int`;
  const nothing = services?.length === 0 || environments?.length === 0 || versions?.length === 0;
  if (nothing) return [['false', ...rest]];
  if (services && environments && services.length * environments.length <= mostPairs)
    return services.flatMap((s) => environments.map((v) => [service(s), environment(v), ...rest]));
  if (services && services.length > mostPairs)
    return [[`e.service_id = ANY (${params.add(services)}::int[])`, ...among(environments, params), ...rest]];
  if (services) return services.map((s) => [service(s), ...among(environments, params), ...rest]);
  if (environments) return environments.map((v) => [environment(v), ...rest]);
  return [rest];
}

const among = (environments: readonly number[] | null, params: Params) =>
  environments ? [`e.environment_id = ANY (${params.add(environments)}::int[])`] : [];

async function versionIds(versions: readonly string[]): Promise<number[]> {
  const { rows } = await pool().query<{ id: number }>('SELECT id FROM version WHERE key = ANY ($1)', [
    [...new Set(versions.map(versionKey))],
  ]);
  return rows.map(({ id }) => id);
}

/** Where a page begins: after this deployment, later ones first. */
export interface After {
  at: Date;
  id: string;
}

/** The ids of matching deployments as a statement over `event e`, last begun first, `limit` of them. */
export async function matchingDeployments(
  filters: Named,
  window: Window,
  { after, limit, now }: { after: After | null; limit: number; now: number },
): Promise<{ text: string; params: Params }> {
  const params = new Params();
  const alternatives = await deploymentBranches(filters, params);
  const { near, far } = windowConditions(window, now, params);
  const count = params.add(limit);
  const beyond = after
    ? [`(e.at, e.id) < (${params.add(after.at)}::timestamptz, ${params.add(after.id)}::uuid)`]
    : [];
  const branch = (window: string, conditions: readonly string[]) =>
    `(SELECT e.id, e.at FROM event e WHERE ${[window, ...conditions, ...beyond].join(' AND ')} ORDER BY e.at DESC, e.id DESC LIMIT ${count})`;
  const branches = alternatives.flatMap((conditions) => [
    branch(near, conditions),
    ...(far === null ? [] : [branch(far, conditions)]),
  ]);
  return {
    text: `SELECT id, at FROM (${branches.join(' UNION ALL ')}) b ORDER BY at DESC, id DESC LIMIT ${count}`,
    params,
  };
}
