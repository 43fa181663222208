import { pool } from '@/lib/db/pool';
import { canonicalName, nameKey } from '@/lib/names';
import { once } from '@/lib/runtime';
import { inferTier, positionOfTier } from './tiers';

/**
 * Services and environments by name, created on first sight. A name's id never changes and rows are never deleted while
 * events point at them, so what was seen once is remembered by the process; see {@link withKnownNames} for the rest.
 */
export interface KnownName {
  id: number;
  /** As it is kept, which may differ in case from what was asked for. */
  name: string;
}

type Table = 'service' | 'environment';

/** Beyond this many remembered names the oldest are forgotten; the database still knows them all. */
const maxRemembered = 50_000;

/** Whatever else is remembered by its database id, to be forgotten together with the names. */
const besides = () => once('catalog.besides', () => new Set<Map<string, unknown>>());

/** A process-wide memory of rows that may be deleted by others: what {@link withKnownNames} forgets. */
export function forgettable<T>(name: string): Map<string, T> {
  return once(name, () => {
    const made = new Map<string, T>();
    besides().add(made);
    return made;
  });
}

const memory = (table: Table) => once(`catalog.${table}`, () => new Map<string, KnownName>());

/** What the process remembers of a service, without asking the database. */
export function rememberedService(name: string): KnownName | undefined {
  return memory('service').get(nameKey(name));
}

/** What the process remembers of an environment, without asking the database. */
export function rememberedEnvironment(name: string): KnownName | undefined {
  return memory('environment').get(nameKey(name));
}

/** The services of these names, created where they are new. */
export function resolveServices(names: Iterable<string>): Promise<Map<string, KnownName>> {
  return resolve('service', names);
}

/** The environments of these names, created where they are new with a tier inferred from the name. */
export function resolveEnvironments(names: Iterable<string>): Promise<Map<string, KnownName>> {
  return resolve('environment', names);
}

const staleKeys = [
  // The event that one relates to was deleted since it was looked up: looking again finds that it is gone.
  'event_related_id_fkey',
  'event_service_id_fkey',
  'event_environment_id_fkey',
  'event_version_id_fkey',
  'version_service_id_fkey',
  'run_service_id_fkey',
  'run_environment_id_fkey',
  'run_version_id_fkey',
  'resource_lock_service_id_fkey',
  'resource_lock_environment_id_fkey',
];

/**
 * Runs work that stores remembered ids. Rows of unused services may be deleted by another process, which this one does not
 * notice; the foreign key then says so, everything remembered is forgotten, and the work is done once more.
 */
export async function withKnownNames<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!staleKeys.includes((error as { constraint?: string }).constraint ?? '')) throw error;
    memory('service').clear();
    memory('environment').clear();
    for (const other of besides()) other.clear();
    return work();
  }
}

/** Keyed by {@link nameKey}. */
async function resolve(table: Table, names: Iterable<string>): Promise<Map<string, KnownName>> {
  const known = memory(table);
  const found = new Map<string, KnownName>();
  const missing = new Map<string, string>();
  for (const name of names) {
    const key = nameKey(name);
    const hit = known.get(key);
    if (hit) found.set(key, hit);
    else missing.set(key, canonicalName(name));
  }
  if (missing.size === 0) return found;

  // Sorted, so that two processes that meet the same new names never wait for each other in a circle.
  const keys = [...missing.keys()].sort();
  const values = keys.map((key) => missing.get(key) as string);
  const { rows } =
    table === 'service'
      ? await pool().query<{ id: number; name: string; name_key: string }>(
          `WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[]) AS a(name_key, name)),
                created AS (INSERT INTO service (name_key, name) SELECT name_key, name FROM asked a
                            WHERE NOT EXISTS (SELECT FROM service s WHERE s.name_key = a.name_key)
                            ON CONFLICT (name_key) DO UPDATE SET name_key = excluded.name_key
                            RETURNING id, name, name_key)
           SELECT id, name, name_key FROM created
           UNION ALL SELECT id, name, name_key FROM service WHERE name_key = ANY ($1)`,
          [keys, values],
        )
      : await pool().query<{ id: number; name: string; name_key: string }>(
          `WITH asked AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::int[]) AS a(name_key, name, tier, position)),
                created AS (INSERT INTO environment (name_key, name, tier, position)
                            SELECT name_key, name, tier::environment_tier, position FROM asked a
                            WHERE NOT EXISTS (SELECT FROM environment s WHERE s.name_key = a.name_key)
                            ON CONFLICT (name_key) DO UPDATE SET name_key = excluded.name_key
                            RETURNING id, name, name_key)
           SELECT id, name, name_key FROM created
           UNION ALL SELECT id, name, name_key FROM environment WHERE name_key = ANY ($1)`,
          [keys, values, values.map(inferTier), values.map((name) => positionOfTier(inferTier(name)))],
        );
  for (const row of rows) {
    const entry = { id: row.id, name: row.name };
    known.set(row.name_key, entry);
    found.set(row.name_key, entry);
  }
  // What was asked for last is needed next, so the oldest go, a tenth at once.
  if (known.size > maxRemembered) {
    const spare = known.size - maxRemembered * 0.9;
    for (const key of [...known.keys()].slice(0, spare)) if (!found.has(key)) known.delete(key);
  }
  return found;
}
