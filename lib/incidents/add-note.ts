import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { pokeFeed } from '@/lib/live/poke';
import { appendEntries } from './append-entries';
import { noSuchIncident } from './find-incidents';
import type { IncidentEntryWire } from './schemas';
import { tellChange } from './tell-change';
import { type EntryRow, entryColumns, toEntry } from './timeline';

/**
 * Adds a note to an incident, a merged one as well. The revision stays: somebody else's unsaved change need not fail for
 * it. Throws `not_found`.
 */
export async function addNote(
  number: number,
  text: string,
  actor: string,
  audit?: AuditTrail,
): Promise<IncidentEntryWire> {
  const entry = await transaction(async (client) => {
    const touched = await client.query<{ event_id: string }>(
      'UPDATE incident SET updated_at = now() WHERE number = $1 RETURNING event_id',
      [number],
    );
    if (!touched.rows[0]) throw noSuchIncident(number);
    const [id] = await appendEntries(client, [{ incident: number, actor, type: 'note', text }]);
    await tellChange(client, 'updated', touched.rows[0].event_id);
    const { rows } = await client.query<EntryRow>(
      `SELECT ${entryColumns} FROM incident_entry WHERE id = $1`,
      [id],
    );
    return toEntry(rows[0] as EntryRow);
  });
  audit?.note({ subject: `incident:${number}`, after: entry });
  pokeFeed();
  return entry;
}
