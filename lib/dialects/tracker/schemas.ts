import { z } from 'zod';

/**
 * What Tracker's event routes answer, as schemas: for the API description and for tests. Bodies that come in are read by
 * `read-event.ts`, which is more lenient than a schema can say; their shape is described here. Client-safe.
 */

const timestamp = z.iso.datetime();
const enumName = (description: string) => z.string().meta({ description });

const trackerChangelogEntry = z
  .object({
    timestamp,
    user: z.string(),
    changeType: enumName('created, updated, status_changed, approved, rejected, commented, linked, …'),
    field: z.string(),
    oldValue: z.string(),
    newValue: z.string(),
    comment: z.string(),
  })
  .meta({ id: 'TrackerChangelogEntry' });
export type TrackerChangelogEntry = z.output<typeof trackerChangelogEntry>;

export const trackerEvent = z
  .object({
    title: z.string(),
    attributes: z.object({
      message: z.string(),
      source: z.string(),
      type: enumName('deployment, operation, drift, incident, rpa_usage; TYPE_UNSPECIFIED for other kinds'),
      kind: z
        .string()
        .optional()
        .meta({ description: 'Only when the type is TYPE_UNSPECIFIED: what it really is.' }),
      priority: enumName('P1 to P5 or PRIORITY_UNSPECIFIED'),
      relatedId: z.string(),
      service: z.string(),
      status: enumName('One of the fourteen names or STATUS_UNSPECIFIED'),
      environment: enumName(
        'One of the eight names, another environment by its own, or ENVIRONMENT_UNSPECIFIED',
      ),
      impact: z
        .union([z.int().min(0).max(3), z.boolean()])
        .meta({ description: '0 to 3; with the enums of the proto, whether there is any.' }),
      startDate: timestamp.nullable(),
      endDate: timestamp.nullable(),
      owner: z.string(),
      stakeHolders: z.array(z.string()),
      notification: z.boolean(),
      notifications: z.array(z.string()),
    }),
    links: z.object({ pullRequestLink: z.string(), ticket: z.string() }).nullable(),
    metadata: z.object({
      createdAt: timestamp,
      duration: z
        .string()
        .regex(/^\d+(\.\d{3})?s$/)
        .nullable(),
      id: z.string(),
      slackId: z.string(),
    }),
    changelog: z.array(trackerChangelogEntry),
  })
  .meta({ id: 'TrackerEvent' });
export type TrackerEvent = z.output<typeof trackerEvent>;

/** One event: the flat fields of the guide beside the wrapped event of the wire. */
export const trackerEventAnswer = z
  .object({ id: z.string(), title: z.string(), createdAt: timestamp, event: trackerEvent })
  .meta({ id: 'TrackerEventAnswer' });
export type TrackerEventAnswer = z.output<typeof trackerEventAnswer>;

export const trackerEventList = z
  .object({ events: z.array(trackerEvent), totalCount: z.int() })
  .meta({ id: 'TrackerEventList' });

export const trackerChangelog = z.object({
  changelog: z.array(trackerChangelogEntry),
  totalCount: z.int(),
});

export const trackerDeleted = z.object({ id: z.string(), slackId: z.string() });

const count = z
  .string()
  .regex(/^\d+$/)
  .meta({ description: 'A uint64, which protojson writes as a string.' });

export const trackerStats = z.object({ totalCount: count, startDate: z.string(), endDate: z.string() });

export const trackerMonthlyStats = z.object({
  stats: z.array(z.object({ year: z.int(), month: z.int(), count, service: z.string() })),
  totalCount: count,
  startDate: z.string(),
  endDate: z.string(),
});

export const trackerError = z
  .object({
    code: z.int().meta({ description: 'A gRPC status code.' }),
    message: z.string(),
    details: z.array(z.unknown()),
  })
  .meta({ id: 'TrackerError' });

const enumInput = (names: string, numbers: string) => ({
  oneOf: [{ type: 'string' }, { type: 'integer' }, { type: 'null' }],
  description: `${names} in any case, or a number: ${numbers}.`,
});
const dateInput = {
  type: ['string', 'null'],
  description: 'RFC 3339, or a date; without a zone UTC is meant.',
};
const text = { type: ['string', 'null'] };
const texts = { type: ['array', 'null'], items: { type: 'string' } };

const attributesInput = {
  type: ['object', 'null'],
  properties: {
    message: text,
    source: text,
    type: enumInput('deployment, operation, drift, incident, rpa_usage', '1 to 5'),
    priority: enumInput('P1 to P5', '1 to 5'),
    relatedId: { ...text, description: 'Id of the event that this one follows.' },
    service: text,
    status: enumInput(
      'start, failure, success, warning, error, snapshot, user_update, recommandation, open, close, done, in_progress, planned, waiting_approval',
      "as Tracker's guide counts (Start 1, Success 3, Failure 4, Warning 5, Error 6, Open 7, Close 8, Done 9), or as its proto with X-Tracker-Enums: proto",
    ),
    environment: enumInput(
      'development, integration, TNR, UAT, recette, preproduction, production, mco',
      '1 to 8',
    ),
    impact: {
      oneOf: [{ type: 'integer', minimum: 0, maximum: 3 }, { type: 'boolean' }, { type: 'null' }],
      description: 'true counts as 1.',
    },
    startDate: dateInput,
    endDate: dateInput,
    owner: text,
    stakeHolders: texts,
    notification: { type: ['boolean', 'null'] },
    notifications: texts,
  },
};
const linksInput = { type: ['object', 'null'], properties: { pullRequestLink: text, ticket: text } };

/** The body of a create, described; `readDraft` reads it. */
export const createBody = z.unknown().meta({
  type: 'object',
  description: 'Names may be written in snake_case as well. Unknown fields are ignored.',
  properties: { title: text, attributes: attributesInput, links: linksInput, slackId: text },
  required: ['title', 'attributes'],
});

/** The body of an update, described; `readUpdate` reads it. */
export const updateBody = z.unknown().meta({
  type: 'object',
  description: 'What is left out stays, null or an empty value clears. Needs id, or slackId to find it by.',
  properties: { id: text, title: text, attributes: attributesInput, links: linksInput, slackId: text },
});

export const slackBody = z.unknown().meta({ type: 'object', properties: { slackId: { type: 'string' } } });

export const changelogBody = z.unknown().meta({
  type: 'object',
  properties: {
    entry: {
      type: 'object',
      properties: {
        timestamp: { ...dateInput, description: 'Now, when left out.' },
        user: { ...text, description: 'system, when left out.' },
        changeType: enumInput(
          'created, updated, status_changed, approved, rejected, commented, linked, locked, unlocked',
          '1 to 9; commented, when left out',
        ),
        field: text,
        oldValue: text,
        newValue: text,
        comment: text,
      },
    },
  },
  required: ['entry'],
});
