import type { AuditTrail } from '@/lib/audit/entry';
import { DomainError } from '@/lib/errors';
import { pokeFeed } from '@/lib/live/poke';
import { appendEntries, type NewIncidentEntry } from './append-entries';
import { getIncident } from './find-incidents';
import { lockIncident, withIncidents } from './lock-incident';
import type { IncidentDetailWire } from './schemas';
import { lastMove, mergedAway } from './store-move';
import { tellChange } from './tell-change';
import { isActive } from './vocabulary';

/**
 * Says that somebody is on it. The first one counts: afterwards the incident is answered as it is. One that nobody is
 * assigned to is assigned to the caller.
 *
 * Throws `not_found`, and `conflict` when it is over or was merged.
 */
export async function acknowledgeIncident(
  number: number,
  actor: string,
  audit?: AuditTrail,
): Promise<IncidentDetailWire> {
  const { changed, incident } = await withIncidents(
    [number],
    async (client) => {
      const row = await lockIncident(client, number);
      if (row.merged_into !== null) throw await mergedAway(client, row);
      if (row.acknowledged_at !== null)
        return { changed: false, incident: await getIncident(number, client) };
      if (!isActive(row.status)) {
        const last = await lastMove(client, row);
        throw new DomainError(
          'conflict',
          `Incident ${number} is ${last.incidentStatus}: ${last.actor} moved it there at ${last.at}. Nobody has to be on it.`,
          last,
        );
      }
      const takes = row.assignee === '';
      await client.query(
        `UPDATE incident SET acknowledged_at = greatest(now(), started_at), acknowledged_by = $2, assignee = $3, revision = revision + 1,
         updated_at = now() WHERE number = $1`,
        [number, actor, takes ? actor : row.assignee],
      );
      const entries: NewIncidentEntry[] = [{ incident: number, actor, type: 'acknowledged' }];
      if (takes)
        entries.push({ incident: number, actor, type: 'assigned', field: 'assignee', newValue: actor });
      await appendEntries(client, entries);
      await tellChange(client, 'updated', row.event_id);
      return { changed: true, incident: await getIncident(number, client) };
    },
    audit,
  );
  if (changed) pokeFeed();
  return incident;
}
