import { expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { pathParams } from './path-params';

it('gives back every name that was encoded into a path', () => {
  const name = fc.string({ minLength: 1, unit: 'grapheme' });
  fc.assert(
    fc.property(name, name, (one, two) => {
      const path = `/api/${encodeURIComponent(one)}/of/${encodeURIComponent(two)}/`;
      expect(pathParams('/api/{one}/of/{two}', path)).toEqual({ one, two });
    }),
  );
});

it('gives nothing for what is no percent-encoding', () => {
  expect(pathParams('/api/{name}', '/api/%FF')).toBeNull();
  expect(pathParams('/api/{name}', '/api/100%')).toBeNull();
});
