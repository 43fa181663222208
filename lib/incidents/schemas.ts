import { z } from 'zod';
import { eventWire, instant } from '@/lib/events/schemas';
import { eventKinds, phases, priorities } from '@/lib/events/vocabulary';
import { canonicalName } from '@/lib/names';
import {
  incidentCategories,
  incidentEntryTypes,
  incidentOrigins,
  incidentStatuses,
  suspectParts,
  verdicts,
} from './vocabulary';

/** The wire of incidents, said once: what is accepted and what is answered. Client-safe. */

const answeredInstant = z.iso.datetime();

const choice = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, {
    error: (issue) =>
      issue.input === undefined
        ? `is required: one of ${values.join(', ')}`
        : `is ${JSON.stringify(issue.input)?.slice(0, 60)}, allowed are ${values.join(', ')}`,
  });

const text = (max: number) =>
  z
    .string({ error: (issue) => (issue.input === undefined ? 'is required' : 'must be a string') })
    .max(max, { error: `is longer than ${max} characters` });
const name = (max: number) =>
  text(max)
    .refine((value) => value.trim() !== '' && !/\p{Cc}/u.test(value), {
      error: 'must not be empty and must not contain control characters',
    })
    .transform(canonicalName);
const title = text(1000)
  .refine((value) => value.trim() !== '', { error: 'must not be empty' })
  .transform((value) => value.trim());
/** Markdown as a person wrote it; it is made harmless where it is shown. */
const markdown = (max: number) => text(max);
const person = text(200).transform((value) => value.trim());

/** A new incident, told by a person or another system. */
export const incidentDraft = z
  .strictObject({
    title,
    service: name(200),
    environment: name(100).nullable().optional(),
    severity: choice(priorities).optional().meta({ description: 'Judged by triage when left out.' }),
    message: markdown(65_536).optional().meta({ description: 'What is known, as Markdown.' }),
    status: choice(incidentStatuses).optional().meta({ description: 'open when left out.' }),
    assignee: person.optional(),
    startedAt: instant.optional().meta({ description: 'Since when; now, when left out.' }),
  })
  .meta({ id: 'IncidentDraft' });
export type IncidentDraft = z.output<typeof incidentDraft>;

/** A change to an incident: what is left out stays. Status has a verb of its own. */
export const incidentPatch = z
  .strictObject({
    title: title.optional(),
    severity: choice(priorities).optional(),
    category: choice(incidentCategories).optional(),
    summary: markdown(10_000).optional(),
    assignee: person.optional().meta({ description: 'Empty for nobody.' }),
    startedAt: instant.optional().meta({ description: 'When it really began; suspects are ranked anew.' }),
    detectedAt: instant.optional().meta({ description: 'The original one is kept beside it.' }),
    postmortem: markdown(100_000).optional(),
  })
  .meta({ id: 'IncidentPatch' });
export type IncidentPatch = z.output<typeof incidentPatch>;

/** A move on the board. */
export const statusMove = z
  .strictObject({
    status: choice(incidentStatuses),
    from: choice(incidentStatuses).optional().meta({
      description: 'Where the caller saw it: when somebody else has moved it meanwhile, 409 and who it was.',
    }),
    at: instant.optional().meta({
      description: 'When it really happened, if that was earlier; not in the future.',
    }),
    comment: markdown(10_000).optional(),
  })
  .meta({ id: 'IncidentMove' });
export type StatusMove = z.output<typeof statusMove>;

export const noteBody = z.strictObject({
  text: markdown(20_000).refine((value) => value.trim() !== '', { error: 'must not be empty' }),
});
export const mergeBody = z.strictObject({
  into: z
    .int({ error: 'must be the number of an incident' })
    .min(1, { error: 'must be the number of an incident' }),
});
export const splitBody = z.strictObject({
  eventIds: z
    .array(z.guid({ error: 'must be a UUID' }), { error: 'must be a list of event ids' })
    .min(1, { error: 'must hold at least one event id' })
    .max(1000, { error: 'holds more than 1000 event ids' }),
  title: title.optional(),
});
export const verdictBody = z.strictObject({
  verdict: choice(verdicts).nullable().meta({ description: 'null takes it back.' }),
});

/** A change that may have caused an incident, with what speaks for it. */
export const suspectWire = z
  .object({
    event: eventWire,
    rank: z.int(),
    score: z.number().min(0).max(100).meta({ description: '0 to 100: the sum of its parts.' }),
    parts: z.array(
      z.object({
        part: z.enum(suspectParts),
        points: z.number().meta({ description: 'What it adds.' }),
        most: z.number().meta({ description: 'The most it can add.' }),
        reason: z.string().meta({ description: 'In words, for a person.' }),
      }),
    ),
    beforeMs: z.int().meta({ description: 'How long before the start; negative is after it.' }),
    path: z
      .array(z.string())
      .meta({ description: 'Services from the incident’s to the change’s; one name is the same service.' }),
    verdict: z.enum(verdicts).nullable(),
    verdictBy: z.string().nullable(),
    verdictAt: answeredInstant.nullable(),
  })
  .meta({ id: 'Suspect' });
export type SuspectWire = z.output<typeof suspectWire>;

