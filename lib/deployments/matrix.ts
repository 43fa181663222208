import { serviceIdsOf } from '@/lib/catalog/named-ids';
import { compareVersions } from '@/lib/catalog/versions';
import { pool } from '@/lib/db/pool';
import type { EnvironmentTier, Phase } from '@/lib/events/vocabulary';
import { decodeTextCursor, encodeTextCursor } from '@/lib/http/cursor';
import { heldLocks } from '@/lib/locks/held-locks';
import { lockPath } from '@/lib/locks/scope';
import { nameKey } from '@/lib/names';
import { openWindowsAt } from '@/lib/preflight/open-windows';
import { parseTime } from '@/lib/time/expressions';
import { phaseAsOf } from './cell';
import { arrived } from './deployment-row';
import { type MatrixQuery, maxColumns } from './filters';
import type { CellDeploymentWire, CellWire, MatrixWire } from './schemas';
import { versionKey } from './version-key';
import type { CellDrift } from './vocabulary';

/** What runs where, at any instant. `cellAsOf` in `cell.ts` says the same over a list, and a test holds both together. */

/** A column: an environment. */
export interface MatrixColumn {
  id: number;
  name: string;
  tier: EnvironmentTier;
  position: number;
}

type Row = MatrixWire['items'][number];

const scope = 'matrix';
/** Most services that are looked at for one page when only rows that differ, or do not, are wanted. */
const mostLookedAt = 2_000;

/**
 * A page of services by name, with a cell for each environment. Locks are those of this moment, so a matrix of the past has none.
 * Throws `invalid` for a cursor of another list.
 */
export async function readMatrix(query: MatrixQuery, now = Date.now()): Promise<MatrixWire> {
  const at = query.at === undefined ? now : (parseTime(query.at, now) as number);
  const columns = await readColumns(query.environment);
  const [windowOf, lockOf] = await Promise.all([
    openWindowsAt(at),
    query.at === undefined ? readLocks() : () => null,
  ]);
  const items: Row[] = [];
  let after = query.cursor ? decodeTextCursor(query.cursor, scope) : null;
  let more = true;
  const step = query.differs === undefined ? query.limit : Math.min(500, query.limit * 4);
  for (let looked = 0; more && items.length < query.limit && looked < mostLookedAt; looked += step) {
    const services = await readServices(query, after, step + 1);
    more = services.length > step;
    const page = services.slice(0, step);
    const cells = await readCells(
      page.map(({ id }) => id),
      columns,
      at,
    );
    for (const service of page) {
      if (items.length === query.limit) {
        more = true;
        break;
      }
      after = service.name_key;
      const row = toRow(service, columns, cells, (column) => ({
        window: windowOf(service.name, column.name),
        lock: lockOf(column.id, service.id),
      }));
      if (query.differs === undefined || query.differs === row.differs) items.push(row);
    }
  }
  return {
    at: new Date(at).toISOString(),
    environments: columns.map(({ name, tier, position }) => ({ name, tier, position })),
    items,
    nextCursor: more && after !== null ? encodeTextCursor(after, scope) : null,
  };
}

/** The environments that were named, in that order, or those that were ever deployed to, in their own. */
async function readColumns(names: readonly string[] | undefined): Promise<MatrixColumn[]> {
  if (names?.length) {
    const keys = [...new Set(names.map(nameKey))];
    const { rows } = await pool().query<MatrixColumn>(
      `SELECT id, name, tier, position FROM environment WHERE name_key = ANY ($1) ORDER BY array_position($1, name_key)`,
      [keys],
    );
    return rows;
  }
  const { rows } = await pool().query<MatrixColumn>(
    `SELECT id, name, tier, position FROM environment v
     WHERE EXISTS (SELECT FROM event e WHERE e.kind = 'deployment' AND e.environment_id = v.id)
     ORDER BY position, id LIMIT ${maxColumns}`,
  );
  return rows;
}

interface Service {
  id: number;
  name: string;
  name_key: string;
  owner: string;
}

async function readServices(query: MatrixQuery, after: string | null, limit: number): Promise<Service[]> {
  const ids = await serviceIdsOf(query);
  const { rows } = await pool().query<Service>(
    `SELECT s.id, s.name, s.name_key, coalesce(x.owner, '') AS owner
     FROM service s LEFT JOIN catalog_entry x ON x.service_id = s.id AND x.gone_at IS NULL
     WHERE ($1::int[] IS NULL OR s.id = ANY ($1)) AND ($2::text IS NULL OR strpos(s.name_key, $2) > 0)
       AND ($3::text IS NULL OR s.name_key > $3)
       AND EXISTS (SELECT FROM event e WHERE e.kind = 'deployment' AND e.service_id = s.id AND e.environment_id IS NOT NULL)
     ORDER BY s.name_key LIMIT $4`,
    [ids, query.q?.trim() ? nameKey(query.q) : null, after, limit],
  );
  return rows;
}

