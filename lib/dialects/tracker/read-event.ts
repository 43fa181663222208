import { bodyIssue, type InputIssue, invalid } from '@/lib/errors';
import {
  type EventDraft,
  type EventPatch,
  type EventWire,
  endBeforeStart,
  eventDraft,
  eventPatch,
} from '@/lib/events/schemas';
import { HttpError } from '@/lib/http/http-error';
import { issuesOf } from '@/lib/http/issues';
import { type EnumTable, trackerStatus, typeEnum } from './enums';
import { type DomainField, type WireField, wireFields } from './field-names';
import { type KnownEnvironments, type Reading, readField } from './read-field';

/**
 * Bodies of create and update, as leniently as Tracker's clients need: both spellings of every name, enums as names, numbers
 * or digits, unknown fields ignored, `null` and empty values as "none". Pure.
 */

/** What a body is read with. */
export interface ReadContext {
  table: EnumTable;
  environments: KnownEnvironments;
}

/** An update as the body asks for it. */
export interface TrackerUpdate {
  which: { id: string } | { slackId: string };
  patch: EventPatch;
  /** The impact came as `true`, which does not say how much. */
  vagueImpact: boolean;
}

type Body = Record<string, unknown>;

/** Reads a create. Throws `invalid` with every issue, or 400 for a field in both spellings. */
export function readDraft(body: unknown, context: ReadContext): EventDraft {
  const { readings, issues } = readFields(body, context);
  const draft: Record<string, unknown> = {};
  for (const [field, reading] of readings) if ('value' in reading) draft[field] = reading.value;

  const required = (field: DomainField, detail: string, instead: unknown) => {
    if (draft[field] !== undefined) return;
    if (!hasIssue(issues, field)) issues.push(bodyIssue([field], detail));
    // So that the rest can be checked as well, and one answer tells everything that is wrong.
    draft[field] = instead;
  };
  required('title', 'is required', '-');
  required('kind', `is required, one of ${typeEnum.listed(context.table)}`, 'deployment');
  if (draft.relatedId === undefined && !hasIssue(issues, 'relatedId'))
    required('service', 'is required (or a relatedId to take it from)', '-');

  const parsed = eventDraft.safeParse(draft);
  if (!parsed.success) issues.push(...issuesOf(parsed.error, 'body'));
  if (issues.length > 0 || !parsed.success) throw invalid(issues);
  return parsed.data;
}

/**
 * Reads an update: what is left out stays, an explicit `null` or empty value clears. A non-empty `id` names the event and then
 * `slackId` is a value like any other; without an id the Slack id names it.
 */
export function readUpdate(body: unknown, context: ReadContext): TrackerUpdate {
  const { readings, issues, raw } = readFields(body, context);
  const patch: Record<string, unknown> = {};
  for (const [field, reading] of readings) {
    if ('value' in reading) patch[field] = reading.value;
    // TYPE_UNSPECIFIED is how kinds that Tracker does not know are answered: sent back, it changes nothing.
    else if ('unset' in reading && !(field === 'kind' && isExplicitZero(raw.get(field)))) {
      if (field in cleared) patch[field] = cleared[field as keyof typeof cleared];
      else issues.push(bodyIssue([field], 'is required and cannot be cleared'));
    }
  }
  const id = readField.text(raw.get('id'));
  if ('issue' in id) issues.push(bodyIssue(['id'], id.issue));
  let which: TrackerUpdate['which'] = { id: 'value' in id ? String(id.value) : '' };
  if (!('value' in id)) {
    const { slackId } = patch;
    if (typeof slackId === 'string') which = { slackId };
    else if (!hasIssue(issues, 'slackId') && !('issue' in id))
      issues.push(bodyIssue(['id'], 'is required: the id of the event, or its slackId'));
    delete patch.slackId;
  }
  const parsed = eventPatch.safeParse(patch);
  if (!parsed.success) issues.push(...issuesOf(parsed.error, 'body'));
  const { startsAt, endsAt } = parsed.data ?? {};
  if (startsAt && endsAt && endsAt < startsAt) issues.push(bodyIssue(['endsAt'], endBeforeStart));
  if (issues.length > 0 || !parsed.success) throw invalid(issues);
  return { which, patch: parsed.data, vagueImpact: raw.get('impact') === true };
}

