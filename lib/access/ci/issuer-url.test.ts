import { expect, test } from 'vitest';
import { discoveryUrl, isIssuerUrl, isKeysUrl } from './issuer-url';

test.each([
  ['https://gitlab.com', true],
  ['https://github.acme.com/_services/token', true],
  ['http://localhost:8080', true],
  ['http://127.0.0.1:4000', true],
  ['http://gitlab.com', false],
  ['http://127.0.0.1.evil.example', false],
  ['https://user:pass@gitlab.com', false],
  ['https://gitlab.com?x=1', false],
  ['https://gitlab.com#x', false],
  ['ftp://gitlab.com', false],
  ['javascript:alert(1)', false],
  ['gitlab.com', false],
  ['', false],
])('%s can be an issuer: %s', (text, can) => {
  expect(isIssuerUrl(text)).toBe(can);
});

test.each([
  ['https://ci.example.com', 'https://keys.example.net/jwks', true],
  ['https://ci.example.com', 'http://ci.example.com/jwks', false],
  ['https://ci.example.com', 'http://127.0.0.1/jwks', false],
  ['https://ci.example.com', 'http://169.254.169.254/latest', false],
  ['http://127.0.0.1:4000', 'http://127.0.0.1:4000/jwks', true],
  ['http://127.0.0.1:4000', 'http://10.0.0.1/jwks', false],
  ['https://ci.example.com', 'file:///etc/passwd', false],
  ['https://ci.example.com', undefined, false],
  ['https://ci.example.com', ['https://ci.example.com/jwks'], false],
])('%s may have its keys at %s: %s', (issuer, url, may) => {
  expect(isKeysUrl(issuer, url)).toBe(may);
});

test('an issuer with a slash at its end tells about itself at the same place', () => {
  expect(discoveryUrl('https://ci.example.com/')).toBe(
    'https://ci.example.com/.well-known/openid-configuration',
  );
});
