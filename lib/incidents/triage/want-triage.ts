import type { PoolClient } from 'pg';
import { config } from '@/lib/config';

/**
 * Asks for the model's judgement of an incident, in the caller's transaction, which has locked or made its row; the worker sees
 * to it after the commit. Does nothing where no model is set up: the built-in judgement has been given already.
 */
export async function wantTriage(client: PoolClient, number: number): Promise<void> {
  if (!config().triage) return;
  await client.query(
    'UPDATE incident SET triage_wanted_at = coalesce(triage_wanted_at, now()) WHERE number = $1 AND merged_into IS NULL',
    [number],
  );
}
