import { pool } from '@/lib/db/pool';
import { once } from '@/lib/runtime';
import { type Matcher, type Rule, readyRules } from '../detection/match-rule';
import { type RuleRow, ruleColumns, toRule } from './row';

/** Rules are read again when they are older than this, so that a saved one works within a second in every process. */
const freshForMs = 500;

interface Cache {
  rules: Matcher[];
  readAt: number;
  reading: Promise<void> | undefined;
}

const cache = () =>
  once<Cache>('incidents.rules', () => ({ rules: [], readAt: Number.NEGATIVE_INFINITY, reading: undefined }));

/** The rules that are on, in the order in which they are tried; at most half a second old. */
export async function currentRules(): Promise<readonly Matcher[]> {
  const state = cache();
  if (performance.now() - state.readAt > freshForMs) {
    state.reading ??= read(state).finally(() => {
      state.reading = undefined;
    });
    await state.reading;
  }
  return state.rules;
}

/** Has the rules read again before they are used the next time: they have changed. */
export function forgetRules(): void {
  cache().readAt = Number.NEGATIVE_INFINITY;
}

async function read(state: Cache): Promise<void> {
  // What is saved while they are read must be seen the next time.
  const began = performance.now();
  state.readAt = began;
  try {
    state.rules = readyRules(await readRules());
  } catch (error) {
    if (state.readAt === began) forgetRules();
    throw error;
  }
}

/** All rules, as they are in the database. */
export async function readRules(): Promise<Rule[]> {
  const { rows } = await pool().query<RuleRow>({
    name: 'detection-rules',
    text: `SELECT ${ruleColumns} FROM detection_rule r ORDER BY r.position, r.id`,
  });
  return rows.map(toRule);
}
