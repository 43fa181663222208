import type { z } from 'zod';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { nameKey } from '@/lib/names';
import { findEnvironment } from './list-environments';
import type { EnvironmentWire, environmentPatch } from './schemas';

/** Says how near to users an environment is and where it stands; what is left out stays. Throws `not_found`. */
export async function changeEnvironment(
  name: string,
  { tier, position }: z.output<typeof environmentPatch>,
): Promise<EnvironmentWire> {
  const key = nameKey(name);
  await pool().query(
    'UPDATE environment SET tier = coalesce($2, tier), position = coalesce($3, position) WHERE name_key = $1',
    [key, tier ?? null, position ?? null],
  );
  const environment = await findEnvironment(key);
  if (!environment) throw new DomainError('not_found', `Nobody knows an environment ${name}.`);
  return environment;
}
