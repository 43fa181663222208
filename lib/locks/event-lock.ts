import type { PoolClient } from 'pg';
import { type KnownName, rememberedEnvironment, rememberedService } from '@/lib/catalog/known-names';
import { newId } from '@/lib/ids';
import { nameKey } from '@/lib/names';
import { acquireValues } from './acquire-lock';
import { asUnavailable, callWithin, type LockAnswer } from './call';
import { concernsLocks, type EventFacts, eventLockStep, type OwnLock } from './event-lock-step';
import { eventLockMs } from './limits';
import { acquireOutcome, type LockHeld, lockHeld } from './outcome';
import { environmentColumn, type KnownScope, knownScope } from './resolve-scope';

/** A change of an event, as far as its lock is concerned. Null is no event: before its creation, after its deletion. */
export interface EventChange {
  eventId: string;
  before: EventFacts | null;
  after: EventFacts | null;
  /** Whether it is to take a lock when it starts. */
  wants: boolean;
  /** Who is to hold it; `system` when empty. */
  owner: string;
  /** Who changes the event. */
  actor: string;
}

/**
 * Takes, moves or releases the lock of an event in the transaction that changes the event, whose row it holds. The caller hands the
 * answers to `settled` after the commit. Throws `lock_held` when somebody is in the way: then the event is not changed either.
 */
export async function adjustEventLock(client: PoolClient, change: EventChange): Promise<LockAnswer[]> {
  if (!concernsLocks(change.before, change.after)) return [];
  try {
    return await adjust(client, change);
  } catch (error) {
    throw asUnavailable(error);
  }
}

async function adjust(client: PoolClient, change: EventChange): Promise<LockAnswer[]> {
  const { eventId, before, after, wants, owner, actor } = change;
  const own = await client.query<OwnLock>(
    `SELECT id, path, automatic FROM resource_lock
     WHERE event_id = $1 AND state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp())`,
    [eventId],
  );
  const scope = after && (await scopeOf(client, after));
  const step = eventLockStep(before, after, { path: scope?.path ?? '', own: own.rows, wants });
  if (step.step === 'none' || (!scope && step.step !== 'release')) return [];
  if (step.step === 'release') {
    const paths = own.rows.map(({ path }) => path);
    if (paths.length > 1) await client.query('SELECT shiplog_lock_enter($1)', [paths]);
    const answers: LockAnswer[] = [];
    const why = after ? 'its event ended' : 'its event was deleted';
    for (const { id } of own.rows)
      answers.push(await callWithin(client, 'release', [id, null, actor, 'auto_released', why]));
    return answers;
  }
  const wanted = scope as KnownScope;
  if (step.step === 'take') {
    const claim = {
      scope: wanted,
      holder: owner || 'system',
      reason: '',
      eventId,
      automatic: true,
      ttlMs: eventLockMs,
      delayMs: 0,
    };
    const answer = await callWithin(client, 'acquire', acquireValues(claim, newId(), eventId, false));
    if (answer.outcome === 'held')
      throw refusal(before ? 'update' : 'create', acquireOutcome(answer), wanted);
    return [answer];
  }
  const answer = await callWithin(client, 'move', [
    step.id,
    newId(),
    wanted.path,
    environmentColumn(wanted),
    wanted.serviceId,
    wanted.resource,
    actor,
  ]);
  if (answer.outcome === 'held') throw refusal('update', acquireOutcome(answer), wanted);
  return [answer];
}

/** In the words that Tracker's clients look for, and with what a person wants to know. */
function refusal(
  verb: 'create' | 'update',
  outcome: ReturnType<typeof acquireOutcome>,
  { names }: KnownScope,
) {
  const held = outcome as LockHeld;
  const place = names.environment === null ? '' : ` in ${names.environment}`;
  const by = held.heldBy ? ` (by ${held.heldBy.holder}, lock_id: ${held.heldBy.id})` : '';
  return lockHeld(
    held,
    `cannot ${verb} event: service ${names.service} is already locked${place}. Please unlock it first${by}`,
  );
}

/** The scope that an event holds while it runs: its kind as a resource of its service. Its names exist, being the event's. */
async function scopeOf(client: PoolClient, { kind, service, environment }: EventFacts): Promise<KnownScope> {
  const known = async (table: 'service' | 'environment', name: string): Promise<KnownName> => {
    const { rows } = await client.query<KnownName>(`SELECT id, name FROM ${table} WHERE name_key = $1`, [
      nameKey(name),
    ]);
    return rows[0] as KnownName;
  };
  return knownScope(
    { level: 'resource', environment, service, resource: kind },
    environment === null
      ? null
      : (rememberedEnvironment(environment) ?? (await known('environment', environment))),
    rememberedService(service) ?? (await known('service', service)),
  );
}
