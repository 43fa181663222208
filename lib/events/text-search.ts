/**
 * Word search over events.
 *
 * The expression must stay word for word the one of the index `event_text_idx`, or Postgres cannot use it.
 */
export const searchDocument = `to_tsvector('simple'::regconfig, e.title || ' ' || left(e.message, 2000) || ' ' || coalesce(e.ticket, '') || ' ' || coalesce(e.version, ''))`;

/**
 * The text search query for what a person typed: every word must occur, as the beginning of a word. Null when nothing
 * searchable was typed. Punctuation inside words is left to Postgres' own parser, by quoting.
 */
export function searchQuery(text: string): string | null {
  const words = text
    .normalize('NFC')
    .split(/\s+/u)
    .map((word) => word.replaceAll(/['\\:&|!()<>*]/gu, ' ').trim())
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return null;
  return words.map((word) => `'${word}':*`).join(' & ');
}
