import { DELETE, GET, PATCH, PUT } from '@/app/api/v2/catalog/[name]/route';
import { entryWire } from '@/lib/catalog/schemas';
import { pool } from '@/lib/db/pool';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import { emptyTables } from '@/lib/testing/empty-tables';
import { type Called, call } from './call';

/** Calls of the catalog for tests, answers checked by their schema. */

/** Nothing known, nothing happened. Services stay: their ids are remembered by the process. */
export async function emptyCatalog(): Promise<void> {
  await emptyTables(
    'event',
    'changelog_entry',
    'change',
    'idempotency_key',
    'catalog_entry',
    'service_dependency',
  );
}

const entryOf = ({ status, text, json }: Called) => {
  if (status >= 300) throw new Error(`${status} ${text}`);
  return entryWire.parse(json);
};

export const readEntry = async (name: string) => entryOf(await call(GET, { params: { name } }));
export const describe = async (name: string, body: object = {}, headers = {}) =>
  entryOf(await call(PUT, { params: { name }, body, headers }));
export const change = async (name: string, body: object = {}, headers = {}) =>
  entryOf(await call(PATCH, { params: { name }, body, headers }));
export const remove = (name: string, headers = {}) => call(DELETE, { params: { name }, headers });

/** Reports an event, as any client does. */
export const report = async (draft: Partial<EventDraftInput> & { service: string }) =>
  (
    await ingestOne({
      draft: eventDraft.parse({ kind: 'deployment', title: 'Deploy', ...draft }),
      actor: 'ci',
    })
  ).event;

/** Makes it look as if a service had been deleted an hour ago. */
export async function deletedAnHourAgo(name: string): Promise<void> {
  await pool().query(
    `UPDATE catalog_entry SET gone_at = now() - interval '1 hour' WHERE service_id = (SELECT id FROM service WHERE name_key = $1)`,
    [name.toLowerCase()],
  );
}
