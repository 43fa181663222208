import type { PoolClient } from 'pg';
import { updateEventWithin } from '@/lib/events/update-event-within';
import type { EventLevel } from '@/lib/events/vocabulary';
import { appendEntries } from '../append-entries';
import { moveIncidentWithin } from '../move-incident';
import { type OpenIncident, openIncidents } from '../open-incident';
import type { TriageSignal } from '../triage/classify';
import { detectionActor } from './actor';
import type { Step } from './assign';
import { instantOf } from './instant';
import { columnsOf, type Held, type Key } from './read-state';
import { sortOf, textOf } from './signal';

/** Carries out what was decided of a key's incidents, by the verbs that everybody uses. The services are entered. */

/** Who does it, for timelines. */
const actor = detectionActor;

/** Of so many signals an incident is judged when it opens. */
const mostJudged = 100;

/** An incident that is to be opened: a key with what must be known of it. */
interface Burst {
  key: Key;
  service: string;
  environment: string | null;
  start: number;
  /** The new signals that join. */
  joining: readonly (TriageSignal & { template: string })[];
}

/** Opens incidents; their numbers, in order. */
export async function openDetected(client: PoolClient, bursts: readonly Burst[]): Promise<number[]> {
  if (bursts.length === 0) return [];
  const waiting = await readWaiting(client, bursts);
  const opened = await openIncidents(
    client,
    bursts.map((burst, index): OpenIncident => {
      const { key, joining, start } = burst;
      const before = waiting[index] as Waiting;
      const signals = [...before.signals, ...joining.slice(0, mostJudged)].sort((a, b) =>
        a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
      );
      return {
        service: { id: key.serviceId, name: burst.service },
        environment: burst.environment === null ? null : { id: key.environmentId, name: burst.environment },
        origin: 'detected',
        actor,
        rule: { id: key.rule.id, groupKey: key.groupKey },
        template: mostFrequent(signals.map(({ template }) => template)),
        startedAt: new Date(start),
        signals: signals.map(({ id, level, message, at }) => ({ id, level, message, at })),
        total: before.total + joining.length,
        entry: { type: 'opened', text: `${inWords(key)}: ${key.rule.name}.` },
      };
    }),
  );
  return opened.map(({ number }) => number);
}

/** Opens a resolved incident again, or lets one begin earlier; whether its start moved. */
export async function changeDetected(
  client: PoolClient,
  key: Key,
  { number, own }: Held,
  step: Exclude<Step, { step: 'open' }>,
): Promise<void> {
  if (step.step === 'reopen') {
    await moveIncidentWithin(client, {
      number,
      status: 'open',
      actor,
      system: true,
      comment: `${inWords(key)} since ${new Date(step.from).toISOString()}: ${key.rule.name}.`,
    });
    return;
  }
  const startedAt = new Date(step.start);
  const { rows } = await client.query<{ number: number; event_id: string; was: Date }>(
    `UPDATE incident i SET started_at = $2, suspects_at = NULL, revision = i.revision + 1, updated_at = now()
     FROM (SELECT number, started_at AS was FROM incident WHERE number = ANY ($1::int[]) AND started_at > $2 ORDER BY number FOR UPDATE) o
     WHERE o.number = i.number RETURNING i.number, i.event_id, o.was`,
    [[number, own], startedAt],
  );
  for (const row of rows) {
    await updateEventWithin(client, {
      which: { id: row.event_id },
      patch: { startsAt: startedAt.toISOString() },
      actor,
    });
    await appendEntries(client, [
      {
        incident: row.number,
        actor,
        type: 'edited',
        field: 'startedAt',
        oldValue: row.was.toISOString(),
        newValue: startedAt.toISOString(),
        text: 'Earlier signals arrived late.',
      },
    ]);
  }
}

function inWords({ rule: { threshold, windowSeconds } }: Key): string {
  const minutes = windowSeconds / 60;
  const window =
    windowSeconds % 60 === 0 ? `${minutes} minute${minutes === 1 ? '' : 's'}` : `${windowSeconds} seconds`;
  return threshold === 1 ? 'A signal' : `${threshold} signals within ${window}`;
}

interface WaitingRow {
  ord: number;
  id: string;
  level: EventLevel | null;
  title: string;
  message: string;
  at: Date;
  total: number;
}

interface Waiting {
  signals: (TriageSignal & { template: string })[];
  total: number;
}

/** The loose signals of each key from its start on: the first of them to judge by, and how many there are. */
async function readWaiting(client: PoolClient, bursts: readonly Burst[]): Promise<Waiting[]> {
  const { rows } = await client.query<WaitingRow>({
    name: 'detection-waiting',
    text: `SELECT k.ord::int - 1 AS ord, e.id, s.level, e.title, left(e.message, 4000) AS message, s.at, s.total
           FROM unnest($1::int[], $2::int[], $3::int[], $4::text[], $5::timestamptz[])
                  WITH ORDINALITY AS k(rule_id, service_id, environment_id, group_key, start, ord),
                LATERAL (
                  SELECT event_id, level, at, count(*) OVER ()::int AS total FROM signal
                  WHERE service_id = k.service_id AND rule_id = k.rule_id AND rule_id > 0 AND environment_id = k.environment_id
                    AND group_key = k.group_key AND incident_number IS NULL AND at >= k.start
                  ORDER BY at LIMIT ${mostJudged}) s
           JOIN event e ON e.id = s.event_id ORDER BY k.ord, s.at`,
    values: [...columnsOf(bursts.map(({ key }) => key)), bursts.map(({ start }) => instantOf(start))],
  });
  const waiting: Waiting[] = bursts.map(() => ({ signals: [], total: 0 }));
  for (const row of rows) {
    const own = waiting[row.ord] as Waiting;
    own.total = row.total;
    own.signals.push({
      id: row.id,
      level: row.level,
      message: textOf(row),
      at: row.at.toISOString(),
      template: sortOf(row).template,
    });
  }
  return waiting;
}

/** The most frequent text, the first of equals. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  let best = '';
  for (const [text, count] of counts) if (count > (counts.get(best) ?? 0)) best = text;
  return best;
}
