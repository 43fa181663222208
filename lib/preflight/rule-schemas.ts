import { z } from 'zod';
import { lockName } from '@/lib/locks/schemas';
import { ruleKinds, ruleModes, weekdays } from './vocabulary';

/** Deployment rules as data: what is accepted, stored and answered. Client-safe. */

/** So many rules there may be: all of them are read whenever a deployment starts. */
export const mostRules = 200;

const wallTime = z
  .string({ error: 'must be a time of day such as 22:30' })
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as 22:30' });
const wallDateTime = z
  .string({ error: 'must be a date and time without a zone, such as 2026-12-24T18:00' })
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d$/, {
    error: 'must be a date and time without a zone, such as 2026-12-24T18:00',
    abort: true,
  })
  .refine((text) => new Date(`${text}Z`).toISOString().startsWith(text), {
    error: 'is a day that does not exist',
  });

/** Whether this platform knows a zone by this name. Offsets are no zones: they know no summer. */
export function isZone(name: string): boolean {
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const zone = z
  .string({ error: 'must be the name of a time zone' })
  .max(100, { error: 'must be the name of a time zone such as Europe/Paris' })
  .refine(isZone, { error: 'is no known time zone; write it like Europe/Paris' })
  .default('UTC');

/** `to` is on the day of `from`, or on the day after when it is not later; `extraDays` puts it further off. */
const daily = {
  zone,
  from: wallTime,
  to: wallTime,
  extraDays: z.int().min(0).max(6, { error: 'must be from 0 to 6' }).default(0),
};

const dayOfMonth = z
  .int({ error: 'must be a day from 1 to 31, or -1 to -3 counted from the end' })
  .refine((day) => (day >= 1 && day <= 31) || (day >= -3 && day <= -1), {
    error: 'must be a day from 1 to 31, or -1 to -3 counted from the end',
  });

/** When nobody may deploy, by the clock of a zone. */
export const scheduleSchema = z
  .discriminatedUnion('recurrence', [
    z.strictObject({ recurrence: z.literal('once'), zone, startsAt: wallDateTime, endsAt: wallDateTime }),
    z.strictObject({ recurrence: z.literal('daily'), ...daily }),
    z.strictObject({
      recurrence: z.literal('weekly'),
      days: z.array(z.enum(weekdays)).min(1, { error: 'must name a day' }).max(7),
      ...daily,
    }),
    z.strictObject({
      recurrence: z.literal('monthly'),
      days: z
        .array(dayOfMonth)
        .min(1, { error: 'must name a day' })
        .max(31)
        .meta({ description: 'A month without such a day has no such window.' }),
      ...daily,
    }),
  ])
  .refine((value) => value.recurrence !== 'once' || value.endsAt > value.startsAt, {
    path: ['endsAt'],
    error: 'must be after startsAt',
  });
export type Schedule = z.output<typeof scheduleSchema>;

const environmentName = lockName(100);
const scope = {
  services: z.array(lockName(200)).max(500).default([]).meta({ description: 'Empty is all of them.' }),
  environments: z.array(environmentName).max(100).default([]).meta({ description: 'Empty is all of them.' }),
};

const common = {
  name: lockName(200),
  mode: z.enum(ruleModes, { error: `allowed are ${ruleModes.join(', ')}` }).default('enabled'),
  reason: z.string().max(2000, { error: 'is longer than 2000 characters' }).default('').meta({
    description: 'What whoever is stopped gets to read.',
  }),
  ...scope,
};

/** Made twice: what is sent and what is answered have names of their own in the API description. */
const rule = () =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('window'), ...common, schedule: scheduleSchema }),
    z.strictObject({
      kind: z.literal('order'),
      ...common,
      prerequisites: z
        .array(environmentName)
        .min(1, { error: 'must name an environment' })
        .max(20)
        .meta({ description: 'Where the version must have arrived before; in this order when `strict`.' }),
      strict: z.boolean().default(false),
      soakMinutes: z
        .int()
        .min(0)
        .max(60 * 24 * 90)
        .default(0)
        .meta({
          description:
            'How long ago it must have arrived in each of them, without having failed there since.',
        }),
    }),
    z.strictObject({ kind: z.literal('concurrency'), ...common }),
    z.strictObject({
      kind: z.literal('approval'),
      ...common,
      types: z
        .array(z.string().trim().min(1).max(100))
        .min(1, { error: 'must name what has to be approved' })
        .max(20)
        .meta({ description: 'Each needs its approvals, such as QA and Security.' }),
      count: z.int().min(1).max(10).default(1).meta({ description: 'Different people for each type.' }),
    }),
  ]);

/** A rule as somebody writes it: the whole of it. `services` and `environments` say which deployments it is for. */
export const ruleBody = rule().meta({ id: 'DeploymentRuleBody' });
export type RuleBody = z.output<typeof ruleBody>;
export type RuleInput = z.input<typeof ruleBody>;

const time = z.iso.datetime();
const answered = {
  id: z.string(),
  revision: z.int(),
  violations30d: z.int().meta({ description: 'How often it was broken within 30 days.' }),
  nextWindow: z
    .object({ startsAt: time, endsAt: time })
    .nullable()
    .meta({ description: 'Of a no-deploy window: the one that is open, else the next one.' }),
  createdAt: time,
  createdBy: z.string(),
  updatedAt: time,
  updatedBy: z.string(),
};

/** A rule as it is answered: what was written, and what is known of it. */
export const ruleWire = z
  .object({ ...answered, rule: rule().meta({ id: 'DeploymentRuleContent' }) })
  .meta({ id: 'DeploymentRule' });
export type RuleWire = z.output<typeof ruleWire>;

export const violationWire = z
  .object({
    id: z.string(),
    ruleId: z.string().nullable().meta({ description: 'Null when the rule is gone, or for a held lock.' }),
    ruleName: z.string(),
    kind: z.enum(ruleKinds).nullable(),
    blocked: z.boolean().meta({ description: 'Whether the deployment was stopped, or only reported.' }),
    code: z.string(),
    message: z.string(),
    details: z.record(z.string(), z.json()),
    service: z.string(),
    environment: z.string(),
    version: z.string(),
    eventId: z.string().nullable(),
    actor: z.string(),
    at: time,
  })
  .meta({ id: 'RuleViolation' });
export type ViolationWire = z.output<typeof violationWire>;
