import { describe, expect, it } from 'vitest';
import { httpUrl, looksLikeUnsafeUrl } from './links';

describe('a link', () => {
  it.each([
    ['https://example.com', 'https://example.com/'],
    ['HTTP://EXAMPLE.com/a?b=c#d', 'http://example.com/a?b=c#d'],
    ['https://github.com/org/repo/pull/123', 'https://github.com/org/repo/pull/123'],
  ])('%s is kept as %s', (text, href) => expect(httpUrl(text)).toBe(href));

  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    '\u0001javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.com/x',
    '//example.com',
    '/relative',
    'example.com',
    'https://user:secret@example.com',
    'https://',
    `https://example.com/${'x'.repeat(3000)}`,
    '',
  ])('%j never becomes one', (text) => expect(httpUrl(text)).toBeNull());
});

describe('a ticket', () => {
  it.each(['PROJ-456', 'https://tracker.example.com/browse/PROJ-1', '#123'])('may be %j', (text) =>
    expect(looksLikeUnsafeUrl(text)).toBe(false),
  );
  it.each(['javascript:alert(1)', '\tjava\u0000script:alert(1)', 'data:x', 'file:x'])(
    'may not be %j',
    (text) => expect(looksLikeUnsafeUrl(text)).toBe(true),
  );
});
