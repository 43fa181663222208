import { expect, test } from 'vitest';
import type { RequestContext } from '@/lib/http/execute';
import { refuseBrowser } from './refuse-browser';

const request = (method: string, headers: Record<string, string> = {}) =>
  ({ method, header: (name: string) => headers[name] }) as RequestContext;
const refused = (given: RequestContext) => () => refuseBrowser(given, 'DELETE /x');

test.each<Record<string, string>>([
  {},
  { accept: '*/*', 'user-agent': 'curl/8.5' },
  { accept: 'application/json', 'user-agent': 'Go-http-client/1.1' },
])('a command line client may unlock: %j', (headers) => {
  expect(refused(request('GET', headers))).not.toThrow();
});

test('a HEAD, as link checkers send it, does not unlock', () => {
  expect(refused(request('HEAD'))).toThrow('HEAD does not unlock. Send DELETE /x instead.');
});

test.each<Record<string, string>>([
  { cookie: '' },
  { 'sec-fetch-dest': 'document' },
  { accept: 'text/html' },
  { 'user-agent': 'WhatsApp-preview' },
])('what comes from a browser or a preview does not: %j', (headers) => {
  expect(refused(request('GET', headers))).toThrow('Send DELETE /x instead.');
});
