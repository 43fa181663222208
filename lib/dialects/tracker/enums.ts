import type { ChangeType, EventKind, EventStatus, Priority } from '@/lib/events/vocabulary';

/**
 * The enums of Tracker's wire: their names, and the two tables of numbers that are in use for them. Client-safe and pure.
 *
 * Names are read in any case, with or without separators (`rpa_usage`, `RPA Usage`; `Pre-production`), numbers as numbers or
 * as digits in a string. What is in no table is refused: a number that the guide does not have most likely comes from a
 * client that counts as the proto does, and its other numbers would be misread without anybody noticing.
 */

/** Which numbers a client sends: those of Tracker's guide, or those of its proto. */
export const enumTables = ['guide', 'proto'] as const;
export type EnumTable = (typeof enumTables)[number];

interface Value<T> {
  /** As it is answered. */
  name: string;
  value: T;
  guide?: number;
  proto?: number;
  /** Other spellings that are read. */
  also?: readonly string[];
}

/** One enum: how it is read and written. */
export class WireEnum<T extends string> {
  readonly #names = new Map<string, T | null>();
  readonly #numbers: Record<EnumTable, Map<number, T>> = { guide: new Map(), proto: new Map() };
  readonly #written = new Map<T, string>();
  readonly #values: readonly Value<T>[];

  /** @param unspecified the name of the proto's zero, which stands for "none" */
  constructor(
    readonly unspecified: string,
    values: readonly Value<T>[],
  ) {
    this.#values = values;
    this.#names.set(bare(unspecified), null);
    for (const { name, value, guide, proto, also = [] } of values) {
      for (const spelling of [name, ...also]) this.#names.set(bare(spelling), value);
      if (guide !== undefined) this.#numbers.guide.set(guide, value);
      if (proto !== undefined) this.#numbers.proto.set(proto, value);
      this.#written.set(value, name);
    }
  }

  /** The value that a name, a number or digits stand for; null for none (zero, empty, UNSPECIFIED); undefined when unknown. */
  read(input: unknown, table: EnumTable): T | null | undefined {
    if (input === null || input === undefined) return null;
    if (typeof input === 'number') return input === 0 ? null : this.#numbers[table].get(input);
    if (typeof input !== 'string') return undefined;
    const text = input.trim();
    if (text === '') return null;
    if (/^(?:0|[1-9]\d{0,8})$/.test(text)) return this.read(Number(text), table);
    return this.#names.get(bare(text));
  }

