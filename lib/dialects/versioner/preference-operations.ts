import { z } from 'zod';
import { eventTypeOf, runKinds, runStatuses } from '@/lib/deployments/vocabulary';
import { operation } from '@/lib/http/operation';
import { versioner } from './errors';
import { versionerFailure } from './event-operations';

/** Versioner's notification preferences, declared: at the root, where its clients post, and under `/api/versioner`. Client-safe. */

const tag = 'Versioner';

/** What can be heard of. */
const eventTypes = [
  ...runKinds.flatMap((kind) => runStatuses.map((status) => eventTypeOf(kind, status))),
  'deployment.preflight_failed' as const,
];

const names = z
  .array(z.string({ error: 'must be a string' }).max(200, { error: 'is longer than 200 characters' }), {
    error: 'must be a list of names',
  })
  .max(100, { error: 'has more than 100 entries' })
  .default([]);

const preferenceBody = z.looseObject({
  channel_id: z
    .string({ error: (issue) => (issue.input === undefined ? 'is required' : 'must be a string') })
    .min(1, { error: 'must not be empty' })
    .max(200, { error: 'is longer than 200 characters' }),
  event_type: z.enum(eventTypes, {
    error: (issue) => (issue.input === undefined ? 'is required' : `allowed are ${eventTypes.join(', ')}`),
  }),
  filters: z
    .strictObject({ environments: names, products: names, statuses: names })
    .default({ environments: [], products: [], statuses: [] }),
});
export type PreferenceBody = z.output<typeof preferenceBody>;

const versionerPreference = z
  .object({
    id: z.string(),
    channel_id: z.string(),
    event_type: z.string(),
    filters: z.object({
      environments: z.array(z.string()),
      products: z.array(z.string()),
      statuses: z.array(z.string()),
    }),
    active: z.literal(false).meta({ description: 'Whether it is delivered. Nothing is delivered yet.' }),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'VersionerNotificationPreference' });
export type VersionerPreference = z.output<typeof versionerPreference>;

const description =
  'It is kept, and `active` says that nothing delivers it yet: this version of Shiplog sends no notifications.';

const declareCreation = (id: string, path: string) =>
  operation({
    id,
    method: 'POST',
    path,
    scope: 'deployments:write',
    dialect: versioner,
    tag,
    summary: 'Keep what somebody wants to be told of',
    description,
    body: preferenceBody,
    idempotent: true,
    answers: {
      201: { description: 'The preference.', schema: versionerPreference },
      400: versionerFailure('The body is not well-formed JSON.'),
      422: versionerFailure('A field breaks its schema; `detail` has an entry for each.'),
    },
    examples: [
      { title: 'Failed deployments', body: { event_type: 'deployment.failed', channel_id: 'C024BE91L' } },
    ],
  });

export const createPreferenceOperation = declareCreation(
  'versionerCreatePreference',
  '/notification-preferences',
);
export const createPreferenceBelowOperation = declareCreation(
  'versionerCreatePreferenceBelow',
  '/api/versioner/notification-preferences',
);

export const listPreferencesOperation = operation({
  id: 'versionerListPreferences',
  method: 'GET',
  path: '/api/versioner/notification-preferences',
  scope: 'read',
  dialect: versioner,
  tag,
  summary: 'List what people want to be told of',
  description,
  answers: { 200: { description: 'The newest first, 500 at most.', schema: z.array(versionerPreference) } },
});
