import { pool } from '@/lib/db/pool';
import { invalid } from '@/lib/errors';
import { nameKey } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';
import type { DifferenceQuery, MatrixQuery } from './filters';
import { driftOf, readMatrix } from './matrix';
import type { CellDeploymentWire, DifferenceWire, MatrixWire } from './schemas';

type Item = DifferenceWire['items'][number];

/** Most services that are compared. */
const mostServices = 2_000;

/** What differs between two instants, or between two environments. Throws `invalid` for what cannot be compared. */
export function readDifference(query: DifferenceQuery, now = Date.now()): Promise<DifferenceWire> {
  return query.left === undefined ? betweenInstants(query, now) : betweenEnvironments(query, now);
}

/** Every row of a matrix, page after page. */
async function wholeMatrix(query: Omit<MatrixQuery, 'limit' | 'cursor'>, now: number): Promise<MatrixWire> {
  const whole = await readMatrix({ ...query, limit: 500 }, now);
  let cursor = whole.nextCursor;
  while (cursor !== null && whole.items.length < mostServices) {
    const page = await readMatrix({ ...query, limit: 500, cursor }, now);
    whole.items.push(...page.items);
    cursor = page.nextCursor;
  }
  return whole;
}

async function betweenInstants(query: DifferenceQuery, now: number): Promise<DifferenceWire> {
  const { environment, service, team } = query;
  const from = parseTime(query.from as string, now) as number;
  const to = query.to === undefined ? now : (parseTime(query.to, now) as number);
  if (from > to) throw invalid([{ in: 'query', path: ['to'], detail: 'must not be before `from`' }]);
  const at = (instant: number) => new Date(instant).toISOString();
  const [left, right] = await Promise.all([
    wholeMatrix({ at: at(from), environment, service, team }, now),
    wholeMatrix({ at: at(to), environment, service, team }, now),
  ]);
  const before = new Map(left.items.map((row) => [row.service, row]));
  const items = right.items.flatMap((row) =>
    row.cells.flatMap(({ environment: name, current }) => {
      const earlier =
        before.get(row.service)?.cells.find((cell) => cell.environment === name)?.current ?? null;
      const change = changeOf(earlier, current);
      return change
        ? [{ service: row.service, environment: name, left: earlier, right: current, change }]
        : [];
    }),
  );
  const counts = await countBetween(from, to);
  return {
    left: { at: at(from), environment: null },
    right: { at: at(to), environment: null },
    items: items.map((item) => ({
      ...item,
      deployments: counts.get(`${nameKey(item.service)}\n${nameKey(item.environment)}`) ?? 0,
    })),
  };
}

/** How many deployments began at each place after `from` and until `to`. */
async function countBetween(from: number, to: number): Promise<Map<string, number>> {
  const { rows } = await pool().query<{ place: string; n: number }>(
    `SELECT s.name_key || E'\\n' || v.name_key AS place, c.n FROM (
       SELECT service_id, environment_id, count(*) AS n FROM event
       WHERE kind = 'deployment' AND phase <> 'planned' AND at > $1 AND at <= $2 GROUP BY 1, 2) c
     JOIN service s ON s.id = c.service_id JOIN environment v ON v.id = c.environment_id`,
    [new Date(from), new Date(to)],
  );
  return new Map(rows.map(({ place, n }) => [place, n]));
}

async function betweenEnvironments(query: DifferenceQuery, now: number): Promise<DifferenceWire> {
  const { at, service, team } = query;
  const names = [query.left as string, query.right as string] as const;
  if (nameKey(names[0]) === nameKey(names[1]))
    throw invalid([{ in: 'query', path: ['right'], detail: 'is the same environment as `left`' }]);
  const matrix = await wholeMatrix({ at, environment: [...names], service, team }, now);
  for (const [index, path] of ['left', 'right'].entries())
    if (!matrix.environments.some(({ name }) => nameKey(name) === nameKey(names[index] as string)))
      throw invalid([{ in: 'query', path: [path], detail: 'is an environment that nobody knows' }]);
  const items = matrix.items.flatMap((row): Item[] => {
    const [left, right] = names.map(
      (name) => row.cells.find(({ environment }) => nameKey(environment) === nameKey(name))?.current ?? null,
    ) as [CellDeploymentWire | null, CellDeploymentWire | null];
    const change = changeOf(left, right);
    return change
      ? [{ service: row.service, environment: null, left, right, change, deployments: null }]
      : [];
  });
  const side = (index: 0 | 1) => ({
    at: matrix.at,
    environment:
      matrix.environments.find(({ name }) => nameKey(name) === nameKey(names[index]))?.name ?? null,
  });
  return { left: side(0), right: side(1), items };
}

/** What has to happen to come from one to the other; null when both run the same. */
function changeOf(left: CellDeploymentWire | null, right: CellDeploymentWire | null): Item['change'] | null {
  if (left === null || right === null) return left === right ? null : left === null ? 'added' : 'removed';
  if (left.id === right.id) return null;
  const drift = driftOf(left.version, right.version);
  return drift === 'same'
    ? null
    : drift === 'behind'
      ? 'upgraded'
      : drift === 'ahead'
        ? 'rolled_back'
        : 'changed';
}
