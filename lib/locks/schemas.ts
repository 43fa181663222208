import { z } from 'zod';
import { instant } from '@/lib/events/schemas';
import { canonicalName } from '@/lib/names';
import {
  defaultDelaySeconds,
  defaultTtlSeconds,
  maxDelaySeconds,
  maxTtlSeconds,
  maxWaitSeconds,
  minTtlSeconds,
} from './limits';
import { everything, readScope, scopeLevels } from './scope';

/** The wire of locks, said once: what is accepted and what is answered. Client-safe. */

export const lockStates = ['queued', 'held', 'ended'] as const;
export type LockState = (typeof lockStates)[number];

export const lockEndings = [
  'released',
  'expired',
  'taken_over',
  'auto_released',
  'moved',
  'dropped',
] as const;
/** How a term or a wait ended. `dropped` is a waiter that left or stopped asking. */
export type LockEnding = (typeof lockEndings)[number];

const text = (max: number) =>
  z
    .string({ error: 'must be a string' })
    .max(max, { error: `is longer than ${max} characters` })
    .refine((value) => !/\p{Cc}/u.test(value), { error: 'must not contain control characters' });
/** A name in its canonical spelling. */
export const lockName = (max: number) =>
  text(max)
    .refine((value) => value.trim() !== '', { error: 'must not be empty' })
    .transform(canonicalName);
const prose = (max: number) =>
  z.string({ error: 'must be a string' }).max(max, { error: `is longer than ${max} characters` });

const number = (min: number, max: number, whole = false) => {
  const error = `must be a ${whole ? 'whole ' : ''}number of seconds from ${min} to ${max}`;
  const base = z.number({ error }).min(min, { error }).max(max, { error });
  return whole ? base.int({ error }) : base;
};

const seconds = (value: number) => Math.round(value * 1000);

/** How long a lock is to last: what acquiring and taking over have in common. */
const lastingShape = {
  holder: lockName(200).optional().meta({ description: 'Who holds it; the caller, when left out.' }),
  ttlSeconds: number(minTtlSeconds, maxTtlSeconds)
    .optional()
    .meta({ description: `How long it lasts unless renewed; ${defaultTtlSeconds} when left out.` }),
  sticky: z
    .boolean({ error: 'must be true or false' })
    .optional()
    .meta({ description: 'Lasts until it is released. It has a date by which somebody should look at it.' }),
  reviewAt: instant
    .optional()
    .meta({ description: 'When a sticky lock should be looked at; a day from now when left out.' }),
  claimId: text(200).min(1, { error: 'must not be empty' }).optional().meta({
    description:
      'Names this claim, so that a retry gets the same lock or the same place in the queue. Must be unique to the run: a UUID.',
  }),
  delaySeconds: number(0, maxDelaySeconds).default(defaultDelaySeconds).meta({
    description: 'If it expires, how long it is kept from others, so that a paused holder can find out.',
  }),
};

interface Lasting {
  ttlSeconds?: number | undefined;
  sticky?: boolean | undefined;
  reviewAt?: string | undefined;
}

function checkLasting(value: Lasting, context: z.core.$RefinementCtx): void {
  if (value.sticky && value.ttlSeconds !== undefined)
    context.addIssue({ code: 'custom', path: ['ttlSeconds'], message: 'makes no sense for a sticky lock' });
  if (!value.sticky && value.reviewAt !== undefined)
    context.addIssue({ code: 'custom', path: ['reviewAt'], message: 'is for sticky locks' });
}

/** The body of an acquisition. */
export const acquireBody = z
  .strictObject({
    environment: lockName(100)
      .nullish()
      .meta({ description: `Name of the environment; "${everything}" alone is everything.` }),
    service: lockName(200).nullish().meta({ description: 'Without one the whole environment is locked.' }),
    resource: lockName(200)
      .nullish()
      .meta({ description: 'Such as deployment or migration. Without one the whole service is locked.' }),
    reason: prose(2000).default(''),
    eventId: z.guid({ error: 'must be the id of an event' }).nullish(),
    wait: number(0, maxWaitSeconds).optional().meta({
      description:
        'Wait in line: up to so many seconds before an answer comes. Ask again with the same claimId to keep the place. Without it a lock that is held is refused at once.',
    }),
    ...lastingShape,
  })
  .superRefine((value, context) => {
    checkLasting(value, context);
    const scope = readScope(value);
    if (!Array.isArray(scope)) return;
    for (const { path, detail } of scope)
      context.addIssue({ code: 'custom', path: [...path], message: detail });
  })
  .meta({ id: 'AcquireLock' });
export type AcquireBody = z.output<typeof acquireBody>;
export type AcquireInput = z.input<typeof acquireBody>;

