/** What the boot script looks for (components/frame/boot-script.tsx): a style attribute that the parser takes no notice of. */
const renamedPrefix = 'data-';

/** Elements whose content is text: no tag of theirs but the closing one is a tag. */
const textOnly = new Set(['script', 'style', 'textarea', 'title']);

const code = { '"': 34, "'": 39, '>': 62 } as const;

/**
 * Renames `style="…"` to `data-style="…"` in HTML that passes by in pieces, so that a strict content security policy has
 * nothing to block; a script then hands the styles to the elements through the CSSOM, which the policy allows.
 *
 * Exact for what React writes: names in lower case, values quoted, `<`, `>` and quotes escaped in text and values. A tag that
 * a piece cuts in two is held back until the rest comes; everything else leaves at once. Works on bytes as Latin-1: what
 * it looks for is ASCII, which UTF-8 never uses inside another character.
 */
export class StyleAttributes {
  #held = '';
  /** What ends the text or the comment that the last piece ended in. */
  #until: RegExp | undefined;

  /** The part of the page that is certain after this piece. */
  push(piece: Uint8Array): Buffer {
    const text =
      this.#held + Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength).toString('latin1');
    let written = '';
    let from = 0;
    /** Everything before `at` is passed on or held; `at` is where to read on. */
    let at = 0;
    const rest = () => {
      this.#held = text.slice(at);
      return Buffer.from(written + text.slice(from, at), 'latin1');
    };
    while (true) {
      if (this.#until) {
        this.#until.lastIndex = at;
        const end = this.#until.exec(text);
        if (!end) {
          // What ends it may itself be cut; the longest is `</textarea`.
          at = Math.max(at, text.length - 9);
          return rest();
        }
        at = end.index + 2;
        this.#until = undefined;
      }
      const tag = text.indexOf('<', at);
      if (tag === -1) {
        at = text.length;
        return rest();
      }
      at = tag;
      if (text.length - tag < 4) return rest();
      if (text.startsWith('<!--', tag)) {
        at = tag + 2;
        this.#until = /-->/g;
        continue;
      }
      if (!isLetter(text.charCodeAt(tag + 1))) {
        at = tag + 1;
        continue;
      }
      const { end, styles } = readTag(text, tag + 2);
      if (end === -1) return rest();
      for (const style of styles) {
        written += text.slice(from, style) + renamedPrefix;
        from = style;
      }
      at = end + 1;
      const name = /[^\s/>]*/y;
      name.lastIndex = tag + 1;
      const element = name.exec(text)?.[0].toLowerCase() ?? '';
      if (textOnly.has(element)) this.#until = new RegExp(`</${element}`, 'gi');
    }
  }

  /** What was still held back when the page ended. */
  end(): Buffer {
    const held = Buffer.from(this.#held, 'latin1');
    this.#held = '';
    return held;
  }
}

/** Where a tag ends, or -1 when it does not, and where its style attributes begin; values are skipped. */
function readTag(text: string, from: number): { end: number; styles: number[] } {
  const styles: number[] = [];
  for (let at = from; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === code['>']) return { end: at, styles };
    if (char !== code['"'] && char !== code["'"]) continue;
    if (text.startsWith('style=', at - 6) && isSpace(text.charCodeAt(at - 7))) styles.push(at - 6);
    at = text.indexOf(text[at] as string, at + 1);
    if (at === -1) break;
  }
  return { end: -1, styles };
}

const isLetter = (char: number) => (char | 32) >= 97 && (char | 32) <= 122;
const isSpace = (char: number) => char === 32 || (char >= 9 && char <= 13);
