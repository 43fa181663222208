import { pool } from '@/lib/db/pool';
import { ingest } from '@/lib/events/ingest';
import { type EventDraftInput, type EventWire, eventDraft } from '@/lib/events/schemas';
import type { RuleDraft } from '../rule-schemas';

/** What tests of detection share: signals, what the database says, and the definition of detection, read naively. */

/** Stores signals of a service and answers their events. */
export async function signals(
  service: string,
  drafts: readonly (Partial<EventDraftInput> & { at?: number })[],
): Promise<EventWire[]> {
  const results = await ingest(
    drafts.map(({ at, ...draft }) => ({
      actor: 'app',
      draft: eventDraft.parse({
        kind: 'signal',
        title: 'Timeout of the database',
        service,
        level: 'error',
        ...(at === undefined ? {} : { startsAt: new Date(at).toISOString() }),
        ...draft,
      }),
    })),
  );
  return results.map((result) => {
    if (result.outcome === 'refused') throw result.error;
    return result.event;
  });
}

export interface StoredIncident {
  number: number;
  status: string;
  start: number;
  end: number | null;
  /** What the counter says. */
  count: number;
  last: number | null;
  /** Ids of the events that are its members. */
  members: string[];
  reopened: number;
}

/** Incidents of services as the database has them, by number, and the ids of their loose signals. */
export async function stored(
  services: readonly string[],
): Promise<Map<string, { incidents: StoredIncident[]; loose: string[] }>> {
  const { rows: incidents } = await pool().query<
    Omit<StoredIncident, 'start' | 'end' | 'last'> & {
      service: string;
      started_at: Date;
      ended_at: Date | null;
      last_at: Date | null;
    }
  >(
    `SELECT v.name AS service, i.number, i.status, i.started_at, i.ended_at, i.signal_count AS count, i.last_signal_at AS last_at, i.reopened,
            ARRAY(SELECT s.event_id::text FROM signal s WHERE s.incident_number = i.number ORDER BY 1) AS members
     FROM incident i JOIN service v ON v.id = i.service_id WHERE v.name = ANY ($1) ORDER BY i.number`,
    [services],
  );
  const { rows: loose } = await pool().query<{ service: string; event_id: string }>(
    `SELECT v.name AS service, s.event_id::text FROM signal s JOIN service v ON v.id = s.service_id
     WHERE v.name = ANY ($1) AND s.incident_number IS NULL ORDER BY 2`,
    [services],
  );
  return new Map(
    services.map((name) => [
      name,
      {
        incidents: incidents
          .filter(({ service }) => service === name)
          .map(({ service: _, started_at, ended_at, last_at, ...incident }) => ({
            ...incident,
            start: started_at.getTime(),
            end: ended_at?.getTime() ?? null,
            last: last_at?.getTime() ?? null,
          })),
        loose: loose.filter(({ service }) => service === name).map(({ event_id }) => event_id),
      },
    ]),
  );
}

/** An incident in the naive world. */
export interface NaiveIncident {
  status: 'open' | 'investigating' | 'resolved' | 'closed';
  start: number;
  end: number | null;
  members: Set<string>;
}

/**
 * The definition of detection for one key, read naively: no intervals are sorted, no windows slide; every moment is tried against every signal.
 */
export class Naive {
  readonly incidents: NaiveIncident[] = [];
  readonly loose = new Set<string>();
  readonly #times = new Map<string, number>();

  constructor(
    private readonly rule: Pick<RuleDraft, 'threshold' | 'windowSeconds' | 'quietSeconds' | 'reopenSeconds'>,
  ) {}

  /** Signals that were detected in one transaction. */
  detect(batch: readonly { id: string; at: number }[]): void {
    for (const { id, at } of batch) {
      this.#times.set(id, at);
      this.loose.add(id);
    }
    do this.#join();
    while (this.#begin());
  }

  /** A person's move, of the incident that was opened as number `index`. */
  move(index: number, status: NaiveIncident['status'], end: number | null): void {
    const incident = this.incidents[index] as NaiveIncident;
    incident.status = status;
    incident.end = end;
    this.#join();
  }

  #time(id: string): number {
    return this.#times.get(id) as number;
  }

  #until({ start, end }: NaiveIncident): number {
    return end === null ? Number.POSITIVE_INFINITY : Math.max(start, end + this.rule.quietSeconds * 1000);
  }

  /** Whatever lies inside of an incident joins it: of several, the one that began last, of those the one opened last. */
  #join(): void {
    for (const id of this.loose) {
      const time = this.#time(id);
      const around = this.incidents.filter((one) => one.start <= time && time <= this.#until(one));
      const last = Math.max(...around.map(({ start }) => start));
      const found = around.filter(({ start }) => start === last).at(-1);
      if (!found) continue;
      found.members.add(id);
      this.loose.delete(id);
    }
  }

  /** Begins one incident at the earliest moment at which enough signals come together between two others. */
  #begin(): boolean {
    const { threshold, windowSeconds, reopenSeconds } = this.rule;
    const moments = [...this.loose].map((id) => this.#time(id)).sort((a, b) => a - b);
    for (const moment of moments) {
      const later = this.incidents.filter(({ start }) => start > moment);
      const nextStart = Math.min(...later.map(({ start }) => start));
      const next = later.find(({ start }) => start === nextStart);
      const until = moment + windowSeconds * 1000;
      const free = [...this.loose].filter(
        (id) => this.#time(id) >= moment && this.#time(id) <= Math.min(until, nextStart),
      );
      const first = [...(next?.members ?? [])].filter(
        (id) => this.#time(id) >= nextStart && this.#time(id) <= until,
      );
      if (free.length + first.length < threshold) continue;
      if (next) {
        next.start = moment;
        return true;
      }
      const ends = this.incidents.map((one) => this.#until(one));
      const before = this.incidents[ends.lastIndexOf(Math.max(...ends))];
      if (before?.status === 'resolved' && moment - (before.end as number) <= reopenSeconds * 1000) {
        before.status = 'open';
        before.end = null;
      } else {
        this.incidents.push({ status: 'open', start: moment, end: null, members: new Set() });
      }
      return true;
    }
    return false;
  }
}
