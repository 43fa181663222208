import { nameKey } from '@/lib/names';
import { dateFormats, parseTrackerDate } from './dates';
import {
  type EnumTable,
  environmentEnum,
  priorityEnum,
  shown,
  statusEnum,
  typeEnum,
  type WireEnum,
} from './enums';

/** Readers of single values, one for each sort of field on Tracker's wire. Pure. */

/** Environments beyond Tracker's own that exist already, by name key. */
export type KnownEnvironments = ReadonlyMap<string, string>;

/** What a value says: something, nothing, or what is wrong with it. */
export type Reading = { value: unknown } | { unset: true } | { issue: string };

interface Context {
  table: EnumTable;
  environments: KnownEnvironments;
}

const unset: Reading = { unset: true };
const isNone = (value: unknown) => value === null || value === undefined || value === '';

function enumReader<T extends string>(wireEnum: WireEnum<T>) {
  return (value: unknown, { table }: Context): Reading => {
    const read = wireEnum.read(value, table);
    if (read === undefined) return { issue: wireEnum.refusal(value, table) };
    return read === null ? unset : { value: read };
  };
}

const readEnvironment = enumReader(environmentEnum);

export const readField = {
  text(value: unknown): Reading {
    if (isNone(value)) return unset;
    return typeof value === 'string' ? { value } : { issue: `must be a string, not ${shown(value)}` };
  },

  texts(value: unknown): Reading {
    if (isNone(value)) return unset;
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
      return { issue: 'must be a list of strings' };
    // Splitting an empty setting gives one empty name in most languages.
    const texts = value.filter((item: string) => item.trim() !== '');
    return texts.length === 0 ? unset : { value: texts };
  },

  flag(value: unknown): Reading {
    if (isNone(value)) return unset;
    return typeof value === 'boolean' ? { value } : { issue: `must be true or false, not ${shown(value)}` };
  },

  date(value: unknown): Reading {
    if (isNone(value)) return unset;
    const time = typeof value === 'string' ? parseTrackerDate(value) : null;
    return time === null
      ? { issue: `is ${shown(value)}, expected ${dateFormats}` }
      : { value: new Date(time).toISOString() };
  },

  /** 0 to 3. `true` claims no more than it says: some impact, 1. */
  impact(value: unknown): Reading {
    if (isNone(value)) return unset;
    const said = typeof value === 'string' ? value.trim().toLowerCase() : value;
    if (said === true || said === 'true') return { value: 1 };
    if (said === false || said === 'false') return { value: 0 };
    const level = typeof said === 'string' && /^[0-3]$/.test(said) ? Number(said) : said;
    return level === 0 || level === 1 || level === 2 || level === 3
      ? { value: level }
      : { issue: `is ${shown(value)}, allowed are 0, 1, 2, 3, true, false` };
  },

  type: enumReader(typeEnum),
  priority: enumReader(priorityEnum),
  status: enumReader(statusEnum),

  environment(value: unknown, context: Context): Reading {
    const existing = typeof value === 'string' ? context.environments.get(nameKey(value)) : undefined;
    const reading = readEnvironment(value, context);
    return 'issue' in reading && existing !== undefined ? { value: existing } : reading;
  },
};
