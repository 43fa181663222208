import { pool } from '@/lib/db/pool';
import { countEntries } from './list-entries';
import { derivedJoins, type Entry, type EntryRow, entryColumns, entryJoin, ownerJoin, toEntry } from './row';

/** How many of an entry's versions a page of entries answers: the newest ones. An entry by itself answers all of them. */
const versionsInPages = 100;

const columns = entryColumns.replace(
  'c.available_versions',
  `c.available_versions[1:${versionsInPages}] AS available_versions`,
);

/**
 * Whole entries by numbered pages, for the wires that ask for them: everything that is not gone, by name, and how many
 * there are (counted as far as lists count). Whoever can follow a cursor uses `listEntries`.
 */
export async function pageEntries({
  offset,
  limit,
}: {
  offset: number;
  limit: number;
}): Promise<{ entries: Entry[]; total: number }> {
  const { rows } = await pool().query<EntryRow>(
    `WITH picked AS (
       SELECT s.id FROM service s ${entryJoin} WHERE c.gone_at IS NULL ORDER BY s.name_key OFFSET $1 LIMIT $2)
     SELECT ${columns} FROM picked JOIN service s USING (id) ${entryJoin} ${ownerJoin} ${derivedJoins} ORDER BY s.name_key`,
    [offset, limit],
  );
  const reachesEnd = rows.length < limit && (rows.length > 0 || offset === 0);
  const total = reachesEnd ? offset + rows.length : (await countEntries({ gone: false })).count;
  return { entries: rows.map(toEntry), total };
}
