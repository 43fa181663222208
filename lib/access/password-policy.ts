/**
 * What a password has to be (NIST SP 800-63B): long enough, none of those that are tried first, not made of what everybody knows of its
 * owner. No rules on its characters. Client-safe.
 */

export const passwordLength = { min: 12, max: 256 } as const;

/** Beginnings of what is tried first, at twelve characters and more: the same words again, with digits around them. */
const common =
  'password passw0rd pa55word letmein welcome qwerty qwertz azerty asdfgh zxcvbn 1q2w3e 1qaz2wsx iloveyou monkey dragon football baseball basketball superman batman princess sunshine shadow master michael jordan jennifer charlie trustno1 starwars whatever freedom computer internet secret changeme default administrator administration admin adminadmin root toor guest test testing demo login hello abc abcd abcde abcdef abc123 winter spring summer autumn september october november december january february monday tuesday friday liverpool chelsea arsenal juventus barcelona ferrari mercedes cookie pokemon minecraft google facebook samsung apple microsoft windows linux ubuntu oracle cisco correcthorsebatterystaple thequickbrownfox tobeornottobe opensesame production deploy deployment incident oncall devops kubernetes docker jenkins gitlab github'.split(
    ' ',
  );

/** As people write words when they are told to use digits. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replaceAll('!', 'i')
    .replaceAll('0', 'o')
    .replaceAll('3', 'e')
    .replaceAll('5', 's');

const commonWords = new Set(common.flatMap((word) => [word, plain(word)]));

/** The password as it is hashed: one spelling whatever keyboard it was typed on. */
export const normalPassword = (password: string): string => password.normalize('NFC');

/**
 * Why a password is not taken, as the end of a sentence about it; null when it is.
 * @param own what everybody knows of its owner: name and address
 */
export function passwordFault(
  password: string,
  own: readonly (string | null | undefined)[] = [],
): string | null {
  const text = normalPassword(password);
  const length = [...text].length;
  if (length < passwordLength.min) return `must have at least ${passwordLength.min} characters`;
  if (length > passwordLength.max) return `must have at most ${passwordLength.max} characters`;
  if (new Set(text).size < 5) return 'repeats the same few characters; take something longer or less regular';
  const lower = text.toLowerCase();
  if (isRun(lower)) return 'is a row of neighbouring characters; take something less regular';
  // What is left besides digits and signs at its ends, and whether that is one common word, once or more often.
  const trimmed = lower.replace(/^[\W\d_]+|[\W\d_]+$/g, '');
  const words = [trimmed, plain(trimmed)];
  if (words.some((word) => isCommon(word)))
    return 'is one of those that are tried first; take a few words that nobody would put together';
  if (lower.includes('shiplog')) return 'contains the name of this product';
  const known = own.flatMap((one) =>
    one ? [one.toLowerCase(), one.toLowerCase().split('@')[0] as string] : [],
  );
  if (known.some((one) => one.length >= 4 && lower.includes(one)))
    return 'contains your name or e-mail address';
  return null;
}

function isCommon(word: string): boolean {
  if (commonWords.has(word)) return true;
  for (let length = 3; length <= word.length / 2; length++) {
    const part = word.slice(0, length);
    if (commonWords.has(part) && part.repeat(Math.ceil(word.length / length)).startsWith(word)) return true;
  }
  // Two common words in a row.
  for (let cut = 3; cut <= word.length - 3; cut++)
    if (commonWords.has(word.slice(0, cut)) && commonWords.has(word.slice(cut))) return true;
  return false;
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890123456789',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  '1234567890qwertyuiop',
];

function isRun(text: string): boolean {
  const reversed = [...text].reverse().join('');
  return rows.some((row) => `${row}${row}`.includes(text) || `${row}${row}`.includes(reversed));
}
