import type { PoolClient } from 'pg';
import { changed } from '@/lib/audit/changed';
import type { AuditTrail } from '@/lib/audit/entry';
import { transaction } from '@/lib/db/transaction';
import { BeginAnew, beginningAnew } from './begin-anew';
import { enterServices } from './enter';
import { noSuchIncident } from './find-incidents';
import type { IncidentCategory, IncidentOrigin, IncidentStatus } from './vocabulary';

/** Beyond it Postgres has no integers. */
const greatestNumber = 2 ** 31 - 1;

/** The row of an incident, locked: nobody else changes it until the transaction ends. */
export interface LockedIncident {
  number: number;
  event_id: string;
  origin: IncidentOrigin;
  status: IncidentStatus;
  service_id: number;
  environment_id: number | null;
  rule_id: number | null;
  group_key: string;
  category: IncidentCategory;
  summary: string;
  template: string;
  assignee: string;
  started_at: Date;
  detected_at: Date;
  acknowledged_at: Date | null;
  acknowledged_by: string;
  resolved_at: Date | null;
  resolved_by: string;
  closed_at: Date | null;
  ended_at: Date | null;
  reopened: number;
  signal_count: number;
  last_signal_at: Date | null;
  merged_into: number | null;
  judged_by_person: string[];
  postmortem: string;
  revision: number;
}

const columns = `number, event_id, origin, status, service_id, environment_id, rule_id, group_key, category, summary, template, assignee,
  started_at, detected_at, acknowledged_at, acknowledged_by, resolved_at, resolved_by, closed_at, ended_at, reopened,
  signal_count, last_signal_at, merged_into, judged_by_person, postmortem, revision`;

/** Locks an incident and, before it, its event. The transaction has entered its service. Throws `not_found`. */
export async function lockIncident(client: PoolClient, number: number): Promise<LockedIncident> {
  return (await lockIncidents(client, [number]))[0] as LockedIncident;
}

/** Locks incidents as {@link lockIncident} does, all events before all incidents; answers them in the order asked for. */
export async function lockIncidents(
  client: PoolClient,
  numbers: readonly number[],
): Promise<LockedIncident[]> {
  await client.query(
    'SELECT FROM event e JOIN incident i ON i.event_id = e.id WHERE i.number = ANY ($1::int[]) ORDER BY e.id FOR UPDATE OF e',
    [numbers],
  );
  const { rows } = await client.query<LockedIncident>(
    `SELECT ${columns} FROM incident WHERE number = ANY ($1::int[]) ORDER BY number FOR UPDATE`,
    [numbers],
  );
  return numbers.map((number) => {
    const incident = rows.find((row) => row.number === number);
    if (!incident) throw noSuchIncident(number);
    return incident;
  });
}

/** Locks the incident that an event is, whose row is locked; undefined when it is none. */
export async function lockIncidentOf(
  client: PoolClient,
  eventId: string,
): Promise<LockedIncident | undefined> {
  const { rows } = await client.query<LockedIncident>(
    `SELECT ${columns} FROM incident WHERE event_id = $1 FOR UPDATE`,
    [eventId],
  );
  return rows[0];
}

/** What the audit log tells of incidents, by number. */
async function statesOf(client: PoolClient, numbers: readonly number[]): Promise<Record<string, object>> {
  const { rows } = await client.query<{ number: number; state: object }>(
    `SELECT i.number, json_build_object('title', e.title, 'severity', e.priority, 'status', i.status, 'category', i.category,
       'summary', i.summary, 'assignee', i.assignee, 'startedAt', i.started_at, 'detectedAt', i.detected_at,
       'acknowledgedAt', i.acknowledged_at, 'acknowledgedBy', i.acknowledged_by, 'resolvedAt', i.resolved_at, 'closedAt', i.closed_at,
       'endedAt', i.ended_at, 'signals', i.signal_count, 'mergedInto', i.merged_into, 'postmortem', i.postmortem,
       'judgedByPerson', i.judged_by_person, 'triagedAt', i.triage->>'at', 'triagePending', i.triage_wanted_at IS NOT NULL) AS state
     FROM incident i JOIN event e ON e.id = i.event_id WHERE i.number = ANY ($1::int[])`,
    [numbers],
  );
  return Object.fromEntries(rows.map(({ number, state }) => [number, state]));
}

/** What the audit log tells of an incident as it stands. */
export async function stateOf(client: PoolClient, number: number): Promise<object> {
  return (await statesOf(client, [number]))[number] ?? {};
}

/**
 * A transaction about incidents: their services are entered before anything is locked. Throws `not_found` for the first number that
 * nobody has.
 * @param audit told what of them is different afterwards
 * @param opened by the work's result, an incident that came into being with it
 */
export function withIncidents<T>(
  numbers: readonly number[],
  work: (client: PoolClient) => Promise<T>,
  audit?: AuditTrail,
  opened?: (result: T) => number,
): Promise<T> {
  return beginningAnew(() =>
    transaction(async (client) => {
      const entered = await servicesOf(client, numbers);
      await enterServices(client, entered);
      // Until it was entered, somebody may have given an incident to another service.
      const services = await servicesOf(client, numbers);
      if (services.some((id) => !entered.includes(id))) throw new BeginAnew();
      if (!audit) return work(client);
      const before = await statesOf(client, numbers);
      const result = await work(client);
      const after = await statesOf(client, opened ? [...numbers, opened(result)] : numbers);
      audit.note({ subject: `incident:${numbers[0]}`, ...differing(before, after) });
      return result;
    }),
  );
}

/** Of one incident the fields that differ, of several those of each, by its number. */
function differing(before: Record<string, object>, after: Record<string, object>) {
  const numbers = Object.keys(after);
  const [first] = numbers;
  if (first !== undefined && numbers.length === 1) return changed(before[first] ?? {}, after[first] ?? {});
  const told = numbers.map((number) => [number, changed(before[number] ?? {}, after[number] ?? {})] as const);
  const side = (of: 'before' | 'after') =>
    Object.fromEntries(
      told.flatMap(([number, states]) =>
        Object.keys(states[of]).length > 0 ? [[number, states[of]] as const] : [],
      ),
    );
  return { before: side('before'), after: side('after') };
}

async function servicesOf(client: PoolClient, numbers: readonly number[]): Promise<number[]> {
  const { rows } = await client.query<{ number: number; service_id: number }>(
    'SELECT number, service_id FROM incident WHERE number = ANY ($1::int[])',
    [numbers.filter((number) => number <= greatestNumber)],
  );
  const missing = numbers.find((number) => !rows.some((row) => row.number === number));
  if (missing !== undefined) throw noSuchIncident(missing);
  return rows.map(({ service_id }) => service_id);
}
