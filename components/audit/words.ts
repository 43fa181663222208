import type { AuditEntryWire } from '@/lib/audit/schemas';

/** What stands on the page for what the log says. Pure. */

/** `updateIncident` reads `Update incident`, `postDeploymentEventBelow` as it can. */
export function operationText(operation: string): string {
  const words = operation.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const callerTexts: Record<string, string> = {
  local: 'this machine',
  person: 'person',
  token: 'token',
  ci: 'CI run',
  anonymous: 'nobody known',
};
export const callerText = (kind: string) => callerTexts[kind] ?? kind;

const reasons: Record<string, string> = {
  unauthenticated: 'Not signed in, or with a secret that is not valid',
  forbidden: 'Not among what they may do, or not there',
  too_many_requests: 'Too many requests',
};
export const reasonText = (reason: string) => reasons[reason] ?? reason;

/** Where the subject can be looked at; null where it has no page. */
export function subjectHref(subject: string): string | null {
  const at = subject.indexOf(':');
  const id = encodeURIComponent(subject.slice(at + 1));
  switch (subject.slice(0, at)) {
    case 'event':
      return `/events/${id}`;
    case 'incident':
      return `/incidents/${id}`;
    case 'catalog':
      return `/catalog/${id}`;
    case 'rule':
      return `/settings/rules/${id}`;
    case 'detection-rule':
      return `/settings/detection/${id}`;
    default:
      return null;
  }
}

/** What the subject is called, where before or after say it: nobody knows an event by its id. */
export function titleOf({ before, after }: Pick<AuditEntryWire, 'before' | 'after'>): string | null {
  for (const side of [after, before]) {
    if (!isFields(side) || side === null) continue;
    const title = side.title ?? side.name;
    if (typeof title === 'string' && title !== '') return title;
  }
  return null;
}

/** One field of the difference; undefined on the side that does not have it. */
export interface FieldChange {
  name: string;
  before: string | undefined;
  after: string | undefined;
}

/** Before and after, field by field. What is no object stands under one nameless field. */
export function fieldChanges({ before, after }: Pick<AuditEntryWire, 'before' | 'after'>): FieldChange[] {
  if (before === null && after === null) return [];
  if (!isFields(before) || !isFields(after)) {
    return [{ name: '', before: textOf(before ?? undefined), after: textOf(after ?? undefined) }];
  }
  const was = before ?? {};
  const is = after ?? {};
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].map((name) => ({
    name,
    before: textOf(was[name]),
    after: textOf(is[name]),
  }));
}

type Json = AuditEntryWire['before'];

const isFields = (value: Json): value is Record<string, Json> | null =>
  value === null || (typeof value === 'object' && !Array.isArray(value));

function textOf(value: Json | undefined): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return 'nothing';
  if (typeof value === 'string') return value === '' ? 'empty' : value;
  return JSON.stringify(value, null, typeof value === 'object' ? 1 : undefined);
}
