import { readFileSync } from 'node:fs';
import { writeApiRoutes } from './api-routes.mjs';
import { withLock } from './lock.mjs';
import { at } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';
import { hashSources, readStamp, writeStamp } from './sources.mjs';

// Beside the client, so that deleting the folder also deletes the stamp.
const stampFile = 'lib/db/generated/.stamp';

function stamp() {
  const { version } = JSON.parse(readFileSync(at('node_modules/prisma/package.json'), 'utf8'));
  return hashSources(['prisma/schema.prisma', 'prisma.config.ts'], { also: version });
}

/** Writes the table of API routes, and the Prisma client if the schema changed since the last time. */
export async function ensureGenerated({ force = false } = {}) {
  writeApiRoutes();
  if (!force && readStamp(stampFile) === stamp()) return;
  await withLock(at('dist/.generate.lock'), 'generating the database client', async () => {
    const wanted = stamp();
    if (!force && readStamp(stampFile) === wanted) return;
    await step('Generating the database client', () =>
      run(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], {
        quiet: true,
        what: 'prisma generate',
        env: {
          ...process.env,
          // The CLI insists on a native schema engine and would download one. Generating does not use it, and
          // migrations are applied by the engine's WebAssembly build, so any executable that exists will do.
          PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
          PRISMA_HIDE_UPDATE_MESSAGE: '1',
          CHECKPOINT_DISABLE: '1',
        },
      }),
    );
    writeStamp(stampFile, wanted);
  });
}
