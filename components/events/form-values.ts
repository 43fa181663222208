import { instantToWall, wallToInstant } from '@/components/time/zoned';
import type { EventDraftInput, EventWire } from '@/lib/events/schemas';
import type { Problem } from '@/lib/http/problem';

/**
 * An event as a form holds it, everything as text, and the way there and back. Pure: the zone is given.
 */
export interface FormValues {
  kind: string;
  title: string;
  service: string;
  environment: string;
  status: string;
  priority: string;
  message: string;
  startsAt: string;
  endsAt: string;
  version: string;
  sha: string;
  pullRequestUrl: string;
  ticket: string;
  owner: string;
  /** With commas. */
  stakeholders: string;
  source: string;
  impact: string;
  level: string;
  category: string;
  eventType: string;
  relatedId: string;
  externalId: string;
  slackId: string;
  notification: boolean;
  /** With commas. */
  notifications: string;
  links: ReadonlyArray<{ title: string; url: string }>;
  payload: string;
  metadata: string;
}

/** What is wrong, by field; `links.0.url` for a part of one, `''` for what belongs to none. */
export type FormErrors = Readonly<Record<string, string>>;

export const emptyValues: FormValues = {
  kind: 'deployment',
  title: '',
  service: '',
  environment: '',
  status: '',
  priority: '',
  message: '',
  startsAt: '',
  endsAt: '',
  version: '',
  sha: '',
  pullRequestUrl: '',
  ticket: '',
  owner: '',
  stakeholders: '',
  source: '',
  impact: '0',
  level: '',
  category: '',
  eventType: '',
  relatedId: '',
  externalId: '',
  slackId: '',
  notification: false,
  notifications: '',
  links: [],
  payload: '',
  metadata: '',
};

/** The values that show an event as it is. */
export function valuesFrom(event: EventWire, timeZone: string): FormValues {
  const time = (at: string | null) => (at === null ? '' : instantToWall(Date.parse(at), timeZone));
  const json = (value: unknown, empty: boolean) => (empty ? '' : JSON.stringify(value, null, 2));
  return {
    kind: event.kind,
    title: event.title,
    service: event.service,
    environment: event.environment ?? '',
    status: event.status ?? '',
    priority: event.priority ?? '',
    message: event.message,
    startsAt: time(event.startsAt),
    endsAt: time(event.endsAt),
    version: event.version ?? '',
    sha: event.sha ?? '',
    pullRequestUrl: event.pullRequestUrl ?? '',
    ticket: event.ticket ?? '',
    owner: event.owner,
    stakeholders: event.stakeholders.join(', '),
    source: event.source,
    impact: String(event.impact),
    level: event.level ?? '',
    category: event.category ?? '',
    eventType: event.eventType ?? '',
    relatedId: event.relatedId ?? '',
    externalId: event.externalId ?? '',
    slackId: event.slackId ?? '',
    notification: event.notification,
    notifications: event.notifications.join(', '),
    links: event.links,
    payload: json(event.payload, event.payload === null),
    metadata: json(event.metadata, Object.keys(event.metadata).length === 0),
  };
}

type Draft = Record<string, unknown>;

/** Values as the API takes them, each field; cleared ones are null or empty. What cannot be read as text is an error. */
export function toFields(values: FormValues, timeZone: string): { fields: Draft; errors: FormErrors } {
  const errors: Record<string, string> = {};
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  const list = (value: string) =>
    value
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean);
  const time = (name: 'startsAt' | 'endsAt') => {
    const said = values[name].trim();
    if (said === '') return null;
    const at = /T.*(?:Z|[+-]\d{2}:?\d{2})$/i.test(said) ? said : wallToInstant(said, timeZone);
    if (at === null) errors[name] = 'is no date and time such as 2026-03-14 09:26';
    return at;
  };
  const json = (name: 'payload' | 'metadata', empty: unknown) => {
    if (values[name].trim() === '') return empty;
    try {
      return JSON.parse(values[name]) as unknown;
    } catch (error) {
      errors[name] = `is not JSON: ${(error as Error).message}`;
      return empty;
    }
  };
  const fields: Draft = {
    kind: values.kind,
    title: values.title,
    service: values.service,
    environment: text(values.environment),
    status: text(values.status),
    priority: text(values.priority),
    message: values.message,
    startsAt: time('startsAt'),
    endsAt: time('endsAt'),
    version: text(values.version),
    sha: text(values.sha),
    pullRequestUrl: text(values.pullRequestUrl),
    ticket: text(values.ticket),
    owner: values.owner.trim(),
    stakeholders: list(values.stakeholders),
    source: values.source.trim(),
    impact: Number(values.impact),
    level: text(values.level),
    category: text(values.category),
    eventType: text(values.eventType),
    relatedId: text(values.relatedId),
    externalId: text(values.externalId),
    slackId: text(values.slackId),
    notification: values.notification,
    notifications: list(values.notifications),
    links: values.links
      .map(({ title, url }) => ({ title: title.trim(), url: url.trim() }))
      .filter(({ title, url }) => title !== '' || url !== ''),
    payload: json('payload', null),
    metadata: json('metadata', {}),
  };
  return { fields, errors };
}

/** A new event: only what was filled in. */
export function draftFrom(
  values: FormValues,
  timeZone: string,
): { draft: EventDraftInput; errors: FormErrors } {
  const { fields, errors } = toFields(values, timeZone);
  const empty = toFields(emptyValues, timeZone).fields;
  const said = Object.entries(fields).filter(
    ([name, value]) =>
      name === 'kind' ||
      name === 'title' ||
      (name === 'service' ? values.relatedId.trim() === '' || value !== '' : !same(value, empty[name])),
  );
  return { draft: Object.fromEntries(said) as EventDraftInput, errors };
}

/** A change: only what is different from what the form began with. */
export function patchFrom(
  values: FormValues,
  base: FormValues,
  timeZone: string,
): { patch: Partial<EventDraftInput>; errors: FormErrors } {
  const { fields, errors } = toFields(values, timeZone);
  const before = toFields(base, timeZone).fields;
  const changed = Object.entries(fields).filter(([name, value]) => !same(value, before[name]));
  return { patch: Object.fromEntries(changed) as Partial<EventDraftInput>, errors };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What a schema found, by field. The first of each counts. */
export function errorsFromIssues(
  issues: ReadonlyArray<{ path: readonly PropertyKey[]; message: string }>,
): FormErrors {
  const errors: Record<string, string> = {};
  for (const { path, message } of issues) errors[path.map(String).join('.')] ??= message;
  return errors;
}

/** What the server found, by field: its JSON pointers name them. Null when it says nothing about fields. */
export function errorsFromProblem(problem: Problem | null): FormErrors | null {
  if (!problem?.errors?.length) return null;
  return errorsFromIssues(
    problem.errors.map(({ pointer = '', detail }) => ({
      path: pointer
        .split('/')
        .slice(1)
        .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
      message: detail,
    })),
  );
}
