import { z } from 'zod';
import { httpUrl, looksLikeUnsafeUrl, maxLinkLength } from '@/lib/links';
import { canonicalName } from '@/lib/names';
import { parseTime } from '@/lib/time/expressions';
import { changeTypes, eventKinds, levels, phases, priorities, statuses } from './vocabulary';

/**
 * The wire of events, said once: what is accepted, what is answered, and the domain's own input type. Client-safe.
 */

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: (issue) =>
      issue.input === undefined
        ? `is required: one of ${values.join(', ')}`
        : `is ${show(issue.input)}, allowed are ${values.join(', ')}`,
  });

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

/** Whether a text shows anything: white space, control characters and zero-width ones alone do not. */
const visible = /[^\p{White_Space}\p{Cc}\p{Default_Ignorable_Code_Point}]/u;

/** A text of at most `max` characters; `min: 1` also refuses blank ones. */
const text = (max: number, min: 0 | 1 = 0) =>
  z
    .string({
      error: (issue) =>
        issue.input === undefined ? 'is required' : `must be a string, not ${show(issue.input)}`,
    })
    .max(max, { error: `is longer than ${max} characters` })
    .refine((value) => min === 0 || visible.test(value), { error: 'must not be empty' });

const name = (max: number) =>
  text(max, 1)
    .refine((value) => !/\p{Cc}/u.test(value), { error: 'must not contain control characters' })
    .transform(canonicalName);

/** An RFC 3339 date-time, kept to the millisecond, in UTC. */
export const instant = z
  .string({ error: (issue) => `must be an RFC 3339 date-time, not ${show(issue.input)}` })
  .transform((value, context) => {
    const time = /T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(value) ? parseTime(value.toUpperCase(), 0) : null;
    if (time === null) {
      context.addIssue({
        code: 'custom',
        message: `is ${show(value)}, expected an existing RFC 3339 date-time such as 2024-01-15T10:00:00Z`,
      });
      return z.NEVER;
    }
    return new Date(time).toISOString();
  })
  .meta({ type: 'string', format: 'date-time' });

const link = z
  .string({ error: 'must be a string' })
  .max(maxLinkLength, { error: `is longer than ${maxLinkLength} characters` })
  .refine((value) => httpUrl(value) !== null, {
    error: 'must be an absolute http or https URL without credentials',
  })
  .transform((value) => httpUrl(value) as string);

const ticket = text(500, 1).refine((value) => !looksLikeUnsafeUrl(value), {
  error: 'must be a ticket key or an http or https URL',
});

const json: z.ZodType<JsonValue> = z.json();
export type JsonValue = string | number | boolean | null | JsonValue[] | { [name: string]: JsonValue };

const uuid = z
  .guid({ error: (issue) => `is ${show(issue.input)}, expected a UUID` })
  .transform((id) => id.toLowerCase());

/** The fields of an event that a reporter may set, each with its own rule. */
const fields = {
  kind: oneOf(eventKinds).meta({ description: 'What kind of activity it is.' }),
  title: text(1000, 1).transform((value) => value.trim()),
  service: name(200).meta({
    description: 'Created on first sight; spellings that differ in case or space are one service.',
  }),
  message: text(65_536),
  environment: name(100).nullable().meta({ description: 'Created on first sight, as services are.' }),
  status: oneOf(statuses)
    .nullable()
    .meta({ description: 'Where the activity stands; its phase follows from it.' }),
  priority: oneOf(priorities).nullable(),
  impact: z
    .int({ error: (issue) => `is ${show(issue.input)}, allowed are 0, 1, 2, 3` })
    .min(0, { error: 'allowed are 0, 1, 2, 3' })
    .max(3, { error: 'allowed are 0, 1, 2, 3' })
    .meta({ description: '0 for none to 3 for the gravest.' }),
  level: oneOf(levels).nullable(),
  category: text(100, 1).nullable(),
  eventType: text(200, 1)
    .nullable()
    .meta({ description: 'A finer type of your own, dotted by custom, such as `db.backup.finished`.' }),
  source: text(200).meta({
    description: 'What reports it, such as a pipeline. With externalId it identifies the event.',
  }),
  owner: text(200).meta({ description: 'Who is responsible.' }),
  stakeholders: z
    .array(text(200, 1), { error: 'must be a list of strings' })
    .max(100, { error: 'has more than 100 entries' }),
  notification: z
    .boolean({ error: 'must be true or false' })
    .meta({ description: 'Whether people should be told.' }),
  notifications: z
    .array(text(200, 1), { error: 'must be a list of strings' })
    .max(100, { error: 'has more than 100 entries' }),
  startsAt: instant.nullable().meta({
    description: 'RFC 3339. In the future for what is planned; creation counts when there is none.',
  }),
  endsAt: instant.nullable().meta({ description: 'RFC 3339, not before startsAt.' }),
  relatedId: uuid
    .nullable()
    .meta({ description: 'The event that this one follows from. Chains of them must not be circles.' }),
  version: text(200, 1).nullable(),
  sha: text(100, 1).nullable().meta({ description: 'The commit.' }),
  pullRequestUrl: link.nullable(),
  ticket: ticket.nullable().meta({ description: 'A ticket key or its URL.' }),
  links: z
    .array(z.strictObject({ title: text(200, 1), url: link }), { error: 'must be a list of {title, url}' })
    .max(50, { error: 'has more than 50 entries' }),
  slackId: text(200, 1).nullable(),
  externalId: text(500, 1)
    .nullable()
    .meta({ description: 'Its id at the source: reporting it again answers the event that is there.' }),
  payload: json.nullable().meta({ description: 'Anything that belongs to it, as JSON.' }),
  metadata: z.record(z.string(), json, { error: 'must be an object' }),
};

