import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { ensureGenerated } from './generate.mjs';
import { withLock } from './lock.mjs';
import { at } from './paths.mjs';
import { run } from './run.mjs';
import { Failure, step } from './say.mjs';
import { hashSources, readStamp, writeStamp } from './sources.mjs';

const shared = ['lib', 'prisma/schema.prisma', 'package-lock.json', 'tsconfig.json'];
const except = ['lib/db/generated', 'lib/testing', 'server/api-routes.gen.ts'];

/** The two things that are built, each with what it is made from. */
const pages = {
  stampFile: '.next/shiplog-stamp',
  sources: [
    ...shared,
    'app',
    'components',
    'next.config.ts',
    'postcss.config.mjs',
    'tailwind.config.ts',
    'instrumentation.ts',
    'instrumentation-client.ts',
    'proxy.ts',
  ],
};
const server = {
  stampFile: 'dist/server.stamp',
  sources: [...shared, 'app', 'server', 'scripts/lib/parent.mjs'],
};

const stampOf = ({ sources }) => hashSources(sources, { except, also: process.versions.node });
const isStale = (part) => readStamp(part.stampFile) !== stampOf(part);

/**
 * Builds what changed since the last build: the pages with Next, the server with esbuild.
 * @param {{ pages?: boolean, force?: boolean, beforeBuild?: () => Promise<void> }} [options]
 *   `pages: false` leaves the pages to Next's dev server; `beforeBuild` may refuse when something would be rebuilt
 */
export async function ensureBuilt({ pages: withPages = true, force = false, beforeBuild } = {}) {
  await ensureGenerated();
  const stale = () => [withPages && (force || isStale(pages)), force || isStale(server)];
  if (!stale().includes(true)) return;
  await beforeBuild?.();
  await withLock(at('dist/.build.lock'), 'building Shiplog', async () => {
    const [pagesAreStale, serverIsStale] = stale();
    if (serverIsStale) await build(server, 'Building the server', bundleServer);
    if (pagesAreStale) await build(pages, 'Building the pages', buildPages);
  });
}

async function build(part, title, make) {
  // Taken before the build: what changes while it runs must count as changed afterwards.
  const stamp = stampOf(part);
  rmSync(at(part.stampFile), { force: true });
  await step(title, make);
  writeStamp(part.stampFile, stamp);
}

function buildPages() {
  return run(process.execPath, [at('node_modules/next/dist/bin/next'), 'build'], {
    quiet: true,
    what: 'next build',
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', FORCE_COLOR: '0' },
  });
}

const bundleServer = () => bundle('server/main.ts', 'dist/server.mjs');

/** Bundles TypeScript of the checkout into one file that Node can run; packages stay where they are. */
export async function bundle(entry, outfile) {
  const { build: esbuild, stop } = await import('esbuild');
  const result = await esbuild({
    entryPoints: [at(entry)],
    outfile: at(outfile),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: at('tsconfig.json'),
    jsx: 'automatic',
    sourcemap: 'linked',
    logLevel: 'silent',
  }).catch((error) => {
    if (!error.errors) throw error;
    const lines = error.errors.map(({ text, location }) =>
      location ? `${location.file}:${location.line}: ${text}` : text,
    );
    throw new Failure(`${entry} could not be bundled.\n\n${lines.join('\n')}`);
  });
  // Its helper process would stay for as long as the server that starts next.
  await stop();
  mkdirSync(at('dist'), { recursive: true });
  for (const { path, contents } of result.outputFiles) {
    // A process that is just starting must never read half a bundle.
    writeFileSync(`${path}.new`, contents);
    renameSync(`${path}.new`, path);
  }
}
