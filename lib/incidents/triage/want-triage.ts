import type { PoolClient } from 'pg';
import { config } from '@/lib/config';
import { once } from '@/lib/runtime';

const listeners = () => once<Set<() => void>>('triage.wanted', () => new Set());

/**
 * Asks for the model's judgement of an incident, in the caller's transaction, which has entered the service; the worker sees to it
 * after the commit. Does nothing where no model is set up: the built-in judgement has been given already.
 */
export async function wantTriage(client: PoolClient, number: number): Promise<void> {
  if (!config().triage) return;
  await client.query(
    'UPDATE incident SET triage_wanted_at = coalesce(triage_wanted_at, now()) WHERE number = $1 AND merged_into IS NULL',
    [number],
  );
  for (const told of listeners()) told();
}

/** Calls `told` whenever somebody in this process wants a judgement, shortly before the commit, until the returned function is called. */
export function onTriageWanted(told: () => void): () => void {
  listeners().add(told);
  return () => listeners().delete(told);
}
