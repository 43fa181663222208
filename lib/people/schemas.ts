import { z } from 'zod';
import { grantName } from '@/lib/access/grant-schemas';
import { passwordFault, passwordLength } from '@/lib/access/password-policy';
import { roles } from '@/lib/access/roles';

/** People on the wire: what is accepted and what is answered. Client-safe. */

export const personStatuses = ['invited', 'active', 'disabled'] as const;
export type PersonStatus = (typeof personStatuses)[number];

/** Roles that can be given in one environment: `admin` is for all of it. */
export const grantableRoles = ['viewer', 'responder', 'deployer'] as const;

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: (issue) => `is ${JSON.stringify(issue.input)?.slice(0, 60)}, allowed are ${values.join(', ')}`,
  });

export const personName = grantName(120);

/** Addresses are told apart without regard to case, as every provider does in practice. */
export const emailAddress = z
  .string({ error: 'must be a string' })
  .trim()
  .max(320, { error: 'is longer than 320 characters' })
  .regex(/^[^\s@<>"(),;]+@[^\s@<>"(),;]+$/, { error: 'must be an e-mail address' });

/** What makes two addresses one. */
export const emailKey = (email: string): string => email.trim().normalize('NFC').toLowerCase();

/** A password that is tried: whatever it is, so that nothing is said of what passwords look like here. */
export const triedPassword = z.string({ error: 'must be a string' }).max(1024, { error: 'is too long' });

/** A password that is chosen. What only its owner's name and address tell against it is asked where they are known. */
export const chosenPassword = z
  .string({ error: 'must be a string' })
  .max(1024, { error: `must have at most ${passwordLength.max} characters` })
  .superRefine((password, context) => {
    const fault = passwordFault(password);
    if (fault) context.addIssue({ code: 'custom', message: fault });
  })
  .meta({
    description: `${passwordLength.min} to ${passwordLength.max} characters, none of those that are tried first.`,
  });

export const personGrant = z
  .strictObject({ environment: grantName(100), role: oneOf(grantableRoles) })
  .meta({ id: 'PersonGrant' });
export type PersonGrant = z.output<typeof personGrant>;

const grants = z
  .array(personGrant, { error: 'must be a list of {environment, role}' })
  .max(100, { error: 'has more than 100 entries' })
  .refine((list) => new Set(list.map(({ environment }) => environment.toLowerCase())).size === list.length, {
    error: 'names an environment twice',
  })
  .meta({ description: 'More than the role, in single environments. It adds, it never takes away.' });

export const personBody = z
  .strictObject({
    name: personName,
    email: emailAddress,
    role: oneOf(roles).default('viewer'),
    grants: grants.default([]),
  })
  .meta({ id: 'PersonInvitation' });
export type PersonBody = z.output<typeof personBody>;
export type PersonInput = z.input<typeof personBody>;

export const personPatch = z
  .strictObject({
    name: personName.optional(),
    role: oneOf(roles).optional(),
    grants: grants.optional(),
    status: oneOf(['active', 'disabled']).optional(),
  })
  .meta({ id: 'PersonPatch' });
export type PersonPatch = z.output<typeof personPatch>;
export type PersonPatchInput = z.input<typeof personPatch>;

const time = z.iso.datetime();

export const personWire = z
  .object({
    id: z.string(),
    revision: z.int(),
    name: z.string(),
    role: z.enum(roles),
    status: z.enum(personStatuses),
    grants: z.array(z.object({ environment: z.string(), role: z.enum(grantableRoles) })),
    email: z.string().nullable().meta({ description: 'For administrators, and of oneself; else null.' }),
    lastSeenAt: time.nullable().meta({ description: 'For administrators; else null.' }),
    sessions: z.int().nullable().meta({ description: 'Browsers signed in. For administrators; else null.' }),
    signsInWith: z
      .array(z.string())
      .nullable()
      .meta({ description: '`password` and providers. For administrators, and of oneself; else null.' }),
    link: z
      .object({ purpose: z.enum(['invite', 'reset']), expiresAt: time })
      .nullable()
      .meta({ description: 'A link that was made and not used yet. For administrators; else null.' }),
    createdAt: time,
    updatedAt: time,
  })
  .meta({ id: 'Person' });
export type PersonWire = z.output<typeof personWire>;

/** A link that works once. */
export const oneTimeLinkWire = z
  .object({
    path: z.string().meta({
      description:
        'To be opened below the address of Shiplog. Shown this once: only a digest of its code is kept.',
    }),
    expiresAt: time,
  })
  .meta({ id: 'OneTimeLink' });
export type OneTimeLinkWire = z.output<typeof oneTimeLinkWire>;

export const newPersonWire = z
  .object({ person: personWire, link: oneTimeLinkWire })
  .meta({ id: 'NewPerson' });
export type NewPersonWire = z.output<typeof newPersonWire>;

const code = z
  .string({ error: 'must be a string' })
  .min(1, { error: 'must not be empty' })
  .max(200, { error: 'is too long' });

export const setUpBody = z
  .strictObject({
    code: code.meta({ description: 'From the link that `npm start` prints.' }),
    name: personName,
    email: emailAddress,
    password: chosenPassword,
  })
  .meta({ id: 'SetUp' });
export type SetUpBody = z.output<typeof setUpBody>;

export const signInBody = z
  .strictObject({ email: z.string().max(320), password: triedPassword })
  .meta({ id: 'SignIn' });
export type SignInBody = z.output<typeof signInBody>;

export const joinBody = z
  .strictObject({ code, password: chosenPassword, name: personName.optional() })
  .meta({ id: 'Join' });
export type JoinBody = z.output<typeof joinBody>;

export const codeBody = z.strictObject({ code }).meta({ id: 'LinkCode' });

export const linkWire = z
  .object({ purpose: z.enum(['invite', 'reset']), name: z.string(), email: z.string().nullable() })
  .meta({ id: 'OpenedLink' });
export type LinkWire = z.output<typeof linkWire>;

export const passwordBody = z
  .strictObject({ current: triedPassword, new: chosenPassword })
  .meta({ id: 'PasswordChange' });
export type PasswordBody = z.output<typeof passwordBody>;

export const signedInWire = z
  .object({ id: z.string(), name: z.string(), email: z.string().nullable(), role: z.enum(roles) })
  .meta({ id: 'SignedIn' });
export type SignedInWire = z.output<typeof signedInWire>;

export const sessionWire = z
  .object({
    id: z.string(),
    current: z.boolean().meta({ description: 'Whether it is the one that asks.' }),
    signedInWith: z.string().meta({ description: '`password`, or the name of a provider.' }),
    address: z.string(),
    userAgent: z.string(),
    createdAt: time,
    lastSeenAt: time.meta({ description: 'To ten minutes.' }),
    expiresAt: time,
  })
  .meta({ id: 'Session' });
export type SessionWire = z.output<typeof sessionWire>;
