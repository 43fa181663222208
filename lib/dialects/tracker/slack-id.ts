import type { AuditTrail } from '@/lib/audit/entry';
import { bodyIssue, DomainError, invalid } from '@/lib/errors';
import { type EventWire, eventPatch } from '@/lib/events/schemas';
import { updateEvent } from '@/lib/events/update-event';
import { issuesOf } from '@/lib/http/issues';
import { recordUpdate } from './changelog';
import { wireFields } from './field-names';
import { spellingIn } from './read-event';
import { readField } from './read-field';

/** Reads `{slackId}`. Throws `invalid`: an empty one links nothing. */
export function readSlackId(body: unknown): string {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw invalid([bodyIssue([], 'The body must be a JSON object')]);
  const holder = body as Record<string, unknown>;
  const spelling = spellingIn(holder, wireFields.slackId);
  const reading = readField.text(spelling === undefined ? undefined : holder[spelling]);
  if ('issue' in reading) throw invalid([bodyIssue(['slackId'], reading.issue)]);
  if ('unset' in reading) throw invalid([bodyIssue(['slackId'], 'is required: slack_id cannot be empty')]);
  const parsed = eventPatch.safeParse({ slackId: reading.value });
  if (!parsed.success) throw invalid(issuesOf(parsed.error, 'body'));
  return parsed.data.slackId as string;
}

/** Links an event with a Slack message, once. Throws `not_found`, and `conflict` when it is linked already. */
export function addSlackId(id: string, slackId: string, audit?: AuditTrail): Promise<EventWire> {
  return updateEvent({
    which: { id },
    patch: { slackId },
    actor: 'system',
    audit,
    record(found, before, after) {
      // Under the lock on the event: of two that come at the same time one is refused.
      if (before.slackId !== null)
        throw new DomainError('conflict', `slack_id is already set to ${before.slackId}`);
      return recordUpdate(found, before, after);
    },
  });
}
