/** What becomes of a form when somebody else has saved the same thing meanwhile. Pure. */

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** What was typed, over what somebody else has saved: fields that were not touched since `before` follow them. */
export function rebased<T extends object>(typed: T, before: T, newer: T): T {
  const touched = Object.entries(typed).filter(([name, value]) => !same(value, before[name as keyof T]));
  return { ...newer, ...Object.fromEntries(touched) };
}

/** One field that somebody else has changed, and how it is now. */
export interface FieldChange<W> {
  label: string;
  now: W;
}

/** How to name a field, and how to say what is in it. */
export type FieldWords<T, W> = {
  readonly [K in keyof T]?: { label: string; words: (value: T[K]) => W };
};

/** The fields that differ, in the order of their words, as they are now. */
export function changesBetween<T extends object, W>(
  before: T,
  now: T,
  fields: FieldWords<T, W>,
): FieldChange<W>[] {
  return (Object.keys(fields) as (keyof T)[]).flatMap((name) => {
    const field = fields[name];
    if (!field || same(before[name], now[name])) return [];
    return [{ label: field.label, now: field.words(now[name]) }];
  });
}
