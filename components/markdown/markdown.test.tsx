import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown';
import { linkTarget } from './read-markdown';

/** Without the icons of tick boxes, which are the page's own. */
const html = (text: string) =>
  renderToStaticMarkup(createElement(Markdown, { text })).replaceAll(/<svg[^>]*lucide.*?<\/svg>/g, '');
/** Every tag and attribute that stands in the answer. */
const tagsIn = (markup: string) => [...markup.matchAll(/<([a-z0-9]+)/gi)].map(([, tag]) => tag);

const harmless = new Set([
  ...['div', 'p', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'pre', 'code', 'hr', 'br'],
  ...['strong', 'em', 'del', 'a', 'span', 'section', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
]);

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext></table><img src onerror=alert(1)>',
  '<style>@import "//evil.example/x.css"</style>',
  '<meta http-equiv=refresh content="0;url=//evil.example">',
  '<base href="//evil.example/">',
  '<form action=javascript:alert(1)><button>x',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt:alert(1))',
  '[x](&#106;avascript:alert(1))',
  '[x](&#x6A;avascript&colon;alert(1))',
  '[x](java\tscript:alert(1))',
  '[x](\u0001javascript:alert(1))',
  '[x](vbscript:msgbox(1))',
  '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
  '[x](blob:http://localhost/1)',
  '[x](file:///etc/passwd)',
  '[x](//evil.example)',
  '[x](/\\evil.example)',
  '[x](/events/../\\evil.example)',
  '[x](https://user:pass@evil.example)',
  '<javascript:alert(1)>',
  '![x](javascript:alert(1))',
  '![x](https://evil.example/pixel.gif)',
  '![x](https://evil.example/"onerror="alert(1))',
  '[x](https://a.example "onmouseover=alert(1)")',
  '[x](https://a.example/\'"><img src=x onerror=alert(1)>)',
  '[a]: javascript:alert(1)\n\n[x][a]',
  '```"><script>alert(1)</script>\ncode\n```',
  '`<script>alert(1)</script>`',
  '| <img src=x onerror=alert(1)> |\n|-|\n| <script>1</script> |',
  '- [ ] <img src=x onerror=alert(1)>',
  '# <svg onload=alert(1)>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&#60;img src=x onerror=alert(1)&#62;',
  '<<script>script>alert(1)</script>',
  '<!--><script>alert(1)</script>-->',
  '<![CDATA[<script>alert(1)</script>]]>',
];

describe('hostile text', () => {
  it.each(hostile)('%s stays words', (text) => {
    const markup = html(text);
    expect(tagsIn(markup).filter((tag) => !harmless.has(tag as string))).toEqual([]);
    // No attribute but these, and so no handler, no style from outside and nothing that loads.
    const attributes = [...markup.matchAll(/<[a-z0-9]+((?:\s+[a-z-]+(?:="[^"]*")?)*)/gi)].flatMap(
      ([, list]) => [...(list ?? '').matchAll(/([a-z-]+)(?:="[^"]*")?/gi)].map(([, name]) => name),
    );
    const allowed = [
      'class',
      'href',
      'target',
      'rel',
      'tabindex',
      'scope',
      'aria-label',
      'aria-hidden',
      'start',
    ];
    expect(attributes.filter((name) => !allowed.includes((name as string).toLowerCase()))).toEqual([]);
    for (const [, href] of markup.matchAll(/href="([^"]*)"/g))
      expect(href).toMatch(/^https?:\/\/[^/@]+(\/|$)/);
    for (const [link] of markup.matchAll(/<a [^>]*>/g)) {
      expect(link).toContain('rel="noopener noreferrer nofollow ugc"');
    }
  });

  it.each([
    ['quotes in quotes', '> '.repeat(20_000)],
    ['lists in lists', '1. '.repeat(20_000)],
    ['emphasis without an end', '*a_ '.repeat(5_000)],
    ['brackets without an end', '!['.repeat(10_000)],
    ['links in emphasis', '**x [a*b**c*](d)'.repeat(6_000)],
    ['one long line', 'a'.repeat(100_000)],
    ['nul characters', 'a\u0000b\u2028c'],
  ])('%s are shown, and do not stop the server', (_name, text) => {
    expect(html(text).length).toBeGreaterThan(5);
  });
});

describe('what people write', () => {
  it('has headings under those of the page, lists, code, tables and ticks', () => {
    const markup = html(
      '# What\n\nIt **broke**.\n\n1. one\n2. two\n\n- [x] done\n\n```\na < b\n```\n\n|a|\n|-|\n|1|',
    );
    expect(markup).toContain('<h3>What</h3>');
    expect(markup).toContain('<strong>broke</strong>');
    expect(markup).toContain('<ol><li>one</li><li>two</li></ol>');
    expect(markup).toContain('Done: ');
    expect(markup).toContain('<code>a &lt; b</code>');
    expect(markup).toContain('<td>1</td>');
  });

  it('keeps line breaks as they were typed', () => {
    expect(html('one\ntwo')).toContain('one<br/>two');
  });

  it('shows HTML as the text it is', () => {
    expect(html('a <b>bold</b> word')).toContain('a &lt;b&gt;bold&lt;/b&gt; word');
  });

  it('turns pictures into links, so that nothing is loaded from elsewhere', () => {
    const markup = html('![the graph](https://grafana.example/x.png)');
    expect(markup).not.toContain('<img');
    expect(markup).toContain('Picture: the graph');
  });

  it('links bare addresses and pages of the console', () => {
    expect(html('see https://status.example/1 now')).toContain('href="https://status.example/1"');
    expect(linkTarget('/events/019f0000-0000-7000-8000-000000000001')).toEqual({
      href: '/events/019f0000-0000-7000-8000-000000000001',
      here: true,
    });
    expect(linkTarget('/incidents/12')?.here).toBe(true);
    expect(linkTarget('/api/v2/events')).toBeNull();
    expect(linkTarget('//events/x')).toBeNull();
    expect(linkTarget('/events/..//evil')).toBeNull();
  });
});
