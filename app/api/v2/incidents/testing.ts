import { type KnownName, resolveEnvironments, resolveServices } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { ingest } from '@/lib/events/ingest';
import { type EventDraftInput, eventDraft } from '@/lib/events/schemas';
import type { EventLevel } from '@/lib/events/vocabulary';
import { detectionSettled } from '@/lib/incidents/detection/detect';
import { enterServices } from '@/lib/incidents/enter';
import { openIncident } from '@/lib/incidents/open-incident';
import { incidentDetailWire } from '@/lib/incidents/schemas';
import { type Called, call } from '@/lib/testing/call';
import { POST as acknowledge } from './[number]/acknowledge/route';
import { GET as events } from './[number]/events/route';
import { POST as merge } from './[number]/merge/route';
import { POST as note } from './[number]/notes/route';
import { GET as read, PATCH as update } from './[number]/route';
import { POST as split } from './[number]/split/route';
import { POST as move } from './[number]/status/route';
import { GET as timeline } from './[number]/timeline/route';
import { GET as facets } from './facets/route';
import { POST as create, GET as list } from './route';

/** A client of the incident routes, for tests. */

type Number = number | string;
const params = (number: Number) => ({ number: String(number) });

export const incidents = {
  create: (body: unknown, headers = {}): Promise<Called> => call(create, { body, headers }),
  list: (query = ''): Promise<Called> => call(list, { url: `/api/v2/incidents?${query}` }),
  facets: (query = ''): Promise<Called> => call(facets, { url: `/api/v2/incidents/facets?${query}` }),
  read: (number: Number): Promise<Called> => call(read, { params: params(number) }),
  update: (number: Number, body: unknown, headers = {}): Promise<Called> =>
    call(update, { params: params(number), body, headers }),
  move: (number: Number, body: unknown): Promise<Called> => call(move, { params: params(number), body }),
  acknowledge: (number: Number): Promise<Called> => call(acknowledge, { params: params(number) }),
  timeline: (number: Number, query = ''): Promise<Called> =>
    call(timeline, { params: params(number), url: `/?${query}` }),
  note: (number: Number, body: unknown, headers = {}): Promise<Called> =>
    call(note, { params: params(number), body, headers }),
  events: (number: Number, query = ''): Promise<Called> =>
    call(events, { params: params(number), url: `/?${query}` }),
  merge: (number: Number, into: unknown): Promise<Called> =>
    call(merge, { params: params(number), body: { into } }),
  split: (number: Number, body: unknown, headers = {}): Promise<Called> =>
    call(split, { params: params(number), body, headers }),
};

/** The answer's incident; fails for any other answer. */
export const incidentOf = ({ status, text, json }: Called) => {
  if (status >= 300) throw new Error(`${status} ${text}`);
  return incidentDetailWire.parse(json);
};

let names = 0;

/** A service that no other test uses. */
export const newService = () => `incident-service-${process.pid}-${++names}`;

export const report = async (body: object = {}) =>
  incidentOf(await incidents.create({ title: 'Checkout answers 500', service: newService(), ...body }));

async function known(service: string): Promise<KnownName> {
  return [...(await resolveServices([service])).values()][0] as KnownName;
}

/** A minute each, the last of them a minute ago. */
export const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

/**
 * An incident of the first rule with signals that belong to it, as detection would have left it. A signal a minute, from
 * `signals` minutes ago on.
 */
export async function detected(
  signals: number,
  {
    service = newService(),
    groupKey = '',
    level = 'error' as EventLevel,
    draft = {} as Partial<EventDraftInput>,
  } = {},
): Promise<{ number: number; eventId: string; service: string; signals: string[] }> {
  const place = await known(service);
  const environment = [...(await resolveEnvironments(['production'])).values()][0] as KnownName;
  const times = Array.from({ length: signals }, (_, index) => minutesAgo(signals - index));
  const stored = await ingest(
    times.map((at) => ({
      actor: 'test',
      draft: eventDraft.parse({
        // Not signals to detection, which would find an incident of its own.
        kind: 'infra',
        title: 'Timeout of the database',
        service,
        environment: 'production',
        level,
        startsAt: at.toISOString(),
        ...draft,
      }),
    })),
  );
  await detectionSettled();
  const ids = stored.map((result) => {
    if (result.outcome === 'refused') throw result.error;
    return result.event.id;
  });
  const opened = await transaction(async (client) => {
    await enterServices(client, [place.id]);
    const made = await openIncident(client, {
      service: place,
      environment,
      origin: 'detected',
      actor: 'shiplog',
      rule: { id: 1, groupKey },
      template: 'timeout of the database',
      startedAt: times[0] ?? new Date(),
      signals: ids.map((id, index) => ({
        id,
        level,
        message: 'Timeout of the database',
        at: (times[index] as Date).toISOString(),
      })),
    });
    await client.query(
      `INSERT INTO signal (event_id, service_id, environment_id, rule_id, level, at, incident_number)
       SELECT id, service_id, environment_id, 1, level, at, $2 FROM event WHERE id = ANY ($1::uuid[])
       ON CONFLICT (event_id) DO UPDATE SET incident_number = excluded.incident_number`,
      [ids, made.number],
    );
    await client.query(
      'UPDATE incident SET signal_count = $2, last_signal_at = (SELECT max(at) FROM signal WHERE incident_number = $1) WHERE number = $1',
      [made.number, ids.length],
    );
    return made;
  });
  return { ...opened, service, signals: ids };
}

/** Where the signals of these events are, in order. */
export async function membership(eventIds: readonly string[]): Promise<(number | null)[]> {
  const { rows } = await pool().query<{ incident_number: number | null }>(
    `SELECT s.incident_number FROM unnest($1::uuid[]) WITH ORDINALITY AS a(id, ord) LEFT JOIN signal s ON s.event_id = a.id ORDER BY ord`,
    [eventIds],
  );
  return rows.map(({ incident_number }) => incident_number);
}
