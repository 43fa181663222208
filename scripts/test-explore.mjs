/**
 * `npm run test:explore`: the tests of properties again and again, each round with cases that no run has seen (see docs/testing.md).
 *
 *   npm run test:explore -- --rounds 50              ten rounds unless told
 *   npm run test:explore -- --project db             unit, db or both (unless told)
 *   npm run test:explore -- --rounds 1 --seed 7      the cases of an earlier round again
 *
 * Ends with 1 at the first round that fails, and says its seed.
 */
import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureGenerated } from './lib/generate.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { Failure, runScript, step } from './lib/say.mjs';

/** The test files below a folder that hold properties. */
function* propertiesIn(folder) {
  for (const entry of readdirSync(at(folder), { recursive: true, withFileTypes: true })) {
    const path = `${entry.parentPath}/${entry.name}`;
    if (entry.name.endsWith('.test.ts') && readFileSync(path, 'utf8').includes("'@/lib/testing/properties'"))
      yield path;
  }
}

await runScript(async () => {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '10' },
      project: { type: 'string', multiple: true, default: ['unit', 'db'] },
      seed: { type: 'string' },
    },
  });
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  await ensureGenerated();
  const files = ['app', 'components', 'lib', 'server'].flatMap((folder) => [...propertiesIn(folder)]);
  if (files.length === 0) throw new Failure('No test of a property was found.');
  const projects = values.project.flatMap((name) => ['--project', name]);
  for (let round = 1; round <= Number(values.rounds); round++) {
    const seed = values.seed ?? String(randomInt(2 ** 31));
    await step(`Round ${round} with seed ${seed}`, () =>
      run(
        process.execPath,
        [at('node_modules/vitest/vitest.mjs'), 'run', ...projects, '--reporter=dot', ...files],
        {
          env: { ...process.env, SHIPLOG_TEST_SEED: seed, SHIPLOG_TEST_RUN: '1' },
          quiet: true,
          what: `The round with seed ${seed}`,
        },
      ),
    );
  }
});
