import { changed as differing } from '@/lib/audit/changed';
import {
  type KnownName,
  rememberedEnvironment,
  rememberedService,
  resolveEnvironments,
  resolveServices,
  withKnownNames,
} from '@/lib/catalog/known-names';
import { transaction } from '@/lib/db/transaction';
import { BeginAnew, beginningAnew } from '@/lib/incidents/begin-anew';
import { detectAgain } from '@/lib/incidents/detection/detect';
import { enterServiceOf } from '@/lib/incidents/enter';
import { followEvent } from '@/lib/incidents/follow-event';
import { pokeFeed } from '@/lib/live/poke';
import { settled } from '@/lib/locks/call';
import { nameKey } from '@/lib/names';
import type { EventPatch, EventWire } from './schemas';
import {
  examine,
  type PatchNames,
  storeUpdate,
  type UpdatedEvent,
  type UpdateEvent,
} from './update-event-within';

/**
 * Merges a patch into an event: what is left out stays, an explicit null or empty value clears. Answers the event as it
 * is afterwards. A patch that changes nothing leaves the revision as it is. The incident that an event is moves with it.
 *
 * Throws `not_found`, `stale_revision`, `invalid` (unknown or cyclic relatedId, end before start, an incident that is to be none),
 * `conflict` (another event has this source and external id; its incident was merged, or another one is active in its place) and
 * `lock_held` (it would start or move where somebody else has the lock).
 */
export function updateEvent(update: UpdateEvent): Promise<EventWire> {
  return withKnownNames(() => change(update));
}

async function change(update: UpdateEvent): Promise<EventWire> {
  // A refused update must leave no new names behind, so whatever can be refused is tried before any are created.
  if (namesNewOnes(update.patch)) await transaction((client) => examine(client, update));
  const service = await resolved(resolveServices, update.patch.service);
  const environment = await resolved(resolveEnvironments, update.patch.environment);
  // Names as they are kept: another spelling of the same name is no change.
  const patch: EventPatch = {
    ...update.patch,
    ...(service ? { service: service.name } : {}),
    ...(environment ? { environment: environment.name } : {}),
  };

  const result = await beginningAnew((again) =>
    attempt({ ...update, patch }, { service, environment }, again || patch.kind === 'incident'),
  );
  if (result.changed) pokeFeed();
  if (result.locks.length > 0) await settled(result.locks);
  const { before, event, changed } = result;
  update.audit?.note({ subject: `event:${event.id}`, ...differing(before, event) });
  if (changed && (before.kind === 'signal' || event.kind === 'signal')) detectAgain(event);
  return event;
}

/**
 * Few events are incidents, so the first attempt enters no service. Finding that the event is one, it begins anew and enters: that
 * has to come before the row is locked.
 */
function attempt(update: UpdateEvent, names: PatchNames, enters: boolean): Promise<UpdatedEvent> {
  return transaction(async (client) => {
    const entered = enters ? await enterServiceOf(client, update.which, names.service?.id) : [];
    const examined = await examine(client, update);
    const isIncident = examined.merged.kind === 'incident';
    if (isIncident && !enters) throw new BeginAnew();
    const updated = await storeUpdate(client, update, examined, names);
    if (isIncident && updated.changed) {
      await followEvent(client, {
        before: updated.before,
        after: updated.event,
        actor: update.actor,
        entered,
      });
    }
    return updated;
  });
}

function namesNewOnes({ service, environment }: EventPatch): boolean {
  return (
    (service !== undefined && !rememberedService(service)) ||
    (typeof environment === 'string' && !rememberedEnvironment(environment))
  );
}

async function resolved(
  resolve: typeof resolveServices,
  name: string | null | undefined,
): Promise<KnownName | undefined> {
  return typeof name === 'string' ? (await resolve([name])).get(nameKey(name)) : undefined;
}
