import { idsOf, serviceIdsOf } from '@/lib/catalog/named-ids';
import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { type Window, windowConditions } from '@/lib/events/where';
import { nameKey } from '@/lib/names';
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
    filters.team?.length ? serviceIdsOf(filters) : placesOf('service', filters.service),
    placesOf('environment', filters.environment),
    filters.version?.length ? versionIds(filters.version) : null,
  ]);
  const rest = [`e.kind = 'deployment'`];
  if (filters.phase?.length) rest.push(`e.phase = ANY (${params.add(filters.phase)}::phase[])`);
  if (filters.by?.length) rest.push(`e.owner = ANY (${params.add(filters.by)}::text[])`);
  if (versions) rest.push(`e.version_id = ANY (${params.add(versions)}::int[])`);
  const within = (table: 'service' | 'environment', places: readonly Place[]) =>
    `e.${table}_id = ${idTerm(table, places, params)}`;
  const among = () => (environments ? [within('environment', environments)] : []);
  const nothing = services?.length === 0 || environments?.length === 0 || versions?.length === 0;
  if (nothing) return [['false', ...rest]];
  if (services && environments && services.length * environments.length <= mostPairs)
    return services.flatMap((s) =>
      environments.map((v) => [within('service', [s]), within('environment', [v]), ...rest]),
    );
  if (services && services.length > mostPairs) return [[within('service', services), ...among(), ...rest]];
  if (services) return services.map((s) => [within('service', [s]), ...among(), ...rest]);
  if (environments) return environments.map((v) => [within('environment', [v]), ...rest]);
  return [rest];
}

/** The id of a service or environment, or the key of its name when that is looked up within the statement. */
type Place = number | string;

/**
 * What these names mean. A single one is looked up within the statement: that saves a question, and a plan that is kept does not depend on
 * how much happens there. Several would have to be looked up as often as they are mentioned.
 */
async function placesOf(
  table: 'service' | 'environment',
  names: readonly string[] | undefined,
): Promise<Place[] | null> {
  if (!names?.length) return null;
  const keys = [...new Set(names.map(nameKey))];
  return keys.length === 1 ? keys : idsOf(table, names);
}

/** What a column with ids is compared with. */
function idTerm(table: 'service' | 'environment', places: readonly Place[], params: Params): string {
  const [place] = places;
  if (places.length > 1) return `ANY (${params.add(places)}::int[])`;
  return typeof place === 'string'
    ? `(SELECT id FROM ${table} WHERE name_key = ${params.add(place)})`
    : `${params.add(place)}::int`;
}

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

/**
 * The ids of matching deployments as a statement over `event e`, last begun first, `limit` of them. The limit stands in the text: as a
 * parameter it would be taken for a tenth of all rows, and no plan for that is ever kept.
 */
export async function matchingDeployments(
  filters: Named,
  window: Window,
  { after, limit, now }: { after: After | null; limit: number; now: number },
): Promise<{ text: string; params: Params }> {
  const params = new Params();
  const alternatives = await deploymentBranches(filters, params);
  const { near, far } = windowConditions(window, now, params);
  const beyond = after
    ? [`(e.at, e.id) < (${params.add(after.at)}::timestamptz, ${params.add(after.id)}::uuid)`]
    : [];
  const branch = (window: string, conditions: readonly string[]) =>
    `(SELECT e.id, e.at FROM event e WHERE ${[window, ...conditions, ...beyond].join(' AND ')} ORDER BY e.at DESC, e.id DESC LIMIT ${limit})`;
  const branches = alternatives.flatMap((conditions) => [
    branch(near, conditions),
    ...(far === null ? [] : [branch(far, conditions)]),
  ]);
  return {
    text: `SELECT id, at FROM (${branches.join(' UNION ALL ')}) b ORDER BY at DESC, id DESC LIMIT ${limit}`,
    params,
  };
}
