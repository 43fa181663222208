/** How what is typed into the palette finds a page, an action or a service. Pure. */

const words = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/**
 * Whether every word that was typed begins a word of one of the texts, or stands within one from three letters on. The
 * same idea as the API's text search, so a person need not learn two.
 */
export function matches(typed: string, texts: readonly string[]): boolean {
  const offered = texts.flatMap(words);
  return words(typed).every((word) =>
    offered.some((offer) => offer.startsWith(word) || (word.length >= 3 && offer.includes(word))),
  );
}

/** The names that match, those that begin with what was typed first; otherwise in the order given. */
export function matchingNames<T extends { name: string }>(
  typed: string,
  named: readonly T[],
  most: number,
): T[] {
  const start = typed.trim().toLowerCase();
  const found = named.filter(({ name }) => matches(typed, [name]));
  const first = found.filter(({ name }) => name.toLowerCase().startsWith(start));
  return [...first, ...found.filter((one) => !first.includes(one))].slice(0, most);
}
