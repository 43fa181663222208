/**
 * Drafts a migration from what changed in prisma/schema.prisma:
 *
 *   node scripts/migration.mjs add-locks               compared with the last commit
 *   node scripts/migration.mjs add-locks --since main  compared with another one
 *
 * Read what it wrote, and add what Prisma cannot say: partial indexes, checks, triggers. `npm start` applies it.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { bundle } from './lib/build.mjs';
import { ensureRuntime } from './lib/install.mjs';
import { at, root } from './lib/paths.mjs';
import { Failure, runScript, say } from './lib/say.mjs';

await runScript(async () => {
  if (!(await ensureRuntime(fileURLToPath(import.meta.url)))) return;
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { since: { type: 'string', default: 'HEAD' } },
  });
  const [name] = positionals;
  if (!name || !/^[a-z0-9]+(?:[-_][a-z0-9]+)*$/.test(name)) {
    throw new Failure('Say what the migration does, in small letters: node scripts/migration.mjs add-locks');
  }
  const before = schemaAt(values.since);
  const after = readFileSync(at('prisma/schema.prisma'), 'utf8');
  if (before === after) throw new Failure(`prisma/schema.prisma has not changed since ${values.since}.`);
  await bundle('server/migrations/draft.ts', 'dist/draft.mjs');
  const { draftMigration } = await import(pathToFileURL(at('dist/draft.mjs')).href);
  const sql = await draftMigration(before, after);
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = `prisma/migrations/${stamp}_${name.replaceAll('-', '_')}`;
  mkdirSync(at(folder));
  writeFileSync(at(folder, 'migration.sql'), sql);
  say(`✓ Wrote ${folder}/migration.sql. Read it, and add what the schema cannot say.`);
});

function schemaAt(revision) {
  try {
    return execFileSync('git', ['show', `${revision}:prisma/schema.prisma`], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } catch {
    throw new Failure(`There is no prisma/schema.prisma in ${revision}.`);
  }
}
