/**
 * Text that would do something if a page took it for anything but text. Whatever runs sets `__executed` to the number that stands for
 * `§`; whatever is fetched asks for `/canary`. Some families only spoil what is around them.
 */

export const families = {
  script: [
    '<script>__executed=§</script>',
    '<script src=/canary?§></script>',
    '<ScRiPt >__executed=§//</ScRiPt >',
    '<noscript><p title="</noscript><img src=/canary onerror=__executed=§>">',
  ],
  image: [
    '<img src=/canary?§ onerror=__executed=§>',
    '<video><source onerror=__executed=§></video>',
    '<input onfocus=__executed=§ autofocus>',
    '<details open ontoggle=__executed=§>',
  ],
  foreign: [
    '<svg onload=__executed=§>',
    '<svg><animate onbegin=__executed=§ attributeName=x dur=1s>',
    '<math><mtext></table><mglyph><style><img src=/canary onerror=__executed=§>',
    '<iframe srcdoc="<script>top.__executed=§</script>">',
    '<object data=/canary?§><base href=/canary/>',
  ],
  attribute: [
    '" autofocus onfocus="__executed=§" x="',
    `'><img src=/canary onerror=__executed=§>`,
    '"><svg/onload=__executed=§>',
    '` onmouseover=__executed=§ `',
    '</textarea></title><svg onload=__executed=§>',
  ],
  address: [
    'javascript:__executed=§',
    'data:text/html,<script>top.__executed=§</script>',
    'vbscript:__executed=§',
    'jAvAsCrIpT&colon;__executed=§',
    '//canary.example.com/?__executed=§',
  ],
  markdown: [
    '[run §](javascript:__executed=§)',
    '![seen](/canary?§)',
    '<javascript:__executed=§>',
    '[run][r§]\n\n[r§]: javascript:__executed=§',
    '```html"onload=__executed=§\n<script>__executed=§</script>\n```',
    '[run](data:text/html,<script>top.__executed=§</script>)',
    '[run](https://docs.example.com/"onmouseover="__executed=§)',
    '**bold `<img src=/canary onerror=__executed=§>`**',
  ],
  template: [
    `{{constructor.constructor('__executed=§')()}}`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the payload
    '${__executed=§}',
    '<%= __executed=§ %>#{__executed=§}',
    '__proto__[__executed]=§',
  ],
  style: [
    '</style><svg onload=__executed=§>',
    'x" style="background:url(/canary?§)',
    ';}*{background:url(/canary?§)}',
    '<link rel=stylesheet href=/canary?§>',
  ],
  data: [
    '</script><svg onload=__executed=§>',
    '<!--<script>__executed=§//',
    '\u2028__executed=§\u2029//',
    ']]>"});__executed=§;({"',
    '\\u003cscript>__executed=§\\',
  ],
  characters: [
    '\u202e<img src=/canary onerror=__executed=§>',
    '\u0085\u0008<svg onload=__executed=§>',
    'a\u200b\u00ad\ufeff__executed=§\u{e0041}',
    `${'e\u0301'.repeat(20)}__executed=§`,
  ],
  long: [`__executed=§${'W'.repeat(80)}`, `__executed=§${'\u{1f4a5}'.repeat(30)}`],
  formula: [
    '=HYPERLINK("/canary?__executed=§")',
    `+cmd|' /C __executed=§'!A0`,
    '-2+3+__executed(§)',
    '@SUM(__executed,§)',
    '\t=__executed+§',
  ],
} satisfies Record<string, readonly string[]>;

export type Family = keyof typeof families;
export const familyNames = Object.keys(families) as Family[];

/** What is no text at all: it is refused before anybody reads it. */
export const noText = ['\ud800<svg onload=__executed=1>', '\u0000<svg onload=__executed=1>'];

/** Schemes that must never become a link. */
export const addresses = [
  'javascript:__executed=§',
  ' JaVaScRiPt:__executed=§',
  'java\nscript:__executed=§',
  'data:text/html,<script>top.__executed=§</script>',
  'vbscript:__executed=§',
  'https://user:javascript@docs.example.com/__executed=§',
];

/** What may become one, and tries to get out of it. */
export const link =
  'https://docs.example.com/"onmouseover="__executed=§"><svg/onload=__executed=§>?javascript:__executed=§#</a>';

/** What every payload has in it, however it is shown. */
export const marker = /__executed|canary/i;

const everything = Object.values(families).flat().join('\n\n');

export const numbered = (text: string, number: number) => text.replaceAll('§', String(number));

/** A text of the family that is at most `longest` characters; all families at once where there is room. */
export function payload(family: Family, turn: number, number: number, longest: number): string {
  if (longest >= 10_000) return `${numbered(pick(family, turn), number)}\n\n${numbered(everything, number)}`;
  const fitting = [...families[family], ...families.script].map((text) => numbered(text, number));
  const fits = fitting.filter((text) => text.length <= longest);
  return fits[turn % Math.max(1, Math.min(fits.length, families[family].length))] ?? '<b>'.slice(0, longest);
}

const pick = (family: Family, turn: number) => families[family][turn % families[family].length] as string;

const short = (family: Family, text: string) => `${text} ${family}`.normalize('NFC');

/** Few names of places, so that pages stay small: one of each family. The catalog takes none that turn the reading direction. */
export const serviceNames = familyNames.map((family, index) =>
  short(family, payload(family, family === 'characters' ? 3 : 0, 9000 + index, 180)),
);
export const environmentNames = familyNames
  .slice(0, 6)
  .map((family, index) => short(family, payload(family, 0, 9100 + index, 80)));
