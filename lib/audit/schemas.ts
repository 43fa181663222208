import { z } from 'zod';
import { auditOutcomes } from './entry';

/** The wire of the audit log. Client-safe. */

/** How a caller can be known; `anonymous` is whoever does not say who they are. */
export const callerKinds = ['local', 'person', 'token', 'ci', 'anonymous'] as const;

const json = z.json().nullable();

export const auditEntryWire = z
  .object({
    id: z.int(),
    at: z.iso.datetime(),
    requestId: z.string().meta({ description: 'The header X-Request-Id of the answer, and in the logs.' }),
    caller: z.object({
      kind: z.string(),
      id: z.string().meta({ description: 'Of the person, token or trust rule.' }),
      name: z.string(),
      via: z
        .string()
        .meta({ description: 'How they were known: session, the hint of a token, the issuer of a run.' }),
    }),
    address: z.string(),
    operation: z.string(),
    outcome: z.enum(auditOutcomes),
    reason: z.string().meta({ description: 'Why it was denied or failed: a code.' }),
    subject: z.string().meta({ description: 'What it was about, such as `event:0199…` or `incident:17`.' }),
    before: json.meta({ description: 'As it was; without secrets, cut to 8 kB.' }),
    after: json.meta({ description: 'As it is, or what was asked for.' }),
    times: z.int().meta({ description: 'How many attempts alike this entry stands for.' }),
    sealed: z.boolean().meta({ description: 'Whether it is in a block of the chain.' }),
  })
  .meta({ id: 'AuditEntry' });
export type AuditEntryWire = z.output<typeof auditEntryWire>;

export const auditPageWire = z
  .object({ items: z.array(auditEntryWire), nextCursor: z.string().nullable() })
  .meta({ id: 'AuditPage' });
export type AuditPageWire = z.output<typeof auditPageWire>;

const headWire = z.object({
  number: z.int(),
  hash: z.string().meta({ description: 'SHA-256 in hexadecimal.' }),
});

export const auditStatusWire = z
  .object({
    head: headWire.extend({ sealedAt: z.iso.datetime() }).nullable().meta({
      description:
        'The last block. Whoever keeps its hash elsewhere can tell that nothing before it was changed.',
    }),
    unsealed: z.int().meta({ description: 'Entries that wait for their block.' }),
  })
  .meta({ id: 'AuditStatus' });
export type AuditStatusWire = z.output<typeof auditStatusWire>;

export const verifyBody = z.strictObject({
  after: z
    .int()
    .min(0)
    .optional()
    .meta({ description: 'Go on behind this block: `head.number` of the answer before.' }),
  expect: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, { error: 'must be 64 hexadecimal digits' })
    .optional()
    .meta({
      description: 'The hash of a block that was kept elsewhere. Only together with the whole chain.',
    }),
});

export const verificationWire = z
  .object({
    fault: z
      .object({
        kind: z.enum(['changed', 'removed', 'inserted', 'reordered', 'block_missing', 'block_forged', 'cut']),
        block: z.int(),
        entry: z.int().nullable(),
        message: z.string(),
      })
      .nullable()
      .meta({ description: 'The first place that is not as it was sealed.' }),
    blocks: z.int(),
    entries: z.int(),
    unsealed: z.int(),
    head: headWire.meta({ description: 'The last block that was found right.' }),
    complete: z.boolean().meta({ description: 'With false, ask again with `after`.' }),
  })
  .meta({ id: 'AuditVerification' });
export type VerificationWire = z.output<typeof verificationWire>;