/** Whether {@link withoutEchoes} has to see the event as it stands. */
export function mayEcho({ patch, vagueImpact }: TrackerUpdate): boolean {
  return vagueImpact || patch.status === 'planned' || patch.status === 'failure';
}

/**
 * The patch without values that only repeat what the wire says of the event: a client that reads an event and sends it back
 * must not turn `pending` into `planned`, `aborted` into `failure`, or an impact of 3 into 1.
 */
export function withoutEchoes({ patch, vagueImpact }: TrackerUpdate, before: EventWire): EventPatch {
  const { status, impact, ...rest } = patch;
  const sameStatus = status !== undefined && status === trackerStatus(before.status);
  const sameImpact = vagueImpact && before.impact > 0;
  return {
    ...rest,
    ...(status === undefined || sameStatus ? {} : { status }),
    ...(impact === undefined || sameImpact ? {} : { impact }),
  };
}

/** What a field becomes when it is cleared. Title, type and service are not here: an event cannot be without them. */
const cleared = {
  slackId: null,
  message: '',
  source: '',
  priority: null,
  relatedId: null,
  status: null,
  environment: null,
  impact: 0,
  startsAt: null,
  endsAt: null,
  owner: '',
  stakeholders: [],
  notification: false,
  notifications: [],
  pullRequestUrl: null,
  ticket: null,
} as const satisfies Partial<EventPatch>;

const isExplicitZero = (value: unknown) => value !== null && value !== '';

const hasIssue = (issues: readonly InputIssue[], field: string) =>
  issues.some(({ path }) => path[0] === field);

interface Fields {
  /** Of every field that stands in the body. */
  readings: Map<DomainField, Reading>;
  raw: Map<DomainField | 'id', unknown>;
  issues: InputIssue[];
}

function readFields(body: unknown, context: ReadContext): Fields {
  if (!isObject(body)) throw invalid([bodyIssue([], 'The body must be a JSON object')]);
  const issues: InputIssue[] = [];
  const groups = { attributes: group(body, 'attributes', issues), links: group(body, 'links', issues) };
  const raw: Fields['raw'] = new Map();
  const readings: Fields['readings'] = new Map();
  if (Object.hasOwn(body, 'id')) raw.set('id', body.id);
  for (const [name, field] of Object.entries(wireFields) as [DomainField, WireField][]) {
    const holder = field.group ? groups[field.group] : body;
    // No links at all is none of them.
    if (holder === null && field.group === 'links') {
      raw.set(name, null);
      readings.set(name, { unset: true });
    }
    const spelling = holder ? spellingIn(holder, field) : undefined;
    if (!holder || spelling === undefined) continue;
    const value = holder[spelling];
    raw.set(name, value);
    const reading = readField[kindsOfField[name]](value, context);
    readings.set(name, reading);
    if ('issue' in reading) issues.push(bodyIssue([name], reading.issue));
  }
  return { readings, raw, issues };
}

const kindsOfField: Record<DomainField, keyof typeof readField> = {
  title: 'text',
  slackId: 'text',
  message: 'text',
  source: 'text',
  kind: 'type',
  priority: 'priority',
  relatedId: 'text',
  service: 'text',
  status: 'status',
  environment: 'environment',
  impact: 'impact',
  startsAt: 'date',
  endsAt: 'date',
  owner: 'text',
  stakeholders: 'texts',
  notification: 'flag',
  notifications: 'texts',
  pullRequestUrl: 'text',
  ticket: 'text',
};

const isObject = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A message inside the body: undefined when left out, null when explicitly none. */
function group(body: Body, name: 'attributes' | 'links', issues: InputIssue[]): Body | null | undefined {
  const value = Object.hasOwn(body, name) ? body[name] : undefined;
  if (value === undefined || value === null || isObject(value)) return value;
  issues.push(bodyIssue([name], 'must be an object'));
  return undefined;
}

/** The spelling in which a field stands in an object. In both at once it is refused: nobody can tell which one counts. */
export function spellingIn(
  holder: Body,
  { camel, snake }: Pick<WireField, 'camel' | 'snake'>,
): string | undefined {
  const inCamel = Object.hasOwn(holder, camel);
  if (camel !== snake && Object.hasOwn(holder, snake)) {
    if (!inCamel) return snake;
    throw new HttpError('malformed_body', `duplicate field "${snake}": it stands as "${camel}" as well`);
  }
  return inCamel ? camel : undefined;
}
