import { isDeepStrictEqual } from 'node:util';

/** What every change changes: it says nothing. */
const always = new Set(['updatedAt', 'updatedBy', 'updated_at', 'updated_by', 'revision']);

/** Whether both sides are told and say the same: then there is nothing to record. Pure. */
export const nothingChanged = ({ before, after }: { before?: unknown; after?: unknown }): boolean =>
  before !== undefined && after !== undefined && isDeepStrictEqual(before, after);

/** The fields in which two states of a thing differ, as they were and as they are. Pure. */
export function changed(before: object, after: object): { before: object; after: object } {
  const was = before as Record<string, unknown>;
  const is = after as Record<string, unknown>;
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => !always.has(name) && !isDeepStrictEqual(was[name], is[name]),
  );
  const pick = (from: Record<string, unknown>) =>
    Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));
  return { before: pick(was), after: pick(is) };
}
