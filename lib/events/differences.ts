import type { EventPatch, EventWire } from './schemas';
import type { ChangeType } from './vocabulary';

/** One field that an update changes, as the changelog keeps it. */
export interface Difference {
  type: ChangeType;
  field: keyof EventPatch;
  oldValue: string;
  newValue: string;
  comment: string;
}

/** Longest value that the changelog keeps; what is longer is cut, the event itself has it whole. */
const maxValueLength = 2000;

/** A field's value as changelog text: empty for none, ISO for times, comma-separated for lists, JSON for objects. */
export function changelogText(value: unknown): string {
  const text =
    value === null || value === undefined
      ? ''
      : typeof value === 'string'
        ? value
        : Array.isArray(value) && value.every((item) => typeof item === 'string')
          ? value.join(', ')
          : JSON.stringify(value);
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength - 1)}…` : text;
}

const linkFields: readonly (keyof EventPatch)[] = [
  'ticket',
  'pullRequestUrl',
  'slackId',
  'links',
  'relatedId',
];

/** What differs between an event and itself after `patch`, one entry for each field that really changes. */
export function differences(before: EventWire, after: EventWire, patch: EventPatch): Difference[] {
  const found: Difference[] = [];
  // The status leads: it is what the reader of a changelog looks for.
  const fields = (Object.keys(patch) as (keyof EventPatch)[]).sort(
    (a, b) => Number(b === 'status') - Number(a === 'status'),
  );
  for (const field of fields) {
    if (patch[field] === undefined || same(before[field], after[field])) continue;
    const newValue = changelogText(after[field]);
    const type: ChangeType =
      field === 'status'
        ? 'status_changed'
        : linkFields.includes(field) && newValue !== '' && newValue !== '[]'
          ? 'linked'
          : 'updated';
    found.push({
      type,
      field,
      oldValue: changelogText(before[field]),
      newValue,
      comment: comments[field] ?? '',
    });
  }
  return found;
}

const comments: Partial<Record<keyof EventPatch, string>> = {
  status: 'Status updated',
  ticket: 'Ticket linked',
  pullRequestUrl: 'Pull request linked',
  slackId: 'Slack message linked',
  relatedId: 'Related event linked',
  priority: 'Priority updated',
  title: 'Title updated',
};

function same(left: unknown, right: unknown): boolean {
  return left === right || canonicalJson(left) === canonicalJson(right);
}

/** JSON with sorted keys: jsonb does not keep the order of keys, so an unchanged object may come back in another. */
function canonicalJson(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      inner !== null && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}
