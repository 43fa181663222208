import { expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { StyleAttributes } from './style-attributes';

/** The page as it comes out when it goes in as these pieces. */
function renamed(pieces: readonly Uint8Array[]): string {
  const styles = new StyleAttributes();
  const out = pieces.map((piece) => styles.push(piece));
  return Buffer.concat([...out, styles.end()]).toString();
}

/** Cuts bytes where the numbers say, each taken as a length. */
function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let at = 0;
  for (const length of lengths) {
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return [...pieces, bytes.subarray(at)];
}

/** What goes in and what has to come out. */
type Sample = [page: string, renamed: string];
const same = (text: string): Sample => [text, text];

const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#x27;');
const tricky = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    ' style="color:red"',
    ' style=',
    'style="',
    '<b style="a">',
    '-->',
    '<!--',
    '></script>',
    'ä›',
  ),
);
const value = tricky.map(escaped);
const attribute = fc.oneof(
  value.map((text): Sample => [` style="${text}"`, ` data-style="${text}"`]),
  fc
    .tuple(fc.constantFrom('class', 'title', 'data-style', 'xstyle', 'aria-label'), value)
    .map(([name, text]) => same(` ${name}="${text}"`)),
  fc.constant(same(' hidden')),
  fc.constant(same(' hidden=""')),
);
const tag = fc
  .tuple(
    fc.constantFrom('div', 'p', 'svg', 'scripted', 'st'),
    fc.array(attribute, { maxLength: 4 }),
    fc.constantFrom('', '/', ' /'),
  )
  .map(
    ([name, attributes, slash]): Sample => [
      `<${name}${attributes.map(([page]) => page).join('')}${slash}>`,
      `<${name}${attributes.map(([, out]) => out).join('')}${slash}>`,
    ],
  );
const raw = fc
  .tuple(
    fc.constantFrom('script', 'style', 'textarea', 'title'),
    fc.array(attribute, { maxLength: 2 }),
    tricky,
  )
  .map(([name, attributes, text]): Sample => {
    const body = text.replaceAll('</', '<\\/');
    const close = `>${body}</${name}>`;
    return [
      `<${name}${attributes.map(([page]) => page).join('')}${close}`,
      `<${name}${attributes.map(([, out]) => out).join('')}${close}`,
    ];
  });
const sample = fc.oneof(
  tag,
  raw,
  value.map(same),
  fc.constantFrom('</div>', '<!DOCTYPE html>', '<!-- -->', '<!--$-->', '<!--$?-->').map(same),
  tricky.map((text) => same(`<!--${text.replaceAll('>', '')}-->`)),
);

it('every style attribute is renamed and nothing else changes, wherever the page is cut into pieces', () => {
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 20 }),
      fc.array(fc.integer({ min: 0, max: 40 })),
      (samples, lengths) => {
        const page = Buffer.from(samples.map(([text]) => text).join(''));
        expect(renamed(cut(page, lengths))).toBe(samples.map(([, out]) => out).join(''));
      },
    ),
    { numRuns: 2_000 },
  );
});

it('any bytes at all come out whole, at most with attributes renamed', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.nat(30)), (bytes, lengths) => {
      const styles = new StyleAttributes();
      const out = cut(bytes, lengths).map((piece) => styles.push(piece));
      const whole = Buffer.concat([...out, styles.end()]).toString('latin1');
      expect(whole.replaceAll('data-style=', 'style=')).toBe(Buffer.from(bytes).toString('latin1'));
    }),
  );
});

it.each([
  ['<p title="a style=">x', '<p title="a style=">x'],
  ['<p style="a" title=\' style="b"\' style="c">', '<p data-style="a" title=\' style="b"\' data-style="c">'],
  ['<p\nstyle="a">', '<p\ndata-style="a">'],
  ['<p data-style="a" style="b"/>', '<p data-style="a" data-style="b"/>'],
  [
    '<script>"<p style=\\"a\\">"</script><p style="">',
    '<script>"<p style=\\"a\\">"</script><p data-style="">',
  ],
  ['<!--><p style="a">', '<!--><p data-style="a">'],
  ['a < b style="c" <p style="d">', 'a < b style="c" <p data-style="d">'],
  ['<p style="never closed', '<p style="never closed'],
])('%s becomes %s', (page, out) => {
  expect(renamed([Buffer.from(page)])).toBe(out);
  expect(renamed([...Buffer.from(page)].map((byte) => Uint8Array.of(byte)))).toBe(out);
});

it('a piece leaves at once, but for a tag that it cuts in two', () => {
  const styles = new StyleAttributes();
  expect(styles.push(Buffer.from('<main><p>Text')).toString()).toBe('<main><p>Text');
  expect(styles.push(Buffer.from(' goes on<p sty')).toString()).toBe(' goes on');
  expect(styles.push(Buffer.from('le="top:0">Next')).toString()).toBe('<p data-style="top:0">Next');
});
