import { z } from 'zod';

/** What Tracker's lock routes answer, and the shape of what they take; `read-lock.ts` reads it. Client-safe. */

const trackerLock = z
  .object({
    id: z.string(),
    service: z.string(),
    who: z.string(),
    createdAt: z.iso.datetime(),
    environment: z.string(),
    resource: z.string(),
    eventId: z.string(),
    token: z
      .int()
      .optional()
      .meta({ description: 'Beyond the wire: the fencing token, for the one who created the lock.' }),
    expiresAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'Beyond the wire: null, since locks of this wire last until they are released.' }),
  })
  .meta({ id: 'TrackerLock' });
export type TrackerLock = z.output<typeof trackerLock>;

/** One lock: the guide's flat fields beside the wire's wrapped lock. */
export const trackerLockAnswer = trackerLock.extend({ lock: trackerLock }).meta({ id: 'TrackerLockAnswer' });
export type TrackerLockAnswer = z.output<typeof trackerLockAnswer>;

export const trackerLockList = z
  .object({ locks: z.array(trackerLock), totalCount: z.int() })
  .meta({ id: 'TrackerLockList' });

export const trackerUnlocked = z
  .object({
    message: z.string(),
    id: z.string(),
    count: z.string().meta({ description: 'An int64, which protojson writes as a string.' }),
  })
  .meta({ id: 'TrackerUnlocked' });

const text = { type: ['string', 'null'] };
const properties = {
  service: text,
  who: { ...text, description: 'Who holds it; the caller, when left out.' },
  environment: {
    oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }],
    description:
      'By name in any case, or one of Tracker’s numbers. Without one the lock excludes only its like.',
  },
  resource: { ...text, description: 'deployment, operation, …; without one the whole service is locked.' },
  eventId: { ...text, description: 'The event that it belongs to.' },
};

export const createLockBody = z.unknown().meta({
  type: 'object',
  description: 'Names may be written in snake_case as well. Unknown fields are ignored.',
  properties,
  required: ['service'],
});
export const updateLockBody = z
  .unknown()
  .meta({ type: 'object', description: 'What is left out or empty stays.', properties });
