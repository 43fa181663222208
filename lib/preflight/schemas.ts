import { z } from 'zod';
import { lockName } from '@/lib/locks/schemas';
import { reasonCodes, ruleModes, verdicts } from './vocabulary';

/** The wire of preflight: may this be deployed? Client-safe. */

export const preflightBody = z
  .strictObject({
    service: lockName(200),
    environment: lockName(100),
    version: z.string().trim().min(1).max(200, { error: 'is longer than 200 characters' }).optional().meta({
      description: 'Without one, order, soak and approvals cannot be judged and are left out.',
    }),
    at: z.iso
      .datetime({ offset: true, error: 'must be an RFC 3339 date-time' })
      .optional()
      .meta({ description: 'When it is to start; now when left out. Locks and incidents are those of now.' }),
    durationMinutes: z.int().min(1).max(1440).default(30).meta({
      description: 'How long it is expected to take: for overlaps and windows that begin meanwhile.',
    }),
    lockToken: z
      .int({ error: 'must be the token that came with the lock' })
      .min(1, { error: 'must be the token that came with the lock' })
      .optional()
      .meta({
        description: 'The token of a lock that whoever asks holds: it is not in its own way.',
      }),
  })
  .meta({ id: 'Preflight' });
export type PreflightBody = z.output<typeof preflightBody>;

/** One reason why it should not start, or would not be allowed to. */
export const preflightReasonWire = z
  .object({
    code: z.enum(reasonCodes),
    effect: z.enum(['block', 'warn']).meta({ description: 'Rules that only report warn.' }),
    rule: z
      .object({ id: z.string(), name: z.string(), mode: z.enum(ruleModes) })
      .nullable()
      .meta({ description: 'The rule that says so; null for locks, incidents and plans.' }),
    message: z.string(),
    details: z.record(z.string(), z.json()),
    retryAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When this reason will be gone, where that is known.' }),
    link: z.string().nullable().meta({ description: 'The page that shows it, as a path.' }),
  })
  .meta({ id: 'PreflightReason' });
export type PreflightReasonWire = z.output<typeof preflightReasonWire>;

export const preflightWire = z
  .object({
    verdict: z.enum(verdicts),
    reasons: z.array(preflightReasonWire).meta({ description: 'Those that block first.' }),
    rules: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          mode: z.enum(ruleModes),
          outcome: z.enum(['passed', 'failed', 'not_applicable']),
        }),
      )
      .meta({ description: 'Every rule that is for this service and environment.' }),
    retryAfterSeconds: z.int().nullable(),
    checkedAt: z.iso.datetime(),
  })
  .meta({ id: 'PreflightVerdict' });
export type PreflightWire = z.output<typeof preflightWire>;
