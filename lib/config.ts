import { resolve } from 'node:path';
import { z } from 'zod';
import { httpUrl } from '@/lib/links';
import { once } from '@/lib/runtime';

const port = z.coerce
  .number('a port number, 1 to 65535')
  .int('a port number, 1 to 65535')
  .min(1, 'a port number, 1 to 65535')
  .max(65_535, 'a port number, 1 to 65535');

const oneOf = <const T extends [string, ...string[]]>(...values: T) =>
  z.enum(values, `one of: ${values.join(', ')}`);

const databaseUrl = z
  .string()
  .refine(isPostgresUrl, 'a PostgreSQL URL: postgresql://user:password@host:5432/database');

/**
 * Everything that can be set from the environment. Each message completes the sentence "expected …".
 * A variable that is set to nothing counts as not set.
 */
const environment = z.object({
  /** The port of the HTTP server. `HTTP_PORT` is the same, and gives way to `PORT`. */
  PORT: port.optional(),
  HTTP_PORT: port.optional(),
  /** The address to listen on; only this machine unless told otherwise. */
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'an IP address or host name to listen on')
    .default('127.0.0.1'),
  /** A PostgreSQL of your own; without it an embedded one is started. */
  DATABASE_URL: databaseUrl.optional(),
  /** How many connections this process opens at most. */
  DATABASE_POOL_SIZE: z.coerce
    .number('a whole number, 2 to 200')
    .int('a whole number, 2 to 200')
    .min(2, 'a whole number, 2 to 200')
    .max(200, 'a whole number, 2 to 200')
    .default(10),
  /** Where the embedded PostgreSQL and its log live. */
  SHIPLOG_DATA_DIR: z.string().default('.shiplog'),
  LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent').default('info'),
  /** Which table numbers on /api/v1alpha1 are read by: the guide's, or that of Tracker's proto. */
  TRACKER_ENUMS: oneOf('guide', 'proto').default('guide'),
  /** A Homer dashboard whose links are shown beside our own. */
  HOMER_URL: z
    .string()
    .refine((value) => httpUrl(value) !== null, 'an http or https URL')
    .optional(),
  /** An OpenAI-compatible endpoint that judges incidents after the built-in triage, such as `https://api.openai.com/v1`. */
  TRIAGE_BASE_URL: z
    .string()
    .refine((value) => httpUrl(value) !== null, 'an http or https URL without a user name or password')
    .optional(),
  /** Sent to that endpoint as a bearer token. */
  TRIAGE_API_KEY: z
    .string()
    .regex(/^[\x21-\x7e]+$/, 'a key of printable ASCII characters without spaces')
    .optional(),
  TRIAGE_MODEL: z.string().max(200, 'the name of a model, at most 200 characters').optional(),
  /** How long that endpoint may take for one answer. */
  TRIAGE_TIMEOUT_SECONDS: z.coerce
    .number('a whole number, 1 to 600')
    .int('a whole number, 1 to 600')
    .min(1, 'a whole number, 1 to 600')
    .max(600, 'a whole number, 1 to 600')
    .default(20),
  /** `auto`: only this machine is served until an administrator exists. `off`: whoever reaches the port may do everything. */
  SHIPLOG_AUTH: oneOf('auto', 'off').default('auto'),
  /** `off` opens no incidents from signals and leaves those that come in meanwhile until it is on again. */
  SHIPLOG_DETECTION: oneOf('on', 'off').default('on'),
  /** `lean` answers /api without Next in the way; `next` hands it to the route handlers inside Next. */
  SHIPLOG_API_LANE: oneOf('lean', 'next').optional(),
});

/** The model that is asked about incidents. Never logged: it holds a key. */
export type TriageConfig = {
  /** Without a trailing slash. */
  baseUrl: string;
  apiKey: string | undefined;
  model: string;
  timeoutMs: number;
};

