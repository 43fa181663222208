import { type DestinationStream, type Logger, pino } from 'pino';
import { config } from '@/lib/config';
import { pageRequestId } from '@/lib/http/request-id';
import { maskTokens, redacted } from '@/lib/redact';
import { once } from '@/lib/runtime';

/**
 * The log of this process: one JSON object per line on standard error, so that standard output keeps what is
 * meant for the person at the terminal. Log an error as `{ err }`. Secrets are kept out (see redact.ts), which is a net and no
 * licence: never put a token or a connection URL in a message.
 */
export function log(): Logger {
  // Written at once: the last lines before an end are the ones that matter.
  return once('log', () => logTo(pino.destination({ fd: 2, sync: true }), config().logLevel));
}

/** A log like that of this process, to another place. */
export function logTo(destination: DestinationStream, level: string): Logger {
  return pino(
    {
      level,
      base: { app: 'shiplog' },
      timestamp: pino.stdTimeFunctions.isoTime,
      mixin: () => {
        const requestId = pageRequestId();
        return requestId === undefined ? {} : { requestId };
      },
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => redacted(fields) as Record<string, unknown>,
      },
      // Done by then: a second time it would forget what kind of error it was.
      serializers: { err: (err) => err },
      hooks: { streamWrite: maskTokens },
    },
    destination,
  );
}
