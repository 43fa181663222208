import { config, type TriageConfig } from '@/lib/config';
import { pool } from '@/lib/db/pool';
import { pokeFeed } from '@/lib/live/poke';
import { log } from '@/lib/log';
import { isGone } from '../find-incidents';
import { askModel, NoAnswer } from './ask-model';
import { classify, type Judgement } from './classify';
import { promptFor, shown } from './prompt';
import { readAnswer } from './read-answer';
import { readToJudge, type ToJudge } from './read-signals';
import { storeTriage } from './store-triage';

/** Who judges, on timelines. */
export const triageActor = 'triage';

/** How much longer than the model's deadline a request stays with whoever took it up. */
const leaseMarginMs = 30_000;

/**
 * Takes up the incident that has waited longest for the model, asks, and stores what came of it: the model's judgement, or the built-in one
 * with the reason why. Answers whether there was one.
 *
 * Several processes do this at once: a request is taken up by moving its time into the future, as far as the asking can last, and the answer is
 * stored only by whoever still has it. One whose process died is due again then.
 *
 * @param signal ends the asking; the request is due again at once
 */
export async function answerWanted(signal: AbortSignal): Promise<boolean> {
  const settings = config().triage;
  if (!settings) return false;
  const taken = await takeUp(settings.timeoutMs + leaseMarginMs);
  if (!taken) return false;
  const { number, until } = taken;
  try {
    const toJudge = await readToJudge(number);
    if (toJudge.mergedInto !== null) {
      await giveBack(number, until, 'done');
      return true;
    }
    await storeTriage(number, await judge(toJudge, settings, signal), triageActor, { kind: 'lease', until });
  } catch (error) {
    // Deleted while it was judged: nothing is left to answer.
    if (isGone(error)) return true;
    if (!signal.aborted) throw error;
    await giveBack(number, until, 'due');
  }
  return true;
}

/** What the model says, or what the built-in classifier says and why. */
async function judge(
  { number, signals, context }: ToJudge,
  settings: TriageConfig,
  signal: AbortSignal,
): Promise<Judgement> {
  const builtin = classify(signals, context);
  try {
    const content = await askModel(settings, promptFor(signals, context), signal);
    const citable = new Set(shown(signals).map(({ id }) => id));
    return readAnswer(content, { citable, builtin, model: settings.model });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    log().warn({ incident: number, reason: error.message }, 'the built-in triage stands in for the model');
    return { ...builtin, fallback: error.message };
  }
}

/** Times are kept to the millisecond and rounded: one that was written just now may lie half of one ahead. */
async function takeUp(leaseMs: number): Promise<{ number: number; until: Date } | null> {
  const { rows } = await pool().query<{ number: number; triage_wanted_at: Date }>(
    `UPDATE incident SET triage_wanted_at = now() + make_interval(secs => $1)
     WHERE number = (SELECT number FROM incident WHERE triage_wanted_at <= now() + interval '1 millisecond'
                     ORDER BY triage_wanted_at LIMIT 1 FOR UPDATE SKIP LOCKED)
     RETURNING number, triage_wanted_at`,
    [leaseMs / 1000],
  );
  const row = rows[0];
  return row ? { number: row.number, until: row.triage_wanted_at } : null;
}

async function giveBack(number: number, until: Date, as: 'due' | 'done'): Promise<void> {
  await pool().query(
    `UPDATE incident SET triage_wanted_at = CASE WHEN $3 THEN now() END WHERE number = $1 AND triage_wanted_at = $2`,
    [number, until, as === 'due'],
  );
  pokeFeed();
}
