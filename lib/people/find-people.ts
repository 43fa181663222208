import type { Caller } from '@/lib/access/caller';
import { decideScope } from '@/lib/access/decide';
import { pool } from '@/lib/db/pool';
import type { PersonListQuery } from './operations';
import { selectPeople, selectPerson, toWire, type Viewer } from './row';
import type { PersonWire } from './schemas';

/** How much of others a caller gets to see. */
export const viewerOf = (caller: Caller): Viewer => ({
  id: caller.id,
  isAdmin: decideScope(caller, 'admin').allowed,
});

/** People by name, as the caller may see them. */
export async function listPeople(query: PersonListQuery, caller: Caller): Promise<PersonWire[]> {
  const viewer = viewerOf(caller);
  const rows = await selectPeople(
    pool(),
    `($1::person_status[] IS NULL OR p.status = ANY ($1))
     AND ($2::text IS NULL OR strpos(lower(p.name), lower($2)) > 0 OR ($3 AND strpos(p.email_key, lower($2)) > 0))`,
    [query.status?.length ? query.status : null, query.q ?? null, viewer.isAdmin],
  );
  return rows.map((row) => toWire(row, viewer));
}

/** One person, as the caller may see them. @throws DomainError `not_found` */
export async function getPerson(id: string, caller: Caller): Promise<PersonWire> {
  return toWire(await selectPerson(pool(), id), viewerOf(caller));
}
