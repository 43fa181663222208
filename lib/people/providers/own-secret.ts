import { randomText } from '@/lib/access/token-secret';
import { pool } from '@/lib/db/pool';

/** A secret that every process of this installation shares, made by whichever needs it first. */
export async function ownSecret(name: string): Promise<string> {
  const read = () => pool().query<{ value: string }>('SELECT value FROM secret WHERE name = $1', [name]);
  const known = (await read()).rows[0];
  if (known) return known.value;
  await pool().query('INSERT INTO secret (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
    name,
    randomText(64),
  ]);
  return ((await read()).rows[0] as { value: string }).value;
}
