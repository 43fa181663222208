import { z } from 'zod';
import { eventKinds, priorities } from '@/lib/events/vocabulary';
import { invalidInput } from '@/lib/http/answers';
import { filterName, timePoint } from '@/lib/http/filter-values';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { manyTexts, one } from '@/lib/http/query';
import { incidentFigureExamples } from './examples';

/** What can be learnt from many incidents, declared. Client-safe. */

const tag = 'Insights';

/** Over how many incidents, and the figures of their times in milliseconds; null where there are none. */
export const timesWire = z.object({
  count: z.int(),
  meanMs: z.number().nullable(),
  medianMs: z.number().nullable(),
  p90Ms: z.number().nullable(),
});

export const incidentFiguresQuery = z.strictObject({
  from: timePoint
    .optional()
    .meta({ description: 'Incidents that started from here on; 30 days back when left out.' }),
  to: timePoint.optional(),
  service: manyTexts(filterName).optional(),
  environment: manyTexts(filterName).optional(),
  by: one(
    z.enum(['service', 'severity', 'category', 'environment'], {
      error: 'allowed are service, severity, category, environment',
    }),
  ).default('service'),
});
export type IncidentFiguresQuery = z.output<typeof incidentFiguresQuery>;

const figures = {
  incidents: z.int(),
  active: z.int(),
  acknowledge: timesWire.meta({ description: 'From detection to acknowledgement (MTTA is the mean).' }),
  resolve: timesWire.meta({ description: 'From start to end (MTTR is the mean).' }),
  reopened: z.int(),
};

export const incidentFiguresWire = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    total: z.object(figures),
    groups: z
      .array(z.object({ value: z.string(), ...figures }))
      .meta({ description: 'Most incidents first.' }),
    weeks: z.array(
      z.object({
        week: z.iso.date().meta({ description: 'Its Monday, UTC.' }),
        incidents: z.int(),
        bySeverity: z.record(z.enum([...priorities, 'none']), z.int()),
        acknowledgeMeanMs: z.number().nullable(),
        resolveMeanMs: z.number().nullable(),
      }),
    ),
  })
  .meta({ id: 'IncidentFigures' });
export type IncidentFiguresWire = z.output<typeof incidentFiguresWire>;

export const incidentFiguresOperation = operation({
  id: 'incidentFigures',
  method: 'GET',
  path: '/api/v2/insights/incidents',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Times to acknowledge and to resolve',
  description:
    'The rows behind every number are the incidents of `GET /api/v2/incidents` with the same filters, `from` being its `startedFrom`. Merged incidents are not counted.',
  query: incidentFiguresQuery,
  answers: { 200: { description: 'Figures.', schema: incidentFiguresWire }, 422: invalidInput },
  examples: incidentFigureExamples,
});

export const suspectFiguresWire = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    confirmed: z.int().meta({ description: 'Incidents with a confirmed cause.' }),
    first: z.int().meta({ description: 'Of these, the cause was ranked first when it was confirmed.' }),
    withinThree: z.int(),
    unranked: z.int().meta({ description: 'The cause was not among the ranked.' }),
    cleared: z.int().meta({ description: 'Suspects that were cleared.' }),
    guilt: z
      .array(
        z.object({
          service: z.string(),
          kind: z.enum(eventKinds),
          confirmed: z.int(),
          changes: z.int().meta({ description: 'Changes of this service and kind in the time.' }),
        }),
      )
      .meta({ description: 'Which services and kinds of change were confirmed; most first.' }),
    incidents: z
      .array(
        z.object({
          number: z.int(),
          title: z.string(),
          eventId: z.string(),
          eventTitle: z.string(),
          service: z.string().meta({ description: 'Of the cause.' }),
          kind: z.enum(eventKinds).meta({ description: 'Of the cause.' }),
          rank: z.int().nullable(),
          at: z.iso.datetime(),
        }),
      )
      .meta({ description: 'The rows behind it, newest first; at most 200.' }),
  })
  .meta({ id: 'SuspectFigures' });
export type SuspectFiguresWire = z.output<typeof suspectFiguresWire>;

export const suspectFiguresOperation = operation({
  id: 'suspectFigures',
  method: 'GET',
  path: '/api/v2/insights/suspects',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'How often the confirmed cause was ranked first, or within three',
  query: z.strictObject({
    from: timePoint.optional().meta({ description: 'Verdicts from here on; 90 days back when left out.' }),
    to: timePoint.optional(),
    service: manyTexts(filterName).optional(),
  }),
  answers: { 200: { description: 'Figures.', schema: suspectFiguresWire }, 422: invalidInput },
});
