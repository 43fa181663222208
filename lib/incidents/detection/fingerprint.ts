import { createHash } from 'node:crypto';

/**
 * What sort of error a message tells of: the message with whatever varies taken out, and a short hash of that. Pure.
 *
 * Time is linear in what is read, and no more is read than the head: every repetition below is bounded or cannot begin in the
 * middle of what it repeats.
 */

/** A sort of error is told by the head of its message. */
const mostRead = 2000;
const mostKept = 500;

const months = '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}';
const clock = String.raw`\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:\s?(?:am|pm|z|utc|gmt|[+-]\d{2}:?\d{2})(?!\w))?`;

/**
 * In this order: URLs hold paths, and everything holds numbers. The last of each says what a text must have for
 * it to be worth looking: most texts lack most of it.
 */
const replacements: readonly [RegExp, string | ((found: string) => string), RegExp][] = [
  // A quoted text may hold a URL, and a URL may hold quotes: whichever begins first.
  [
    /(?<!\w)(["'`])(?:\\.|(?!\1)[^\\\r\n]){0,300}\1(?!\w)|(?<![\w+.-])[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"`<>]+/giu,
    (found) => (/^["'`]/.test(found) ? '<text>' : '<url>'),
    /["'`]|:\/\//,
  ],
  [/(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,8}/gu, '<mail>', /@/],
  [/(?<![\w-])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![\w-])/giu, '<id>', /-/],
  [
    new RegExp(String.raw`(?<![\w])\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:[t ]\s?${clock})?`, 'giu'),
    '<time>',
    /\d{4}[-/]\d/,
  ],
  [
    new RegExp(
      String.raw`(?<!\w)(?:\d{1,2}[-/ ]${months}(?:[-/ ]\d{2,4})?|${months} \d{1,2}(?!\d)(?:,? \d{4})?)(?:[: t]\s?${clock})?`,
      'giu',
    ),
    '<time>',
    /\d[-/ ][a-z]{3}|[a-z]{3} \d/i,
  ],
  [/(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?::\d{1,5}|\/\d{1,2})?(?![\w.]\d)/gu, '<ip>', /\d\.\d/],
  [new RegExp(String.raw`(?<![\w:.])${clock}(?![\w:])`, 'giu'), '<time>', /\d:\d/],
  [
    /(?<![\w:])\[?(?=[a-f:]{0,40}\d)(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}\]?(?![\w:])/giu,
    '<ip>',
    /:[0-9a-f]{0,4}:/i,
  ],
  [/(?<![\w.~/\\-])(?:[a-z]:|~|\.{1,2})?(?:[\\/][\w.@%+~$-]{1,200}){1,40}[\\/]?/giu, '<path>', /[\\/]/],
  [/(?<![\w./\\@-])[\w.@-]{1,200}(?:\/[\w.@%+~$-]{1,200}){2,40}\/?/gu, '<path>', /\//],
  [/(?<!\w)0x[0-9a-f]{1,200}(?!\w)/giu, '#', /0x/i],
  [/(?<!\w)(?=[a-f]{0,200}\d)(?=\d{0,200}[a-f])[0-9a-f]{8,200}(?!\w)/giu, '#', /[0-9a-f]{8}/i],
  // Names made by machines: letters and digits mixed up, such as the end of a pod's name.
  [
    /(?<![a-z0-9])(?=[a-z]{0,200}\d{1,200}[a-z]{1,200}\d|[a-z]{1,200}\d{1,200}[a-z])[a-z0-9]{5,200}(?![a-z0-9])/giu,
    '#',
    /[a-z]\d|\d[a-z]/i,
  ],
  [/(?:(?<![\w)\]])[-+])?\d+(?:[.,]\d+){0,20}/gu, '#', /\d/],
];

/** The message with numbers, ids, hex, addresses, times, quoted texts, paths and URLs taken out; at most 500 characters. */
export function normaliseMessage(message: string): string {
  let text = message
    .slice(0, mostRead)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
  for (const [pattern, instead, needed] of replacements)
    if (needed.test(text))
      text = text.replace(pattern, typeof instead === 'string' ? () => instead : instead);
  return text.trim().slice(0, mostKept).toWellFormed().trimEnd();
}

/** Sixteen hexadecimal digits that stand for a template, whatever the case of its letters. */
export function fingerprintOf(template: string): string {
  return createHash('sha256').update(template.toLowerCase()).digest('hex').slice(0, 16);
}
