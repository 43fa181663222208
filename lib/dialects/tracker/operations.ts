import { z } from 'zod';
import { type Answer, operation } from '@/lib/http/operation';
import { enumParameter, pagingParameters, parameter, trackerFailure, trackerInvalid } from './declarations';
import { tracker } from './errors';
import {
  changelogExamples,
  createExamples,
  listExamples,
  searchExamples,
  slackExamples,
  statsExamples,
  updateExamples,
} from './examples';
import { defaultPerPage, maxPerPage } from './paging';
import {
  changelogBody,
  createBody,
  slackBody,
  trackerChangelog,
  trackerDeleted,
  trackerEventAnswer,
  trackerEventList,
  trackerMonthlyStats,
  trackerStats,
  updateBody,
} from './schemas';

/** Tracker's event routes, declared. Client-safe. */

const tag = 'Tracker events';
const notFound = trackerFailure('No such event.');
const oneEvent: Answer = { description: 'The event, flat and wrapped.', schema: trackerEventAnswer };
const manyEvents: Answer = { description: 'The events, the last created first.', schema: trackerEventList };

const byId = z.strictObject({
  id: z.string().meta({ description: 'The UUID of the event, or its Slack id.' }),
});

const paging = pagingParameters('all events');
const dates = (required: string) => ({
  start_date: parameter('string', `RFC 3339 or a date. ${required}`),
  end_date: parameter('string', `Included; a date includes its whole day. ${required}`),
});
const narrow = {
  environments: enumParameter('Environments'),
  impact: parameter('string', '0 to 3, or true for any and false for none.'),
  priorities: enumParameter('Priorities'),
  types: enumParameter('Types'),
  statuses: enumParameter('Statuses'),
  source: parameter('string', 'Several by repetition.'),
  service: parameter('string', 'Several by repetition.'),
};

export const createTrackerEvent = operation({
  id: 'trackerCreateEvent',
  method: 'POST',
  path: '/api/v1alpha1/event',
  scope: 'events:write',
  dialect: tracker,
  tag,
  summary: 'Create an event',
  description: 'Title, type and service are required; the service may come from the related event.',
  body: createBody,
  idempotent: true,
  answers: { 200: oneEvent, 400: trackerInvalid },
  examples: createExamples,
});

export const updateTrackerEvent = operation({
  id: 'trackerUpdateEvent',
  method: 'PUT',
  path: '/api/v1alpha1/event',
  scope: 'events:write',
  dialect: tracker,
  tag,
  summary: 'Update an event',
  description: 'Merges: what is left out stays, null or an empty value clears. Answers the updated event.',
  body: updateBody,
  answers: {
    200: oneEvent,
    400: trackerInvalid,
    404: notFound,
    409: trackerFailure('The Slack id belongs to another event.'),
  },
  examples: updateExamples,
});

export const getTrackerEvent = operation({
  id: 'trackerGetEvent',
  method: 'GET',
  path: '/api/v1alpha1/event/{id}',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'Read an event',
  params: byId,
  answers: { 200: oneEvent, 404: notFound },
});

export const deleteTrackerEvent = operation({
  id: 'trackerDeleteEvents',
  method: 'DELETE',
  path: '/api/v1alpha1/event/{id}',
  scope: 'events:write',
  dialect: tracker,
  tag,
  summary: 'Delete an event',
  params: byId,
  query: z.looseObject({
    slack_id: parameter(
      'string',
      'The event by its Slack id; if the path has a UUID it must be the same event.',
    ),
  }),
  answers: {
    200: { description: 'What was deleted.', schema: trackerDeleted },
    400: trackerInvalid,
    404: notFound,
  },
});

