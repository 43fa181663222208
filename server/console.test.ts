import { Writable } from 'node:stream';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { asNextRequest } from '@/lib/http/request-id';
import { logTo } from '@/lib/log';
import { isNews, logFailedRequest } from '@/lib/log-failed-request';
import { forget, once } from '@/lib/runtime';
import { tell } from './console';

let lines: string[];
beforeEach(() => {
  lines = [];
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk));
      done();
    },
  });
  forget('log');
  once('log', () => logTo(stream, 'trace'));
  return () => void forget('log');
});

const print = (method: Parameters<typeof tell>[0], ...args: unknown[]) =>
  tell(
    method,
    args,
    once('log', () => vi.fn() as never),
  );
const logged = () => lines.map((line) => JSON.parse(line));
const inRequest = <T>(make: () => T) =>
  asNextRequest({ id: 'a-1', method: 'GET', path: '/incidents/7', isPage: true }, make);

describe('what is printed becomes one line of the log', () => {
  it.each([
    ['log', 'info'],
    ['info', 'info'],
    ['warn', 'warn'],
    ['error', 'error'],
    ['debug', 'debug'],
  ] as const)('console.%s at the level %s', (method, level) => {
    print(method, '%s of %d\nlines', 'one', 2, { also: 'this' });
    expect(logged()).toEqual([expect.objectContaining({ level, msg: "one of 2\nlines { also: 'this' }" })]);
  });

  it('without colours and the sign before it', () => {
    print('warn', '\u001b[33m\u001b[1m⚠\u001b[22m\u001b[39m careful');
    expect(logged()).toMatchObject([{ msg: 'careful' }]);
  });

  it('without secrets, in words, in fields and in errors', () => {
    print('error', 'cannot reach postgresql://app:hunter2@db/x', { headers: { authorization: 'hunter2' } });
    print('error', 'failed:', Object.assign(new Error('password=hunter2'), { token: 'hunter2' }));
    expect(lines.join('')).not.toContain('hunter2');
    expect(logged()).toMatchObject([{ level: 'error' }, { msg: 'failed:', err: { type: 'Error' } }]);
  });
});

describe('an error of a page', () => {
  it('is logged once with its request, though Next prints it and tells of it', () => {
    const error = Object.assign(new Error('broken'), { digest: '42' });
    inRequest(() => print('error', '⨯', error));
    logFailedRequest(error, { requestId: 'a-1', method: 'GET', path: '/incidents/7', route: '/incidents' });
    inRequest(() => print('error', error));
    expect(logged()).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'a request failed',
        requestId: 'a-1',
        method: 'GET',
        path: '/incidents/7',
        err: expect.objectContaining({ message: 'broken', digest: '42' }),
      }),
    ]);
  });

  it('is logged again when another request fails by the same one', () => {
    const error = new Error('broken');
    inRequest(() => print('error', error));
    logFailedRequest(error, { requestId: 'a-2' });
    expect(logged().map(({ requestId }) => requestId)).toEqual(['a-1', 'a-2']);
  });

  it('and one that ended the process is not printed by Next once more', () => {
    const error = new Error('broken');
    expect(isNews(error)).toBe(true);
    print('error', '⨯', 'uncaughtException: ', error);
    expect(lines).toEqual([]);
  });
});
