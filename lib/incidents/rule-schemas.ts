import { z } from 'zod';
import { groupings, signalLevels } from './vocabulary';

/** The wire of detection rules and of the lab that tries them. Client-safe. */

/** So many rules there may be: each is tried for each signal until one takes it. */
export const mostRules = 200;

const seconds = (min: number, max: number) => {
  const error = `must be a whole number of seconds from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};
const day = 86_400;
const names = (max: number) =>
  z
    .array(
      z
        .string({ error: 'must be a string' })
        .min(1, { error: 'must not be empty' })
        .max(max, { error: `is longer than ${max} characters` }),
      {
        error: 'must be a list of names',
      },
    )
    .max(200, { error: 'has more than 200 entries' });

const fields = {
  name: z
    .string({ error: (issue) => (issue.input === undefined ? 'is required' : 'must be a string') })
    .max(200, { error: 'is longer than 200 characters' })
    .refine((value) => value.trim() !== '', { error: 'must not be empty' })
    .transform((value) => value.trim()),
  position: z
    .int({ error: 'must be a whole number from 1 to 1000000' })
    .min(1, { error: 'must be a whole number from 1 to 1000000' })
    .max(1_000_000, { error: 'must be a whole number from 1 to 1000000' })
    .meta({ description: 'Lower ones are tried first; a signal belongs to the first rule that it matches.' }),
  enabled: z.boolean({ error: 'must be true or false' }),
  threshold: z
    .int({ error: 'must be a whole number from 1 to 100000' })
    .min(1, { error: 'must be a whole number from 1 to 100000' })
    .max(100_000, { error: 'must be a whole number from 1 to 100000' })
    .meta({ description: 'So many signals …' }),
  windowSeconds: seconds(1, day).meta({
    description: '… within this time, edges included, open an incident.',
  }),
  levels: z
    .array(
      z.enum(signalLevels, {
        error: (issue) => `is ${JSON.stringify(issue.input)}, allowed are ${signalLevels.join(', ')}`,
      }),
      {
        error: 'must be a list of levels',
      },
    )
    .min(1, { error: 'must name at least one level' }),
  services: names(200).meta({ description: 'Empty is every one.' }),
  environments: names(100).meta({ description: 'Empty is every one, and none.' }),
  messagePattern: z
    .string({ error: 'must be a string' })
    .max(500, { error: 'is longer than 500 characters' })
    .meta({
      description:
        'Found anywhere in the message, whatever the case; `*` stands for anything. Empty matches all.',
    }),
  groupBy: z
    .enum(groupings, { error: `allowed are ${groupings.join(', ')}` })
    .meta({ description: 'fingerprint: each sort of message is an incident of its own.' }),
  quietSeconds: seconds(0, day).meta({
    description: 'So long after its end signals are still counted to an incident and open nothing.',
  }),
  autoResolveSeconds: z
    .union([seconds(60, 30 * day), z.null()], {
      error: `must be null or a whole number of seconds from 60 to ${30 * day}`,
    })
    .meta({ description: 'Silence after which an incident is resolved by itself; null for never.' }),
  reopenSeconds: seconds(0, 30 * day).meta({
    description: 'A burst that begins within this time after an incident was resolved opens that one again.',
  }),
};

/** What a rule decides by. */
export const ruleDraft = z
  .strictObject({
    ...fields,
    position: fields.position.default(100),
    enabled: fields.enabled.default(true),
    threshold: fields.threshold.default(5),
    windowSeconds: fields.windowSeconds.default(300),
    levels: fields.levels.default(['error', 'critical', 'fatal']),
    services: fields.services.default([]),
    environments: fields.environments.default([]),
    messagePattern: fields.messagePattern.default(''),
    groupBy: fields.groupBy.default('service'),
    quietSeconds: fields.quietSeconds.default(0),
    autoResolveSeconds: fields.autoResolveSeconds.default(null),
    reopenSeconds: fields.reopenSeconds.default(3600),
  })
  .meta({ id: 'DetectionRuleDraft' });
export type RuleDraft = z.output<typeof ruleDraft>;

export const rulePatch = z
  .strictObject({
    name: fields.name.optional(),
    position: fields.position.optional(),
    enabled: fields.enabled.optional(),
    threshold: fields.threshold.optional(),
    windowSeconds: fields.windowSeconds.optional(),
    levels: fields.levels.optional(),
    services: fields.services.optional(),
    environments: fields.environments.optional(),
    messagePattern: fields.messagePattern.optional(),
    groupBy: fields.groupBy.optional(),
    quietSeconds: fields.quietSeconds.optional(),
    autoResolveSeconds: fields.autoResolveSeconds.optional(),
    reopenSeconds: fields.reopenSeconds.optional(),
  })
  .meta({ id: 'DetectionRulePatch' });
export type RulePatch = z.output<typeof rulePatch>;

export const ruleWire = z
  .object({
    id: z.int(),
    name: z.string(),
    position: z.int(),
    enabled: z.boolean(),
    threshold: z.int(),
    windowSeconds: z.int(),
    levels: z.array(z.enum(signalLevels)),
    services: z.array(z.string()),
    environments: z.array(z.string()),
    messagePattern: z.string(),
    groupBy: z.enum(groupings),
    quietSeconds: z.int(),
    autoResolveSeconds: z.int().nullable(),
    reopenSeconds: z.int(),
    activeIncidents: z.int(),
    revision: z.int(),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    updatedAt: z.iso.datetime(),
    updatedBy: z.string(),
  })
  .meta({ id: 'DetectionRule' });
export type RuleWire = z.output<typeof ruleWire>;

/** What a rule would have done. */
export const replayWire = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    signals: z.int().meta({ description: 'How many the rule would have taken.' }),
    truncated: z.boolean().meta({ description: 'There were more than can be replayed; the newest were.' }),
    days: z.array(
      z.object({
        day: z.iso.date(),
        signals: z.int(),
        wouldOpen: z.int(),
        opened: z.int().meta({ description: 'What was really opened by rules on that day.' }),
      }),
    ),
    incidents: z
      .array(
        z.object({
          service: z.string(),
          environment: z.string().nullable(),
          template: z.string(),
          startedAt: z.iso.datetime(),
          lastSignalAt: z.iso.datetime(),
          endedAt: z.iso.datetime().nullable().meta({ description: 'By silence; null when it would go on.' }),
          signals: z.int(),
          reopened: z.int(),
          outcome: z.enum(['new', 'same', 'merged']).meta({
            description: 'Against what was really opened: nothing then, the same one, or several in one.',
          }),
          numbers: z.array(z.int()).meta({ description: 'The incidents that it meets.' }),
        }),
      )
      .meta({ description: 'At most 500, newest first.' }),
    missed: z
      .array(
        z.object({
          number: z.int(),
          title: z.string(),
          service: z.string(),
          environment: z.string().nullable(),
          startedAt: z.iso.datetime(),
          signals: z.int(),
        }),
      )
      .meta({ description: 'Found by a rule then, and not by this one. At most 500.' }),
    counts: z.object({ new: z.int(), same: z.int(), merged: z.int(), missed: z.int() }),
  })
  .meta({ id: 'RuleReplay' });
export type ReplayWire = z.output<typeof replayWire>;
