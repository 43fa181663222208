import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import {
  type KnownName,
  resolveEnvironments,
  resolveServices,
  withKnownNames,
} from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { versionTaken } from '@/lib/events/event-version';
import { insertEvents } from '@/lib/events/insert-events';
import { prepareEvent } from '@/lib/events/prepare-event';
import type { EventWire } from '@/lib/events/schemas';
import { updateEventWithin } from '@/lib/events/update-event-within';
import { beginningAnew } from '@/lib/incidents/begin-anew';
import { pokeFeed } from '@/lib/live/poke';
import { Turns } from '@/lib/live/turns';
import { type LockAnswer, settled } from '@/lib/locks/call';
import { nameKey } from '@/lib/names';
import { checkStart, recordViolations } from '@/lib/preflight/check-start';
import type { PreflightWire } from '@/lib/preflight/schemas';
import { once } from '@/lib/runtime';
import { eventOfRun, patchOfRun, type RunPlace, titleOfRun } from './event-of-run';
import { type FoundRun, findRun, type RunAbout } from './find-run';
import { claimVersions, type KnownVersion, rememberedVersion, rememberVersions } from './known-versions';
import { foldReports, type ReportFields, type RunReport, type RunState } from './run-state';
import { endsRun, type RunKind, type RunStatus } from './vocabulary';

/** One post of a pipeline run. */
export interface RunPost {
  kind: RunKind;
  service: string;
  /** Null for builds, and only for them. */
  environment: string | null;
  version: string;
  status: RunStatus;
  /** What reports it, such as `github`. */
  source: string;
  /** The run's id at its source, if it has one; see {@link RunIdentity}. */
  invocation: string | null;
  fields: ReportFields;
  /** The fencing token of a lock that the run holds: it does not stop its own start. */
  lockToken?: number | null;
  /** Who reports it, for the changelog. */
  actor: string;
  /** What the issuer of the reporting CI run vouches for; the event keeps that of the first report. */
  verified?: EventWire['verified'];
  /** Milliseconds since the epoch; now, when left out. */
  receivedAt?: number;
  /** Of the request that brings it. */
  audit?: AuditTrail;
}

/** What became of a post. */
export type RunOutcome =
  | {
      /** Repeated: the run had reported this status before, and nothing has changed. */
      outcome: 'recorded' | 'repeated';
      event: EventWire;
      state: RunState;
      serviceId: number;
      environmentId: number | null;
      versionId: number;
      /** Of a start that was judged. */
      preflight: PreflightWire | null;
    }
  /** Rules or a lock forbid the start. That is on record; the run is as it was before. */
  | { outcome: 'blocked'; preflight: PreflightWire };

/** How long a deployment is taken to last when it starts. */
const expectedMs = 30 * 60_000;

/**
 * Records what a run reports: its event is made or moved. Services, environments and versions are created on first sight. The state
 * afterwards depends only on what was reported, not on its order or repetition.
 *
 * Everything about one place (service and environment) goes one after the other, behind a lock of the transaction. So of two starts at the
 * same instant the second sees the first one running, and the posts of a run never miss each other.
 *
 * Throws `conflict` when the version is there with another commit.
 */
export function recordRun(post: RunPost): Promise<RunOutcome> {
  return withKnownNames(async () => {
    const service = await known(resolveServices, post.service);
    const version = await versionFor(service.id, post);
    const environment = post.environment === null ? null : await known(resolveEnvironments, post.environment);
    const { outcome, locks, moved } = await beginningAnew(() =>
      turns().take(() => transaction((client) => record(client, post, { service, environment, version }))),
    );
    if (outcome.outcome === 'recorded') pokeFeed();
    if (locks.length > 0) await settled(locks);
    if (post.audit) tell(post.audit, post, outcome, moved);
    return outcome;
  });
}

/** A new run's event brings its entry along; a repeated report changes nothing. */
function tell(audit: AuditTrail, post: RunPost, outcome: RunOutcome, moved: EventWire | undefined): void {
  if (outcome.outcome !== 'recorded') {
    audit.written = outcome.outcome === 'repeated';
  } else if (moved) {
    const { title, service, environment, status, version } = outcome.event;
    audit.note({
      subject: `event:${outcome.event.id}`,
      before: { status: moved.status },
      after: { title, service, environment, status, version, reported: post.status },
    });
  } else {
    audit.written = true;
  }
}

/** A few at a time: each keeps a connection while it waits for its place. */
const turns = () => once('deployments.turns', () => new Turns(4));

async function known(resolve: typeof resolveServices, name: string): Promise<KnownName> {
  return (await resolve([name])).get(nameKey(name)) as KnownName;
}

/** Committed before the run's own transaction, which therefore never waits for a version while it holds an event. */
async function versionFor(serviceId: number, { version: name, fields }: RunPost): Promise<KnownVersion> {
  const asked = { serviceId, name, sha: fields.sha ?? null };
  const remembered = rememberedVersion(asked);
  if (remembered) return remembered;
  const claimed = await claimVersions(pool(), [asked]);
  const [version] = claimed as [(typeof claimed)[number]];
  if ('taken' in version) throw versionTaken(version);
  rememberVersions([asked], claimed);
  return version;
}

