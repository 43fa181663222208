import { resolveEnvironments, resolveServices } from '@/lib/catalog/known-names';
import { pool } from '@/lib/db/pool';
import { transaction } from '@/lib/db/transaction';
import { ingestOne } from '@/lib/events/ingest';
import { type EventDraftInput, type EventWire, eventDraft } from '@/lib/events/schemas';
import { enterServices } from '@/lib/incidents/enter';
import { openIncident } from '@/lib/incidents/open-incident';

/** A world for tests of suspects: services that depend on each other, changes in them, incidents. */

const minute = 60_000;

export interface Opening {
  service: string;
  environment?: string | null;
  /** How many minutes ago it began. */
  ago?: number;
  title?: string;
  template?: string;
  /** How many minutes ago it ended; while it is left out, it goes on. */
  endedAgo?: number;
}

/** Opens an incident as detection does. */
export async function open({
  service,
  environment = 'production',
  ago = 10,
  ...more
}: Opening): Promise<number> {
  const known = await nameOf(resolveServices, service);
  const place = environment === null ? null : await nameOf(resolveEnvironments, environment);
  const { number } = await transaction(async (client) => {
    await enterServices(client, [known.id]);
    return openIncident(client, {
      service: known,
      environment: place,
      origin: 'detected',
      actor: 'shiplog',
      startedAt: new Date(Date.now() - ago * minute),
      signals: [],
      ...(more.title === undefined ? {} : { title: more.title }),
      ...(more.template === undefined ? {} : { template: more.template }),
      ...(more.endedAgo === undefined
        ? {}
        : { status: 'resolved' as const, endedAt: new Date(Date.now() - more.endedAgo * minute) }),
    });
  });
  return number;
}

async function nameOf(resolve: typeof resolveServices, name: string) {
  return [...(await resolve([name])).values()][0] as { id: number; name: string };
}

/** Reports a change that began so many minutes ago, and took a minute unless said otherwise. */
export async function report(
  ago: number,
  draft: Partial<EventDraftInput> & { service: string; minutes?: number },
): Promise<EventWire> {
  const { minutes = 1, ...rest } = draft;
  const startsAt = Date.now() - ago * minute;
  const { event } = await ingestOne({
    draft: eventDraft.parse({
      kind: 'deployment',
      title: `Deploy ${draft.service}`,
      environment: 'production',
      status: 'success',
      startsAt: new Date(startsAt).toISOString(),
      ...(minutes === 0 ? {} : { endsAt: new Date(startsAt + minutes * minute).toISOString() }),
      ...rest,
    }),
    actor: 'ci',
  });
  return event;
}

/** Says that a service depends on another. */
export async function depends(from: string, on: string): Promise<void> {
  await resolveServices([from, on]);
  await pool().query(
    `INSERT INTO service_dependency (from_id, to_id)
     SELECT a.id, b.id FROM service a, service b WHERE a.name_key = lower($1) AND b.name_key = lower($2) ON CONFLICT DO NOTHING`,
    [from, on],
  );
}

/** Writes that a service has first reported an error so many minutes ago, as detection does. */
export async function firstSeen(service: string, template: string, ago: number): Promise<void> {
  await resolveServices([service]);
  await pool().query(
    `INSERT INTO error_fingerprint (service_id, fingerprint, template, first_at)
     SELECT id, md5($2), $2, $3 FROM service WHERE name_key = lower($1)`,
    [service, template, new Date(Date.now() - ago * minute)],
  );
}