export const searchTrackerEvents = operation({
  id: 'trackerSearchEvents',
  method: 'GET',
  path: '/api/v1alpha1/events/search',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'Search events',
  description:
    'Values of one parameter are alternatives, parameters narrow each other; at least one is needed. Dates find what overlaps them.',
  query: z.looseObject({
    source: narrow.source,
    type: enumParameter('Types'),
    priority: enumParameter('Priorities'),
    status: enumParameter('Statuses'),
    service: narrow.service,
    environment: enumParameter('Environments'),
    impact: narrow.impact,
    slack_id: parameter('string', 'Several by repetition.'),
    q: parameter('string', 'Words that must all occur in title, message, ticket or version.'),
    ...dates(''),
    ...paging,
  }),
  answers: { 200: manyEvents, 400: trackerInvalid },
  examples: searchExamples,
});

export const listTrackerEvents = operation({
  id: 'trackerListEvents',
  method: 'GET',
  path: '/api/v1alpha1/events/list',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'List events',
  query: z.looseObject(paging),
  answers: { 200: manyEvents, 400: trackerInvalid },
  examples: listExamples,
});

export const todayTrackerEvents = operation({
  id: 'trackerTodayEvents',
  method: 'GET',
  path: '/api/v1alpha1/events/today',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: "List today's events",
  description: 'What takes place on the current day in UTC, also when it began before.',
  query: z.looseObject(paging),
  answers: { 200: manyEvents, 400: trackerInvalid },
  examples: listExamples,
});

export const trackerEventStats = operation({
  id: 'trackerGetEventStats',
  method: 'GET',
  path: '/api/v1alpha1/events/stats',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'Count events',
  description: 'An event counts where it starts; without a start, where it was created.',
  query: z.looseObject({ ...dates('Required.'), ...narrow }),
  answers: { 200: { description: 'The count.', schema: trackerStats }, 400: trackerInvalid },
  examples: statsExamples,
});

export const trackerEventStatsByMonth = operation({
  id: 'trackerGetEventStatsByMonth',
  method: 'GET',
  path: '/api/v1alpha1/events/stats/monthly',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: 'Count events by month',
  description: 'Months in UTC, without empty ones, by year, month and service.',
  query: z.looseObject({
    ...dates('Required.'),
    ...narrow,
    group_by_service: parameter('boolean', 'One count for each service.'),
  }),
  answers: { 200: { description: 'The counts.', schema: trackerMonthlyStats }, 400: trackerInvalid },
  examples: statsExamples,
});

export const readTrackerChangelog = operation({
  id: 'trackerGetEventChangelog',
  method: 'GET',
  path: '/api/v1alpha1/event/{id}/changelog',
  scope: 'read',
  dialect: tracker,
  tag,
  summary: "Read an event's changelog",
  params: byId,
  query: z.looseObject({
    per_page: parameter('integer', `1 to ${maxPerPage}, ${defaultPerPage} when left out.`),
    page: parameter('integer', 'From 1, 1 when left out.'),
  }),
  answers: {
    200: { description: 'Entries, oldest first.', schema: trackerChangelog },
    400: trackerInvalid,
    404: notFound,
  },
});

export const addTrackerChangelogEntry = operation({
  id: 'trackerAddChangelogEntry',
  method: 'POST',
  path: '/api/v1alpha1/event/{id}/changelog',
  scope: 'events:write',
  dialect: tracker,
  tag,
  summary: "Add an entry to an event's changelog",
  params: byId,
  body: changelogBody,
  idempotent: true,
  answers: { 200: oneEvent, 400: trackerInvalid, 404: notFound },
  examples: changelogExamples,
});

export const addTrackerSlackId = operation({
  id: 'trackerAddSlackId',
  method: 'POST',
  path: '/api/v1alpha1/event/{id}/slack',
  scope: 'events:write',
  dialect: tracker,
  tag,
  summary: 'Link an event with its Slack message',
  params: byId,
  body: slackBody,
  answers: {
    200: oneEvent,
    400: trackerInvalid,
    404: notFound,
    409: trackerFailure('It has a Slack id already.'),
  },
  examples: slackExamples,
});
