/**
 * `npm start`: everything from a fresh clone to a running product, on a machine that has only Node and npm.
 *
 * Installs what the lock file names, continues under the pinned Node, builds what changed, and runs the server in this
 * very process. `--dev` leaves the pages to Next's dev server.
 */
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuilt } from './lib/build.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { at } from './lib/paths.mjs';
import { Failure, runScript } from './lib/say.mjs';

await runScript(async () => {
  const dev = process.argv.includes('--dev');
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  process.env.NODE_ENV = dev ? 'development' : 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  await ensureBuilt({ pages: !dev, beforeBuild: refuseUnderRunningServer });
  const { start } = await import(pathToFileURL(at('dist/server.mjs')).href);
  await start({ dev, root: at() });
});

/** Rebuilding the pages under a server that serves them would break every tab that is open. */
async function refuseUnderRunningServer() {
  const { whoHolds } = await import('../server/instance-lock.ts');
  const holder = whoHolds(process.env.SHIPLOG_DATA_DIR || at('.shiplog'));
  if (!holder) return;
  throw new Failure(
    `Shiplog is already running here (process ${holder.pid}, ${holder.url ?? 'still starting'}), and the sources changed since it was built. Stop it first, then start again.`,
  );
}