export type Config = {
  /** TCP port of the HTTP server. */
  port: number;
  host: string;
  /** Undefined when the embedded PostgreSQL is to be used. */
  databaseUrl: string | undefined;
  databasePoolSize: number;
  /** Absolute. */
  dataDir: string;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  trackerEnums: 'guide' | 'proto';
  homerUrl: string | undefined;
  /** Undefined when incidents are judged by the built-in triage alone. */
  triage: TriageConfig | undefined;
  auth: 'auto' | 'off';
  detection: 'on' | 'off';
  apiLane: 'lean' | 'next';
};

/** A variable that cannot be used: which one, what it says, and what was expected. */
export type ConfigProblem = { variable: string; value: string; expected: string };

/** Thrown by {@link parseConfig}; the message lists every problem, one per line. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: ConfigProblem[]) {
    super(
      problems
        .map(({ variable, value, expected }) => `${variable} is ${value}: expected ${expected}`)
        .join('\n'),
    );
  }
}

type Environment = Record<string, string | undefined>;

/**
 * Reads the configuration from environment variables.
 * @param baseDir what a relative data folder is relative to
 * @throws ConfigError naming every wrong variable at once, with secrets masked
 */
export function parseConfig(env: Environment, baseDir = process.cwd()): Config {
  const set = Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim()])
      .filter(([, value]) => value),
  ) as Environment;
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map((issue) => {
        const variable = String(issue.path[0]);
        return { variable, value: shown(variable, set[variable] ?? ''), expected: issue.message };
      }),
    );
  }
  const values = parsed.data;
  if (values.TRIAGE_BASE_URL && !values.TRIAGE_MODEL) {
    throw new ConfigError([
      { variable: 'TRIAGE_MODEL', value: 'not set', expected: 'the name of a model of TRIAGE_BASE_URL' },
    ]);
  }
  return {
    port: values.PORT ?? values.HTTP_PORT ?? 8080,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    dataDir: resolve(baseDir, values.SHIPLOG_DATA_DIR),
    logLevel: values.LOG_LEVEL,
    trackerEnums: values.TRACKER_ENUMS,
    homerUrl: values.HOMER_URL,
    triage:
      values.TRIAGE_BASE_URL && values.TRIAGE_MODEL
        ? {
            baseUrl: values.TRIAGE_BASE_URL.replace(/\/+$/, ''),
            apiKey: values.TRIAGE_API_KEY,
            model: values.TRIAGE_MODEL,
            timeoutMs: values.TRIAGE_TIMEOUT_SECONDS * 1000,
          }
        : undefined,
    auth: values.SHIPLOG_AUTH,
    detection: values.SHIPLOG_DETECTION,
    apiLane: values.SHIPLOG_API_LANE ?? (env.NODE_ENV === 'development' ? 'next' : 'lean'),
  };
}

/** The configuration of this process, read from its environment on first use. */
export function config(): Config {
  return once('config', () => parseConfig(process.env));
}

/** A connection URL as it may be shown to people and written to logs: without its password and other secrets. */
export function maskUrl(url: string): string {
  return url
    .replace(/^([a-z][a-z+.-]*:\/\/[^/?#@:]*):[^/?#]*@/i, '$1:***@')
    .replace(/([?&](?:password|sslpassword|options)=)[^&#]*/gi, '$1***');
}

function shown(variable: string, value: string): string {
  if (variable === 'TRIAGE_API_KEY') return 'something else (it is not shown: it is a secret)';
  if (variable !== 'DATABASE_URL' && variable !== 'TRIAGE_BASE_URL') return JSON.stringify(value);
  // What is not even a URL may hold a secret anywhere.
  return URL.canParse(value) && new URL(value).host
    ? JSON.stringify(maskUrl(value))
    : 'not a URL (its value is not shown: it may hold a password)';
}

function isPostgresUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, searchParams } = new URL(value);
  return /^postgres(ql)?:$/.test(protocol) && (hostname !== '' || searchParams.has('host'));
}
