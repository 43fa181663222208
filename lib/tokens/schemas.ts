import { z } from 'zod';
import {
  grantedScopes,
  grantName,
  limitedEnvironments,
  limitedServices,
  tokenScopes,
} from '@/lib/access/grant-schemas';
import { instant } from '@/lib/events/schemas';

/** API tokens on the wire: what is accepted and what is answered. Client-safe. */

/** Longest time that the old secret goes on working beside the new one: a week. */
export const maxOverlapMinutes = 10_080;
export const maxRatePerMinute = 1_000_000;

const fields = {
  name: grantName(200).meta({ description: 'What it is for; it stands in changelogs and in the audit log.' }),
  scopes: grantedScopes(tokenScopes),
  services: limitedServices,
  environments: limitedEnvironments,
  expiresAt: instant
    .refine((time) => Date.parse(time) > Date.now(), { error: 'is in the past' })
    .nullable()
    .meta({ description: 'Null for never.', type: ['string', 'null'], format: 'date-time' }),
  trackerEnums: z
    .enum(['guide', 'proto'], { error: 'allowed are guide, proto, null' })
    .nullable()
    .meta({ description: "By which table Tracker's numbers are read; null as the server is set." }),
  ratePerMinute: z
    .int({ error: `must be a whole number from 1 to ${maxRatePerMinute}, or null` })
    .min(1, { error: 'must be at least 1' })
    .max(maxRatePerMinute, { error: `must be at most ${maxRatePerMinute}` })
    .nullable()
    .meta({ description: 'Requests a minute; null as the server is set.' }),
};

/** Whoever may do everything is not kept to some places: people and tokens, which it may make, have none. */
export const adminIsUnlimited = 'admin cannot be limited to services or environments';

/** A token as somebody asks for it. */
export const tokenBody = z
  .strictObject({
    name: fields.name,
    scopes: fields.scopes,
    services: fields.services.default([]),
    environments: fields.environments.default([]),
    expiresAt: fields.expiresAt.default(null),
    trackerEnums: fields.trackerEnums.default(null),
    ratePerMinute: fields.ratePerMinute.default(null),
  })
  .refine((body) => isPossible(body), { path: ['scopes'], error: adminIsUnlimited })
  .meta({ id: 'TokenBody' });
export type TokenBody = z.output<typeof tokenBody>;
export type TokenInput = z.input<typeof tokenBody>;

/** A change: what is left out stays. */
export const tokenPatch = z
  .strictObject({
    name: fields.name.optional(),
    scopes: fields.scopes.optional(),
    services: fields.services.optional(),
    environments: fields.environments.optional(),
    expiresAt: fields.expiresAt.optional(),
    trackerEnums: fields.trackerEnums.optional(),
    ratePerMinute: fields.ratePerMinute.optional(),
  })
  .meta({ id: 'TokenPatch' });
export type TokenPatch = z.output<typeof tokenPatch>;
export type TokenPatchInput = z.input<typeof tokenPatch>;

export const rotateBody = z
  .strictObject({
    overlapMinutes: z
      .int({ error: `must be a whole number from 0 to ${maxOverlapMinutes}` })
      .min(0, { error: 'must be at least 0' })
      .max(maxOverlapMinutes, { error: `must be at most ${maxOverlapMinutes}, which is a week` })
      .default(0)
      .meta({ description: 'How long the old secret goes on working; 0 ends it at once.' }),
  })
  .meta({ id: 'TokenRotation' });
export type RotateBody = z.output<typeof rotateBody>;

/** Whether a token may hold these scopes in these places. */
export function isPossible(token: {
  scopes: readonly string[];
  services: readonly string[];
  environments: readonly string[];
}): boolean {
  return !token.scopes.includes('admin') || (token.services.length === 0 && token.environments.length === 0);
}

export const tokenStates = ['active', 'expired', 'revoked'] as const;
export type TokenState = (typeof tokenStates)[number];

const time = z.iso.datetime();
const answered = {
  id: z.string(),
  revision: z.int(),
  name: z.string(),
  hint: z.string().meta({ description: 'The last characters of its secret.' }),
  state: z.enum(tokenStates),
  scopes: z.array(z.enum(tokenScopes)),
  services: z.array(z.string()).meta({ description: 'Empty is all of them.' }),
  environments: z.array(z.string()).meta({ description: 'Empty is all of them.' }),
  expiresAt: time.nullable(),
  trackerEnums: z.enum(['guide', 'proto']).nullable(),
  ratePerMinute: z.int().nullable(),
  lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
  lastUsedFrom: z.string().meta({ description: 'The address of that use; empty before the first.' }),
  rotatedAt: time.nullable(),
  previousUntil: time
    .nullable()
    .meta({ description: 'Until when the secret before the last rotation works; null where it does not.' }),
  revokedAt: time.nullable(),
  revokedBy: z.string(),
  createdAt: time,
  createdBy: z.string(),
  updatedAt: time,
  updatedBy: z.string(),
};

/** A token as lists show it: never its secret. */
export const tokenWire = z.object(answered).meta({ id: 'Token' });
export type TokenWire = z.output<typeof tokenWire>;

/** The one answer that holds a secret. */
export const newTokenWire = z
  .object({
    ...answered,
    secret: z.string().meta({ description: 'Shown this once; only its hash is kept.' }),
  })
  .meta({ id: 'NewToken' });
export type NewTokenWire = z.output<typeof newTokenWire>;
