import type { PoolClient } from 'pg';
import type { KnownName } from '@/lib/catalog/known-names';
import { updateEventWithin } from '@/lib/events/update-event-within';
import type { EventLevel } from '@/lib/events/vocabulary';
import { appendEntries } from '../append-entries';
import { moveIncidentWithin } from '../move-incident';
import { openIncident } from '../open-incident';
import type { TriageSignal } from '../triage/classify';
import { detectionActor } from './actor';
import type { Step } from './assign';
import type { Held, Key } from './read-state';
import { sortOf, textOf } from './signal';

/** Carries out what was decided of a key's incidents, by the verbs that everybody uses. The services are entered. */

/** Who does it, for timelines. */
const actor = detectionActor;

/** Of so many signals an incident is judged when it opens. */
const mostJudged = 100;

/** A key with what must be known of it to open an incident. */
export interface Burst {
  key: Key;
  service: string;
  environment: string | null;
  /** The new signals that join. */
  joining: readonly (TriageSignal & { template: string })[];
}

/** Opens an incident that begins at a moment; its number. */
export async function openDetected(client: PoolClient, burst: Burst, start: number): Promise<number> {
  const { key, joining } = burst;
  const service: KnownName = { id: key.serviceId, name: burst.service };
  const waiting = await readWaiting(client, key, start);
  const signals = [...waiting.signals, ...joining.slice(0, mostJudged)].sort((a, b) =>
    a.at < b.at ? -1 : a.at > b.at ? 1 : 0,
  );
  const { number } = await openIncident(client, {
    service,
    environment: burst.environment === null ? null : { id: key.environmentId, name: burst.environment },
    origin: 'detected',
    actor,
    rule: { id: key.rule.id, groupKey: key.groupKey },
    template: mostFrequent(signals.map(({ template }) => template)),
    startedAt: new Date(start),
    signals: signals.map(({ id, level, message, at }) => ({ id, level, message, at })),
    total: waiting.total + joining.length,
    entry: { type: 'opened', text: `${inWords(key)}: ${key.rule.name}.` },
  });
  return number;
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
  id: string;
  level: EventLevel | null;
  title: string;
  message: string;
  at: Date;
  total: number;
}

/** The loose signals of a key from a moment on: the first of them to judge by, and how many there are. */
async function readWaiting(client: PoolClient, key: Key, start: number) {
  const { rows } = await client.query<WaitingRow>(
    `SELECT e.id, s.level, e.title, left(e.message, 4000) AS message, s.at, s.total
     FROM (SELECT event_id, level, at, count(*) OVER ()::int AS total FROM signal
           WHERE service_id = $1 AND rule_id = $2 AND rule_id > 0 AND environment_id = $3 AND group_key = $4
             AND incident_number IS NULL AND at >= $5
           ORDER BY at LIMIT ${mostJudged}) s JOIN event e ON e.id = s.event_id ORDER BY s.at`,
    [key.serviceId, key.rule.id, key.environmentId, key.groupKey, new Date(start)],
  );
  const signals = rows.map((row) => ({
    id: row.id,
    level: row.level,
    message: textOf(row),
    at: row.at.toISOString(),
    template: sortOf(row).template,
  }));
  return { signals, total: rows[0]?.total ?? 0 };
}

/** The most frequent text, the first of equals. */
function mostFrequent(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  let best = '';
  for (const [text, count] of counts) if (count > (counts.get(best) ?? 0)) best = text;
  return best;
}
