import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { findIncidents, noSuchIncident } from '@/lib/incidents/find-incidents';
import type { SimilarIncidentWire } from '@/lib/incidents/schemas';

/** From this similarity on two messages are taken to tell of the same trouble: a word or two may differ. */
const threshold = 0.35;
/** What the same service adds when the most alike are sought. */
const ownService = 0.2;
/** Most incidents that are compared: the newest of the service, and any that share trigrams. */
const mostOwn = 500;
const mostAny = 1000;

interface Incident {
  service_id: number;
  template: string;
  title: string;
  started_at: Date;
}

interface Alike {
  number: number;
  similarity: number;
  same_service: boolean;
}

/**
 * Incidents that began earlier, are over, and looked alike, the most alike first: by what their errors have in common, on the same service
 * rather than elsewhere. An incident that was reported without errors is compared by its title, on its own service alone.
 * Throws `not_found`.
 */
export async function similarIncidents(number: number, limit = 5): Promise<{ items: SimilarIncidentWire[] }> {
  const { rows } = await pool().query<Incident>(
    `SELECT i.service_id, i.template, e.title, i.started_at FROM incident i JOIN event e ON e.id = i.event_id WHERE i.number = $1`,
    [number],
  );
  const incident = rows[0];
  if (!incident) throw noSuchIncident(number);
  const alike = await findAlike(number, incident, limit);
  const numbers = alike.map((each) => each.number);
  const [incidents, outcomes] = await Promise.all([findIncidents(numbers), readOutcomes(numbers)]);
  return {
    items: alike.flatMap(({ number: other, similarity, same_service }) => {
      const found = incidents.find((each) => each.number === other);
      if (!found) return [];
      const outcome = outcomes.get(other) ?? { resolution: null, cause: null, fix: null };
      return [{ incident: found, similarity, sameService: same_service, ...outcome }];
    }),
  };
}

const past = 'i.number <> $1 AND i.started_at < $4 AND i.ended_at IS NOT NULL AND i.merged_into IS NULL';

async function findAlike(
  number: number,
  { service_id, template, title, started_at }: Incident,
  limit: number,
): Promise<Alike[]> {
  const byTemplate = `
    SELECT i.number, similarity(i.template, $3) AS similarity, i.service_id = $2 AS same_service FROM (
      (SELECT i.* FROM incident i WHERE i.service_id = $2 AND ${past} ORDER BY i.started_at DESC LIMIT ${mostOwn})
      UNION (SELECT i.* FROM incident i WHERE i.template % $3 AND ${past} LIMIT ${mostAny})) i
    WHERE i.template <> ''`;
  const byTitle = `
    SELECT i.number, similarity(e.title, $3) AS similarity, true AS same_service
    FROM (SELECT i.* FROM incident i WHERE i.service_id = $2 AND ${past} ORDER BY i.started_at DESC LIMIT ${mostOwn}) i
    JOIN event e ON e.id = i.event_id`;
  return transaction(async (client) => {
    // The operator `%` uses the index and asks this setting, which holds until the end of the transaction.
    await client.query(`SET LOCAL pg_trgm.similarity_threshold = ${threshold}`);
    const { rows } = await client.query<Alike>(
      `SELECT number, similarity, same_service FROM (${template === '' ? byTitle : byTemplate}) alike
       WHERE similarity >= ${threshold}
       ORDER BY similarity + CASE WHEN same_service THEN ${ownService} ELSE 0 END DESC, number DESC LIMIT $5`,
      [number, service_id, template === '' ? title : template, started_at, limit],
    );
    return rows;
  });
}

type Outcome = Pick<SimilarIncidentWire, 'resolution' | 'cause' | 'fix'>;

/** What a change is called in a list. */
const named = (event: string, service: string) =>
  `jsonb_build_object('eventId', ${event}.id, 'title', ${event}.title, 'service', ${service}.name, 'version', ${event}.version)`;

/** What ended incidents, by number: what was said, which change was confirmed, what was changed last before the end. */
export async function readOutcomes(numbers: readonly number[]): Promise<Map<number, Outcome>> {
  if (numbers.length === 0) return new Map();
  const { rows } = await pool().query<
    Pick<Outcome, 'cause' | 'fix'> & {
      number: number;
      text: string | null;
      actor: string;
      at: Date;
    }
  >(
    `SELECT i.number, said.text, said.actor, said.at, cause.cause, fix.fix
     FROM incident i
     LEFT JOIN LATERAL (
       SELECT n.text, n.actor, n.at FROM incident_entry n
       WHERE n.incident_number = i.number AND n.text <> ''
         AND (n.type = 'note' OR (n.type = 'status' AND n.new_value IN ('resolved', 'closed')))
       ORDER BY CASE WHEN n.type = 'note' THEN 2 WHEN n.new_value = 'closed' THEN 1 ELSE 0 END, n.at DESC, n.id DESC LIMIT 1) said ON true
     LEFT JOIN LATERAL (
       SELECT c.id, ${named('c', 'cs')} AS cause
       FROM incident_verdict d JOIN event c ON c.id = d.event_id JOIN service cs ON cs.id = c.service_id
       WHERE d.incident_number = i.number AND d.verdict = 'confirmed' ORDER BY d.rank NULLS LAST, d.at DESC LIMIT 1) cause ON true
     LEFT JOIN LATERAL (
       SELECT ${named('f', 'fs')} AS fix FROM (
         (SELECT f.* FROM event f WHERE f.service_id = i.service_id AND f.kind = 'deployment' AND f.environment_id = i.environment_id
            AND f.at > i.started_at AND f.at <= i.ended_at AND f.phase NOT IN ('planned', 'failed', 'aborted') ORDER BY f.at DESC LIMIT 1)
         UNION ALL
         (SELECT f.* FROM event f WHERE f.service_id = i.service_id AND f.kind = 'deployment' AND i.environment_id IS NULL
            AND f.at > i.started_at AND f.at <= i.ended_at AND f.phase NOT IN ('planned', 'failed', 'aborted') ORDER BY f.at DESC LIMIT 1)
         UNION ALL
         (SELECT f.* FROM event f WHERE f.service_id = i.service_id AND f.kind = 'operation' AND f.kind IN ('operation', 'drift', 'infra')
            AND (i.environment_id IS NULL OR f.environment_id IS NULL OR f.environment_id = i.environment_id)
            AND f.at > i.started_at AND f.at <= i.ended_at AND f.phase NOT IN ('planned', 'failed', 'aborted') ORDER BY f.at DESC LIMIT 1)) f
       JOIN service fs ON fs.id = f.service_id
       WHERE f.id IS DISTINCT FROM cause.id ORDER BY f.at DESC LIMIT 1) fix ON true
     WHERE i.number = ANY ($1::int[])`,
    [numbers],
  );
  return new Map(
    rows.map(({ number, text, actor, at, cause, fix }) => [
      number,
      { resolution: text === null ? null : { text, actor, at: at.toISOString() }, cause, fix },
    ]),
  );
}
