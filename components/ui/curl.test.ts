import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { curlCommand } from './curl';

const origin = 'http://localhost:8080';

/** What a shell hands to curl. */
function argumentsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script]).toString().split('\0').slice(0, -1);
}

describe('a curl line', () => {
  test('reads like one a person would write', () => {
    expect(curlCommand({ origin, path: '/api/v2/events', body: { kind: 'deployment' } })).toBe(
      `curl http://localhost:8080/api/v2/events \\
  -H 'content-type: application/json' \\
  -d '{
  "kind": "deployment"
}'`,
    );
    expect(curlCommand({ origin, path: '/api/health' })).toBe('curl http://localhost:8080/api/health');
  });

  test('takes the token from a variable, where one is asked for', () => {
    const command = curlCommand({ origin, path: '/api/v2/me', withToken: true });
    expect(command).not.toContain('slg_');
    expect(argumentsOf(`SHIPLOG_TOKEN='slg_ab c'\n${command}`)).toEqual([
      'http://localhost:8080/api/v2/me',
      '-H',
      'authorization: Bearer slg_ab c',
    ]);
  });

  test.each([
    ['a quote', "it's"],
    ['a command', '$(touch /tmp/x) `id`'],
    ['a line break', 'two\nlines'],
    ['an emoji', '🚢'],
  ])('hands %s to the server as it is', (_, title) => {
    const handed = argumentsOf(curlCommand({ origin, path: '/api/v2/events', body: { title } }));
    expect(JSON.parse(handed.at(-1) ?? '')).toEqual({ title });
  });

  test('headers go along, and a stream is shown as it arrives', () => {
    expect(
      curlCommand({ origin, path: '/api/v2/stream', headers: { 'Last-Event-ID': '7-1' }, stream: true }),
    ).toBe(`curl -N http://localhost:8080/api/v2/stream \\\n  -H 'Last-Event-ID: 7-1'`);
  });

  test('an address with special characters is one argument', () => {
    const handed = argumentsOf(
      curlCommand({ origin: 'http://[::1]:8080', path: '/api/v2/events?q=a&limit=8' }),
    );
    expect(handed).toEqual(['http://[::1]:8080/api/v2/events?q=a&limit=8']);
  });

  test('says the method where it is not the usual one', () => {
    expect(argumentsOf(curlCommand({ origin, path: '/x', method: 'DELETE' }))).toEqual([
      '-X',
      'DELETE',
      'http://localhost:8080/x',
    ]);
  });
});
