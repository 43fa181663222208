/**
 * `npm run test:locks`: the model test of locks, as long as wanted (see docs/locks.md).
 *
 *   npm run test:locks -- --ops 1000000            that many calls
 *   npm run test:locks -- --ops 1000000 --seed 7   the plan of an earlier run again
 *
 * Ends with 1 when anything happened that must not.
 */
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ensureGenerated } from './lib/generate.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { runScript } from './lib/say.mjs';

await runScript(async () => {
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  await ensureGenerated();
  const { build } = await import('esbuild');
  mkdirSync(at('dist'), { recursive: true });
  await build({
    entryPoints: [at('e2e/locks/main.ts')],
    outfile: at('dist/locks-model.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: at('tsconfig.json'),
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  await run(process.execPath, [at('dist/locks-model.mjs'), ...process.argv.slice(2)], {
    what: 'the model test of locks',
  });
});
