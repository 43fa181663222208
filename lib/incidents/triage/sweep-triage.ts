import { config } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { isGone } from '../find-incidents';
import { triageActor } from './answer-wanted';
import { classify } from './classify';
import { readToJudge } from './read-signals';
import { storeTriage } from './store-triage';
import { wantTriage } from './want-triage';

/** So many incidents are judged anew in one sweep. */
const most = 20;

/**
 * Judges active incidents anew that have grown tenfold since they were judged, and takes back requests that nobody will answer because no model
 * is set up any more. May run in several processes at once. Answers how many incidents it judged.
 */
export async function sweepTriage(): Promise<number> {
  if (!config().triage) {
    await pool().query(
      `UPDATE incident SET triage_wanted_at = NULL WHERE triage_wanted_at < now() - interval '1 hour'`,
    );
  }
  const { rows } = await pool().query<{ number: number }>(
    `SELECT number FROM incident
     WHERE status IN ('open', 'investigating') AND triage_wanted_at IS NULL
       AND signal_count >= 10 * greatest(1, coalesce((triage->>'signals')::int, 1))
     ORDER BY number LIMIT ${most}`,
  );
  let judged = 0;
  for (const { number } of rows) if (await judgeAnew(number)) judged += 1;
  return judged;
}

/** Judges one that has grown. Answers whether it did: not where the model has the word, nor where the incident is gone meanwhile. */
export async function judgeAnew(number: number): Promise<boolean> {
  try {
    const { signals, context, triage } = await readToJudge(number);
    // The model's word stays until the model has judged anew; a failure of it brings the built-in judgement.
    if (triage?.source === 'model' && config().triage) {
      await pool().query(
        'UPDATE incident SET triage_wanted_at = now() WHERE number = $1 AND triage_wanted_at IS NULL',
        [number],
      );
      return false;
    }
    return await storeTriage(
      number,
      classify(signals, context),
      triageActor,
      { kind: 'last', at: triage?.at ?? null },
      (client) => wantTriage(client, number),
    );
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}
