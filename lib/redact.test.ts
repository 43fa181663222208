import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { logTo } from './log';

/** What a line of the log looks like when `write` has written it. */
function logged(write: (log: ReturnType<typeof logTo>) => void): string {
  let line = '';
  write(
    logTo(
      new Writable({
        write(chunk, _, done) {
          line += chunk;
          done();
        },
      }),
      'trace',
    ),
  );
  expect(() => JSON.parse(line)).not.toThrow();
  return line;
}

const token = 'slg_0123456789ABCDEFGHIJabcdefghij01234567';
const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.c2lnbmF0dXJl';
const s3cret = 'hunter22-and-more';

describe('the log holds no secret', () => {
  it.each([
    'authorization',
    'Authorization',
    'proxy-authorization',
    'cookie',
    'set-cookie',
    'X-Api-Key',
    'x-auth-token',
    'token',
    'accessToken',
    'refresh_token',
    'password',
    'newPassword',
    'code',
    'secret',
    'client_secret',
    'key',
    'privateKey',
    'databaseUrl',
    'credentials',
  ])('in a field named %s, however deep', (name) => {
    for (const value of [s3cret, [s3cret], { inner: s3cret }]) {
      const nested = { a: [{ b: { headers: { [name]: value, other: 'kept' } } }] };
      expect(logged((log) => log.info({ [name]: value }, 'flat'))).not.toContain(s3cret);
      const line = logged((log) => log.info(nested, 'nested'));
      expect(line).not.toContain(s3cret);
      expect(line).toContain('kept');
    }
  });

  it('in what hangs on an error, or on its cause', () => {
    const error = Object.assign(
      new Error('failed', { cause: Object.assign(new Error('inner'), { password: s3cret }) }),
      {
        request: { headers: { authorization: s3cret } },
      },
    );
    expect(logged((log) => log.error({ err: error }, 'failed'))).not.toContain(s3cret);
    expect(logged((log) => log.error(error))).not.toContain(s3cret);
  });

  it.each([
    ['a token of ours', `refused ${token} again`, token],
    ['a bearer', `Authorization: Bearer ${s3cret}`, s3cret],
    ['a JSON web token', `no key for ${jwt}`, jwt.slice(10)],
    ['an unsigned one', `alg none: eyJhbGciOiJub25lIn0.eyJzdWIiOiJyZXBvIn0.`, 'eyJzdWIi'],
    ['the password of a database', `cannot reach postgres://app:${s3cret}@db:5432/x`, s3cret],
    ['the same in words', `no answer from\nhost=db user=app password=${s3cret} dbname=x`, s3cret],
    ['the same in quotes', `no answer from host=db password='${s3cret}' dbname=x`, s3cret],
    ['a set-up link', `GET /set-up?code=${s3cret}&a=1`, s3cret],
    ['the way back from a provider', `/api/auth/callback/oidc?state=abc&code=${s3cret}`, s3cret],
    ['a session', `__Host-shiplog.session-token=${s3cret}; Path=/`, s3cret],
  ])('in a text, as %s', (_, text, secret) => {
    expect(logged((log) => log.info(text))).not.toContain(secret);
    expect(logged((log) => log.info({ note: text }, 'm'))).not.toContain(secret);
    expect(logged((log) => log.error({ err: new Error(text) }, 'm'))).not.toContain(secret);
    expect(
      logged((log) => log.error({ err: new Error('m', { cause: new Error(text) }) }, 'm')),
    ).not.toContain(secret);
  });
});

describe('the log keeps what is needed to understand it', () => {
  it('the code of an error, its message and its stack', () => {
    const error = Object.assign(new Error('connect ECONNREFUSED'), {
      code: 'ECONNREFUSED',
      syscall: 'connect',
    });
    const { err } = JSON.parse(logged((log) => log.warn({ err: error }, 'm')));
    expect(err).toMatchObject({
      type: 'Error',
      code: 'ECONNREFUSED',
      syscall: 'connect',
      stack: expect.stringContaining('redact.test.ts'),
    });
  });

  it('ids, times, numbers and names that merely remind of secrets', () => {
    const fields = {
      requestId: '9f86d081884c-1z',
      tokenId: '0198c5a0-0000-7000-8000-000000000000',
      at: new Date(0),
      keys: 3,
      codec: 'gzip',
      passed: true,
      absent: null,
      token: null,
    };
    const line = JSON.parse(logged((log) => log.info(fields, 'took the token over')));
    expect(line).toMatchObject({
      ...fields,
      keys: expect.anything(),
      at: '1970-01-01T00:00:00.000Z',
      msg: 'took the token over',
    });
  });

  it('the user name of a URL whose password was masked before', () => {
    const url = 'postgresql://app:***@db:5432/x';
    expect(logged((log) => log.info(`no answer from ${url}`))).toContain(url);
  });

  it('a thing that contains itself ends somewhere', () => {
    const self: Record<string, unknown> = { name: 'a' };
    self.self = self;
    expect(logged((log) => log.info({ self }, 'm'))).toContain('…');
  });
});
