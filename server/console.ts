import { format, inspect, stripVTControlCharacters } from 'node:util';
import type { Logger } from 'pino';
import { nextRequest } from '@/lib/http/request-id';
import { log } from '@/lib/log';
import { isNews, logFailedRequest } from '@/lib/log-failed-request';
import { redacted } from '@/lib/redact';

const levels = {
  error: 'error',
  trace: 'error',
  warn: 'warn',
  log: 'info',
  info: 'info',
  dir: 'info',
  debug: 'debug',
} as const;
type Method = keyof typeof levels;

/**
 * Has what Next, React and packages print, and what Node warns of, become lines of the log: with the ids of their requests and without
 * secrets, as all others. From then on nothing but what is meant for the person at the terminal is written as it is.
 */
export function consoleToLog(): void {
  for (const method of Object.keys(levels) as Method[])
    console[method] = (...args: unknown[]) => tell(method, args, log());
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log().warn({ err: warning }, 'Node warns'));
}

/** Logs what was to be printed. Exported for its tests. */
export function tell(method: Method, args: readonly unknown[], to: Logger): void {
  const request = nextRequest();
  const requestId = request?.id;
  const err = args.find((one) => one instanceof Error);
  const text = textOf(method === 'dir' ? args.slice(0, 1) : args.filter((one) => one !== err));
  if (err && request && text === '' && levels[method] === 'error') {
    logFailedRequest(err, { requestId: request.id, method: request.method, path: request.path });
    return;
  }
  if (err && !isNews(err, requestId)) return;
  // The same as under any other name: a page's lines have it already.
  to[levels[method]](
    { ...(err && { err }), ...(request && { requestId }) },
    text || (err?.message ?? '(an empty line)'),
  );
}

/** In one text, without colours and the sign that Next begins with; what fields named like secrets hold is left out. */
function textOf(args: readonly unknown[]): string {
  const plain = args.map((one) =>
    typeof one === 'object' && one !== null
      ? inspect(redacted(one), { breakLength: Infinity, depth: 4 })
      : one,
  );
  return stripVTControlCharacters(format(...plain))
    .replace(/^[\s⨯⚠✓▲○»]+/u, '')
    .trim();
}
