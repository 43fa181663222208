import { neighbours } from '@/lib/catalog/graph';
import { walk } from '@/lib/catalog/walk';
import { pool } from '@/lib/db/pool';
import { ongoingReachMs } from '@/lib/events/span';
import type { PreflightFacts } from './evaluate-types';
import type { Start } from './read-facts';

/** Most of each that are told. */
const most = 20;
/** How far dependencies are followed. */
const reach = { depth: 20, limit: 1_000 };

/** What somebody who asks is told besides the rules: open incidents of the service and of what it depends on, and what is planned meanwhile. */
export async function readSurroundings(start: Start): Promise<Pick<PreflightFacts, 'incidents' | 'planned'>> {
  const [incidents, planned] = await Promise.all([readIncidents(start), readPlanned(start)]);
  return { incidents, planned };
}

async function readIncidents({ service, environment }: Start): Promise<PreflightFacts['incidents']> {
  const { steps } = await walk(service.id, (frontier) => neighbours(frontier, 'out'), reach);
  const { rows } = await pool().query<{ number: number; title: string; service: string; upstream: boolean }>(
    `SELECT i.number, e.title, s.name AS service, i.service_id <> $2 AS upstream
     FROM incident i JOIN event e ON e.id = i.event_id JOIN service s ON s.id = i.service_id
     WHERE i.service_id = ANY ($1::int[]) AND i.status IN ('open', 'investigating') AND i.merged_into IS NULL
       AND (i.environment_id IS NULL OR i.environment_id = $3)
     ORDER BY upstream, i.started_at DESC, i.number DESC LIMIT ${most}`,
    [steps.map(({ id }) => id), service.id, environment.id],
  );
  return rows;
}

async function readPlanned({
  service,
  environment,
  ownEventId,
  ...start
}: Start): Promise<PreflightFacts['planned']> {
  const of = (kind: 'deployment' | 'operation') =>
    `(SELECT e.id, e.title, e.at, e.until FROM event e
      WHERE e.kind = '${kind}' AND e.service_id = $1 AND e.environment_id = $2 AND e.phase = 'planned' AND e.at > $3 AND e.at < $4
        AND (e.at >= $5 OR e.until > $5) AND e.id IS DISTINCT FROM $6::uuid
      ORDER BY e.at, e.id LIMIT ${most})`;
  const { rows } = await pool().query<{ id: string; title: string; at: Date; until: Date | null }>(
    // Each kind along its own index.
    `${of('deployment')} UNION ALL ${of('operation')} ORDER BY at, id LIMIT ${most}`,
    [
      service.id,
      environment.id,
      new Date(start.startsAt - ongoingReachMs),
      new Date(start.endsAt),
      new Date(start.startsAt),
      ownEventId,
    ],
  );
  return rows.map(({ id, title, at, until }) => ({
    id,
    title,
    startsAt: at.getTime(),
    endsAt: (until ?? at).getTime(),
  }));
}