/** What triage said. */
export const triageWire = z
  .object({
    source: z.enum(['builtin', 'model']),
    model: z.string().nullable(),
    category: z.enum(incidentCategories),
    severity: z.enum(priorities),
    summary: z.string(),
    actions: z.array(z.string()).meta({ description: 'Recommended, first things first.' }),
    evidence: z
      .array(z.object({ statement: z.string(), eventIds: z.array(z.string()) }))
      .meta({ description: 'Each statement with the events of this incident that it rests on.' }),
    signals: z.int().meta({ description: 'How many signals it was judged from.' }),
    at: answeredInstant,
    fallback: z
      .string()
      .nullable()
      .meta({ description: 'Why the model’s answer was not used, when one was asked for.' }),
  })
  .meta({ id: 'Triage' });
export type TriageWire = z.output<typeof triageWire>;

/** The first suspect as a card shows it. */
export const topSuspectWire = z.object({
  eventId: z.string(),
  kind: z.enum(eventKinds),
  phase: z.enum(phases),
  title: z.string(),
  service: z.string(),
  version: z.string().nullable(),
  score: z.number(),
  verdict: z.enum(verdicts).nullable(),
});

/** An incident as lists and the board have it. */
export const incidentWire = z
  .object({
    number: z.int(),
    eventId: z.string().meta({ description: 'The event on the timeline that it is.' }),
    title: z.string(),
    status: z.enum(incidentStatuses),
    severity: z.enum(priorities).nullable(),
    category: z.enum(incidentCategories),
    summary: z.string(),
    service: z.string(),
    environment: z.string().nullable(),
    origin: z.enum(incidentOrigins),
    rule: z.object({ id: z.int(), name: z.string() }).nullable(),
    assignee: z.string(),
    startedAt: answeredInstant.meta({ description: 'The first signal, or as a person said.' }),
    detectedAt: answeredInstant,
    detectedAtOriginal: answeredInstant,
    acknowledgedAt: answeredInstant.nullable(),
    acknowledgedBy: z.string(),
    resolvedAt: answeredInstant.nullable(),
    resolvedBy: z.string(),
    closedAt: answeredInstant.nullable(),
    endedAt: answeredInstant.nullable().meta({ description: 'Null while it is active.' }),
    reopened: z.int().meta({ description: 'How many times.' }),
    signalCount: z.int(),
    lastSignalAt: answeredInstant.nullable(),
    mergedInto: z.int().nullable(),
    topSuspect: topSuspectWire.nullable(),
    activity: z
      .array(z.int())
      .optional()
      .meta({ description: 'With `activity=true`: signals in 24 equal parts of its life so far.' }),
    revision: z.int(),
    createdAt: answeredInstant,
    updatedAt: answeredInstant,
  })
  .meta({ id: 'Incident' });
export type IncidentWire = z.output<typeof incidentWire>;

/** An incident by itself. */
export const incidentDetailWire = incidentWire
  .extend({
    message: z.string().meta({ description: 'Of its event, as Markdown.' }),
    template: z.string().meta({ description: 'The error with whatever varies taken out.' }),
    triage: triageWire.nullable(),
    triagePending: z.boolean().meta({ description: 'The model is being asked.' }),
    judgedByPerson: z.array(z.string()).meta({
      description:
        'Of title, severity, category and summary those that a person has set; triage leaves them.',
    }),
    postmortem: z.string(),
    postmortemBy: z.string(),
    postmortemAt: answeredInstant.nullable(),
    mergedFrom: z.array(z.int()),
    timeToAcknowledgeMs: z.int().nullable().meta({ description: 'From detection.' }),
    timeToResolveMs: z.int().nullable().meta({ description: 'From the start to the end.' }),
  })
  .meta({ id: 'IncidentDetail' });
export type IncidentDetailWire = z.output<typeof incidentDetailWire>;

/** One entry of an incident's own timeline. */
export const incidentEntryWire = z
  .object({
    id: z.string(),
    at: answeredInstant,
    actor: z.string(),
    type: z.enum(incidentEntryTypes),
    field: z.string(),
    oldValue: z.string(),
    newValue: z.string(),
    text: z.string().meta({ description: 'Markdown, for notes and comments.' }),
  })
  .meta({ id: 'IncidentEntry' });
export type IncidentEntryWire = z.output<typeof incidentEntryWire>;

/** A past incident that looked alike. */
export const similarIncidentWire = z
  .object({
    incident: incidentWire,
    similarity: z.number().min(0).max(1),
    sameService: z.boolean(),
    resolution: z
      .object({ text: z.string(), actor: z.string(), at: answeredInstant })
      .nullable()
      .meta({ description: 'What was said when it was resolved, else the last note.' }),
    cause: z
      .object({ eventId: z.string(), title: z.string(), service: z.string(), version: z.string().nullable() })
      .nullable()
      .meta({ description: 'The suspect that was confirmed.' }),
    fix: z
      .object({ eventId: z.string(), title: z.string(), service: z.string(), version: z.string().nullable() })
      .nullable()
      .meta({ description: 'The deployment or operation that came last before it was resolved.' }),
  })
  .meta({ id: 'SimilarIncident' });
export type SimilarIncidentWire = z.output<typeof similarIncidentWire>;