/** The body of a takeover. */
export const takeOverBody = z
  .strictObject({
    reason: prose(2000).refine((value) => value.trim() !== '', { error: 'must say why' }),
    ...lastingShape,
  })
  .superRefine(checkLasting)
  .meta({ id: 'TakeOverLock' });
export type TakeOverBody = z.output<typeof takeOverBody>;

/** TTL in milliseconds, null for a sticky lock. */
export function ttlMsOf({ sticky, ttlSeconds = defaultTtlSeconds }: Lasting): number | null {
  return sticky ? null : seconds(ttlSeconds);
}

/** For how long after an expiry the scope is kept from others, in milliseconds. */
export const delayMsOf = ({ delaySeconds }: { delaySeconds: number }) => seconds(delaySeconds);

const token = z
  .int({ error: 'must be the token that came with the lock' })
  .min(1, { error: 'must be the token that came with the lock' });

export const tokenBody = z.strictObject({ token }).meta({ id: 'LockToken' });

export const renewBody = z
  .strictObject({
    token,
    ttlSeconds: number(minTtlSeconds, maxTtlSeconds)
      .optional()
      .meta({ description: 'A new length; the old one, when left out.' }),
  })
  .meta({ id: 'RenewLock' });

export const releaseBody = z
  .strictObject({
    token: token.optional(),
    claimId: text(200).optional().meta({ description: 'Instead of a token: leaves the queue.' }),
    reason: prose(2000).default(''),
  })
  .refine((body) => (body.token === undefined) !== (body.claimId === undefined), {
    path: ['token'],
    error: 'is required (or, to leave the queue, claimId instead)',
  })
  .meta({ id: 'ReleaseLock' });

const time = z.iso.datetime();

export const lockWire = z
  .object({
    id: z.string(),
    level: z.enum(scopeLevels).meta({ description: 'How much is locked.' }),
    environment: z.string().nullable(),
    service: z.string().nullable(),
    resource: z.string().nullable(),
    state: z.enum(lockStates),
    holder: z.string(),
    reason: z.string(),
    automatic: z.boolean().meta({ description: 'Taken by an event, released by its end.' }),
    eventId: z.string().nullable(),
    sticky: z.boolean(),
    ttlSeconds: z.number().nullable(),
    queuedAt: time.nullable(),
    acquiredAt: time.nullable(),
    renewedAt: time.nullable(),
    expiresAt: time.nullable(),
    reviewAt: time.nullable().meta({ description: 'When somebody should look whether it is still needed.' }),
    endedAt: time.nullable(),
    endedAs: z.enum(lockEndings).nullable(),
    endedBy: z.string().nullable(),
    endReason: z.string(),
  })
  .meta({ id: 'Lock' });
export type LockWire = z.output<typeof lockWire>;

/** A lock as it is read, with the queue around it. */
export const lockItemWire = lockWire
  .extend({
    waiting: z.int().nullable().meta({ description: 'Of a held lock: how many wait for it.' }),
    position: z.int().nullable().meta({ description: 'Of a waiting claim: its place in line; 1 is next.' }),
  })
  .meta({ id: 'LockItem' });
export type LockItemWire = z.output<typeof lockItemWire>;

/** A lock as the one who holds it gets it: with its token, and with times that need no clock of one's own. */
export const grantWire = lockWire
  .extend({
    token: z.int().meta({
      description:
        'Fencing token: grows with every grant. Hand it to whatever the lock guards, which refuses smaller ones than it has seen.',
    }),
    claimId: z.string(),
    expiresInMs: z
      .int()
      .nullable()
      .meta({ description: 'Counted by the database as it answered: independent of your clock.' }),
  })
  .meta({ id: 'LockGrant' });
export type GrantWire = z.output<typeof grantWire>;

/** Who is in the way of somebody. */
const obstacleWire = lockWire
  .pick({
    id: true,
    level: true,
    environment: true,
    service: true,
    resource: true,
    holder: true,
    reason: true,
    eventId: true,
    acquiredAt: true,
    expiresAt: true,
  })
  .extend({
    freeAt: time.nullable().meta({ description: 'It has expired, and is kept from others until then.' }),
  })
  .meta({ id: 'LockObstacle' });
export type ObstacleWire = z.output<typeof obstacleWire>;

/** A place in the queue. */
export const placeWire = z
  .object({
    id: z.string(),
    claimId: z.string(),
    position: z.int().meta({ description: '1 is next.' }),
    estimateMs: z
      .int()
      .nullable()
      .meta({ description: 'How long it may take, from past terms; null when nothing is known.' }),
    askAgainWithinMs: z.int().meta({ description: 'A waiter that asks no more loses its place.' }),
    heldBy: obstacleWire.nullable(),
  })
  .meta({ id: 'LockPlace' });
export type PlaceWire = z.output<typeof placeWire>;
