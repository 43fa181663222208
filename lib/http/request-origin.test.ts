import { expect, test } from 'vitest';
import { originOf } from './request-origin';

test.each([
  [{ host: 'localhost:8080' }, 'http://localhost:8080'],
  [{ host: 'shiplog.example.org', 'x-forwarded-proto': 'https' }, 'https://shiplog.example.org'],
  [{ host: 'shiplog.example.org', 'x-forwarded-proto': 'https, http' }, 'https://shiplog.example.org'],
  [{ host: '[::1]:8080' }, 'http://[::1]:8080'],
  [{ host: "x';rm -rf" }, 'http://localhost:8080'],
  [{}, 'http://localhost:8080'],
])('a request with %o came to %s', (headers, origin) => {
  expect(originOf(new Headers(headers as Record<string, string>))).toBe(origin);
});
