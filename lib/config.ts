import { BlockList, isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';
import { httpUrl } from '@/lib/links';
import { once } from '@/lib/runtime';

const port = z.coerce
  .number('a port number, 1 to 65535')
  .int('a port number, 1 to 65535')
  .min(1, 'a port number, 1 to 65535')
  .max(65_535, 'a port number, 1 to 65535');

const requests = z.coerce
  .number('a whole number of requests a minute, from 1')
  .int('a whole number of requests a minute, from 1')
  .min(1, 'a whole number of requests a minute, from 1');

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
  /**
   * `auto`: only this machine is served until an administrator exists, then whoever signs in. `required` and `protected` force the
   * one or the other. `off`: whoever reaches the port may do everything.
   */
  SHIPLOG_AUTH: oneOf('auto', 'required', 'protected', 'off').default('auto'),
  /** The address that people type. Behind TLS it begins with `https://`, and cookies are sent over TLS only. */
  SHIPLOG_URL: z
    .string()
    .refine((value) => httpUrl(value) !== null && new URL(value).pathname === '/', {
      error: 'an http or https URL without a path, such as https://shiplog.example.com',
    })
    .optional(),
  /** Proxies whose `X-Forwarded-For` is believed: addresses and networks, separated by commas. */
  SHIPLOG_TRUSTED_PROXIES: z
    .string()
    .refine((value) => networksOf(value) !== null, {
      error: 'IP addresses or networks separated by commas, such as 10.0.0.0/8,192.168.1.7',
    })
    .optional(),
  /** Requests a minute: of one token or CI run, of one person, and of one address that does not say who it is. */
  SHIPLOG_RATE_TOKEN: requests.default(60_000),
  SHIPLOG_RATE_PERSON: requests.default(3_000),
  SHIPLOG_RATE_ANONYMOUS: requests.default(300),
  /** Any OpenID Connect provider, by its issuer. */
  OIDC_ISSUER: z
    .string()
    .refine((value) => httpUrl(value) !== null, 'the URL of an OpenID Connect issuer')
    .optional(),
  OIDC_CLIENT_ID: z.string().max(500, 'the id of a client of that issuer').optional(),
  OIDC_CLIENT_SECRET: z.string().max(2000, 'the secret of that client').optional(),
  /** What the button on the sign-in page says. */
  OIDC_NAME: z.string().max(60, 'a name of at most 60 characters').default('Single sign-on'),
  /** People of that provider who were not invited get this role; without it they are turned away. */
  OIDC_DEFAULT_ROLE: oneOf('viewer', 'responder', 'deployer').optional(),
  GITHUB_CLIENT_ID: z.string().max(500, 'the id of a GitHub OAuth app').optional(),
  GITHUB_CLIENT_SECRET: z.string().max(2000, 'the secret of that app').optional(),
  /** A GitHub Enterprise Server instead of github.com. */
  GITHUB_URL: z
    .string()
    .refine((value) => httpUrl(value) !== null, 'an http or https URL')
    .default('https://github.com'),
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

/** An OpenID Connect provider that people sign in with. Never logged: it holds a secret. */
export type OidcConfig = {
  issuer: string;
  clientId: string;
  clientSecret: string;
  name: string;
  /** The role of whoever was not invited; undefined turns them away. */
  defaultRole: 'viewer' | 'responder' | 'deployer' | undefined;
};

/** GitHub, or a server of one's own. Never logged: it holds a secret. */
export type GithubConfig = { clientId: string; clientSecret: string; url: string };

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
  auth: 'auto' | 'required' | 'protected' | 'off';
  /** Without a trailing slash; undefined where nobody said it. */
  publicUrl: string | undefined;
  /** Whether people reach the product over TLS. */
  isSecure: boolean;
  /** Whose `X-Forwarded-For` is believed. */
  trustedProxies: BlockList;
  /** Requests a minute. */
  rates: { token: number; person: number; anonymous: number };
  oidc: OidcConfig | undefined;
  github: GithubConfig | undefined;
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
  const incomplete = incompleteProvider(set);
  if (incomplete) throw new ConfigError([incomplete]);
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
    publicUrl: values.SHIPLOG_URL?.replace(/\/+$/, ''),
    isSecure: values.SHIPLOG_URL?.startsWith('https:') ?? false,
    trustedProxies: networksOf(values.SHIPLOG_TRUSTED_PROXIES ?? '') ?? new BlockList(),
    rates: {
      token: values.SHIPLOG_RATE_TOKEN,
      person: values.SHIPLOG_RATE_PERSON,
      anonymous: values.SHIPLOG_RATE_ANONYMOUS,
    },
    oidc:
      values.OIDC_ISSUER && values.OIDC_CLIENT_ID && values.OIDC_CLIENT_SECRET
        ? {
            issuer: values.OIDC_ISSUER,
            clientId: values.OIDC_CLIENT_ID,
            clientSecret: values.OIDC_CLIENT_SECRET,
            name: values.OIDC_NAME,
            defaultRole: values.OIDC_DEFAULT_ROLE,
          }
        : undefined,
    github:
      values.GITHUB_CLIENT_ID && values.GITHUB_CLIENT_SECRET
        ? {
            clientId: values.GITHUB_CLIENT_ID,
            clientSecret: values.GITHUB_CLIENT_SECRET,
            url: values.GITHUB_URL.replace(/\/+$/, ''),
          }
        : undefined,
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
  if (/KEY|SECRET/.test(variable)) return 'something else (it is not shown: it is a secret)';
  if (variable !== 'DATABASE_URL' && variable !== 'TRIAGE_BASE_URL') return JSON.stringify(value);
  // What is not even a URL may hold a secret anywhere.
  return URL.canParse(value) && new URL(value).host
    ? JSON.stringify(maskUrl(value))
    : 'not a URL (its value is not shown: it may hold a password)';
}

const providers = [
  ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'],
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
];

/** The first variable that a provider of sign-ins still needs, where some of its variables are set. */
function incompleteProvider(set: Environment): ConfigProblem | undefined {
  for (const names of providers) {
    const missing = names.find((name) => !set[name]);
    const given = names.find((name) => set[name]);
    if (missing && given)
      return { variable: missing, value: 'not set', expected: `a value, since ${given} is set` };
  }
  return undefined;
}

/** Null for what is no list of addresses and networks. */
function networksOf(text: string): BlockList | null {
  const list = new BlockList();
  for (const part of text.split(',').map((one) => one.trim())) {
    if (part === '') continue;
    const [address = '', bits] = part.split('/');
    const version = isIP(address);
    const most = version === 6 ? 128 : 32;
    if (version === 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most)))
      return null;
    list.addSubnet(address, bits === undefined ? most : Number(bits), version === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function isPostgresUrl(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, searchParams } = new URL(value);
  return /^postgres(ql)?:$/.test(protocol) && (hostname !== '' || searchParams.has('host'));
}
