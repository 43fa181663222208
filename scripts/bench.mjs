/**
 * `npm run bench`: installs and bundles what it needs, then runs bench/main.ts.
 * Options: `--rounds=5 --seconds=4 --events=1000000 --only=single,next,batch,locks,detection,list`.
 */
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
  await build({
    entryPoints: ['main', 'product', 'bare', 'load', 'next-server', 'bare-locks', 'lock-load'].map(
      (name) => ({
        in: at(`bench/${name}.ts`),
        out: `bench-${name}`,
      }),
    ),
    outdir: at('dist'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    tsconfig: at('tsconfig.json'),
    jsx: 'automatic',
    sourcemap: 'linked',
    logLevel: 'warning',
  });
  await run(process.execPath, [at('dist/bench-main.mjs'), ...process.argv.slice(2)], { what: 'the bench' });
});
