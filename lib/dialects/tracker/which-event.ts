import { invalid } from '@/lib/errors';
import { isUuid } from '@/lib/events/find-events';
import type { EventWire } from '@/lib/events/schemas';
import type { RawQuery } from '@/lib/http/query';
import { findEvent } from './events';
import { valuesOf } from './search';

/**
 * The event that a delete means: by the id in the path, or by `slack_id`. Where the path has a UUID and a Slack id is given
 * too, both must be the same event: nothing is deleted on a misunderstanding. Throws `invalid` and `not_found`.
 */
export async function eventToDelete(id: string, query: RawQuery): Promise<EventWire> {
  const [slackId, ...more] = valuesOf(query, 'slack_id', 'slackId');
  if (more.length > 0)
    throw invalid([{ in: 'query', path: ['slack_id'], detail: 'too many values: give it once' }]);
  if (slackId === undefined) return findEvent(id);
  if (!isUuid(id)) return findEvent(slackId);
  const event = await findEvent(id);
  if (event.slackId === slackId) return event;
  throw invalid([
    {
      in: 'query',
      path: ['slack_id'],
      detail: `is not that of event ${id}; nothing was deleted`,
    },
  ]);
}
