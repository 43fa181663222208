import { isDeepStrictEqual } from 'node:util';
import type { PoolClient } from 'pg';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { pokeFeed } from '@/lib/live/poke';
import { nameKey } from '@/lib/names';
import { replaceDependencies, resolveWithin, selfDependencyIssues } from './dependencies';
import { dataOf, type EntryData, merge, nothingSaid } from './entry-data';
import { feedIdOf } from './feed-id';
import { findEntryRows, getEntry, noSuchService } from './find-entries';
import type { EntryRow } from './row';
import type { EntryPatch, EntryWire } from './schemas';

/** A change to one entry. */
export interface SaveEntry {
  /** As `serviceName` accepts it. */
  name: string;
  patch: EntryPatch;
  /** `merge` keeps what the patch leaves out; `replace` clears it, apart from `dependents`. */
  mode: 'merge' | 'replace';
  /** Whether somebody describes the service with this: it is not merely discovered any more. */
  describes: boolean;
  /** Whether a deleted entry comes back with what it said. If not, it begins with nothing. */
  revives: boolean;
  /** Who changes it. */
  actor: string;
  /** The revision that the caller has seen; another one is refused as `stale_revision`. */
  revision?: number;
  /** A last word under the lock: throws to refuse. `before` is undefined for a service that nobody knows. */
  check?: (before: EntryRow | undefined, after: EntryData) => void;
  /** Stops before anything is stored: for finding out what would happen. */
  dryRun?: boolean;
  /** Told what of what is said is different afterwards. */
  audit?: AuditTrail;
}

/** What became of a change. */
export interface SavedEntry {
  entry: EntryWire;
  /** Nobody had described the service before. */
  created: boolean;
  changed: boolean;
}

