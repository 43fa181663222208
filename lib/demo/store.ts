import type { PoolClient } from 'pg';
import { resolveEnvironments } from '@/lib/catalog/known-names';
import { transaction } from '@/lib/db/transaction';
import { changelogText } from '@/lib/events/differences';
import { spanOf } from '@/lib/events/span';
import { type EventStatus, phaseOf } from '@/lib/events/vocabulary';
import { feedChannel } from '@/lib/live/poke';
import { nameKey } from '@/lib/names';
import { demoEntries } from './catalog';
import { incidentsOf } from './incident-rows';
import { demoServices } from './services';
import { addEntries, removeEntries } from './store-catalog';
import { addRules, addRuns, addVersions, removeRules, removeVersions } from './store-deliveries';
import { addIncidents, holdIncidents, removeIncidents } from './store-incidents';
import type { DemoEvent, World } from './world';

/**
 * Puts the demo world into the database and takes it out again, each in one transaction.
 *
 * It writes its rows itself instead of going through `ingest`: history is reported now there, and here it lies in the past,
 * changelog and all. What it made is known by two marks that nothing else has, so removing needs to remember nothing:
 * events have an external id that begins with {@link mark}, and services have negative ids, the same ones every time.
 */
const mark = 'shiplog-demo:';

/** How many rows one statement inserts. */
const batch = 500;

export interface Filled {
  events: number;
  changes: number;
  services: number;
  incidents: number;
}

/** Replaces whatever demo there is by this world. `progress` is told the share that is done, from 0 to 1. */
export async function fillDemo(world: World, progress: (share: number) => void = () => {}): Promise<Filled> {
  const environments = await resolveEnvironments(
    world.events.flatMap(({ environment }) => environment ?? []),
  );
  const told = incidentsOf(world);
  const severities = new Map(told.incidents.map(({ event, severity }) => [event.id, severity]));
  return transaction(async (client) => {
    await takeTurns(client);
    await removeRows(client);
    const services = await addServices(client, world);
    const places = { services, environments };
    const versions = await addVersions(client, world, places);
    let changes = 0;
    for (let start = 0; start < world.events.length; start += batch) {
      const part = world.events.slice(start, start + batch);
      await client.query(insertEvents, [
        JSON.stringify(
          part.map((event) => ({
            ...toRow(event, world.seed, services, environments),
            version_id: versions.get(event.id) ?? null,
            ...(severities.has(event.id) ? { priority: severities.get(event.id) } : {}),
          })),
        ),
      ]);
      const entries = part.flatMap(entriesOf);
      changes += entries.length;
      await client.query(insertEntries, [JSON.stringify(entries)]);
      progress((start + part.length) / world.events.length);
    }
    await addEntries(client, demoEntries(world), new Date(world.events[0]?.reportedAt ?? 0));
    await addIncidents(client, told, services, environments);
    await addRuns(client, world, places, versions);
    await addRules(client, world, places, versions);
    await tell(client, 'created');
    await client.query(`NOTIFY ${feedChannel}`);
    return {
      events: world.events.length,
      changes,
      services: demoServices.length,
      incidents: told.incidents.length,
    };
  });
}

/** Removes everything that the demo made, and nothing else. A service that others use by now stays. */
export async function removeDemo(): Promise<{ events: number; services: number }> {
  return transaction(async (client) => {
    await takeTurns(client);
    const removed = await removeRows(client);
    await client.query(`NOTIFY ${feedChannel}`);
    return removed;
  });
}

/** Two fills at the same time wait for each other: the letters "demo" as a number. */
const takeTurns = (client: PoolClient) => client.query('SELECT pg_advisory_xact_lock($1)', [0x64_65_6d_6f]);

async function removeRows(client: PoolClient): Promise<{ events: number; services: number }> {
  await holdIncidents(client, mark);
  await tell(client, 'deleted');
  await removeEntries(client);
  await removeIncidents(client, mark);
  await removeRules(client);
  const events = await client.query(`DELETE FROM event WHERE external_id LIKE '${mark}%'`);
  await removeVersions(client);
  const services = await client.query(
    `DELETE FROM service s WHERE ${['id < 0', ...(await unused(client))].join(' AND ')}`,
  );
  return { events: events.rowCount ?? 0, services: services.rowCount ?? 0 };
}

/** One condition for each foreign key to `service s`: what anybody has attached something to is no longer the demo's. */
async function unused(client: PoolClient): Promise<string[]> {
  const { rows } = await client.query<{ table: string; column: string }>(
    `SELECT c.conrelid::regclass::text AS table, quote_ident(a.attname) AS column
     FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
     WHERE c.contype = 'f' AND c.confrelid = 'service'::regclass`,
  );
  return rows.map(
    ({ table, column }) => `NOT EXISTS (SELECT FROM ${table} other WHERE other.${column} = s.id)`,
  );
}

