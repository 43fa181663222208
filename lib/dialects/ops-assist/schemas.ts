import { z } from 'zod';
import { one } from '@/lib/http/query';
import { incidentStatuses } from '@/lib/incidents/vocabulary';
import { canonicalName } from '@/lib/names';
import { levelNames, readLevel } from './levels';

/** Ops-Assist's wire: snake_case, integer ids, times in UTC without a zone. Messages are FastAPI's, from which `errors.ts` tells their types. Client-safe. */

const typed = (issue: { input?: unknown }) =>
  issue.input === undefined ? 'Field required' : 'Input should be a valid string';
const text = (max: number) =>
  z
    .string({ error: typed })
    .min(1, { error: 'String should have at least 1 character', abort: true })
    .max(max, { error: `String should have at most ${max} characters` });
const object = { error: 'Input should be a valid dictionary or object to extract fields from' };

/** As FastAPI words a value that is none of those allowed. */
export function allowed(values: readonly string[]): string {
  const quoted = values.map((value) => `'${value}'`);
  return `Input should be ${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** Longest message, as everywhere. */
const maxMessage = 65_536;

/** An error as a service reports it. What else the body holds is not read. */
export const eventBody = z
  .object(
    {
      service: text(100)
        .refine((value) => canonicalName(value) !== '', { error: 'String should have at least 1 character' })
        .refine((value) => !/\p{Cc}/u.test(value), {
          error: 'String should not contain control characters',
        })
        .transform(canonicalName),
      level: z
        .string({ error: typed })
        .refine((value) => readLevel(value) !== undefined, { error: allowed(levelNames) })
        .meta({ description: 'In any case; ERROR, CRITICAL and FATAL make incidents.' }),
      message: text(maxMessage),
    },
    object,
  )
  .meta({ id: 'OpsAssistEventCreate' });

const instant = z.string().meta({ description: 'UTC, without a zone: 2026-06-17T12:00:00.000000.' });

export const eventAnswer = z
  .object({
    id: z.int(),
    service: z.string(),
    level: z.string(),
    message: z.string(),
    timestamp: instant,
    incident_id: z.int().nullable(),
  })
  .meta({ id: 'OpsAssistEvent' });
export type OpsAssistEvent = z.output<typeof eventAnswer>;

const incident = {
  id: z.int(),
  service: z.string(),
  category: z.string(),
  severity: z.string().meta({ description: 'P1, P2 or P3.' }),
  summary: z.string(),
  status: z.enum(incidentStatuses),
  created_at: instant,
  updated_at: instant,
};

export const incidentListAnswer = z
  .object({ ...incident, event_count: z.int() })
  .meta({ id: 'OpsAssistIncident' });
export type OpsAssistIncident = z.output<typeof incidentListAnswer>;

export const incidentAnswer = z
  .object({
    ...incident,
    recommended_actions: z.array(z.string()).nullable(),
    events: z.array(eventAnswer),
  })
  .meta({ id: 'OpsAssistIncidentDetail' });
export type OpsAssistIncidentDetail = z.output<typeof incidentAnswer>;

/** Read by hand: what is missing or wrong in it is a 400 here, not a 422. */
export const statusBody = z
  .record(z.string(), z.unknown(), object)
  .meta({ id: 'OpsAssistStatus', description: `status: ${incidentStatuses.join(', ')}.` });

export const statusAnswer = z.object({
  message: z.string(),
  incident_id: z.int(),
  new_status: z.enum(incidentStatuses),
});

export const analysisAnswer = z.object({
  incident_id: z.int(),
  category: z.string(),
  severity: z.string(),
  summary: z.string(),
  recommended_actions: z.array(z.string()),
  analysis_completed: z.literal(true),
});

export const healthAnswer = z.object({ status: z.literal('healthy'), environment: z.string() });

export const failure = z.object({ detail: z.string() }).meta({ id: 'OpsAssistError' });
export const invalidAnswer = z
  .object({
    detail: z.array(
      z.object({ loc: z.array(z.union([z.string(), z.int()])), msg: z.string(), type: z.string() }),
    ),
  })
  .meta({ id: 'OpsAssistValidationError' });

const integer = 'Input should be a valid integer, unable to parse string as an integer';
const digits = z.string().regex(/^[+-]?\d{1,30}$/, { error: integer });

/** The id in a path. One that nobody can have is as good as unknown. */
export const idParam = digits.transform((value) => Math.min(Number(value), Number.MAX_SAFE_INTEGER));

const number = (max: number) =>
  one(
    digits.transform(Number).pipe(
      z
        .number()
        .min(0, { error: 'Input should be greater than or equal to 0' })
        .max(max, { error: `Input should be less than or equal to ${max}` }),
    ),
  );

/** The most that one answer lists. */
export const mostListed = 1000;
/** How far numbered pages reach. */
const maxSkip = 1_000_000;

/** What both lists are paged by. */
export const paging = {
  skip: number(maxSkip).default(0),
  limit: number(Number.MAX_VALUE)
    .transform((limit) => Math.min(limit, mostListed))
    .default(100)
    .meta({ description: `More than ${mostListed} is taken for ${mostListed}.` }),
};
export const eventListQuery = z.object({
  ...paging,
  service: one(z.string().max(500, { error: 'String should have at most 500 characters' })).optional(),
  level: one(
    z
      .string()
      .refine((value) => value === '' || readLevel(value) !== undefined, { error: allowed(levelNames) }),
  ).optional(),
});
export type OpsAssistEventQuery = z.output<typeof eventListQuery>;

export const incidentListQuery = z.object({
  ...paging,
  status_filter: one(
    z.string().refine((value) => value === '' || incidentStatuses.some((status) => status === value), {
      error: allowed(incidentStatuses),
    }),
  ).optional(),
});
