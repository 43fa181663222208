import { z } from 'zod';
import { eventFilterShape } from '@/lib/events/filters';
import { invalidInput } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { many, one } from '@/lib/http/query';
import { streamTopics } from './topics';

/** The stream of changes, declared. Client-safe. */

const streamNames = (plural: string) => `The same as \`${plural}\`.`;

export const streamOperation = operation({
  id: 'streamChanges',
  method: 'GET',
  path: '/api/v2/stream',
  scope: 'read',
  dialect: native,
  tag: 'Live',
  summary: 'Follow changes as they are committed',
  description:
    'Server-sent events. `ready` comes first and says where the stream begins. `event.created` and `event.updated` carry the event as it is now, in the form of `GET /api/v2/events/{id}`; `event.deleted` carries `{"id"}` and is sent whatever the filters say. `lock.queued`, `lock.acquired`, `lock.renewed`, `lock.released`, `lock.expired`, `lock.taken_over`, `lock.moved` and `lock.dropped` carry the lock in the form of `GET /api/v2/locks/{id}`. `catalog.created`, `catalog.updated` and `catalog.gone` carry `{id, name}` of the service whose entry changed. `incident.created`, `incident.moved` and `incident.updated` carry the incident in the form of `GET /api/v2/incidents`; `incident.deleted` carries `{"id"}` of its event. Every message has an id: reconnect with it as Last-Event-ID and nothing is missed that was committed meanwhile, in whatever order. Several changes of one event or incident in quick succession may come as one. `reset` says that the place is no longer known (ids are good for a day): read lists anew and go on from there.',
  query: z.strictObject({
    topics: many(z.enum(streamTopics, { error: `allowed are ${streamTopics.join(', ')}` }))
      .optional()
      .meta({ description: 'All, when left out.' }),
    kinds: eventFilterShape.kind,
    services: eventFilterShape.service,
    environments: eventFilterShape.environment,
    kind: eventFilterShape.kind.meta({ description: streamNames('kinds') }),
    service: eventFilterShape.service.meta({ description: streamNames('services') }),
    environment: eventFilterShape.environment.meta({ description: streamNames('environments') }),
    lastEventId: one(z.string().max(64, { error: 'is longer than 64 characters' }))
      .optional()
      .meta({ description: 'Where to go on, for the first connection; the header Last-Event-ID wins.' }),
  }),
  answers: {
    200: { description: 'The stream, until either side ends it.', contentType: 'text/event-stream' },
    422: invalidInput,
  },
  examples: [{ title: 'What happens in production', query: { environments: 'production' } }],
});
