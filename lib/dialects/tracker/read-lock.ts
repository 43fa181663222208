import { bodyIssue, type InputIssue, invalid } from '@/lib/errors';
import { issuesOf } from '@/lib/http/issues';
import { lockName } from '@/lib/locks/schemas';
import { type EnumTable, environmentEnum } from './enums';
import { spellingIn } from './read-event';
import { readField } from './read-field';

/** The fields of a lock as a body gives them; undefined is left out or empty, which is the same on this wire. */
export interface TrackerLockInput {
  service?: string;
  who?: string;
  environment?: string;
  resource?: string;
  eventId?: string;
}

const fields = {
  service: { camel: 'service', snake: 'service', max: 200 },
  who: { camel: 'who', snake: 'who', max: 200 },
  environment: { camel: 'environment', snake: 'environment', max: 100 },
  resource: { camel: 'resource', snake: 'resource', max: 200 },
  eventId: { camel: 'eventId', snake: 'event_id', max: 200 },
} as const;
type Field = keyof typeof fields;

/** Reads the body of a create or an update. Throws `invalid` with every issue. Pure. */
export function readLock(body: unknown, table: EnumTable): TrackerLockInput {
  if (body === null || typeof body !== 'object' || Array.isArray(body))
    throw invalid([bodyIssue([], 'The body must be a JSON object')]);
  const holder = body as Record<string, unknown>;
  const issues: InputIssue[] = [];
  const input: TrackerLockInput = {};
  for (const name of Object.keys(fields) as Field[]) {
    const spelling = spellingIn(holder, fields[name]);
    const value = spelling === undefined ? undefined : holder[spelling];
    const reading = name === 'environment' ? readEnvironment(value, table) : readField.text(value);
    if ('issue' in reading) issues.push(bodyIssue([name], reading.issue));
    if (!('value' in reading)) continue;
    const parsed = lockName(fields[name].max).safeParse(reading.value);
    if (parsed.success) input[name] = parsed.data;
    else issues.push(...issuesOf(parsed.error, 'body').map((issue) => ({ ...issue, path: [name] })));
  }
  if (issues.length > 0) throw invalid(issues);
  return input;
}

/** A create must say which service; environment, resource and holder may be left out. */
export function requireService(input: TrackerLockInput): TrackerLockInput & { service: string } {
  if (input.service === undefined) throw invalid([bodyIssue(['service'], 'is required')]);
  return { ...input, service: input.service };
}

/** The lock's environment is a free text on this wire; Tracker's own names and numbers are known in every spelling. */
function readEnvironment(value: unknown, table: EnumTable) {
  const known = environmentEnum.read(value, table);
  if (known === null) return { unset: true } as const;
  if (known !== undefined) return { value: known };
  if (typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value.trim())))
    return { issue: environmentEnum.refusal(value, table) };
  return readField.text(value);
}
