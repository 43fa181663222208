/** `npm run build`: builds what changed since the last build; `--force` builds everything. */
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { elapsed, runScript, say } from './lib/say.mjs';

await runScript(async () => {
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  await ensureBuilt({ force: process.argv.includes('--force') });
  say(`✓ The build is up to date (${elapsed()})`);
});
