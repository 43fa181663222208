import { type Logger, pino } from 'pino';
import { config } from '@/lib/config';
import { pageRequestId } from '@/lib/http/request-id';
import { once } from '@/lib/runtime';

/** Where a secret could ride along in an object that is logged. */
const secrets = [
  'password',
  'token',
  'secret',
  'authorization',
  'cookie',
  'set-cookie',
  'connectionString',
  'databaseUrl',
];

/**
 * The log of this process: one JSON object per line on standard error, so that standard output keeps what is
 * meant for the person at the terminal. Log an error as `{ err }`. Never put a token or a connection URL in a message.
 */
export function log(): Logger {
  return once('log', () =>
    pino(
      {
        level: config().logLevel,
        base: { app: 'shiplog' },
        timestamp: pino.stdTimeFunctions.isoTime,
        mixin: () => {
          const requestId = pageRequestId();
          return requestId === undefined ? {} : { requestId };
        },
        formatters: { level: (label) => ({ level: label }) },
        redact: {
          paths: secrets.flatMap((name) => [key(name), `*${key(name)}`, `*.headers${key(name)}`]),
          censor: '***',
        },
      },
      // Written at once: the last lines before an end are the ones that matter.
      pino.destination({ fd: 2, sync: true }),
    ),
  );
}

const key = (name: string) => `["${name}"]`;
