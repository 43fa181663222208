/** The steps of `npm test`, in order, and what each of them needs. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { at } from './paths.mjs';
import { countPlaywright, countVitest } from './test-count.mjs';

const seconds = 1_000;
const minutes = 60 * seconds;

/**
 * @typedef {object} Step
 * @property {string} name
 * @property {string} what shown while it runs
 * @property {string[][]} commands run one after the other, up to the first that fails
 * @property {number} timeoutMs for each command
 * @property {string[]} [needs] steps without which it would only repeat their failure
 * @property {{ file: string, count: (report: any) => import('./test-count.mjs').Count }} [report] for a test runner;
 *   a step without one counts as one check
 * @property {NodeJS.ProcessEnv} [env]
 */

/** Where a runner leaves its report. */
const reportFile = (name) => at('test-results', `${name}.json`);

const client = {
  name: 'client',
  what: 'the database client, generated from the schema',
  commands: [['node', 'scripts/generate.mjs']],
  timeoutMs: 5 * minutes,
};

const lint = {
  name: 'lint',
  what: 'format and lint',
  commands: [['biome', 'check', '--max-diagnostics=100', '.']],
  timeoutMs: 3 * minutes,
};

const types = {
  name: 'types',
  what: 'types',
  commands: [
    ['next', 'typegen'],
    ['tsc', '--noEmit'],
  ],
  needs: ['client'],
  timeoutMs: 5 * minutes,
};

const build = {
  name: 'build',
  what: 'the product, as npm start builds it',
  commands: [['node', 'scripts/build.mjs']],
  needs: ['client'],
  timeoutMs: 20 * minutes,
};

/** A project of vitest.config.ts. */
function vitest(name, what, needs, timeoutMs) {
  const file = reportFile(name);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  return {
    name,
    what,
    commands: [['vitest', 'run', '--project', name, ...reporters]],
    needs,
    timeoutMs,
    report: { file, count: countVitest },
    env: { SHIPLOG_TEST_RUN: '1' },
  };
}

const unit = vitest('unit', 'pure tests', ['client'], 5 * minutes);
const database = vitest('db', 'tests on a real PostgreSQL', ['client'], 15 * minutes);
const processes = vitest('proc', 'tests of whole processes', ['build'], 20 * minutes);
const http = vitest('http', 'the API over HTTP, both lanes', ['build'], 15 * minutes);

const browser = {
  name: 'browser',
  what: 'journeys in a browser',
  commands: [['playwright', 'test', '--reporter=list,json']],
  needs: ['build'],
  timeoutMs: 30 * minutes,
  report: { file: reportFile('journeys'), count: countPlaywright },
  env: {
    SHIPLOG_TEST_RUN: '1',
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile('journeys'),
    // Playwright asks its own workers for colours, and Node complains where both are asked for.
    NO_COLOR: '',
  },
};

/**
 * The steps in order; those that stand in one list run side by side.
 *
 * @param {{ quick: boolean, only: string[] }} choice
 * @returns {Step[][]}
 */
export function chooseSteps({ quick, only }) {
  const all = quick
    ? [[client], [lint, types, unit]]
    : [[client], [lint, types, unit], [database], [build], [processes], [http], [browser]];
  if (only.length === 0) return all;
  const known = all.flat().map((step) => step.name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length)
    throw new Error(`There is no step "${unknown.join('", "')}". There are: ${known.join(', ')}.`);
  return all
    .map((group) => group.filter((step) => only.includes(step.name) || step === client))
    .filter((group) => group.length > 0);
}

/** Takes away what an earlier run left for this step, so that an old report is never taken for a new one. */
export function forgetEarlierRun(step) {
  if (step.report) rmSync(step.report.file, { force: true });
  if (step.name === 'types') forgetRemovedRoutes();
}

/**
 * Next's dev server writes types for the routes it knows and never takes them back; a page that was removed since
 * would be reported as missing.
 */
function forgetRemovedRoutes() {
  const folder = at('.next', 'dev', 'types');
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder)) {
    if (file.startsWith('validator')) rmSync(at('.next', 'dev', 'types', file), { force: true });
  }
}
