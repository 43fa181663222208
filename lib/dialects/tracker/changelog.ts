import { bodyIssue, type InputIssue, invalid } from '@/lib/errors';
import type { NewChangelogEntry } from '@/lib/events/append-changelog';
import type { Difference } from '@/lib/events/differences';
import type { EventWire } from '@/lib/events/schemas';
import { changeTypeEnum, type EnumTable } from './enums';
import { spellingIn } from './read-event';
import { readField } from './read-field';

/** The changelog as Tracker keeps it: what an update leaves in it, and entries that clients add. Pure. */

/** Whom a change is put down to: on this wire the owner speaks for himself. */
export function userOf(owner: string | undefined): string {
  return owner || 'system';
}

/**
 * The entries of an update, one for each field that changed. An update that changes the owner and nothing else is how
 * Tracker's clients approve an event.
 */
export function recordUpdate(
  found: readonly Difference[],
  _before: EventWire,
  after: EventWire,
): NewChangelogEntry[] {
  const actor = userOf(after.owner);
  const [first] = found;
  if (found.length === 1 && first?.field === 'owner' && after.owner !== '') {
    return [{ ...first, actor, type: 'approved', comment: `Event approved by ${after.owner}` }];
  }
  return found.map((entry) => ({ ...entry, actor, comment: entry.comment || 'Event updated' }));
}

const limits = { user: 200, field: 200, oldValue: 2000, newValue: 2000, comment: 10_000 } as const;
const spellings = {
  timestamp: { camel: 'timestamp', snake: 'timestamp' },
  user: { camel: 'user', snake: 'user' },
  changeType: { camel: 'changeType', snake: 'change_type' },
  field: { camel: 'field', snake: 'field' },
  oldValue: { camel: 'oldValue', snake: 'old_value' },
  newValue: { camel: 'newValue', snake: 'new_value' },
  comment: { camel: 'comment', snake: 'comment' },
} as const;
type EntryField = keyof typeof spellings;

/** Reads `{entry: {…}}`. What is left out: the time is now, the user "system", the change a comment. Throws `invalid`. */
export function readChangelogEntry(body: unknown, table: EnumTable): NewChangelogEntry {
  const entry = body !== null && typeof body === 'object' ? (body as { entry?: unknown }).entry : undefined;
  if (entry === undefined || entry === null)
    throw invalid([bodyIssue(['entry'], 'is required: changelog entry cannot be nil')]);
  if (typeof entry !== 'object' || Array.isArray(entry))
    throw invalid([bodyIssue(['entry'], 'must be an object')]);

  const issues: InputIssue[] = [];
  const holder = entry as Record<string, unknown>;
  const raw = (name: EntryField) => {
    const spelling = spellingIn(holder, spellings[name]);
    return spelling === undefined ? undefined : holder[spelling];
  };
  const text = (name: keyof typeof limits): string => {
    const reading = readField.text(raw(name));
    if ('issue' in reading) issues.push(bodyIssue(['entry', name], reading.issue));
    const value = 'value' in reading ? String(reading.value) : '';
    if (value.length > limits[name])
      issues.push(bodyIssue(['entry', name], `is longer than ${limits[name]} characters`));
    return value;
  };
  const type = changeTypeEnum.read(raw('changeType'), table);
  if (type === undefined)
    issues.push(bodyIssue(['entry', 'changeType'], changeTypeEnum.refusal(raw('changeType'), table)));
  const time = readField.date(raw('timestamp'));
  if ('issue' in time) issues.push(bodyIssue(['entry', 'timestamp'], time.issue));

  const read: NewChangelogEntry = {
    actor: userOf(text('user')),
    type: type ?? 'commented',
    field: text('field'),
    oldValue: text('oldValue'),
    newValue: text('newValue'),
    comment: text('comment'),
    ...('value' in time ? { at: new Date(String(time.value)) } : {}),
  };
  const says = type || read.field || read.oldValue || read.newValue || read.comment;
  if (issues.length === 0 && !says)
    issues.push(bodyIssue(['entry'], 'is empty: give at least a changeType, a field or a comment'));
  if (issues.length > 0) throw invalid(issues);
  return read;
}
