import type { PoolClient } from 'pg';
import type { EventKind } from '@/lib/events/vocabulary';
import { tellChange } from './tell-change';

/**
 * What incidents do when an event is deleted, in the transaction that holds its row and before the row goes. An incident goes with its
 * event: its signals belong to none then and open none, and what was merged into it stays closed. A signal leaves its incident, which counts one less.
 */
export async function forgetEvent(client: PoolClient, event: { id: string; kind: EventKind }): Promise<void> {
  if (event.kind === 'incident') {
    const { rows } = await client.query<{ number: number }>(
      'SELECT number FROM incident WHERE event_id = $1 FOR UPDATE',
      [event.id],
    );
    const number = rows[0]?.number;
    if (number === undefined) return;
    await client.query('UPDATE signal SET incident_number = NULL, rule_id = 0 WHERE incident_number = $1', [
      number,
    ]);
    await tellChange(client, 'deleted', event.id);
    return;
  }
  if (event.kind !== 'signal') return;
  const { rows } = await client.query<{ incident_number: number | null }>(
    'DELETE FROM signal WHERE event_id = $1 RETURNING incident_number',
    [event.id],
  );
  const number = rows[0]?.incident_number ?? null;
  if (number === null) return;
  const changed = await client.query<{ event_id: string }>(
    `UPDATE incident SET signal_count = greatest(0, signal_count - 1), updated_at = now(),
       last_signal_at = (SELECT max(at) FROM signal WHERE incident_number = $1) WHERE number = $1 RETURNING event_id`,
    [number],
  );
  if (changed.rows[0]) await tellChange(client, 'updated', changed.rows[0].event_id);
}
