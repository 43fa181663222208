import type { PoolClient } from 'pg';
import type { IncidentEntryType } from './vocabulary';

/** Something that happened to an incident, to be written into its timeline. */
export interface NewIncidentEntry {
  incident: number;
  actor: string;
  type: IncidentEntryType;
  field?: string;
  oldValue?: string;
  newValue?: string;
  /** Markdown. */
  text?: string;
  /** When it happened; now, when left out. */
  at?: Date;
}

/** Writes entries, in order; their ids. The caller's transaction has entered the incidents' services. */
export async function appendEntries(
  client: PoolClient,
  entries: readonly NewIncidentEntry[],
): Promise<string[]> {
  if (entries.length === 0) return [];
  const { rows } = await client.query<{ id: string }>(
    `INSERT INTO incident_entry (incident_number, at, actor, type, field, old_value, new_value, text)
     SELECT i.number, coalesce(i.at, now()), i.actor, i.type, i.field, i.old_value, i.new_value, i.text
     FROM unnest($1::int[], $2::timestamptz[], $3::text[], $4::incident_entry_type[], $5::text[], $6::text[], $7::text[], $8::text[])
          WITH ORDINALITY AS i(number, at, actor, type, field, old_value, new_value, text, ord)
     ORDER BY ord RETURNING id::text`,
    [
      entries.map(({ incident }) => incident),
      entries.map(({ at }) => at ?? null),
      entries.map(({ actor }) => actor),
      entries.map(({ type }) => type),
      entries.map(({ field }) => field ?? ''),
      entries.map(({ oldValue }) => oldValue ?? ''),
      entries.map(({ newValue }) => newValue ?? ''),
      entries.map(({ text }) => text ?? ''),
    ],
  );
  return rows.map(({ id }) => id);
}
