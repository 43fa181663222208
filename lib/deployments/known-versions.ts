import type { Pool, PoolClient } from 'pg';
import { forgettable } from '@/lib/catalog/known-names';
import { maxVersionLength, sameSha, versionKey } from './version-key';

/**
 * Versions of services, created on first sight and remembered like the names of services: a version that is known costs no
 * question. Memory only ever accepts; that a version has another commit is said by the database.
 */

/** A version that an event or a run is about. */
export interface AskedVersion {
  serviceId: number;
  name: string;
  /** The commit that it is told to be; null when nobody said. */
  sha: string | null;
}

/** A version as it is kept. */
export interface KnownVersion {
  id: number;
  /** As it was first written. */
  name: string;
}

/** The version is there already, and is another commit. */
export interface VersionTaken {
  taken: true;
  /** As it is kept. */
  version: string;
  /** Its commit. */
  sha: string;
}

interface Remembered extends KnownVersion {
  sha: string | null;
}

/** Beyond this many remembered versions the oldest are forgotten; the database still knows them all. */
const maxRemembered = 50_000;

const memory = () => forgettable<Remembered>('deployments.versions');

const placeOf = (serviceId: number, name: string) => `${serviceId} ${versionKey(name)}`;

/** Whether a version can be told to be this commit without anything new for the database. */
function covers(known: string | null, told: string | null): boolean {
  if (told === null) return true;
  return known !== null && told.length <= known.length && sameSha(known, told);
}

/**
 * The version, where the process remembers it and learns nothing new of its commit. Undefined is no refusal: then
 * {@link claimVersions} decides.
 */
export function rememberedVersion({ serviceId, name, sha }: AskedVersion): KnownVersion | undefined {
  const found = memory().get(placeOf(serviceId, name));
  return found && covers(found.sha, shaOf(sha)) ? found : undefined;
}

/** Normalising may make a text longer than it was when somebody checked it. */
function keptName(name: string): string {
  const canonical = name.normalize('NFC').trim();
  return canonical.length > maxVersionLength ? [...canonical].slice(0, maxVersionLength).join('') : canonical;
}

/** A commit as it is kept; null for none. */
const shaOf = (sha: string | null) => sha?.trim() || null;

/**
 * Rows that nobody has to change are read without a lock; the others are claimed in the order of their key, so that two that claim
 * the same ones never wait for each other in a circle. The first commit that is told stays, and may only become longer. Of two
 * processes that claim at the same instant, the second waits for the first and is answered what is kept.
 */
const claim = {
  name: 'claim-versions',
  text: `
    WITH asked AS (
      SELECT * FROM unnest($1::int[], $2::text[], $3::text[], $4::text[]) AS a(service_id, key, name, sha)
    ), known AS (
      SELECT v.service_id, v.key, v.id, v.name, v.sha FROM version v JOIN asked a USING (service_id, key)
      WHERE a.sha IS NULL OR (v.sha IS NOT NULL AND NOT shiplog_abbreviates(v.sha, a.sha))
    ), claimed AS (
      INSERT INTO version AS v (service_id, name, key, sha)
      SELECT service_id, name, key, sha FROM asked a
      WHERE NOT EXISTS (SELECT FROM known k WHERE k.service_id = a.service_id AND k.key = a.key)
      ORDER BY service_id, key
      ON CONFLICT (service_id, key) DO UPDATE SET sha =
        CASE WHEN v.sha IS NULL OR shiplog_abbreviates(v.sha, excluded.sha) THEN coalesce(excluded.sha, v.sha) ELSE v.sha END
      RETURNING service_id, key, id, name, sha
    )
    SELECT * FROM known UNION ALL SELECT * FROM claimed`.replaceAll(
    // Fewer digits of the same commit: the rule of `sameSha`, in one direction.
    /shiplog_abbreviates\(([\w.]+), ([\w.]+)\)/g,
    (_, short: string, long: string) =>
      `(length(${short}) BETWEEN 6 AND length(${long}) - 1 AND ${long} ~* '^[0-9a-f]+$' AND starts_with(lower(${long}), lower(${short})))`,
  ),
};

interface ClaimedRow extends Remembered {
  service_id: number;
  key: string;
}

/**
 * The versions asked for, in order, created where they are new. A version keeps the first commit that it is told, and is
 * refused to whoever tells another one; an abbreviated commit is the same commit. Inside a transaction the rows that were new or
 * learned something stay locked until its end.
 */
export async function claimVersions(
  client: Pool | PoolClient,
  asked: readonly AskedVersion[],
): Promise<(KnownVersion | VersionTaken)[]> {
  if (asked.length === 0) return [];
  // One row for each version: of several items that name it, the first tells the commit.
  const wanted = new Map<string, AskedVersion & { key: string }>();
  for (const { serviceId, name, sha: told } of asked) {
    const place = placeOf(serviceId, name);
    const sha = shaOf(told);
    const first = wanted.get(place);
    if (!first) {
      wanted.set(place, { serviceId, key: versionKey(name), name: keptName(name), sha });
    } else if (sha !== null && !covers(first.sha, sha) && (first.sha === null || sameSha(first.sha, sha))) {
      first.sha = sha;
    }
  }
  const rows = [...wanted.values()];
  const result = await client.query<ClaimedRow>({
    ...claim,
    values: [
      rows.map(({ serviceId }) => serviceId),
      rows.map(({ key }) => key),
      rows.map(({ name }) => name),
      rows.map(({ sha }) => sha),
    ],
  });
  const kept = new Map(result.rows.map((row) => [`${row.service_id} ${row.key}`, row]));
  return asked.map(({ serviceId, name, sha: told }) => {
    const { id, name: version, sha } = kept.get(placeOf(serviceId, name)) as ClaimedRow;
    const own = shaOf(told);
    return sha === null || own === null || sameSha(sha, own)
      ? { id, name: version }
      : { taken: true, version, sha };
  });
}

/** Remembers what was claimed by `asked`, once it is committed. Those that were refused teach nothing. */
export function rememberVersions(
  asked: readonly AskedVersion[],
  claimed: readonly (KnownVersion | VersionTaken)[],
): void {
  const known = memory();
  asked.forEach(({ serviceId, name, sha: told }, index) => {
    const version = claimed[index];
    if (!version || 'taken' in version) return;
    const place = placeOf(serviceId, name);
    const before = known.get(place);
    const sha = shaOf(told);
    if (before?.id === version.id && covers(before.sha, sha)) return;
    known.set(place, { id: version.id, name: version.name, sha: sha ?? before?.sha ?? null });
  });
  if (known.size > maxRemembered) {
    const spare = known.size - maxRemembered * 0.9;
    for (const place of [...known.keys()].slice(0, spare)) known.delete(place);
  }
}
