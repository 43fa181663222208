import { getDefaults, Lexer, type Token } from 'marked';
import { httpUrl } from '@/lib/links';

/**
 * Markdown as a tree of tokens. Pure and client-safe. Only the reader of `marked` is used: nothing here or in {@link Markdown} ever makes
 * HTML text, so what somebody wrote can end in the page as words and as nothing else.
 */

/** Beyond this a line of thought is no Markdown that a person wrote, and reading emphasis in it takes more than its length. */
const maxInline = 8_000;
/** Longer texts are shown as they were written. */
const maxText = 200_000;
/** A line that begins with so many quotes and lists in each other; to read thousands takes seconds. */
const tooDeep = /^[ \t]*(?:(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])[ \t]*){32}/m;

class BoundedLexer extends Lexer {
  override inline(source: string, tokens: Token[] = []): Token[] {
    if (source.length <= maxInline) return super.inline(source, tokens);
    tokens.push({ type: 'text', raw: source, text: source });
    return tokens;
  }
}

/**
 * Reads Markdown with tables, task lists and bare links; a line break is a line break, as in any field for notes. Never throws: what
 * cannot be read (nested thousands of times) is one paragraph of plain text.
 */
export function readMarkdown(text: string): Token[] {
  if (text.length > maxText || tooDeep.test(text)) return plain(text);
  try {
    return new BoundedLexer({ ...getDefaults(), gfm: true, breaks: true }).lex(text);
  } catch {
    return plain(text);
  }
}

const plain = (text: string): Token[] => [
  { type: 'paragraph', raw: text, text, tokens: [{ type: 'text', raw: text, text }] },
];

const named: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rarr: '→',
  larr: '←',
};

/** The characters that entities stand for, the few that people write. The result is text and is escaped again where it is shown. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi, (whole, decimal, hex, name) => {
    if (name) return named[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000)
      ? String.fromCodePoint(code)
      : whole;
  });
}

/** Where a link may lead: http and https elsewhere, and pages of this console. */
export interface LinkTarget {
  href: string;
  here: boolean;
}

const pages = /^\/(?:events|incidents|catalog|locks)(?:\/[\w.~%:@+-]+)*\/?(?:\?[\w.~%:@+&=-]*)?(?:#[\w-]*)?$/;

/** The target of a link as it was written, or null when it must not become one. */
export function linkTarget(written: string): LinkTarget | null {
  const text = decodeEntities(written);
  if (pages.test(text)) return { href: text, here: true };
  const href = httpUrl(text);
  return href === null ? null : { href, here: false };
}
