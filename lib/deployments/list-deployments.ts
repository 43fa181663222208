import { pool } from '@/lib/db/pool';
import { statementName } from '@/lib/db/statement-name';
import { linkedIncidents } from '@/lib/delivery/linked-incidents';
import { windowOf } from '@/lib/events/where';
import { decodeCursor, encodeCursor } from '@/lib/http/cursor';
import { type DeploymentRow, deploymentColumns, deploymentJoins, toDeployment } from './deployment-row';
import type { DeploymentFilters, DeploymentListQuery } from './filters';
import type { DeploymentPageWire, DeploymentWire } from './schemas';
import { type After, matchingDeployments } from './where';

const scope = 'deployments';
/** A total says no more than this. */
const totalBound = 10_000;
/** Most deployments that are looked at for one page when only some kinds of change are wanted. */
const mostLookedAt = 5_000;

/**
 * One page of deployments, last begun first, by keyset. With a filter on the kind of change a page may hold fewer than asked for
 * although more follow: so many deployments are looked at for it, and the cursor goes on after the last of them.
 * Throws `invalid` for a cursor of another list.
 */
export async function listDeployments(
  query: DeploymentListQuery,
  now = Date.now(),
): Promise<DeploymentPageWire> {
  const { limit, change } = query;
  const cursor = query.cursor ? decodeCursor(query.cursor, scope) : null;
  let after: After | null = cursor && { at: new Date(cursor.key), id: cursor.id };
  const wanted = change?.length ? new Set(change) : null;
  const step = wanted ? Math.min(500, limit * 5) : limit;
  const items: DeploymentWire[] = [];
  let more = true;
  for (let looked = 0; more && items.length < limit && looked < mostLookedAt; looked += step) {
    const rows = await read(query, after, step + 1, now);
    more = rows.length > step;
    for (const row of rows.slice(0, step)) {
      const deployment = toDeployment(row, []);
      if (wanted && (deployment.change === null || !wanted.has(deployment.change))) {
        after = row;
        continue;
      }
      if (items.length === limit) {
        more = true;
        break;
      }
      items.push(deployment);
      after = row;
    }
  }
  return {
    items: await withIncidents(items),
    nextCursor: more && after ? encodeCursor({ key: after.at.getTime(), id: after.id }, scope) : null,
    ...(query.total && !wanted ? { total: await countDeployments(query, now) } : {}),
  };
}

/** Statements with more parameters are as many as there are filters: each is planned by itself. */
const mostPrepared = 8;

async function read(
  filters: DeploymentFilters,
  after: After | null,
  limit: number,
  now: number,
): Promise<DeploymentRow[]> {
  const { text, params } = await matchingDeployments(filters, windowOf(filters, now), { after, limit, now });
  const statement = `SELECT ${deploymentColumns} FROM (SELECT f.* FROM (${text}) page JOIN event f USING (id)) e ${deploymentJoins} ORDER BY e.at DESC, e.id DESC`;
  const { rows } = await pool().query<DeploymentRow>({
    // Planning it takes as long as running it. Only statements of few shapes are kept prepared.
    ...(params.values.length <= mostPrepared ? { name: statementName('deployments', statement) } : {}),
    text: statement,
    values: params.values,
  });
  return rows;
}

/** The deployments with the incidents that are put down to them. */
export async function withIncidents<D extends DeploymentWire>(deployments: readonly D[]): Promise<D[]> {
  const linked = await linkedIncidents(deployments.map(({ id }) => id));
  return deployments.map((deployment) => ({
    ...deployment,
    incidents: (linked.get(deployment.id) ?? []).map(({ number }) => number),
  }));
}

/** How many deployments pass the filters but that on the kind of change, exact up to 10,000. */
export async function countDeployments(
  filters: DeploymentFilters,
  now = Date.now(),
): Promise<{ count: number; exact: boolean }> {
  const { text, params } = await matchingDeployments(filters, windowOf(filters, now), {
    after: null,
    limit: totalBound + 1,
    now,
  });
  const { rows } = await pool().query<{ n: number }>(`SELECT count(*) AS n FROM (${text}) b`, params.values);
  const n = rows[0]?.n ?? 0;
  return { count: Math.min(n, totalBound), exact: n <= totalBound };
}
