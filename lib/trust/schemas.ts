import { z } from 'zod';
import { isIssuerUrl } from '@/lib/access/ci/issuer-url';
import { prefixClaims } from '@/lib/access/ci/match-claims';
import { ciProviders, providerOfIssuer, providers } from '@/lib/access/ci/providers';
import {
  grantedScopes,
  grantName,
  limitedEnvironments,
  limitedServices,
  runScopes,
} from '@/lib/access/grant-schemas';

/** Trust rules on the wire: whose CI runs are let in, and what they may do. Client-safe. */

/** Claims that are checked for every token, so that a rule cannot say anything about them. */
const checkedAnyway = ['iss', 'aud', 'exp', 'iat', 'nbf', 'jti'];
/** Before a `*` in a subject: the end of a name. `repo:acme*` would also mean `repo:acme-evil/…`. */
const endsName = /[:/|]\*$/;

const claimName = z
  .string()
  .regex(/^[\w.:/-]{1,100}$/, { error: 'is no name of a claim' })
  .refine((name) => !checkedAnyway.includes(name), { error: 'is checked for every token' });

const claimValue = z
  .string({ error: 'must be a string' })
  .min(1, { error: 'must not be empty' })
  .max(500, { error: 'is longer than 500 characters' })
  .refine((value) => !/\p{Cc}/u.test(value), { error: 'must not contain control characters' });

const claimsField = z
  .record(
    claimName,
    z
      .array(claimValue, { error: 'must be a list of values' })
      .min(1, { error: 'must name a value' })
      .max(50, { error: 'has more than 50 values' }),
    { error: 'must be an object of claims' },
  )
  .refine((claims) => Object.keys(claims).length <= 20, { error: 'has more than 20 claims' })
  .meta({
    description: `Claims of the token and the values that each may have; all of them have to match. A value may end with \`*\` in ${prefixClaims.join(', ')}. One that stays with a thing for ever is needed: of GitHub ${providers.github.ids.join(' or ')}, of GitLab ${providers.gitlab.ids.join(' or ')}, of others sub.`,
  });

interface Said {
  provider: (typeof ciProviders)[number];
  issuer: string;
  claims: Record<string, string[]>;
}

interface Problem {
  path: (string | number)[];
  message: string;
}

/** What is wrong with a rule that each of its fields by itself does not show. */
function ruleProblems({ provider, issuer, claims }: Said): Problem[] {
  const problems: Problem[] = [];
  const { ids, label } = providers[provider];
  const hosted = providerOfIssuer(issuer);
  if (hosted && hosted !== provider)
    problems.push({ path: ['provider'], message: `is ${hosted} for this issuer` });
  if (!ids.some((id) => Object.hasOwn(claims, id)))
    problems.push({
      path: ['claims'],
      message: `must name ${ids.join(' or ')}: other names of ${label} can be given up and taken over by somebody else`,
    });
  for (const [claim, values] of Object.entries(claims)) {
    values.forEach((value, index) => {
      const message = valueProblem(provider, claim, value);
      if (message) problems.push({ path: ['claims', claim, index], message });
    });
  }
  return problems;
}

function valueProblem(provider: Said['provider'], claim: string, value: string): string | null {
  if (provider !== 'other' && providers[provider].ids.includes(claim))
    return /^\d{1,20}$/.test(value) ? null : 'must be the number that never changes, not the name';
  if (!value.includes('*')) return null;
  if (!prefixClaims.includes(claim)) return `must not contain *: ${claim} is compared as a whole`;
  if (value.indexOf('*') !== value.length - 1) return 'may have a * only at its end';
  if (claim === 'sub' && !endsName.test(value))
    return 'must end a name before the *, such as project:acme/shop:*';
  return null;
}

const fields = {
  name: grantName(200),
  enabled: z.boolean({ error: 'must be true or false' }).default(true),
  provider: z.enum(ciProviders, { error: `allowed are ${ciProviders.join(', ')}` }),
  issuer: z
    .string({ error: 'must be a URL' })
    .refine(isIssuerUrl, {
      error: 'must be an https URL without a query (http only on the machine of Shiplog itself)',
    })
    .meta({ description: 'Exactly as tokens have it in `iss`.' }),
  audience: z
    .string({ error: 'must be a string' })
    .trim()
    .min(1, { error: 'must not be empty' })
    .max(500, { error: 'is longer than 500 characters' })
    .meta({ description: 'What the workflow asks its token for; best the address of this Shiplog.' }),
  claims: claimsField,
  boundToAddress: z
    .boolean({ error: 'must be true or false' })
    .default(true)
    .meta({ description: 'Whether a token works only from the address that it was first used from.' }),
  scopes: grantedScopes(runScopes).meta({ description: 'Never `admin`.' }),
  services: limitedServices.default([]),
  environments: limitedEnvironments.default([]),
};

/** A rule as somebody writes it: the whole of it. */
export const trustRuleBody = z
  .strictObject(fields)
  .superRefine((body, context) => {
    for (const { path, message } of ruleProblems(body)) context.addIssue({ code: 'custom', path, message });
  })
  .meta({ id: 'TrustRuleBody' });
export type TrustRuleBody = z.output<typeof trustRuleBody>;
export type TrustRuleInput = z.input<typeof trustRuleBody>;

const time = z.iso.datetime();

/** A rule as it is answered. */
export const trustRuleWire = z
  .object({
    id: z.string(),
    revision: z.int(),
    name: z.string(),
    enabled: z.boolean(),
    provider: z.enum(ciProviders),
    issuer: z.string(),
    audience: z.string(),
    claims: z.record(z.string(), z.array(z.string())),
    boundToAddress: z.boolean(),
    scopes: z.array(z.enum(runScopes)),
    services: z.array(z.string()).meta({ description: 'Empty is all of them.' }),
    environments: z.array(z.string()).meta({ description: 'Empty is all of them.' }),
    lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
    createdAt: time,
    createdBy: z.string(),
    updatedAt: time,
    updatedBy: z.string(),
  })
  .meta({ id: 'TrustRule' });
export type TrustRuleWire = z.output<typeof trustRuleWire>;

export const trustCheckBody = z
  .strictObject({
    token: z
      .string({ error: 'must be a string' })
      .trim()
      .min(1, { error: 'must not be empty' })
      .max(16_384, { error: 'is longer than 16384 characters' })
      .meta({ description: 'The JSON Web Token of a CI run. It is neither stored nor logged.' }),
  })
  .meta({ id: 'TrustCheckBody' });

export const signatureStates = ['good', 'bad', 'unavailable', 'not_checked'] as const;

/** Whether a token would be let in, and why not. */
export const trustCheckWire = z
  .object({
    accepted: z.boolean(),
    problems: z.array(z.string()).meta({ description: 'What is wrong with the token itself.' }),
    signature: z
      .enum(signatureStates)
      .meta({ description: 'Not checked where no rule names the issuer: it is not asked.' }),
    claims: z.record(z.string(), z.json()).nullable().meta({ description: 'What the token says.' }),
    rules: z
      .array(
        z.object({
          id: z.string(),
          name: z.string(),
          matches: z.boolean(),
          reasons: z.array(z.string()).meta({ description: 'Why it does not match.' }),
        }),
      )
      .meta({ description: 'The rules of its issuer.' }),
  })
  .meta({ id: 'TrustCheck' });
export type TrustCheckWire = z.output<typeof trustCheckWire>;
