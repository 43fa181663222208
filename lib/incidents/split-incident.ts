import type { PoolClient } from 'pg';
import type { AuditTrail } from '@/lib/audit/entry';
import type { KnownName } from '@/lib/catalog/known-names';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import type { EventLevel } from '@/lib/events/vocabulary';
import { pokeFeed } from '@/lib/live/poke';
import { appendEntries } from './append-entries';
import { findIncidentsByEvent, getIncident } from './find-incidents';
import { type LockedIncident, lockIncident, withIncidents } from './lock-incident';
import { openIncident } from './open-incident';
import type { IncidentDetailWire } from './schemas';
import { mergedAway } from './store-move';
import { refreshSuspects } from './suspects/refresh-suspects';
import { tellChange } from './tell-change';

/** What to take out of an incident. */
export interface Split {
  /** Its signals, by their events. */
  eventIds: readonly string[];
  /** What they say, when left out. */
  title?: string | undefined;
  actor: string;
  /** The new event's id, when a retry has to create the same one. */
  id?: string | undefined;
  audit?: AuditTrail;
}

/**
 * Makes an incident of its own out of some signals. It stands where the one that it was taken from stands, and belongs to no rule:
 * what comes later joins the old one, as its rule says. So do the verdicts on suspects: they were about the incident as a whole, and
 * nobody knows which of them holds for the signals that go. The new one is ranked anew; both timelines say where the verdicts are.
 *
 * Throws `not_found`, `invalid` for what is no signal of it, and `conflict` when nothing would be left or it was merged.
 */
export async function splitIncident(
  number: number,
  { eventIds, title, actor, id, audit }: Split,
): Promise<IncidentDetailWire> {
  const asked = [...new Set(eventIds.map((eventId) => eventId.toLowerCase()))];
  const [before] = id === undefined ? [] : await findIncidentsByEvent([id]);
  if (before) {
    const done = await getIncident(before.number);
    // It comes when nobody knows whether the first attempt got as far as its entry.
    audit?.note({ subject: `incident:${number}`, after: { [done.number]: done } });
    return done;
  }
  const split = async (client: PoolClient) => {
    const source = await lockIncident(client, number);
    if (source.merged_into !== null) throw await mergedAway(client, source);
    const signals = await readSignals(client, number, asked);
    if (signals.length < asked.length) {
      const found = new Set(signals.map((signal) => signal.id));
      throw invalid(
        eventIds.flatMap((eventId, index) =>
          found.has(eventId.toLowerCase())
            ? []
            : [bodyIssue(['eventIds', index], `${eventId} is no signal of incident ${number}`)],
        ),
      );
    }
    return take(client, source, signals, { title, actor, id });
  };
  const { opened, said } = await withIncidents([number], split, audit, (done) => done.opened);
  if (said > 0) audit?.note({ after: { ...(audit.noted.after ?? {}), verdictsStayWith: number } });
  pokeFeed();
  await refreshSuspects(opened);
  return getIncident(opened);
}

interface SignalRow {
  id: string;
  level: EventLevel | null;
  message: string;
  at: Date;
}

async function readSignals(client: PoolClient, number: number, ids: readonly string[]): Promise<SignalRow[]> {
  const { rows } = await client.query<SignalRow>(
    `SELECT e.id, e.level, CASE WHEN e.message = '' THEN e.title ELSE e.message END AS message, s.at
     FROM signal s JOIN event e ON e.id = s.event_id
     WHERE s.incident_number = $1 AND s.event_id = ANY ($2::uuid[]) ORDER BY s.at, e.id`,
    [number, ids],
  );
  return rows;
}

async function take(
  client: PoolClient,
  source: LockedIncident,
  signals: readonly SignalRow[],
  { title, actor, id }: Pick<Split, 'title' | 'actor' | 'id'>,
): Promise<{ opened: number; said: number }> {
  const ids = signals.map((signal) => signal.id);
  const { rows } = await client.query<{ n: number; last: Date | null }>(
    'SELECT count(*) AS n, max(at) AS last FROM signal WHERE incident_number = $1 AND event_id <> ALL ($2::uuid[])',
    [source.number, ids],
  );
  const left = rows[0] as { n: number; last: Date | null };
  if (left.n === 0) {
    throw new DomainError(
      'conflict',
      `Nothing would be left of incident ${source.number}: these are all its signals.`,
    );
  }
  const said = await countVerdicts(client, source.number);
  const [first, last] = [signals[0] as SignalRow, signals.at(-1) as SignalRow];
  const opened = await openIncident(client, {
    ...(await placeOf(client, source)),
    origin: source.origin,
    actor,
    template: source.template,
    startedAt: first.at,
    signals: signals.map((signal) => ({ ...signal, at: signal.at.toISOString() })),
    ...(title === undefined ? {} : { title }),
    status: source.status,
    ...(source.ended_at ? { endedAt: source.ended_at } : {}),
    eventId: id,
    entry: {
      type: 'split',
      field: 'splitFrom',
      newValue: String(source.number),
      ...(said > 0
        ? {
            text: `What was said of ${suspects(said)} stays with #${source.number}: judge here what did this.`,
          }
        : {}),
    },
  });
  await client.query('UPDATE signal SET incident_number = $1 WHERE event_id = ANY ($2::uuid[])', [
    opened.number,
    ids,
  ]);
  await client.query('UPDATE incident SET signal_count = $2, last_signal_at = $3 WHERE number = $1', [
    opened.number,
    ids.length,
    last.at,
  ]);
  await client.query(
    `UPDATE incident SET signal_count = $2, last_signal_at = $3, revision = revision + 1, updated_at = now() WHERE number = $1`,
    [source.number, left.n, left.last],
  );
  await appendEntries(client, [
    {
      incident: source.number,
      actor,
      type: 'split',
      field: 'splitInto',
      oldValue: String(ids.length),
      newValue: String(opened.number),
      ...(said > 0 ? { text: `What was said of ${suspects(said)} stays here.` } : {}),
    },
  ]);
  await tellChange(client, 'updated', source.event_id);
  return { opened: opened.number, said };
}

/** How many suspects somebody has confirmed or cleared. */
async function countVerdicts(client: PoolClient, number: number): Promise<number> {
  const { rows } = await client.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM incident_verdict WHERE incident_number = $1',
    [number],
  );
  return rows[0]?.n ?? 0;
}

const suspects = (n: number) => (n === 1 ? 'one suspect' : `${n} suspects`);

async function placeOf(
  client: PoolClient,
  { service_id, environment_id }: LockedIncident,
): Promise<{ service: KnownName; environment: KnownName | null }> {
  const { rows } = await client.query<{ service: string; environment: string | null }>(
    'SELECT s.name AS service, v.name AS environment FROM service s LEFT JOIN environment v ON v.id = $2 WHERE s.id = $1',
    [service_id, environment_id],
  );
  const names = rows[0] as { service: string; environment: string | null };
  return {
    service: { id: service_id, name: names.service },
    environment: environment_id === null ? null : { id: environment_id, name: names.environment as string },
  };
}