/** Open timelines are told of what they most likely show; thousands of messages about the past would only stall them. */
const tell = (client: PoolClient, op: 'created' | 'deleted') =>
  client.query(
    `INSERT INTO change (topic, op, entity_id)
     SELECT 'event', $1, id FROM event WHERE external_id LIKE '${mark}%' AND at > now() - interval '1 day'
     UNION ALL
     SELECT 'incident', $1, i.event_id FROM incident i JOIN event e ON e.id = i.event_id
     WHERE e.external_id LIKE '${mark}%' AND i.updated_at > now() - interval '4 days'`,
    [op],
  );

/** The ids of the services, by key of the name; those that were there before keep theirs. */
async function addServices(client: PoolClient, { events }: World): Promise<Map<string, number>> {
  const keys = demoServices.map(({ name }) => nameKey(name));
  await client.query(
    `INSERT INTO service (id, name, name_key, created_at)
     SELECT -ord, name, key, $3 FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS s(name, key, ord)
     ON CONFLICT DO NOTHING`,
    [demoServices.map(({ name }) => name), keys, new Date(events[0]?.reportedAt ?? 0)],
  );
  const { rows } = await client.query<{ id: number; name_key: string }>(
    'SELECT id, name_key FROM service WHERE name_key = ANY ($1)',
    [keys],
  );
  return new Map(rows.map(({ id, name_key }) => [name_key, id]));
}

function toRow(
  event: DemoEvent,
  seed: string,
  services: ReadonlyMap<string, number>,
  environments: ReadonlyMap<string, { id: number }>,
) {
  const { facts, status, startsAt, endsAt, endedAt, reportedAt } = event;
  const span = spanOf({
    status,
    startsAt,
    endsAt,
    endedAt,
    createdAt: reportedAt,
    relatedCreatedAt: event.relatedReportedAt,
  });
  const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());
  return {
    id: event.id,
    kind: event.kind,
    title: event.title,
    message: facts.message ?? '',
    service_id: services.get(nameKey(event.service)),
    environment_id: event.environment === null ? null : environments.get(nameKey(event.environment))?.id,
    status,
    phase: phaseOf(status),
    priority: facts.priority ?? null,
    impact: facts.impact ?? 0,
    level: facts.level ?? null,
    category: facts.category ?? null,
    event_type: facts.eventType ?? null,
    source: facts.source ?? 'demo',
    owner: facts.owner ?? '',
    stakeholders: facts.stakeholders ?? [],
    notification: facts.notification ?? false,
    starts_at: iso(startsAt),
    ends_at: iso(endsAt),
    ended_at: iso(endedAt),
    at: iso(span.at),
    until: iso(span.until),
    long: span.long,
    duration_ms: span.durationMs,
    related_id: event.relatedId,
    version: facts.version ?? null,
    sha: facts.sha ?? null,
    pull_request_url: facts.pullRequestUrl ?? null,
    ticket: facts.ticket ?? null,
    links: facts.links ?? [],
    external_id: `${mark}${event.id}`,
    payload: facts.payload ?? null,
    metadata: { demo: seed },
    created_by: event.reportedBy,
    revision: 1 + event.happened.length,
    created_at: iso(reportedAt),
    updated_at: iso(event.happened.at(-1)?.at ?? reportedAt),
  };
}

/** The changelog of an event. What it was reported with is a fact of its own row. */
function entriesOf({ id, happened, reportedStatus }: DemoEvent) {
  let before: EventStatus | null = reportedStatus;
  const reported = happened.filter(({ type }) => type !== 'noted');
  return reported.map(({ at, actor, type, status, comment }, index) => {
    const moves = type === 'status_changed';
    const entry = {
      event_id: id,
      seq: index + 1,
      at: new Date(at).toISOString(),
      actor,
      type,
      field: moves ? 'status' : '',
      old_value: moves ? changelogText(before) : '',
      new_value: moves ? changelogText(status) : '',
      comment,
    };
    if (moves) before = status ?? null;
    return entry;
  });
}

const columns = `id, kind, title, message, service_id, environment_id, status, phase, priority, impact, level, category, event_type,
  source, owner, stakeholders, notification, starts_at, ends_at, ended_at, at, until, long, duration_ms, related_id, version, version_id, sha,
  pull_request_url, ticket, links, external_id, payload, metadata, created_by, revision, created_at, updated_at`;
const insertEvents = `INSERT INTO event (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::event, $1)`;
const insertEntries = `INSERT INTO changelog_entry SELECT * FROM json_populate_recordset(NULL::changelog_entry, $1)`;
