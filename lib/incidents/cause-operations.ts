import { z } from 'zod';
import { etagHeader, invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { wholeNumber } from '@/lib/http/query';
import { incidentByNumber } from './operations';
import { incidentDetailWire, incidentWire, similarIncidentWire, suspectWire, verdictBody } from './schemas';
import { verdicts } from './vocabulary';

/** What is found out about an incident, declared: what changed before it, what sort of trouble it is, what was like it, what to write down. Client-safe. */

const tag = 'Incidents';
const notFound = problemAnswer('No such incident.');
const detail = { description: 'The incident.', schema: incidentDetailWire, headers: etagHeader };

export const suspectsWire = z
  .object({
    items: z.array(suspectWire),
    considered: z.int().meta({ description: 'How many changes were looked at.' }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    splitFrom: z
      .object({
        number: z.int(),
        verdicts: z.array(z.object({ eventId: z.string(), title: z.string(), verdict: z.enum(verdicts) })),
      })
      .nullable()
      .meta({
        description:
          'Of an incident that was split off: which one it came from, and what was said there. That stays there; here nobody has judged.',
      }),
  })
  .meta({ id: 'Suspects' });
export type SuspectsWire = z.output<typeof suspectsWire>;

export const listSuspectsOperation = operation({
  id: 'listSuspects',
  method: 'GET',
  path: '/api/v2/incidents/{number}/suspects',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'What changed: changes that may have caused it, ranked',
  params: incidentByNumber,
  query: z.strictObject({ limit: wholeNumber(1, 50).default(10) }),
  answers: {
    200: { description: 'The most suspect first.', schema: suspectsWire },
    404: notFound,
    422: invalidInput,
  },
});

export const judgeSuspectOperation = operation({
  id: 'judgeSuspect',
  method: 'POST',
  path: '/api/v2/incidents/{number}/suspects/{eventId}',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Confirm or clear a suspect',
  description:
    'The rank it had at this moment is kept. An incident whose event is related to nothing is related to the change that is confirmed.',
  params: incidentByNumber.extend({ eventId: z.string() }),
  body: verdictBody,
  answers: {
    200: { description: 'The suspects as they are now.', schema: suspectsWire },
    400: malformedBody,
    404: problemAnswer('No such incident, or no such event.'),
    422: invalidInput,
  },
});

export const similarIncidentsOperation = operation({
  id: 'similarIncidents',
  method: 'GET',
  path: '/api/v2/incidents/{number}/similar',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Past incidents that looked alike, and what resolved them',
  params: incidentByNumber,
  query: z.strictObject({ limit: wholeNumber(1, 20).default(5) }),
  answers: {
    200: {
      description: 'The most alike first.',
      schema: z.object({ items: z.array(similarIncidentWire) }),
    },
    404: notFound,
    422: invalidInput,
  },
});

export const triageIncidentOperation = operation({
  id: 'triageIncident',
  method: 'POST',
  path: '/api/v2/incidents/{number}/triage',
  scope: 'incidents:write',
  dialect: native,
  tag,
  summary: 'Judge it again',
  description:
    'The built-in classifier answers at once. Where a model is set up it is asked afterwards, and `triagePending` says so. What a person has set stays.',
  params: incidentByNumber,
  answers: { 200: detail, 404: notFound, 422: invalidInput },
});

export const draftPostmortemOperation = operation({
  id: 'draftPostmortem',
  method: 'GET',
  path: '/api/v2/incidents/{number}/postmortem/draft',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'A postmortem drafted from what happened',
  description: 'Nothing is stored: whoever likes it saves it with PATCH.',
  params: incidentByNumber,
  answers: {
    200: { description: 'Markdown.', schema: z.object({ text: z.string() }) },
    404: notFound,
    422: invalidInput,
  },
});

export const suspectedOfWire = z.object({
  items: z.array(
    z.object({
      incident: incidentWire,
      rank: z.int().nullable(),
      score: z.number().nullable(),
      verdict: z.enum(['confirmed', 'cleared']).nullable(),
    }),
  ),
});
export type SuspectedOfWire = z.output<typeof suspectedOfWire>;

export const suspectedOfOperation = operation({
  id: 'suspectedOf',
  method: 'GET',
  path: '/api/v2/events/{id}/incidents',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Incidents that a change is suspected of',
  description:
    'Confirmed ones first. For an event of kind `incident`, and for a signal, the incident that it is or belongs to is among them, without a rank.',
  params: z.strictObject({ id: z.string() }),
  answers: {
    200: { description: 'At most 50.', schema: suspectedOfWire },
    404: problemAnswer('No such event.'),
  },
});
