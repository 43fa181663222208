/** `npm run generate`: the Prisma client from prisma/schema.prisma; `--force` even if the schema did not change. */
import { fileURLToPath } from 'node:url';
import { ensureGenerated } from './lib/generate.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { elapsed, runScript, say } from './lib/say.mjs';

await runScript(async () => {
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  await ensureGenerated({ force: process.argv.includes('--force') });
  say(`✓ The database client is up to date (${elapsed()})`);
});
