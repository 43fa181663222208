import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { HttpError } from './http-error';
import { maxDepth, parseJson } from './json';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

describe('a JSON body', () => {
  it('is read exactly as JSON.parse reads it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), (text) => {
        const problem = /\\u0000/i.test(text);
        if (!problem) expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('is read whatever white space it holds, and whatever its texts are made of', () => {
    const texts = fc.string({ unit: fc.constantFrom('"', '\\\\', ':', '{', '}', ',', ' ', '\n', 'a', 'u') });
    const values = fc.dictionary(texts, fc.oneof(texts, fc.array(fc.dictionary(texts, texts))));
    fc.assert(
      fc.property(values, fc.constantFrom('', ' ', '\t', '  '), (value, space) => {
        const text = JSON.stringify(value, null, space);
        expect(parseJson(text)).toEqual(JSON.parse(text));
        expect(() => parseJson(`[{"twice" \r\n:1, "twice"\t: ${text}}]`)).toThrow('duplicate field "twice"');
      }),
    );
  });

  it.each([
    ['malformed', '{"a":', 'not valid JSON'],
    ['empty', '', 'not valid JSON'],
    ['a name that stands twice', '{"a":1,"b":{"a":2},"a":3}', 'duplicate field "a"'],
    ['a name that stands twice under an escape', '{"a":1,"\\u0061":3}', 'duplicate field "a"'],
    ['a twice given __proto__', '{"__proto__":1,"__proto__":2}', 'duplicate field "__proto__"'],
    ['U+0000', '{"title":"a\\u0000b"}', 'title contains U+0000'],
    ['U+0000 in a name', '{"a\\u0000b":1}', 'contains U+0000'],
    ['a lone surrogate', '{"a":["\\ud800"]}', 'a.0 contains a lone surrogate'],
    ['a lone surrogate that is not escaped', '{"a":["\ud800"]}', 'a.0 contains a lone surrogate'],
    ['absurd nesting', nested(maxDepth + 1), 'nested deeper'],
    ['nesting that would end other parsers', nested(100_000), 'nested deeper'],
  ])('is refused for %s', (_name, text, message) => {
    expect(() => parseJson(text)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
    expect(() => parseJson(text)).toThrow(HttpError);
  });

  it.each([
    ['the same name in different objects', '[{"a":1},{"a":2}]'],
    ['texts that look like names', '{"a":"\\"b\\":1","b":"x\\\\"}'],
    ['a pair of surrogates', '{"a":"\\ud83d\\ude00"}'],
    ['the deepest allowed nesting', nested(maxDepth)],
  ])('may hold %s', (_name, text) => expect(parseJson(text)).toEqual(JSON.parse(text)));
});
