import type { z } from 'zod';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import { nameKey } from '@/lib/names';
import { findEnvironment } from './list-environments';
import type { EnvironmentWire, environmentPatch } from './schemas';

/** Says how near to users an environment is and where it stands; what is left out stays. Throws `not_found`. */
export async function changeEnvironment(
  name: string,
  { tier, position }: z.output<typeof environmentPatch>,
  audit?: AuditTrail,
): Promise<EnvironmentWire> {
  const key = nameKey(name);
  const { rows } = await pool().query<{ tier: string; position: number }>(
    `UPDATE environment v SET tier = coalesce($2, v.tier), position = coalesce($3, v.position)
     FROM (SELECT id, tier, position FROM environment WHERE name_key = $1 FOR UPDATE) old WHERE v.id = old.id
     RETURNING old.tier, old.position`,
    [key, tier ?? null, position ?? null],
  );
  const environment = await findEnvironment(key);
  if (!environment) throw new DomainError('not_found', `Nobody knows an environment ${name}.`);
  if (rows[0])
    audit?.note({
      subject: `environment:${environment.name}`,
      ...changed(rows[0], { tier: environment.tier, position: environment.position }),
    });
  return environment;
}