interface Known {
  service: KnownName;
  environment: KnownName | null;
  version: KnownVersion;
}

interface Recorded {
  outcome: RunOutcome;
  /** The run's event as it was, where there was one. */
  moved?: EventWire;
  locks: LockAnswer[];
}

async function record(client: PoolClient, post: RunPost, names: Known): Promise<Recorded> {
  const { service, environment, version } = names;
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `shiplog.place ${service.id}/${environment?.id ?? 0}`,
  ]);
  const now = post.receivedAt ?? Date.now();
  const about: RunAbout = {
    kind: post.kind,
    source: post.source,
    invocation: post.invocation,
    serviceId: service.id,
    environmentId: environment?.id ?? null,
    versionId: version.id,
  };
  const ids = { serviceId: about.serviceId, environmentId: about.environmentId, versionId: about.versionId };
  const run = await findRun(client, about, now);
  const before = run?.reports ?? [];
  if (run && before.some(({ status }) => status === post.status)) {
    const state = foldReports(before);
    return { outcome: { outcome: 'repeated', event: run.event, state, ...ids, preflight: null }, locks: [] };
  }

  const starts = post.status === 'started' && !before.some(({ status }) => endsRun(status));
  const preflight =
    starts && environment
      ? await checkStart(client, {
          service,
          environment,
          versionId: version.id,
          version: version.name,
          ownEventId: run?.event.id ?? null,
          ownLockToken: post.lockToken ?? null,
          startsAt: now,
          endsAt: now + expectedMs,
          asking: false,
        })
      : null;
  const broken = (eventId: string | null) => ({
    serviceId: service.id,
    environmentId: environment?.id as number,
    version: version.name,
    eventId,
    actor: post.actor,
  });
  if (preflight?.verdict === 'block') {
    await recordViolations(client, preflight, broken(run?.event.id ?? null));
    return { outcome: { outcome: 'blocked', preflight }, locks: [] };
  }

  const report: RunReport = {
    status: post.status,
    fields: post.fields,
    receivedAt: new Date(now).toISOString(),
  };
  const state = foldReports([...before, report]);
  const place: RunPlace = {
    kind: post.kind,
    service: service.name,
    environment: environment?.name ?? null,
    version: version.name,
    source: post.source,
  };
  const { event, locks } = run
    ? await moveEvent(client, run, { place, before: foldReports(before), after: state, post })
    : await beginRun(client, { place, names, about, state, post, receivedAt: report.receivedAt });
  await client.query(
    'INSERT INTO run_report (event_id, status, fields, received_at) VALUES ($1, $2, $3, $4)',
    [event.id, report.status, JSON.stringify(report.fields), report.receivedAt],
  );
  if (preflight && preflight.verdict !== 'allow') {
    await recordViolations(client, preflight, broken(event.id));
  }
  return {
    outcome: { outcome: 'recorded', event, state, ...ids, preflight },
    locks,
    ...(run ? { moved: run.event } : {}),
  };
}

/** The first report of a run: its event, and by what the next reports find it. */
async function beginRun(
  client: PoolClient,
  begin: {
    place: RunPlace;
    names: Known;
    about: RunAbout;
    state: RunState;
    post: RunPost;
    receivedAt: string;
  },
): Promise<{ event: EventWire; locks: LockAnswer[] }> {
  const { place, names, about, state, post, receivedAt } = begin;
  const { kind, source } = place;
  const draft = {
    kind,
    title: titleOfRun(place),
    version: place.version,
    source,
    ...eventOfRun(place, state),
  };
  const prepared = prepareEvent(draft, {
    actor: post.actor,
    id: undefined,
    related: undefined,
    createdAt: receivedAt,
    verified: post.verified,
    place: names,
  });
  await insertEvents([{ ...prepared, versionId: about.versionId, audit: post.audit?.about }], client);
  await client.query(
    `INSERT INTO run (event_id, kind, source, invocation, service_id, environment_id, version_id, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      prepared.event.id,
      kind,
      source,
      about.invocation,
      about.serviceId,
      about.environmentId,
      about.versionId,
      receivedAt,
    ],
  );
  return { event: prepared.event, locks: [] };
}

/** A further report: the event moves with the run. One that people have made something else stays as it is. */
async function moveEvent(
  client: PoolClient,
  { event }: FoundRun,
  move: { place: RunPlace; before: RunState; after: RunState; post: RunPost },
): Promise<{ event: EventWire; locks: LockAnswer[] }> {
  const { place, before, after, post } = move;
  const patch = patchOfRun(place, before, after);
  if (event.kind !== post.kind) return { event, locks: [] };
  return updateEventWithin(client, { which: { id: event.id }, patch, actor: post.actor });
}
