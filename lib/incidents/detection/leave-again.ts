import type { PoolClient } from 'pg';
import type { EventLevel } from '@/lib/events/vocabulary';
import { forgetEvent } from '../forget-event';
import type { DetectItem } from './detect-together';
import { type Matcher, ruleOf } from './match-rule';
import { NotEntered } from './read-state';
import { sortOf } from './signal';

interface Row {
  id: string;
  kind: string;
  title: string;
  message: string;
  service: string;
  environment: string | null;
  event_level: EventLevel | null;
  moved: boolean;
  service_id: number;
  of_incident: number | null;
  number: number;
  rule_id: number;
  group_key: string;
  level: EventLevel | null;
  fingerprint: string;
}

/**
 * Lets signals whose events were changed leave where they belonged, when they belong elsewhere now: another time, place, level or
 * kind, which makes another rule or key. They are detected like new ones then, under the number they had. Those that only read otherwise
 * stay where they are. Answers numbers by event.
 */
export async function leaveAgain(
  client: PoolClient,
  items: readonly DetectItem[],
  rules: readonly Matcher[],
  services: readonly number[],
): Promise<Map<string, number>> {
  const { rows } = await client.query<Row>(
    `SELECT e.id, e.kind, e.title, e.message, sv.name AS service, v.name AS environment, e.level AS event_level,
            (e.at, e.service_id, coalesce(e.environment_id, 0)) IS DISTINCT FROM (s.at, s.service_id, s.environment_id) AS moved,
            s.service_id, i.service_id AS of_incident, s.number, s.rule_id, s.group_key, s.level, s.fingerprint
     FROM signal s JOIN event e ON e.id = s.event_id JOIN service sv ON sv.id = e.service_id LEFT JOIN environment v ON v.id = e.environment_id
     LEFT JOIN incident i ON i.number = s.incident_number
     WHERE s.event_id = ANY ($1::uuid[])`,
    [items.map(({ event }) => event.id)],
  );
  const missing = rows
    .flatMap(({ service_id, of_incident }) => [service_id, of_incident ?? service_id])
    .filter((id) => !services.includes(id));
  if (missing.length > 0) throw new NotEntered(missing);

  const numbers = new Map<string, number>();
  for (const row of rows) {
    const { level, fingerprint } = { level: row.event_level, fingerprint: sortOf(row).fingerprint };
    const rule = ruleOf(rules, { ...row, level, texts: [row.message, row.title] });
    const groupKey = rule?.groupBy === 'fingerprint' ? fingerprint : '';
    const same =
      row.kind === 'signal' && !row.moved && (rule?.id ?? 0) === row.rule_id && groupKey === row.group_key;
    if (same) {
      if (level !== row.level || fingerprint !== row.fingerprint)
        await client.query('UPDATE signal SET level = $2, fingerprint = $3 WHERE event_id = $1', [
          row.id,
          level,
          fingerprint,
        ]);
      continue;
    }
    numbers.set(row.id, row.number);
    await forgetEvent(client, { id: row.id, kind: 'signal' });
  }
  return numbers;
}
