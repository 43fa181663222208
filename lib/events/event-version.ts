import type { PoolClient } from 'pg';
import { pool } from '@/lib/db/pool';
import {
  type AskedVersion,
  claimVersions,
  rememberedVersion,
  rememberVersions,
  type VersionTaken,
} from '@/lib/deployments/known-versions';
import { versionOf } from '@/lib/deployments/version-of-title';
import { DomainError } from '@/lib/errors';
import type { NewEvent } from './insert-events';
import type { EventWire } from './schemas';

/** Which version a deployment or build is about: found or made before the event is stored. Other kinds are about none. */

type Versioned = Pick<EventWire, 'kind' | 'title' | 'version' | 'sha'>;

const isVersioned = ({ kind }: Pick<EventWire, 'kind'>) => kind === 'deployment' || kind === 'build';

function askedBy(event: Versioned, serviceId: number): AskedVersion | null {
  const name = isVersioned(event) ? versionOf(event) : null;
  return name === null ? null : { serviceId, name, sha: event.sha };
}

/** In the words that Versioner's clients know. */
export function versionTaken({ version, sha }: VersionTaken): DomainError {
  return new DomainError('conflict', `Version ${version} already exists with different SHA`, {
    version,
    sha,
  });
}

/**
 * Gives new events their versions, which are created where they are new. Answers the refusals of those whose version is there with
 * another commit.
 */
export async function giveVersions(events: readonly NewEvent[]): Promise<Map<NewEvent, DomainError>> {
  const refused = new Map<NewEvent, DomainError>();
  const waiting: NewEvent[] = [];
  const asked: AskedVersion[] = [];
  for (const entry of events) {
    const version = askedBy(entry.event, entry.serviceId);
    if (version === null) continue;
    const known = rememberedVersion(version);
    if (known) entry.versionId = known.id;
    else {
      waiting.push(entry);
      asked.push(version);
    }
  }
  if (waiting.length === 0) return refused;
  const claimed = await claimVersions(pool(), asked);
  rememberVersions(asked, claimed);
  waiting.forEach((entry, index) => {
    const version = claimed[index] as (typeof claimed)[number];
    if ('taken' in version) refused.set(entry, versionTaken(version));
    else entry.versionId = version.id;
  });
  return refused;
}

/**
 * The version of an event after an update, claimed in the update's transaction, which holds the event's row. Undefined when the update
 * does not touch it. Throws `conflict` when it is there with another commit.
 */
export async function versionAfter(
  client: PoolClient,
  before: EventWire,
  after: EventWire,
  movedTo: number | undefined,
): Promise<number | null | undefined> {
  if (!isVersioned(before) && !isVersioned(after)) return undefined;
  const fields = ['kind', 'service', 'version', 'sha', 'title'] as const;
  if (fields.every((field) => before[field] === after[field])) return undefined;
  const asked = askedBy(after, movedTo ?? (await serviceOf(client, after.id)));
  if (asked === null) return null;
  // What is claimed here is not remembered: the transaction may yet fail.
  const version = rememberedVersion(asked) ?? (await claimVersions(client, [asked]))[0];
  if (!version || 'taken' in version) throw versionTaken(version as VersionTaken);
  return version.id;
}

async function serviceOf(client: PoolClient, eventId: string): Promise<number> {
  const { rows } = await client.query<{ service_id: number }>('SELECT service_id FROM event WHERE id = $1', [
    eventId,
  ]);
  return (rows[0] as { service_id: number }).service_id;
}
