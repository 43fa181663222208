import { pool } from '@/lib/db/pool';
import type { EventKind, Phase } from '@/lib/events/vocabulary';
import type { StepWire } from './schemas';

/** An event as a step of a chain, with what its links follow from. */
export interface Step extends StepWire {
  versionId: number | null;
  relatedId: string | null;
  /** Of a deployment that follows from an incident: it went back rather than on. */
  back: boolean;
}

interface Row {
  id: string;
  kind: EventKind;
  title: string;
  service: string;
  environment: string | null;
  version: string | null;
  version_id: number | null;
  phase: Phase;
  at: Date;
  until: Date | null;
  related_id: string | null;
  incident: number | null;
  back: boolean | null;
}

/** Those of the events that exist, by id. `back` is an SQL condition over deployment `r` and incident `i`. */
export async function readSteps(ids: readonly string[], back: string): Promise<Map<string, Step>> {
  const { rows } = await pool().query<Row>(
    `SELECT r.id, r.kind, r.title, s.name AS service, v.name AS environment, coalesce(w.name, r.version) AS version, r.version_id, r.phase,
            r.at, r.until, r.related_id, own.number AS incident, CASE WHEN r.kind = 'deployment' AND i.number IS NOT NULL THEN ${back} END AS back
     FROM event r JOIN service s ON s.id = r.service_id LEFT JOIN environment v ON v.id = r.environment_id
     LEFT JOIN version w ON w.id = r.version_id LEFT JOIN incident own ON own.event_id = r.id
     LEFT JOIN incident i ON i.event_id = r.related_id
     WHERE r.id = ANY ($1::uuid[])`,
    [ids],
  );
  return new Map(
    rows.map(({ version_id, related_id, back: went, at, until, ...row }) => [
      row.id,
      {
        ...row,
        at: at.toISOString(),
        until: until?.toISOString() ?? null,
        versionId: version_id,
        relatedId: related_id,
        back: went ?? false,
      },
    ]),
  );
}

/** A step as it is answered. */
export function toStep({ versionId: _v, relatedId: _r, back: _b, ...step }: Step): StepWire {
  return step;
}
