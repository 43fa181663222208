import type { Caller } from '@/lib/access/caller';
import { forgetMode } from '@/lib/access/mode';
import { endCodes } from '@/lib/access/one-time-codes';
import { isAtLeast, type Role } from '@/lib/access/roles';
import { forgetSessions } from '@/lib/access/session';
import { endSessionsOf } from '@/lib/access/session-create';
import { transaction } from '@/lib/db/transaction';
import { DomainError } from '@/lib/errors';
import { holdPeople, refuseFormerAdmin, refuseWithoutAdmin } from './hold-people';
import { type PersonRow, selectPerson } from './row';
import type { PersonPatch, PersonStatus } from './schemas';
import { grantIds, replaceGrants } from './store-grants';

/** A person before and after a change. */
export interface ChangedPerson {
  before: PersonRow;
  after: PersonRow;
}

/**
 * Changes what a person may do; what is left out stays. Whoever is disabled is signed out.
 * @throws DomainError `not_found`, `stale_revision`; `forbidden` when it gives more to whoever asks; `conflict` when it leaves nobody
 * who is an administrator
 */
export async function updatePerson(
  id: string,
  patch: PersonPatch,
  caller: Caller,
  revision?: number,
): Promise<ChangedPerson> {
  const grants = patch.grants && (await grantIds(patch.grants));
  const changed = await transaction(async (client) => {
    await holdPeople(client);
    await refuseFormerAdmin(client, caller);
    const before = await selectPerson(client, id);
    refuseStale(before, revision);
    if (caller.kind === 'person' && caller.id === id) refuseRaise(before, patch);
    const status = nextStatus(before, patch.status);
    await client.query(
      `UPDATE person SET name = $2, role = $3, status = $4, updated_by = $5, updated_at = now(), revision = revision + 1 WHERE id = $1`,
      [id, patch.name ?? before.name, patch.role ?? before.role, status, caller.name],
    );
    if (grants) await replaceGrants(client, id, grants);
    if (status === 'disabled') {
      await endSessionsOf(client, id, { except: null });
      await endCodes(client, { personId: id });
    }
    if (isAdministrator(before)) await refuseWithoutAdmin(client, before.name);
    return { before, after: await selectPerson(client, id) };
  });
  forgetSessions();
  forgetMode();
  return changed;
}

/** Removes a person. @throws DomainError as {@link updatePerson} */
export async function deletePerson(id: string, caller: Caller, revision?: number): Promise<PersonRow> {
  const gone = await transaction(async (client) => {
    await holdPeople(client);
    await refuseFormerAdmin(client, caller);
    const before = await selectPerson(client, id);
    refuseStale(before, revision);
    await client.query('DELETE FROM person WHERE id = $1', [id]);
    if (isAdministrator(before)) await refuseWithoutAdmin(client, before.name);
    return before;
  });
  forgetSessions();
  forgetMode();
  return gone;
}

const isAdministrator = ({ role, status }: PersonRow) => role === 'admin' && status === 'active';

function refuseStale({ revision, name }: PersonRow, expected: number | undefined): void {
  if (expected !== undefined && expected !== revision)
    throw new DomainError('stale_revision', `Somebody has changed ${name} meanwhile.`);
}

/** Whoever was never let in with a password or a provider is invited still when they are no longer disabled. */
function nextStatus(before: PersonRow, asked: PersonStatus | undefined): PersonStatus {
  if (asked !== 'active') return asked ?? before.status;
  return before.password_hash === null && before.providers.length === 0 ? 'invited' : 'active';
}

/** @throws DomainError `forbidden` when a change of oneself gives more than one had */
function refuseRaise(before: PersonRow, { role, grants }: PersonPatch): void {
  const had = new Map(before.grants.map((grant) => [grant.environment.toLowerCase(), grant.role as Role]));
  const raises =
    (role !== undefined && !isAtLeast(before.role, role)) ||
    grants?.some((grant) => {
      const held = had.get(grant.environment.toLowerCase());
      return held === undefined || !isAtLeast(held, grant.role);
    });
  if (raises)
    throw new DomainError(
      'forbidden',
      'Nobody gives themselves more than they have. Ask another administrator.',
      {
        reason: 'own_rights',
      },
    );
}
