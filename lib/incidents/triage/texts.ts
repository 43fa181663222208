/** Texts of messages, cut and cleaned for reading and for showing. Client-safe. */

/**
 * A message as features are looked for in it: lower case, compound names in pieces as well, and of a long one its beginning, where the error
 * stands, and its end, where the cause of a stack trace stands.
 * @param max how many characters of it are read
 */
export function readable(message: string, max: number): string {
  const tail = Math.floor(max / 4);
  const kept =
    message.length <= max
      ? message
      : `${message.slice(0, max - tail)}\n${message.slice(message.length - tail)}`;
  const pieces = kept.replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return (pieces === kept ? kept : `${kept}\n${pieces}`).toLowerCase();
}

/** A text of at most `max` characters, with an ellipsis where something was left out. */
export function cut(text: string, max: number): string {
  // Not through the middle of a surrogate pair.
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** A text on one line, without control characters, cut. */
export function oneLine(text: string, max: number): string {
  return cut(
    text
      .slice(0, max * 4)
      .toWellFormed()
      .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim(),
    max,
  );
}
