import type { Pool, PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import { DomainError } from '@/lib/errors';
import type { EventStatus, Phase } from '@/lib/events/vocabulary';
import { nameKey } from '@/lib/names';
import {
  derivedJoins,
  type Entry,
  type EntryRow,
  entryColumns,
  entryJoin,
  lastDeploymentIn,
  ownerJoin,
  toEntry,
} from './row';
import type { EntryWire } from './schemas';

/** How many of a service's newest events are looked at for environments in which it was seen but never deployed. */
const environmentReach = 500;

/** The rows of the services with these keys, by name. Deleted ones are among them. */
export async function findEntryRows(
  keys: readonly string[],
  client: Pool | PoolClient = pool(),
): Promise<EntryRow[]> {
  const { rows } = await client.query<EntryRow>(
    `SELECT ${entryColumns} FROM service s ${entryJoin} ${ownerJoin} ${derivedJoins}
     WHERE s.name_key = ANY ($1) ORDER BY s.name_key`,
    [keys],
  );
  return rows;
}

/** The entries of these names, by name. Deleted ones are among them, marked gone; unknown names are left out. */
export async function findEntries(names: readonly string[]): Promise<Entry[]> {
  return (await findEntryRows(names.map(nameKey))).map(toEntry);
}

/** The refusal of a name that nobody has ever seen. */
export const noSuchService = (name: string) =>
  new DomainError('not_found', `No service ${name.length > 200 ? `${name.slice(0, 200)}…` : name} is known.`);

/** One entry with its environments. Throws `not_found`. */
export async function getEntry(name: string): Promise<EntryWire> {
  const [entry] = await findEntries([name]);
  if (!entry) throw noSuchService(name);
  return withEnvironments(entry);
}

/** Completes an entry with where the service was seen and what was last deployed there. */
async function withEnvironments({ serviceId, ...entry }: Entry): Promise<EntryWire> {
  const { rows } = await pool().query<{
    environment: string;
    id: string | null;
    version: string | null;
    status: EventStatus | null;
    phase: Phase;
    at: Date;
  }>(
    `WITH recent AS (
       SELECT DISTINCT r.environment_id FROM (
         SELECT e.environment_id FROM event e WHERE e.service_id = $1 AND e.at <= now() ORDER BY e.at DESC, e.id DESC LIMIT ${environmentReach}) r)
     SELECT v.name AS environment, d.* FROM (SELECT $1::int AS id) s CROSS JOIN environment v
       LEFT JOIN LATERAL (${lastDeploymentIn}) d ON true
     WHERE d.id IS NOT NULL OR v.id IN (SELECT environment_id FROM recent)
     ORDER BY v.position, v.name_key`,
    [serviceId],
  );
  return {
    ...entry,
    environments: rows.map(({ environment, id, version, status, phase, at }) => ({
      environment,
      lastDeployment:
        id === null ? null : { eventId: id, environment, version, status, phase, at: at.toISOString() },
    })),
  };
}