  /** The name on the wire; the name of the zero for none. */
  write(value: T | null): string {
    return (value === null ? undefined : this.#written.get(value)) ?? this.unspecified;
  }

  /** Whether the wire has a name for a value. */
  has(value: string): value is T {
    return this.#written.has(value as T);
  }

  get names(): string[] {
    return this.#values.map(({ name }) => name);
  }

  get values(): T[] {
    return this.#values.map(({ value }) => value);
  }

  /** What is wrong with an input that {@link read} does not know: `is 99, allowed are start (1), …`. */
  refusal(input: unknown, table: EnumTable): string {
    const number = typeof input === 'number' ? input : Number(typeof input === 'string' ? input : Number.NaN);
    const hint =
      table === 'guide' && this.#numbers.proto.has(number)
        ? "; for the numbers of Tracker's proto send the header X-Tracker-Enums: proto"
        : '';
    return `is ${shown(input)}, allowed are ${this.listed(table)}${hint}`;
  }

  /** Every name with its number, if it has one. */
  listed(table: EnumTable): string {
    return this.#values
      .map((entry) => (entry[table] === undefined ? entry.name : `${entry.name} (${entry[table]})`))
      .join(', ');
  }
}

/** A value as an error text shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

const bare = (name: string) => name.toLowerCase().replaceAll(/[\s_-]+/g, '');

/** The kinds that Tracker knows. */
export type TrackerKind = Extract<EventKind, 'deployment' | 'operation' | 'drift' | 'incident' | 'rpa_usage'>;

export const typeEnum = new WireEnum<TrackerKind>('TYPE_UNSPECIFIED', [
  { name: 'deployment', value: 'deployment', guide: 1, proto: 1 },
  { name: 'operation', value: 'operation', guide: 2, proto: 2 },
  { name: 'drift', value: 'drift', guide: 3, proto: 3 },
  { name: 'incident', value: 'incident', guide: 4, proto: 4 },
  { name: 'rpa_usage', value: 'rpa_usage', guide: 5, proto: 5 },
]);

export const priorityEnum = new WireEnum<Priority>('PRIORITY_UNSPECIFIED', [
  { name: 'P1', value: 'P1', guide: 1, proto: 1 },
  { name: 'P2', value: 'P2', guide: 2, proto: 2 },
  { name: 'P3', value: 'P3', guide: 3, proto: 3 },
  { name: 'P4', value: 'P4', guide: 4, proto: 4 },
  { name: 'P5', value: 'P5', guide: 5, proto: 5 },
]);

/** The statuses that Tracker knows. */
export type TrackerStatus = Exclude<EventStatus, 'pending' | 'aborted'>;

export const statusEnum = new WireEnum<TrackerStatus>('STATUS_UNSPECIFIED', [
  { name: 'start', value: 'start', guide: 1, proto: 1 },
  { name: 'failure', value: 'failure', guide: 4, proto: 2 },
  { name: 'success', value: 'success', guide: 3, proto: 3 },
  { name: 'warning', value: 'warning', guide: 5, proto: 4 },
  { name: 'error', value: 'error', guide: 6, proto: 5 },
  { name: 'snapshot', value: 'snapshot', proto: 6 },
  { name: 'user_update', value: 'user_update', proto: 7 },
  // The wire's own spelling, kept because clients compare with it.
  { name: 'recommandation', value: 'recommendation', proto: 8, also: ['recommendation'] },
  { name: 'open', value: 'open', guide: 7, proto: 9 },
  { name: 'close', value: 'close', guide: 8, proto: 10, also: ['closed'] },
  { name: 'done', value: 'done', guide: 9, proto: 11 },
  { name: 'in_progress', value: 'in_progress', proto: 12 },
  { name: 'planned', value: 'planned', proto: 13 },
  { name: 'waiting_approval', value: 'waiting_approval', proto: 14 },
]);

/**
 * The status as Tracker knows it. What waits for its turn reads as planned. What was aborted reads as a failure: it did
 * not reach its goal, and a client that counts successes must not count it.
 */
export function trackerStatus(status: EventStatus | null): TrackerStatus | null {
  return status === 'pending' ? 'planned' : status === 'aborted' ? 'failure' : status;
}

/** Every status of the store that is answered as this one, so that a search finds what it is shown. */
export function storedStatuses(status: TrackerStatus): EventStatus[] {
  return status === 'planned'
    ? ['planned', 'pending']
    : status === 'failure'
      ? ['failure', 'aborted']
      : [status];
}

const environmentNames = [
  'development',
  'integration',
  'TNR',
  'UAT',
  'recette',
  'preproduction',
  'production',
  'mco',
] as const;
/** The environments that Tracker knows; others are answered by their own name. */
export type TrackerEnvironment = (typeof environmentNames)[number];

export const environmentEnum = new WireEnum<TrackerEnvironment>(
  'ENVIRONMENT_UNSPECIFIED',
  environmentNames.map((name, index) => ({ name, value: name, guide: index + 1, proto: index + 1 })),
);

/** Guide and proto agree: the guide has no table of these. */
export const changeTypeEnum = new WireEnum<ChangeType>(
  'CHANGE_TYPE_UNSPECIFIED',
  (
    [
      'created',
      'updated',
      'status_changed',
      'approved',
      'rejected',
      'commented',
      'linked',
      'locked',
      'unlocked',
    ] as const
  ).map((name, index) => ({ name, value: name, guide: index + 1, proto: index + 1 })),
);
