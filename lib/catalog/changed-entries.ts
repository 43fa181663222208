import { pool } from '@/lib/db/pool';
import { feedIdOf, serviceIdOf } from './feed-id';

/** What the live stream tells of a change in the catalog: whose entry it is. What it says now is asked for by name. */
export interface ChangedEntry {
  id: string;
  name: string;
}

/** The services that these ids of the change feed stand for. */
export async function changedEntries(feedIds: readonly string[]): Promise<ChangedEntry[]> {
  const ids = feedIds.flatMap((id) => serviceIdOf(id) ?? []);
  const { rows } = await pool().query<{ id: number; name: string }>(
    'SELECT id, name FROM service WHERE id = ANY ($1::int[])',
    [ids],
  );
  return rows.map(({ id, name }) => ({ id: feedIdOf(id), name }));
}
