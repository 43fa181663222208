import { pool } from '@/lib/db/pool';
import { statementName } from '@/lib/db/statement-name';
import { linkedIncidents, linkedSql } from '@/lib/delivery/linked-incidents';
import { rowsByRule } from '@/lib/delivery/rule-state';
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
    const rows = await read(query, after, step, now);
    more = rows.length > step;
    for (const row of rows.slice(0, step)) {
      const deployment = toDeployment(row, row.incidents ?? []);
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
    items,
    nextCursor: more && after ? encodeCursor({ key: after.at.getTime(), id: after.id }, scope) : null,
    ...(query.total && !wanted ? { total: await countDeployments(query, now) } : {}),
  };
}

/** Statements with more parameters are as many as there are filters: each is planned by itself. */
const mostPrepared = 8;
/** So are those of other sizes than pages usually have. */
const preparedSizes = [50, 100, 250, 500];

interface ListedRow extends DeploymentRow {
  /** Numbers of the incidents that are put down to it, oldest first; null when there are none. */
  incidents: number[] | null;
  rule_holds: boolean;
}

/** Everything in one statement: each one more would cost what reading ten rows costs. */
function read(
  filters: DeploymentFilters,
  after: After | null,
  size: number,
  now: number,
): Promise<ListedRow[]> {
  return rowsByRule(async (rule, holds) => {
    const { text: ids, params } = await matchingDeployments(filters, windowOf(filters, now), {
      after,
      limit: size + 1,
      now,
    });
    const filtered = params.values.length;
    const text = `WITH page AS MATERIALIZED (SELECT f.* FROM (${ids}) page JOIN event f USING (id)), ${linkedSql(rule, params)}
      SELECT ${deploymentColumns}, i.incidents, ${holds(params)} AS rule_holds FROM page e ${deploymentJoins}
      LEFT JOIN (SELECT event_id, array_agg(number ORDER BY started_at, number) AS incidents FROM linked GROUP BY event_id) i ON i.event_id = e.id
      ORDER BY e.at DESC, e.id DESC`;
    const { rows } = await pool().query<ListedRow>({
      // Planning it takes as long as running it. Only statements of few shapes are kept prepared.
      ...(filtered <= mostPrepared && preparedSizes.includes(size)
        ? { name: statementName('deployments', text) }
        : {}),
      text,
      values: params.values,
    });
    return rows;
  });
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