interface CellRow {
  id: string;
  version: string | null;
  sha: string | null;
  /** Milliseconds since the epoch. */
  at: number;
  until: number | null;
  by: string;
  phase: Phase;
}

interface Cells {
  service_id: number;
  environment_id: number;
  current: CellRow | null;
  last: CellRow | null;
  planned: CellRow | null;
}

/** One answer about a place: three steps along `(service, environment, at)`. */
const place = (which: string, order: 'DESC' | 'ASC') =>
  `(SELECT jsonb_build_object('id', e.id, 'version', coalesce(w.name, e.version), 'sha', coalesce(e.sha, w.sha),
      'at', (extract(epoch FROM e.at) * 1000)::int8, 'until', (extract(epoch FROM e.until) * 1000)::int8, 'by', e.owner, 'phase', e.phase)
    FROM event e LEFT JOIN version w ON w.id = e.version_id
    WHERE e.kind = 'deployment' AND e.service_id = s.id AND e.environment_id = v.id AND ${which}
    ORDER BY e.at ${order}, e.id ${order} LIMIT 1)`;

async function readCells(
  serviceIds: readonly number[],
  columns: readonly MatrixColumn[],
  at: number,
): Promise<Map<string, Cells>> {
  const { rows } = await pool().query<Cells>(
    `SELECT s.id AS service_id, v.id AS environment_id,
       ${place(`e.at <= $3 AND e.phase <> 'planned' AND ${arrived('e')} AND e.until <= $3`, 'DESC')} AS current,
       ${place(`e.at <= $3 AND e.phase <> 'planned'`, 'DESC')} AS last,
       ${place(`e.at >= $3 AND e.phase = 'planned'`, 'ASC')} AS planned
     FROM unnest($1::int[]) AS s(id) CROSS JOIN unnest($2::int[]) AS v(id)`,
    [serviceIds, columns.map(({ id }) => id), new Date(at)],
  );
  const cells = new Map<string, Cells>();
  for (const cell of rows) {
    for (const deployment of [cell.current, cell.last])
      if (deployment) deployment.phase = phaseAsOf(deployment, at) ?? deployment.phase;
    cells.set(`${cell.service_id}/${cell.environment_id}`, cell);
  }
  return cells;
}

const toCell = (row: CellRow | null): CellDeploymentWire | null =>
  row && {
    id: row.id,
    version: row.version,
    sha: row.sha,
    at: new Date(row.at).toISOString(),
    until: row.until === null ? null : new Date(row.until).toISOString(),
    by: row.by,
    phase: row.phase,
  };

function toRow(
  service: Service,
  columns: readonly MatrixColumn[],
  cells: ReadonlyMap<string, Cells>,
  around: (column: MatrixColumn) => Pick<CellWire, 'window' | 'lock'>,
): Row {
  const found = columns.map((column) => cells.get(`${service.id}/${column.id}`));
  const inPlace = found.map((cell) => cell?.current ?? null);
  const keys = new Set(inPlace.flatMap((current) => (current?.version ? [versionKey(current.version)] : [])));
  return {
    service: service.name,
    owner: service.owner,
    differs: keys.size > 1,
    cells: columns.map((column, index) => {
      const cell = found[index];
      const current = cell?.current ?? null;
      const next = inPlace.slice(index + 1).find((other) => other !== null) ?? null;
      return {
        environment: column.name,
        current: toCell(current),
        attempt: cell?.last && cell.last.id !== current?.id ? attempt(cell.last) : null,
        planned: toCell(cell?.planned ?? null),
        drift: current && next ? driftOf(current.version, next.version) : null,
        ...around(column),
      };
    }),
  };
}

/** A deployment that one would have seen running has no end yet. */
function attempt(row: CellRow): CellDeploymentWire | null {
  return toCell(row.phase === 'running' ? { ...row, until: null } : row);
}

const numbered = /^v?\d/i;

/** How one version stands to the other: in order where both are numbered. Unknown ones are never the same. */
export function driftOf(version: string | null, other: string | null): CellDrift {
  if (version === null || other === null) return 'different';
  if (versionKey(version) === versionKey(other)) return 'same';
  if (!numbered.test(version) || !numbered.test(other)) return 'different';
  const order = compareVersions(version, other);
  return order < 0 ? 'behind' : order > 0 ? 'ahead' : 'same';
}

/** The lock that keeps others from deploying to a place now. */
async function readLocks(): Promise<(environmentId: number, serviceId: number) => CellWire['lock']> {
  const byPath = new Map(
    (await heldLocks()).map(({ path, lock: { id, holder, reason, expiresAt } }) => [
      path,
      { id, holder, reason, expiresAt },
    ]),
  );
  if (byPath.size === 0) return () => null;
  return (environmentId, serviceId) => {
    for (const path of [
      '',
      lockPath({ environmentId, serviceId: null, resource: null }),
      lockPath({ environmentId, serviceId, resource: null }),
      lockPath({ environmentId, serviceId, resource: 'deployment' }),
    ]) {
      const lock = byPath.get(path);
      if (lock) return lock;
    }
    return null;
  };
}
