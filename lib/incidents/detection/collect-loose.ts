import type { PoolClient } from 'pg';

/**
 * Lets loose signals join an incident that is active again: those of its own errors, and of what was merged into it, since it began. In the
 * caller's transaction, which has entered the service and puts the change into the feed.
 */
export async function collectLoose(client: PoolClient, number: number): Promise<void> {
  await client.query(
    `WITH joined AS (
       UPDATE signal s SET incident_number = $1
       FROM incident i
       WHERE (i.number = $1 OR i.merged_into = $1) AND s.incident_number IS NULL AND s.rule_id > 0 AND s.rule_id = i.rule_id
         AND s.service_id = i.service_id AND s.environment_id = coalesce(i.environment_id, 0) AND s.group_key = i.group_key AND s.at >= i.started_at
       RETURNING s.at
     ), counted AS (SELECT count(*)::int AS count, max(at) AS last FROM joined)
     UPDATE incident SET signal_count = signal_count + c.count, last_signal_at = greatest(last_signal_at, c.last)
     FROM counted c WHERE number = $1 AND c.count > 0`,
    [number],
  );
}