const optionalFields = {
  kind: fields.kind.optional(),
  title: fields.title.optional(),
  service: fields.service.optional(),
  message: fields.message.optional(),
  environment: fields.environment.optional(),
  status: fields.status.optional(),
  priority: fields.priority.optional(),
  impact: fields.impact.optional(),
  level: fields.level.optional(),
  category: fields.category.optional(),
  eventType: fields.eventType.optional(),
  source: fields.source.optional(),
  owner: fields.owner.optional(),
  stakeholders: fields.stakeholders.optional(),
  notification: fields.notification.optional(),
  notifications: fields.notifications.optional(),
  startsAt: fields.startsAt.optional(),
  endsAt: fields.endsAt.optional(),
  relatedId: fields.relatedId.optional(),
  version: fields.version.optional(),
  sha: fields.sha.optional(),
  pullRequestUrl: fields.pullRequestUrl.optional(),
  ticket: fields.ticket.optional(),
  links: fields.links.optional(),
  slackId: fields.slackId.optional(),
  externalId: fields.externalId.optional(),
  payload: fields.payload.optional(),
  metadata: fields.metadata.optional(),
};

/** Not part of the event: what its report does besides. */
const lockField = z.boolean({ error: 'must be true or false' }).optional().meta({
  description:
    'Take the lock of the service in its environment when a deployment or operation starts, and refuse the start when somebody else has it (423). It is released when the activity ends.',
});

/** Says that an activity cannot end before it starts, wherever both are known. */
export const endBeforeStart = 'is before startsAt; an activity cannot end before it starts';

/**
 * A new event, in any dialect's words translated to these. What is left out takes the column's default; an event that
 * names a related one inherits a missing service and environment from it.
 */
export const eventDraft = z
  .strictObject({
    ...optionalFields,
    kind: fields.kind,
    title: fields.title,
    lock: lockField,
  })
  .refine((draft) => draft.service !== undefined || draft.relatedId, {
    path: ['service'],
    error: 'is required (or a relatedId to take it from)',
  })
  .refine((draft) => !draft.startsAt || !draft.endsAt || draft.endsAt >= draft.startsAt, {
    path: ['endsAt'],
    error: endBeforeStart,
  })
  .meta({ id: 'EventDraft' });
export type EventDraft = z.output<typeof eventDraft>;
/** The draft as a client writes it, before it is checked and made canonical. */
export type EventDraftInput = z.input<typeof eventDraft>;

/** A change to an event: what is left out stays, `null` or an empty value clears. */
export const eventPatch = z.strictObject(optionalFields).meta({ id: 'EventPatch' });
export type EventPatch = z.output<typeof eventPatch>;

/** The body of an update: the change, and what it does besides. */
export const eventUpdate = eventPatch.extend({ lock: lockField }).meta({ id: 'EventUpdate' });

const answeredInstant = z.iso.datetime();

/** What the issuer of the CI run that reported an event vouches for, whatever the report itself says. */
export const verifiedRunWire = z
  .object({
    issuer: z.string(),
    actor: z.string().nullable().meta({ description: 'Who started the run.' }),
    repository: z.string().nullable(),
    sha: z.string().nullable(),
    ref: z.string().nullable(),
    run: z.string().nullable().meta({ description: "The run's page, or its number where there is none." }),
    environment: z.string().nullable(),
  })
  .meta({ id: 'VerifiedRun' });

/** An event as the native API answers it. Times are RFC 3339 UTC; every field is present. */
export const eventWire = z
  .object({
    id: z.string(),
    kind: z.enum(eventKinds),
    title: z.string(),
    message: z.string(),
    service: z.string(),
    environment: z.string().nullable(),
    status: z.enum(statuses).nullable(),
    phase: z.enum(phases),
    priority: z.enum(priorities).nullable(),
    impact: z.int().min(0).max(3),
    level: z.enum(levels).nullable(),
    category: z.string().nullable(),
    eventType: z.string().nullable(),
    source: z.string(),
    owner: z.string(),
    stakeholders: z.array(z.string()),
    notification: z.boolean(),
    notifications: z.array(z.string()),
    startsAt: answeredInstant.nullable(),
    endsAt: answeredInstant.nullable(),
    at: answeredInstant.meta({ description: 'Effective start: startsAt, else createdAt.' }),
    until: answeredInstant
      .nullable()
      .meta({ description: 'Effective end; null while the activity goes on.' }),
    durationMs: z.int().nullable(),
    relatedId: z.string().nullable(),
    version: z.string().nullable(),
    sha: z.string().nullable(),
    pullRequestUrl: z.string().nullable(),
    ticket: z.string().nullable(),
    links: z.array(z.object({ title: z.string(), url: z.string() })),
    slackId: z.string().nullable(),
    externalId: z.string().nullable(),
    payload: json.nullable(),
    metadata: z.record(z.string(), json),
    createdBy: z.string(),
    verified: verifiedRunWire
      .nullable()
      .meta({ description: 'Null where only whoever reported it says so.' }),
    revision: z.int(),
    createdAt: answeredInstant,
    updatedAt: answeredInstant,
  })
  .meta({ id: 'Event' });
export type EventWire = z.output<typeof eventWire>;

/** One entry of an event's changelog. `seq` 0 is the creation. */
export const changelogEntryWire = z
  .object({
    seq: z.int(),
    at: answeredInstant,
    actor: z.string(),
    type: z.enum(changeTypes),
    field: z.string(),
    oldValue: z.string(),
    newValue: z.string(),
    comment: z.string(),
  })
  .meta({ id: 'ChangelogEntry' });
export type ChangelogEntryWire = z.output<typeof changelogEntryWire>;
