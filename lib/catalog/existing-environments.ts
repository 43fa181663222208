import { pool } from '@/lib/db/pool';
import { nameKey } from '@/lib/names';
import { rememberedEnvironment } from './known-names';

/** The environments among these names that exist already, by {@link nameKey}, as they are kept. Creates none. */
export async function existingEnvironments(names: Iterable<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const unknown: string[] = [];
  for (const name of names) {
    const hit = rememberedEnvironment(name);
    if (hit) found.set(nameKey(name), hit.name);
    else unknown.push(nameKey(name));
  }
  if (unknown.length === 0) return found;
  const { rows } = await pool().query<{ name: string; name_key: string }>(
    'SELECT name, name_key FROM environment WHERE name_key = ANY ($1)',
    [unknown],
  );
  for (const row of rows) found.set(row.name_key, row.name);
  return found;
}
