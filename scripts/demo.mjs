/**
 * `npm run demo`: fills a realistic world into the database that `npm start` uses, whether it runs or not.
 * Options: `--seed 7`, `--date 2026-11-21`, `--remove`.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './lib/build.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { runScript } from './lib/say.mjs';

await runScript(async () => {
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  await bundle('server/demo.ts', 'dist/demo.mjs');
  const { demo } = await import(pathToFileURL(at('dist/demo.mjs')).href);
  await demo({ root: at(), args: process.argv.slice(2) });
});
