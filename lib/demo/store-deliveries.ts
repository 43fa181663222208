import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { sameSha, versionKey } from '@/lib/deployments/version-key';
import { versionOf } from '@/lib/deployments/version-of-title';
import { nameKey } from '@/lib/names';
import { approvalsOf, demoRules, markOfIds, violationsOf } from './rules';
import type { DemoEvent, World } from './world';

/**
 * The demo's versions, runs, rules and what came of them in the database. Its versions have negative ids, always the same one for
 * the same version: whoever remembers it stays right. Rules, violations and approvals have ids that begin with "demo".
 */

const author = 'shiplog-demo';
const ofDemo = `id >= '${markOfIds}-0000-0000-0000-000000000000' AND id <= '${markOfIds}-ffff-ffff-ffff-ffffffffffff'`;

/** Ids by name's key. */
export interface Places {
  services: ReadonlyMap<string, number>;
  environments: ReadonlyMap<string, { id: number }>;
}

/** The version of each event that is about one, by the event's id. */
export type EventVersions = ReadonlyMap<string, number>;

/** Before the events are removed. Rules go even if somebody changed them: nobody shall be stopped by a demo that is gone. */
export async function removeRules(client: PoolClient): Promise<void> {
  for (const table of ['rule_violation', 'version_approval', 'deployment_rule'])
    await client.query(`DELETE FROM ${table} WHERE ${ofDemo}`);
}

/** After the events were removed, with which their runs go. What anybody else has deployed, built or approved by now stays. */
export async function removeVersions(client: PoolClient): Promise<void> {
  await client.query(
    `DELETE FROM version v WHERE id < 0
       AND NOT EXISTS (SELECT FROM event e WHERE e.version_id = v.id)
       AND NOT EXISTS (SELECT FROM run r WHERE r.version_id = v.id)
       AND NOT EXISTS (SELECT FROM version_approval a WHERE a.version_id = v.id)`,
  );
}

/**
 * Adds the versions that builds and deployments are about, as of when they were first reported. One that somebody else has with
 * another commit is nobody's here.
 */
