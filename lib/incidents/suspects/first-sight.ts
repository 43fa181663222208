import { pool } from '@/lib/db/pool';

/** Of how many of its first signals an incident's error is taken: the one that most of them report. */
const sample = 200;

/**
 * When a service first reported the error of an incident, in milliseconds since the epoch, or null when that is not known. The error is
 * the one that most of the incident's first signals report; without signals, the one that reads like its template.
 */
export async function firstSightOf(
  number: number,
  serviceId: number,
  template: string,
): Promise<number | null> {
  const { rows } = await pool().query<{ first_at: Date }>(
    `WITH error AS (
       SELECT fingerprint FROM (
         SELECT fingerprint FROM signal WHERE incident_number = $1 ORDER BY at LIMIT ${sample}) first
       WHERE fingerprint <> '' GROUP BY fingerprint ORDER BY count(*) DESC, fingerprint LIMIT 1
     )
     SELECT f.first_at FROM error_fingerprint f JOIN error USING (fingerprint) WHERE f.service_id = $2
     UNION ALL
     SELECT f.first_at FROM error_fingerprint f
     WHERE f.service_id = $2 AND $3 <> '' AND f.template = $3 AND NOT EXISTS (SELECT FROM error)
     LIMIT 1`,
    [number, serviceId, template],
  );
  return rows[0]?.first_at.getTime() ?? null;
}
