import { expect, test } from 'vitest';
import { ownPath } from './own-path';

test.each(['/', '/incidents/17', '/?service=checkout&q=a%20b', '/events/x#changelog', '/signed'])(
  'somebody who signs in gets to the page they wanted: %s',
  (path) => expect(ownPath(path)).toBe(path),
);

test.each([
  '',
  null,
  undefined,
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '\\/evil.example',
  '/..//evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  '/%2e%2e//evil.example',
  'javascript:alert(1)',
  'incidents',
  ' /incidents',
  '/a\\b',
  '/sign-in?next=/sign-in',
  '/join#code=x',
  '/api/v2/events',
])('nobody is led elsewhere by what a link says: %j', (path) => expect(ownPath(path)).toBe('/'));
