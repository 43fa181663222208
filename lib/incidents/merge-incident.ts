import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import { DomainError } from '@/lib/errors';
import { pokeFeed } from '@/lib/live/poke';
import { appendEntries } from './append-entries';
import { getIncident } from './find-incidents';
import { type LockedIncident, lockIncidents, withIncidents } from './lock-incident';
import { moveEvent } from './move-incident';
import type { IncidentDetailWire } from './schemas';
import { mergedAway } from './store-move';
import { handVerdicts } from './suspects/hand-verdicts';
import { refreshSuspects } from './suspects/refresh-suspects';
import { enterRelations } from './suspects/relate-cause';
import { tellChange } from './tell-change';
import { transition } from './transition';

/**
 * Merges an incident into another: its signals and the verdicts on its suspects go over, it is closed, and its address leads on. So do those that were merged into it
 * before: whoever was merged leads straight to the one that goes on. The other one may have ended; it stays as it is, and what comes
 * later opens an incident of its own.
 *
 * Answers the one that goes on. Throws `not_found`, and `conflict` when they are the same or one was merged before.
 */
export async function mergeIncident(
  number: number,
  into: number,
  actor: string,
  audit?: AuditTrail,
): Promise<IncidentDetailWire> {
  const incident = await withIncidents(
    [...new Set([number, into])],
    async (client) => {
      if (number === into)
        throw new DomainError('conflict', 'An incident cannot be merged into itself.', { number });
      await enterRelations(client);
      const [source, target] = (await lockIncidents(client, [number, into])) as [
        LockedIncident,
        LockedIncident,
      ];
      for (const one of [source, target]) if (one.merged_into !== null) throw await mergedAway(client, one);
      await hand(client, source, target, actor);
      return getIncident(into, client);
    },
    audit,
  );
  pokeFeed();
  await refreshSuspects(into);
  return incident;
}

async function hand(
  client: PoolClient,
  source: LockedIncident,
  target: LockedIncident,
  actor: string,
): Promise<void> {
  const now = new Date();
  const at = now < source.started_at ? source.started_at : now;
  const closed = { ...source, ...transition(source, 'closed', { at, actor }) };
  const { rowCount: signals } = await client.query(
    'UPDATE signal SET incident_number = $2 WHERE incident_number = $1',
    [source.number, target.number],
  );
  await client.query(
    `UPDATE incident SET status = 'closed', closed_at = $2, ended_at = $3, merged_into = $4, signal_count = 0, last_signal_at = NULL,
       triage_wanted_at = NULL, revision = revision + 1, updated_at = now() WHERE number = $1`,
    [source.number, closed.closed_at, closed.ended_at, target.number],
  );
  await client.query(
    `UPDATE incident SET signal_count = signal_count + $2, last_signal_at = greatest(last_signal_at, $3), suspects_at = NULL,
       revision = revision + 1, updated_at = now() WHERE number = $1`,
    [target.number, signals ?? 0, signals ? source.last_signal_at : null],
  );
  const { rows: earlier } = await client.query<{ event_id: string }>(
    'UPDATE incident SET merged_into = $2, updated_at = now() WHERE merged_into = $1 RETURNING event_id',
    [source.number, target.number],
  );
  await appendEntries(client, [
    {
      incident: source.number,
      actor,
      type: 'merged',
      field: 'mergedInto',
      oldValue: source.status,
      newValue: String(target.number),
    },
    { incident: target.number, actor, type: 'merged', field: 'mergedFrom', newValue: String(source.number) },
  ]);
  await handVerdicts(client, {
    from: source.number,
    to: target.number,
    toEvent: target.event_id,
    actor,
  });
  await moveEvent(client, source, closed, actor, `Merged into incident ${target.number}`);
  await tellChange(client, 'moved', source.event_id);
  for (const eventId of [target.event_id, ...earlier.map(({ event_id }) => event_id)])
    await tellChange(client, 'updated', eventId);
}
