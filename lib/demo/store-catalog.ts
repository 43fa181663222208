import type { PoolClient } from 'pg';
import { nameKey } from '@/lib/names';
import { type DemoEntry, parts } from './catalog';

/**
 * The demo's catalog entries in the database. They are known by who wrote them: one that somebody changed since is no longer
 * the demo's, and stays with its service.
 */
const author = 'shiplog-demo';

/** Removes what the demo said and nobody changed since. The services are removed by the caller, if nothing else is left of them. */
export async function removeEntries(client: PoolClient): Promise<void> {
  await client.query(
    `DELETE FROM service_dependency d USING catalog_entry c
     WHERE c.service_id = d.from_id AND c.updated_by = $1 AND d.created_at = c.created_at`,
    [author],
  );
  await client.query('DELETE FROM catalog_entry WHERE updated_by = $1', [author]);
}

/** Adds the entries, where the service has none. What was there before the demo is left alone. */
export async function addEntries(client: PoolClient, entries: readonly DemoEntry[], at: Date): Promise<void> {
  // Negative ids, as the demo's services have; below theirs.
  await client.query(
    `INSERT INTO service (id, name, name_key, created_at)
     SELECT -1000 - ord, name, key, $3 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s(name, key, ord) ON CONFLICT DO NOTHING`,
    [parts.map(({ name }) => name), parts.map(({ name }) => nameKey(name)), at],
  );
  const rows = entries.map(({ name, data, dependsOn }) => ({
    name_key: nameKey(name),
    depends_on: dependsOn.map(nameKey),
    type: data.type,
    language: data.language,
    platform: data.platform,
    lifecycle: data.lifecycle,
    owner: data.owner,
    version: data.version,
    description: data.description,
    link: data.link,
    repository: data.repository,
    links: data.links,
    sla: data.sla,
    available_versions: data.availableVersions,
    latest_version: data.latestVersion,
    reference_version: data.referenceVersion,
    deliverables: data.deliverables,
    channels: data.channels,
    dashboards: data.dashboards,
    vulnerabilities: data.vulnerabilities,
    infrastructure: data.infrastructure,
  }));
  const columns = `type, language, platform, lifecycle, owner, version, description, link, repository, links, sla, available_versions,
    latest_version, reference_version, deliverables, channels, dashboards, vulnerabilities, infrastructure`;
  // Dependencies bear the moment of their entry, by which they are found again.
  await client.query(
    `WITH asked AS (
       SELECT s.id, a.depends_on, i.* FROM json_array_elements($1) AS item
         CROSS JOIN json_to_record(item) AS a(name_key text, depends_on text[])
         CROSS JOIN json_populate_record(NULL::catalog_entry, item) AS i
         JOIN service s ON s.name_key = a.name_key
     ), added AS (
       INSERT INTO catalog_entry (service_id, ${columns}, completed_at, created_at, updated_at, created_by, updated_by)
       SELECT id, ${columns}, $2, $2, $2, $3, $3 FROM asked ON CONFLICT DO NOTHING RETURNING service_id
     )
     INSERT INTO service_dependency (from_id, to_id, created_at)
     SELECT asked.id, t.id, $2 FROM added JOIN asked ON asked.id = added.service_id JOIN service t ON t.name_key = ANY (asked.depends_on)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows), at, author],
  );
}
