import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import type { CatalogFilters } from './filters';
import { toOwnDocument } from './own-yaml';
import {
  derivedJoins,
  type EntryRow,
  entryColumns,
  entryJoin,
  liveDependency,
  ownerJoin,
  toEntry,
} from './row';
import { transferLimit } from './transfer-operations';
import { catalogConditions, catalogFrom, needsOwner } from './where';
import { writeYaml } from './yaml';

/** What was said of the services that pass the filters, as YAML, by name. Services of which nothing was said are left out. */
export async function exportEntries(filters: CatalogFilters): Promise<string> {
  const params = new Params();
  const conditions = [
    ...catalogConditions(filters, params).values(),
    `(c.service_id IS NOT NULL OR EXISTS (SELECT FROM ${liveDependency} y WHERE y.from_id = s.id))`,
  ];
  const { rows } = await pool().query<EntryRow>(
    `WITH picked AS (
       SELECT s.id FROM ${catalogFrom(needsOwner(filters))} WHERE ${conditions.join(' AND ')}
       ORDER BY s.name_key LIMIT ${transferLimit})
     SELECT ${entryColumns} FROM picked JOIN service s USING (id) ${entryJoin} ${ownerJoin} ${derivedJoins} ORDER BY s.name_key`,
    params.values,
  );
  return writeYaml(rows.map((row) => toOwnDocument(toEntry(row))));
}
