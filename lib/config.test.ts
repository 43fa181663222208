import { BlockList } from 'node:net';
import { describe, expect, it } from 'vitest';
import { ConfigError, maskUrl, parseConfig } from './config';

describe('configuration', () => {
  it('needs no variable at all', () => {
    expect(parseConfig({}, '/srv/shiplog')).toEqual({
      port: 8080,
      host: '127.0.0.1',
      databaseUrl: undefined,
      databasePoolSize: 10,
      dataDir: '/srv/shiplog/.shiplog',
      logLevel: 'info',
      trackerEnums: 'guide',
      auth: 'auto',
      publicUrl: undefined,
      isSecure: false,
      trustedProxies: expect.any(BlockList),
      rates: { token: 60_000, person: 3_000, anonymous: 300 },
      oidc: undefined,
      github: undefined,
      detection: 'on',
      apiLane: 'lean',
    });
  });

  it.each([
    [{ PORT: '9000' }, { port: 9000 }],
    [{ HTTP_PORT: '9001' }, { port: 9001 }],
    [{ PORT: '9000', HTTP_PORT: '9001' }, { port: 9000 }],
    [
      { PORT: '', LOG_LEVEL: ' ' },
      { port: 8080, logLevel: 'info' },
    ],
    [{ HOST: '::1' }, { host: '::1' }],
    [{ DATABASE_URL: 'postgres://me@db/ship' }, { databaseUrl: 'postgres://me@db/ship' }],
    [
      { DATABASE_URL: 'postgresql:///ship?host=/run/postgresql' },
      { databaseUrl: 'postgresql:///ship?host=/run/postgresql' },
    ],
    [{ SHIPLOG_DATA_DIR: '/var/lib/shiplog' }, { dataDir: '/var/lib/shiplog' }],
    [
      { TRIAGE_BASE_URL: 'http://localhost:11434/v1/', TRIAGE_MODEL: 'small', TRIAGE_TIMEOUT_SECONDS: '5' },
      {
        triage: {
          baseUrl: 'http://localhost:11434/v1',
          apiKey: undefined,
          model: 'small',
          timeoutMs: 5000,
        },
      },
    ],
    [{ TRIAGE_MODEL: 'small', TRIAGE_API_KEY: 'k' }, { triage: undefined }],
    [{ NODE_ENV: 'development' }, { apiLane: 'next' }],
    [{ NODE_ENV: 'development', SHIPLOG_API_LANE: 'lean' }, { apiLane: 'lean' }],
  ])('reads %j', (env, expected) => {
    expect(parseConfig(env, '/srv/shiplog')).toMatchObject(expected);
  });

  it.each([
    [{ PORT: '80a' }, 'PORT is "80a": expected a port number, 1 to 65535'],
    [{ PORT: '0' }, 'PORT is "0": expected a port number, 1 to 65535'],
    [{ HTTP_PORT: '70000' }, 'HTTP_PORT is "70000": expected a port number, 1 to 65535'],
    [{ HOST: 'http://x' }, 'HOST is "http://x": expected an IP address or host name to listen on'],
    [
      { LOG_LEVEL: 'loud' },
      'LOG_LEVEL is "loud": expected one of: trace, debug, info, warn, error, fatal, silent',
    ],
    [{ TRACKER_ENUMS: 'grpc' }, 'TRACKER_ENUMS is "grpc": expected one of: guide, proto'],
    [{ SHIPLOG_AUTH: 'no' }, 'SHIPLOG_AUTH is "no": expected one of: auto, required, protected, off'],
    [{ TRIAGE_BASE_URL: 'https://api.test/v1' }, 'TRIAGE_MODEL is not set: expected the name of a model'],
    [{ TRIAGE_TIMEOUT_SECONDS: '0' }, 'TRIAGE_TIMEOUT_SECONDS is "0": expected a whole number, 1 to 600'],
    [{ DATABASE_POOL_SIZE: '1.5' }, 'DATABASE_POOL_SIZE is "1.5": expected a whole number, 2 to 200'],
  ])('refuses %j and says what was expected', (env, message) => {
    expect(() => parseConfig(env)).toThrow(ConfigError);
    expect(() => parseConfig(env)).toThrow(message);
  });

  it('names every wrong variable at once', () => {
    const env = { PORT: 'x', LOG_LEVEL: 'y' };
    expect(() => parseConfig(env)).toThrow(/PORT is "x".*\nLOG_LEVEL is "y"/);
  });

  it.each(['mysql://root:hunter2@db/ship', 'hunter2', 'postgres:hunter2@db'])(
    'never repeats the password of a wrong DATABASE_URL (%#)',
    (value) => {
      const problem = messageOf(() => parseConfig({ DATABASE_URL: value }));
      expect(problem).toContain('DATABASE_URL');
      expect(problem).not.toContain('hunter2');
    },
  );

  it('never repeats what stands in a wrong key or address of the triage model', () => {
    const env = { TRIAGE_API_KEY: 'hunter 2', TRIAGE_BASE_URL: 'https://me:hunter2@api.test/v1' };
    const problem = messageOf(() => parseConfig(env));
    expect(problem).toContain('TRIAGE_API_KEY');
    expect(problem).toContain('TRIAGE_BASE_URL');
    expect(problem).not.toMatch(/hunter/);
  });

  it.each([
    ['postgresql://me:s3cret@db:5432/ship', 'postgresql://me:***@db:5432/ship'],
    ['postgresql://me:a:b@c@db/ship', 'postgresql://me:***@db/ship'],
    [
      'postgresql://me@db/ship?password=s3cret&sslmode=require',
      'postgresql://me@db/ship?password=***&sslmode=require',
    ],
    ['postgresql://db/ship', 'postgresql://db/ship'],
  ])('masks %s', (url, masked) => {
    expect(maskUrl(url)).toBe(masked);
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
}
