import { z } from 'zod';
import { canonicalName } from '@/lib/names';
import { grantableScopes } from './scopes';

/** What a token and a trust rule say of scopes and places, read alike in both. Client-safe. */

const word = (max: number) =>
  z
    .string({ error: 'must be a string' })
    .max(max, { error: `is longer than ${max} characters` })
    .refine((value) => !/\p{Cc}/u.test(value), { error: 'must not contain control characters' })
    .refine((value) => value.trim() !== '', { error: 'must not be empty' });

/** A name in its canonical spelling. */
export const grantName = (max: number) => word(max).transform(canonicalName);

/** At least one scope, each once. */
export const grantedScopes = <const T extends readonly [string, ...string[]]>(allowed: T) =>
  z
    .array(
      z.enum(allowed, {
        error: (issue) =>
          `is ${JSON.stringify(issue.input)?.slice(0, 60)}, allowed are ${allowed.join(', ')}`,
      }),
      { error: `must be a list of ${allowed.join(', ')}` },
    )
    .min(1, { error: 'must name a scope' })
    .max(50, { error: 'has more than 50 entries' })
    .transform((scopes) => [...new Set(scopes)]);

/** The scopes that only a person or a token can hold, and those that a CI run can, too. */
export const tokenScopes = grantableScopes;
export const runScopes = grantableScopes.filter((scope) => scope !== 'admin') as [
  Exclude<(typeof grantableScopes)[number], 'admin'>,
  ...Exclude<(typeof grantableScopes)[number], 'admin'>[],
];
export type RunScope = (typeof runScopes)[number];

export const limitedServices = z
  .array(grantName(200), { error: 'must be a list of names' })
  .max(500, { error: 'has more than 500 entries' })
  .meta({
    description: 'Where it may change something; empty is all of them. Who may read, reads everything.',
  });
export const limitedEnvironments = z
  .array(grantName(100), { error: 'must be a list of names' })
  .max(100, { error: 'has more than 100 entries' })
  .meta({ description: 'Empty is all of them.' });
