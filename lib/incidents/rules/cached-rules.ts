import { pool } from '@/lib/db/pool';
import { once } from '@/lib/runtime';
import { type Matcher, type Rule, readyRules } from '../detection/match-rule';
import { type RuleRow, ruleColumns, toRule } from './row';

/** Rules are read again when they are older than this, so that a saved one works within a second in every process. */
const freshForMs = 500;

interface Cache {
  rules: readonly Matcher[];
  readAt: number;
  reading: Promise<void> | undefined;
}

const cache = () =>
  once<Cache>('incidents.rules', () => ({ rules: [], readAt: Number.NEGATIVE_INFINITY, reading: undefined }));

/** The rules that are on, in the order in which they are tried; at most half a second old. */
export async function currentRules(): Promise<readonly Matcher[]> {
  const state = cache();
  if (performance.now() - state.readAt <= freshForMs) return state.rules;
  do {
    state.reading ??= read(state);
    await state.reading;
    // Again, if they were changed while they were read.
  } while (state.readAt === Number.NEGATIVE_INFINITY);
  return state.rules;
}

/** Has the rules read again before they are used the next time: they have changed. */
export function forgetRules(): void {
  const state = cache();
  state.readAt = Number.NEGATIVE_INFINITY;
  // What is being read may be older than the change.
  state.reading = undefined;
}

function read(state: Cache): Promise<void> {
  const began = performance.now();
  const reading = readRules()
    .then((rules) => {
      if (state.reading !== reading) return;
      state.rules = readyRules(rules);
      state.readAt = began;
    })
    .finally(() => {
      if (state.reading === reading) state.reading = undefined;
    });
  return reading;
}

/** All rules, as they are in the database. */
export async function readRules(): Promise<Rule[]> {
  const { rows } = await pool().query<RuleRow>({
    name: 'detection-rules',
    text: `SELECT ${ruleColumns} FROM detection_rule r ORDER BY r.position, r.id`,
  });
  return rows.map(toRule);
}
