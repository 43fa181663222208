import { pool } from '@/lib/db/pool';
import type { EventLevel } from '@/lib/events/vocabulary';
import { type Matcher, ruleOf } from '../detection/match-rule';
import { sortOf } from '../detection/signal';

/** Reading past signals for the lab, page by page, so that nobody else waits for long. */

/** At most so many are read, the newest. */
const mostRead = 200_000;
const pageSize = 10_000;

/** A past signal that the rule takes. */
export interface PastSignal {
  time: number;
  serviceId: number;
  environmentId: number;
  fingerprint: string;
  /** The incident that it really belongs to. */
  incident: number | null;
}

type Row = [
  id: string,
  at: string,
  time: number,
  serviceId: number,
  environmentId: number,
  level: EventLevel | null,
  fingerprint: string,
  incident: number | null,
  title: string,
  message: string,
];

interface PastSignals {
  /** Oldest first. */
  signals: PastSignal[];
  truncated: boolean;
  /** Where reading ended, when it was truncated. */
  from: number;
}

/**
 * The signals since a moment that a rule takes, when `rules` are tried in their order and it is one of them.
 * @param rule one of `rules`
 */
export async function readSignals(
  rule: Matcher,
  rules: readonly Matcher[],
  span: { from: number; to: number },
): Promise<PastSignals> {
  const names = await readNames();
  const texts = rules.some(({ messagePattern }) => messagePattern !== '') ? 'true' : `s.fingerprint = ''`;
  const signals: PastSignal[] = [];
  let read = 0;
  let last: Row | undefined;
  for (;;) {
    const page: Row[] = await readPage(texts, rule.levels, span, last);
    for (const row of page) {
      const [, , time, serviceId, environmentId, level, stored, incident, title, message] = row;
      const service = names.services.get(serviceId) ?? '';
      const environment = names.environments.get(environmentId) ?? null;
      if (ruleOf(rules, { level, service, environment, texts: [message, title] }) !== rule) continue;
      const fingerprint = stored === '' ? sortOf({ title, message }).fingerprint : stored;
      signals.push({ time, serviceId, environmentId, fingerprint, incident });
    }
    read += page.length;
    last = page.at(-1) ?? last;
    const truncated = read >= mostRead;
    if (page.length < pageSize || truncated)
      return { signals: signals.reverse(), truncated, from: truncated && last ? last[2] : span.from };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function readPage(
  texts: string,
  levels: readonly EventLevel[],
  { from, to }: { from: number; to: number },
  last: Row | undefined,
): Promise<Row[]> {
  const { rows } = await pool().query<Row>({
    text: `SELECT e.id, e.at::text, round(extract(epoch FROM e.at) * 1000)::float8, s.service_id, s.environment_id, s.level, s.fingerprint, s.incident_number,
             CASE WHEN ${texts} THEN e.title ELSE '' END, CASE WHEN ${texts} THEN e.message ELSE '' END
           FROM event e JOIN signal s ON s.event_id = e.id
           WHERE e.kind = 'signal' AND e.at >= $1 AND e.at <= $2 AND s.level = ANY ($3::text[]::event_level[])
             ${last ? 'AND (e.at, e.id) < ($4::timestamptz, $5::uuid)' : ''}
           ORDER BY e.at DESC, e.id DESC LIMIT ${pageSize}`,
    values: [new Date(from), new Date(to), levels, ...(last ? [last[1], last[0]] : [])],
    rowMode: 'array',
  });
  return rows;
}

/** What services and environments are called, by id. */
async function readNames(): Promise<{ services: Map<number, string>; environments: Map<number, string> }> {
  const [services, environments] = await Promise.all(
    ['service', 'environment'].map(async (table) => {
      const { rows } = await pool().query<[number, string]>({
        text: `SELECT id, name FROM ${table}`,
        rowMode: 'array',
      });
      return new Map(rows);
    }),
  );
  return {
    services: services as Map<number, string>,
    environments: environments as Map<number, string>,
  };
}