/** Serialises writers of the catalog, who are few: dependencies reach over many rows. Readers and events never wait for it. */
export async function lockCatalog(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('shiplog.catalog'))`);
}

/**
 * Describes a service, known or not, and answers the entry as it is afterwards. A change that changes nothing leaves the
 * revision as it is. Dependencies that nobody knows are created as discovered.
 *
 * Throws `invalid` for a dependency on itself or of a deleted service, `stale_revision`, and whatever `check` throws; then
 * nothing is stored, no name either.
 */
export async function saveEntry(save: SaveEntry): Promise<SavedEntry> {
  const outcome = await changeEntry(save);
  return { entry: await getEntry(save.name), ...outcome };
}

/** {@link saveEntry} without reading the entry afterwards. */
export async function changeEntry(save: SaveEntry): Promise<Omit<SavedEntry, 'entry'>> {
  const issues = selfDependencyIssues(save.name, save.patch);
  if (issues.length > 0) throw invalid(issues);
  const outcome = await transaction(async (client) => {
    await lockCatalog(client);
    return store(client, save);
  });
  if (outcome.changed && !save.dryRun) pokeFeed();
  return outcome;
}

/** @param wakes writes even what changes nothing, so that a row does not say any more that it is deleted */
async function store(client: PoolClient, save: SaveEntry, wakes = false): Promise<Omit<SavedEntry, 'entry'>> {
  const [row] = await findEntryRows([nameKey(save.name)], client);
  requireRevision(save.name, row?.revision ?? 0, save.revision);
  const here = row && row.gone_at === null ? row : null;
  // Without a row that counts, there is nothing to merge into.
  const kept = row && row.revision > 0 && (here || save.revives) ? row : null;
  const before = kept ? dataOf(kept) : nothingSaid;
  const after = merge(save.mode === 'merge' ? before : nothingSaid, save.patch);
  save.check?.(row, after);

  const created = save.describes && (here === null || here.discovered);
  const wanted = {
    // What a service says no more may still stand in the table, asleep: what it says now is put in its place.
    dependsOn:
      save.patch.dependsOn ?? (save.mode === 'replace' ? [] : kept ? undefined : (here?.depends_on ?? [])),
    dependents: save.patch.dependents,
  };
  if (wanted.dependents) await requireAwake(client, wanted.dependents, save);
  const same =
    !wakes &&
    here !== null &&
    !created &&
    isDeepStrictEqual(before, after) &&
    sameNames(wanted.dependsOn, here.depends_on) &&
    sameNames(wanted.dependents, here.dependents);
  if (save.dryRun) return { created: !same && created, changed: !same };
  save.audit?.note({ subject: `catalog:${row?.name ?? save.name}`, ...told(before, after) });
  if (same) return { created: false, changed: false };

  function told(was: EntryData, is: EntryData) {
    const depended = { dependsOn: here?.depends_on, dependents: here?.dependents };
    const said = changed({ ...was, ...depended }, { ...is, ...depended, ...definedOf(wanted) });
    return here && !created ? said : { after: { name: row?.name ?? save.name, ...said.after } };
  }

  const named = [...(wanted.dependsOn ?? []), ...(wanted.dependents ?? [])];
  const ids = await resolveWithin(client, [save.name, ...named]);
  const idOf = (name: string) => ids.get(nameKey(name)) as number;
  const id = idOf(save.name);
  await upsert(client, id, after, {
    ...save,
    afresh: row !== undefined && row.gone_at !== null && !save.revives,
  });
  const touched = new Set<number>();
  for (const direction of ['dependsOn', 'dependents'] as const) {
    const others = wanted[direction];
    if (!others) continue;
    for (const other of await replaceDependencies(client, id, direction, others.map(idOf)))
      touched.add(other);
  }
  touched.delete(id);
  await client.query(
    `INSERT INTO change (topic, op, entity_id) SELECT 'catalog', $1, $2::uuid UNION ALL SELECT 'catalog', 'updated', unnest($3::uuid[])`,
    [created ? 'created' : 'updated', feedIdOf(id), [...touched].map(feedIdOf)],
  );
  return { created, changed: true };
}

const definedOf = (fields: object) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** Throws `stale_revision` when another revision was expected than there is. */
export function requireRevision(name: string, actual: number, expected: number | undefined): void {
  if (expected === undefined || expected === actual) return;
  throw new DomainError('stale_revision', `The entry of ${name} is at revision ${actual}, not ${expected}.`, {
    revision: actual,
  });
}

/**
 * A deleted service says nothing, so it cannot be made to depend on anything. One that was seen again since has a row that
 * still says it is deleted; it begins anew, merely discovered.
 */
async function requireAwake(
  client: PoolClient,
  names: readonly string[],
  { actor, dryRun }: SaveEntry,
): Promise<void> {
  const { rows } = await client.query<{ name: string; name_key: string }>(
    `SELECT s.name, s.name_key FROM service s JOIN catalog_entry z ON z.service_id = s.id
     WHERE s.name_key = ANY ($1) AND z.gone_at IS NOT NULL`,
    [names.map(nameKey)],
  );
  if (rows.length === 0) return;
  const asleep = await findEntryRows(
    rows.map(({ name_key }) => name_key),
    client,
  );
  const gone = new Set(asleep.filter(({ gone_at }) => gone_at !== null).map(({ name_key }) => name_key));
  const issues = names.flatMap((name, index) =>
    gone.has(nameKey(name))
      ? [bodyIssue(['dependents', index], `${name} was deleted; describe it again first`)]
      : [],
  );
  if (issues.length > 0) throw invalid(issues);
  if (dryRun) return;
  const anew = { patch: {}, mode: 'replace', describes: false, revives: false, actor } as const;
  for (const { name } of rows) await store(client, { name, ...anew }, true);
}

function sameNames(wanted: readonly string[] | undefined, actual: readonly string[]): boolean {
  if (wanted === undefined) return true;
  const keys = (names: readonly string[]) => [...new Set(names.map(nameKey))].sort().join('\n');
  return keys(wanted) === keys(actual);
}

async function upsert(
  client: PoolClient,
  id: number,
  data: EntryData,
  { actor, describes, afresh }: { actor: string; describes: boolean; afresh: boolean },
): Promise<void> {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  // What was discovered exists since it was first seen; what was deleted and is described anew, since now.
  await client.query(
    `INSERT INTO catalog_entry AS c (
       service_id, type, language, platform, lifecycle, owner, version, description, link, repository, links, sla, available_versions,
       latest_version, reference_version, deliverables, channels, dashboards, vulnerabilities, infrastructure, completed_at, created_at, created_by, updated_by)
     SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            CASE WHEN $21 THEN now() END, s.created_at, $22, $22 FROM service s WHERE s.id = $1
     ON CONFLICT (service_id) DO UPDATE SET
       type = excluded.type, language = excluded.language, platform = excluded.platform, lifecycle = excluded.lifecycle,
       owner = excluded.owner, version = excluded.version, description = excluded.description, link = excluded.link,
       repository = excluded.repository, links = excluded.links, sla = excluded.sla, available_versions = excluded.available_versions,
       latest_version = excluded.latest_version, reference_version = excluded.reference_version, deliverables = excluded.deliverables,
       channels = excluded.channels, dashboards = excluded.dashboards, vulnerabilities = excluded.vulnerabilities,
       infrastructure = excluded.infrastructure, updated_by = excluded.updated_by, updated_at = now(),
       completed_at = coalesce(CASE WHEN c.gone_at IS NULL THEN c.completed_at END, excluded.completed_at),
       created_at = CASE WHEN $23 THEN now() ELSE c.created_at END,
       created_by = CASE WHEN $23 THEN excluded.created_by ELSE c.created_by END,
       gone_at = NULL, revision = c.revision + 1`,
    [
      id,
      data.type,
      data.language,
      data.platform,
      data.lifecycle,
      data.owner,
      data.version,
      data.description,
      data.link,
      data.repository,
      json(data.links),
      json(data.sla),
      data.availableVersions,
      data.latestVersion,
      data.referenceVersion,
      json(data.deliverables),
      json(data.channels),
      json(data.dashboards),
      json(data.vulnerabilities),
      json(data.infrastructure),
      describes,
      actor,
      afresh,
    ],
  );
}

/** A `check` that throws `not_found` for a service that nobody knows. */
export function mustBeKnown(name: string): NonNullable<SaveEntry['check']> {
  return (before) => {
    if (!before) throw noSuchService(name);
  };
}
