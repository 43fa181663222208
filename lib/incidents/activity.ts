import { pool } from '@/lib/db/pool';

/** In so many equal parts the life of an incident is cut. */
export const activityParts = 24;

/**
 * How many signals fell into each part of the life of each incident so far, from its start to its end or to `now`; keyed by
 * number, all incidents in one statement.
 */
export async function activityOf(
  numbers: readonly number[],
  now = Date.now(),
): Promise<Map<number, number[]>> {
  const activity = new Map(numbers.map((number) => [number, new Array<number>(activityParts).fill(0)]));
  if (numbers.length === 0) return activity;
  const { rows } = await pool().query<{ number: number; part: number; n: number }>(
    `SELECT i.number, least($2 - 1, greatest(0, floor(extract(epoch FROM g.at - i.started_at) / life.seconds * $2)))::int AS part,
            count(*) AS n
     FROM incident i CROSS JOIN LATERAL (
       SELECT greatest(0.001, extract(epoch FROM coalesce(i.ended_at, $3) - i.started_at)) AS seconds) life
     JOIN signal g ON g.incident_number = i.number
     WHERE i.number = ANY ($1::int[]) GROUP BY 1, 2`,
    [numbers, activityParts, new Date(now)],
  );
  for (const { number, part, n } of rows) (activity.get(number) as number[])[part] = n;
  return activity;
}
