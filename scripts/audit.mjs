/**
 * `npm run audit`: tells the head of the audit log's chain, or verifies it, on the database that `npm start` uses, whether it runs or
 * not. `npm run audit -- verify --expect HASH`
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { bundle } from './lib/build.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { runScript } from './lib/say.mjs';

await runScript(async () => {
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  await bundle('server/audit.ts', 'dist/audit.mjs');
  const { audit } = await import(pathToFileURL(at('dist/audit.mjs')).href);
  await audit({ root: at(), args: process.argv.slice(2) });
});
