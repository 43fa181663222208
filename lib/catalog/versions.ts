/**
 * Versions compare as versions. Client-safe and pure.
 *
 * Semantic versions compare as semver 2.0 has it (pre-releases before their release, build metadata without weight), with a
 * leading `v` or without, and with any count of numbers, so that calendar versions (`2024.01.15`, `2024-01-15`) and
 * four-part ones belong to the same order. What is no version is text: older than every version, and among itself in natural
 * order (`r9` before `r10`). Every text has exactly one key and keys compare part by part, so the order is total.
 */

interface VersionKey {
  /** Nothing, a text, a version. */
  rank: 0 | 1 | 2;
  numbers: readonly string[];
  /** Identifiers of a pre-release; null for a release. */
  pre: readonly string[] | null;
  /** Pieces of a text. */
  text: readonly string[];
}

const numbered = /^[vV]?(\d+(?:\.\d+)*)(?:[-._~]?([0-9A-Za-z~_-][0-9A-Za-z.~_-]*))?(?:\+[0-9A-Za-z.-]*)?$/;
const dated = /^((?:19|20|21)\d\d)-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?(?=$|[-.+_~])/;
/** Qualifiers that say "this is the release". */
const release = /^(?:final|release|ga)$/i;

function keyOf(version: string): VersionKey {
  const text = version.trim();
  if (text === '') return { rank: 0, numbers: [], pre: null, text: [] };
  const date = dated.exec(text);
  const match = numbered.exec(date ? date[0].replaceAll('-', '.') + text.slice(date[0].length) : text);
  if (!match) return { rank: 1, numbers: [], pre: null, text: text.toLowerCase().match(/\d+|\D+/g) ?? [] };
  const numbers = (match[1] as string).split('.').map(withoutZeros);
  // 1.2 and 1.2.0 are the same version.
  while (numbers.length > 1 && numbers.at(-1) === '0') numbers.pop();
  const qualifier = match[2];
  const pre = qualifier === undefined || release.test(qualifier) ? null : qualifier.split('.');
  return { rank: 2, numbers, pre, text: [] };
}

const withoutZeros = (digits: string) => digits.replace(/^0+(?=\d)/, '');
const isNumber = (text: string) => /^\d+$/.test(text);
const ordinal = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** Of any length: beyond 2^53 numbers are still exact. */
const numeric = (x: string, y: string) => {
  const [a, b] = [withoutZeros(x), withoutZeros(y)];
  return a.length - b.length || ordinal(a, b);
};

/** Numbers come before words, as semver has it. */
function compareParts(a: string, b: string): number {
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
  return isNumber(a) ? numeric(a, b) : ordinal(a, b);
}

function compareLists(
  a: readonly string[],
  b: readonly string[],
  compare: (x: string, y: string) => number,
): number {
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    const found = compare(a[index] as string, b[index] as string);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

function compareKeys(a: VersionKey, b: VersionKey): number {
  const found = a.rank - b.rank || compareLists(a.numbers, b.numbers, numeric);
  if (found !== 0) return found;
  if (a.pre === null || b.pre === null)
    return a.pre === b.pre ? compareLists(a.text, b.text, compareParts) : a.pre ? -1 : 1;
  return compareLists(a.pre, b.pre, compareParts);
}

/** Negative when `a` is older than `b`, positive when it is newer, 0 when both are the same version (`1.0` and `v1.0.0`). */
export function compareVersions(a: string, b: string): -1 | 0 | 1 {
  return Math.sign(compareKeys(keyOf(a), keyOf(b))) as -1 | 0 | 1;
}

/** Whether a version is one that precedes a release (`2.0.0-rc.1`), or no version at all. */
export function isPrerelease(version: string): boolean {
  const key = keyOf(version);
  return key.rank !== 2 || key.pre !== null;
}

/** The versions, newest first and each text once; spellings of the same version in the order of their texts. */
export function newestFirst(versions: readonly string[]): string[] {
  return [...new Set(versions)]
    .map((text) => ({ text, key: keyOf(text) }))
    .sort((a, b) => compareKeys(b.key, a.key) || ordinal(a.text, b.text))
    .map(({ text }) => text);
}

/** The newest release, or the newest of all when none is a release; empty for none. */
export function newestOf(versions: readonly string[]): string {
  const sorted = newestFirst(versions);
  return sorted.find((version) => !isPrerelease(version)) ?? sorted[0] ?? '';
}
