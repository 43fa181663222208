/** When two versions, or two commits, are the same one. Client-safe and pure. */

/** Longest name of a version. */
export const maxVersionLength = 200;

/**
 * What makes two spellings one version of a service: NFC, trimmed, lower case, without the `v` before a number. Empty for what names
 * nothing.
 */
export function versionKey(name: string): string {
  return name
    .normalize('NFC')
    .trim()
    .replace(/^v(?=\d)/i, '')
    .toLowerCase();
}

/** Fewest digits by which an abbreviated commit still names it. */
const shortest = 6;

/** Whether two texts name one commit: they are equal, or one is an abbreviation of the other. Case does not count. */
export function sameSha(a: string, b: string): boolean {
  const [short, long] = [a.trim().toLowerCase(), b.trim().toLowerCase()].sort(
    (x, y) => x.length - y.length,
  ) as [string, string];
  if (short === long) return true;
  return short.length >= shortest && /^[0-9a-f]+$/.test(long) && long.startsWith(short);
}
