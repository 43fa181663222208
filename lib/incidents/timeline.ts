import { pool } from '@/lib/db/pool';
import { getIncident } from './find-incidents';
import type { IncidentTimelineWire } from './operations';
import type { IncidentEntryWire } from './schemas';
import type { IncidentEntryType } from './vocabulary';

export interface EntryRow {
  id: string;
  at: Date;
  actor: string;
  type: IncidentEntryType;
  field: string;
  old_value: string;
  new_value: string;
  text: string;
}

/** The select list of {@link EntryRow}. */
export const entryColumns = 'id::text, at, actor, type, field, old_value, new_value, text';

export function toEntry(row: EntryRow): IncidentEntryWire {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actor,
    type: row.type,
    field: row.field,
    oldValue: row.old_value,
    newValue: row.new_value,
    text: row.text,
  };
}

/** What happened to an incident, in the order in which it was recorded. Throws `not_found`. */
export async function incidentTimeline(
  number: number,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<IncidentTimelineWire> {
  const { rows } = await pool().query<EntryRow>(
    `SELECT ${entryColumns} FROM incident_entry WHERE incident_number = $1 AND id > $2::bigint ORDER BY incident_entry.id LIMIT $3`,
    [number, cursor ?? '0', limit + 1],
  );
  // Entries exist of what exists: only who finds none has to look.
  if (rows.length === 0) await getIncident(number);
  const items = rows.slice(0, limit).map(toEntry);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
