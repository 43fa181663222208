import { pool } from '@/lib/db/pool';
import { getIncident } from '@/lib/incidents/find-incidents';
import type { IncidentEntryWire } from '@/lib/incidents/schemas';
import { postmortemDraft } from './postmortem-draft';
import { rankSuspects } from './rank-suspects';
import { readOutcomes } from './similar';

/** Entries that a draft looks at: the draft itself shows fewer. */
const mostEntries = 1000;

/** Drafts the postmortem of an incident as Markdown. Stores nothing. Throws `not_found`. */
export async function draftPostmortem(number: number): Promise<{ text: string }> {
  const incident = await getIncident(number);
  const [entries, { items }, outcomes] = await Promise.all([
    readEntries(number),
    rankSuspects(number),
    readOutcomes([number]),
  ]);
  const { resolution, fix } = outcomes.get(number) ?? { resolution: null, fix: null };
  const over = incident.endedAt !== null;
  return {
    text: postmortemDraft({
      incident,
      entries,
      suspects: items,
      outcome: { resolution: over ? resolution : null, fix },
    }),
  };
}

async function readEntries(number: number): Promise<IncidentEntryWire[]> {
  const { rows } = await pool().query<{
    id: string;
    at: Date;
    actor: string;
    type: IncidentEntryWire['type'];
    field: string;
    old_value: string;
    new_value: string;
    text: string;
  }>(
    `SELECT id::text, at, actor, type, field, old_value, new_value, text FROM incident_entry
     WHERE incident_number = $1 ORDER BY at, id LIMIT ${mostEntries}`,
    [number],
  );
  return rows.map(({ at, old_value, new_value, ...entry }) => ({
    ...entry,
    at: at.toISOString(),
    oldValue: old_value,
    newValue: new_value,
  }));
}
