import { z } from 'zod';
import { type Answer, operation } from '@/lib/http/operation';
import { opsAssist } from './errors';
import {
  analysisAnswer,
  eventAnswer,
  eventBody,
  eventListQuery,
  failure,
  healthAnswer,
  idParam,
  incidentAnswer,
  incidentListAnswer,
  incidentListQuery,
  invalidAnswer,
  statusAnswer,
  statusBody,
} from './schemas';

/** The routes of Ops-Assist, declared. Client-safe. */

const tag = 'Ops-Assist';
const dialect = opsAssist;
const notFound: Answer = { description: 'There is none with this id.', schema: failure };
const invalid: Answer = { description: 'The input is not valid, in FastAPI’s words.', schema: invalidAnswer };
const eventById = z.object({ event_id: idParam });
const incidentById = z.object({ incident_id: idParam });
const listHeaders = { Link: 'The next page (rel="next"), when this one is full.' };

export const opsAssistRoot = operation({
  id: 'opsAssistRoot',
  method: 'GET',
  path: '/api/v1',
  scope: 'public',
  dialect,
  tag,
  summary: 'Is it up',
  answers: { 200: { description: 'It is.', schema: healthAnswer } },
});

export const opsAssistHealth = operation({
  id: 'opsAssistHealth',
  method: 'GET',
  path: '/api/v1/health',
  scope: 'public',
  dialect,
  tag,
  summary: 'Is it up',
  answers: { 200: { description: 'It is.', schema: healthAnswer } },
});

export const createOpsAssistEvent = operation({
  id: 'createOpsAssistEvent',
  method: 'POST',
  path: '/api/v1/events',
  scope: 'events:write',
  dialect,
  tag,
  summary: 'Report an error',
  description: 'Answers after it was counted: `incident_id` is the incident that it belongs to.',
  body: eventBody,
  idempotent: true,
  answers: { 201: { description: 'The event.', schema: eventAnswer }, 422: invalid },
  examples: [
    {
      title: 'A database that does not answer',
      body: {
        service: 'order-service',
        level: 'ERROR',
        message: 'Database connection timeout: failed to connect to PostgreSQL',
      },
    },
  ],
});

export const listOpsAssistEvents = operation({
  id: 'listOpsAssistEvents',
  method: 'GET',
  path: '/api/v1/events',
  scope: 'read',
  dialect,
  tag,
  summary: 'List signals',
  query: eventListQuery,
  answers: {
    200: { description: 'The newest first.', schema: z.array(eventAnswer), headers: listHeaders },
    422: invalid,
  },
});

export const getOpsAssistEvent = operation({
  id: 'getOpsAssistEvent',
  method: 'GET',
  path: '/api/v1/events/{event_id}',
  scope: 'read',
  dialect,
  tag,
  summary: 'Read a signal',
  params: eventById,
  answers: { 200: { description: 'The event.', schema: eventAnswer }, 404: notFound, 422: invalid },
});

export const listOpsAssistIncidents = operation({
  id: 'listOpsAssistIncidents',
  method: 'GET',
  path: '/api/v1/incidents',
  scope: 'read',
  dialect,
  tag,
  summary: 'List incidents',
  description: 'However they came to be; those that were merged into others are left out.',
  query: incidentListQuery,
  answers: {
    200: { description: 'The newest first.', schema: z.array(incidentListAnswer), headers: listHeaders },
    422: invalid,
  },
});

export const getOpsAssistIncident = operation({
  id: 'getOpsAssistIncident',
  method: 'GET',
  path: '/api/v1/incidents/{incident_id}',
  scope: 'read',
  dialect,
  tag,
  summary: 'Read an incident with its events',
  params: incidentById,
  answers: { 200: { description: 'The incident.', schema: incidentAnswer }, 404: notFound, 422: invalid },
});

export const moveOpsAssistIncident = operation({
  id: 'moveOpsAssistIncident',
  method: 'PATCH',
  path: '/api/v1/incidents/{incident_id}/status',
  scope: 'incidents:write',
  dialect,
  tag,
  summary: 'Move an incident',
  params: incidentById,
  body: statusBody,
  answers: {
    200: { description: 'Where it is now.', schema: statusAnswer },
    400: { description: 'The status is missing or none of the four.', schema: failure },
    404: notFound,
    409: { description: 'It was merged, or another one is active in its place.', schema: failure },
    422: invalid,
  },
  examples: [
    { title: 'Somebody looks into it', params: { incident_id: '1' }, body: { status: 'investigating' } },
  ],
});

export const analyzeOpsAssistIncident = operation({
  id: 'analyzeOpsAssistIncident',
  method: 'POST',
  path: '/api/v1/incidents/{incident_id}/analyze',
  scope: 'incidents:write',
  dialect,
  tag,
  summary: 'Judge an incident again',
  description: 'The built-in triage answers; a model that is set up is asked afterwards.',
  params: incidentById,
  answers: { 200: { description: 'The judgement.', schema: analysisAnswer }, 404: notFound, 422: invalid },
});