export async function addVersions(
  client: PoolClient,
  { events }: World,
  { services }: Places,
): Promise<EventVersions> {
  const asked = events.flatMap((event) => {
    const { id, kind, title, facts } = event;
    const isVersioned = kind === 'deployment' || kind === 'build';
    const name = isVersioned ? versionOf({ title, version: facts.version }) : null;
    const service = nameKey(event.service);
    return name === null
      ? []
      : [{ event: id, service, name, key: versionKey(name), sha: facts.sha ?? null, at: event.reportedAt }];
  });
  const placeOf = ({ service, key }: { service: string; key: string }) => `${service} ${key}`;
  const wanted = new Map<string, (typeof asked)[number]>();
  for (const one of asked) {
    const first = wanted.get(placeOf(one));
    if (!first) wanted.set(placeOf(one), { ...one });
    else first.sha ??= one.sha;
  }
  const kept = await client.query<{ id: number }>('SELECT id FROM version WHERE id < 0');
  const taken = new Set(kept.rows.map(({ id }) => id));
  const rows = [...wanted].map(([place, { service, name, key, sha, at }]) => {
    const id = freeId(place, taken);
    return { id, service_id: services.get(service), name, key, sha, created_at: new Date(at).toISOString() };
  });
  await client.query(
    `INSERT INTO version SELECT * FROM json_populate_recordset(NULL::version, $1) ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  );
  const found = await client.query<{ id: number; service: string; key: string; sha: string | null }>(
    `SELECT w.id, s.name_key AS service, w.key, w.sha FROM version w JOIN service s ON s.id = w.service_id WHERE s.name_key = ANY ($1)`,
    [[...services.keys()]],
  );
  const known = new Map(found.rows.map((row) => [placeOf(row), row]));
  return new Map(
    asked.flatMap((one) => {
      const version = known.get(placeOf(one));
      const isOther =
        !version || (version.sha !== null && one.sha !== null && !sameSha(version.sha, one.sha));
      return isOther ? [] : [[one.event, version.id] as const];
    }),
  );
}

/** A negative number that a name always has, unless it is taken already. */
function freeId(place: string, taken: Set<number>): number {
  let id = -1 - (createHash('sha256').update(place).digest().readUInt32LE(0) >>> 1);
  while (taken.has(id)) id = id === -1 ? -(2 ** 31) : id + 1;
  taken.add(id);
  return id;
}

/** Adds what pipelines reported, whose events are there. */
export async function addRuns(
  client: PoolClient,
  { events }: World,
  places: Places,
  versions: EventVersions,
): Promise<void> {
  const runs = events.flatMap((event) => {
    const version = versions.get(event.id);
    return event.run && version !== undefined ? [{ event, run: event.run, version }] : [];
  });
  await client.query('INSERT INTO run SELECT * FROM json_populate_recordset(NULL::run, $1)', [
    JSON.stringify(
      runs.map(({ event, run: { kind, source, invocation, reports }, version }) => ({
        event_id: event.id,
        kind,
        source,
        invocation,
        ...placeOf(event, places),
        version_id: version,
        created_at: reports[0]?.receivedAt,
      })),
    ),
  ]);
  await client.query('INSERT INTO run_report SELECT * FROM json_populate_recordset(NULL::run_report, $1)', [
    JSON.stringify(
      runs.flatMap(({ event, run }) =>
        run.reports.map(({ status, fields, receivedAt }) => ({
          event_id: event.id,
          status,
          fields,
          received_at: receivedAt,
        })),
      ),
    ),
  ]);
}

/** Adds the rules, what broke them and who approved what. */
export async function addRules(
  client: PoolClient,
  world: World,
  places: Places,
  versions: EventVersions,
): Promise<void> {
  const since = new Date(world.events[0]?.reportedAt ?? 0).toISOString();
  const idOf = (name: string) => places.environments.get(nameKey(name))?.id;
  await client.query(
    'INSERT INTO deployment_rule SELECT * FROM json_populate_recordset(NULL::deployment_rule, $1)',
    [
      JSON.stringify(
        demoRules.map(({ id, rule: { name, kind, mode, reason, environments, services: _, ...config } }) => ({
          id,
          name,
          kind,
          mode,
          reason,
          service_ids: [],
          environment_ids: environments.flatMap((environment) => idOf(environment) ?? []),
          config,
          revision: 1,
          created_at: since,
          created_by: author,
          updated_at: since,
          updated_by: author,
        })),
      ),
    ],
  );
  const approvals = approvalsOf(world);
  await client.query(
    'INSERT INTO rule_violation SELECT * FROM json_populate_recordset(NULL::rule_violation, $1)',
    [
      JSON.stringify(
        violationsOf(world, approvals).map(({ id, event, rule, reason, at }) => ({
          id,
          rule_id: rule.id,
          rule_name: rule.rule.name,
          rule_kind: rule.rule.kind,
          blocked: false,
          code: reason.code,
          message: reason.message,
          details: reason.details,
          ...placeOf(event, places),
          version: event.facts.version,
          event_id: event.id,
          actor: event.run?.source ?? '',
          at: new Date(at).toISOString(),
        })),
      ),
    ],
  );
  await client.query(
    'INSERT INTO version_approval SELECT * FROM json_populate_recordset(NULL::version_approval, $1)',
    [
      JSON.stringify(
        approvals.flatMap(({ id, event, type, environment, approved, actor, comment, at }) => {
          const version = versions.get(event.id);
          if (version === undefined) return [];
          return {
            id,
            version_id: version,
            environment_id: environment === null ? null : idOf(environment),
            type,
            approved,
            actor,
            comment,
            at: new Date(at).toISOString(),
          };
        }),
      ),
    ],
  );
}

const placeOf = ({ service, environment }: DemoEvent, { services, environments }: Places) => ({
  service_id: services.get(nameKey(service)),
  environment_id: environment === null ? null : environments.get(nameKey(environment))?.id,
});
