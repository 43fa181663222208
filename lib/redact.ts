import { stdSerializers } from 'pino';

/**
 * Keeps secrets out of the log, by the names of fields and by the shape of what opens doors here. Narrower than what masks texts
 * before they are shown or sent (lib/incidents/triage/mask.ts): paths, ids and stacks must stay readable.
 */

const censored = '***';

/** By the end of the name, without case, hyphens and underscores: `X-Api-Key` and `newPassword` are among them. */
const secretName =
  /(?:authorization|cookie|password|passphrase|passwd|secret|token|apikey|privatekey|^key|^code|codeverifier|invitecode|setupcode|recoverycode|credential|connectionstring|databaseurl)s?$/;

/** Deeper than this nobody looks, and nothing is shown. */
const deepest = 8;

/**
 * A value as it may be logged: JSON without what stands in fields that are named like secrets, however deep. An error keeps its
 * `code`, which says what kind it is.
 */
export function redacted(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth > deepest) return '…';
  if (Array.isArray(value)) return value.map((item) => redacted(item, depth + 1));
  const isError = value instanceof Error;
  const fields: object = isError ? stdSerializers.err(value) : value;
  return Object.fromEntries(
    Object.entries(fields).map(([name, inner]) => [
      name,
      isSecret(name) && !(isError && name === 'code') && inner != null
        ? censored
        : redacted(inner, depth + 1),
    ]),
  );
}

/** Whether a field of this name holds what opens something. */
export const isSecret = (name: string): boolean => secretName.test(name.toLowerCase().replace(/[-_]/g, ''));

const shapes: readonly (readonly [RegExp, string])[] = [
  // API tokens of ours and those of issuers that CI may show us.
  [/\bslg_[0-9A-Za-z]{6,200}/g, `slg_${censored}`],
  [/\b(bearer|basic)\s{1,3}[\w.~+/=-]{4,8000}/gi, `$1 ${censored}`],
  // JSON web tokens, also without a signature.
  [/\beyJ[\w-]{5,4000}\.[\w-]{2,8000}(?:\.[\w-]{0,4000}){0,3}/g, censored],
  // User names and passwords of URLs, unless the password alone has been masked already.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)(?![^\s"'<>/:@]{1,400}:\*{3}@)[^\s"'<>/]{1,400}@/gi, `$1${censored}@`],
  // What opens something, in a query or a form.
  [
    /([?&](?:code|token|key|secret|state|password|client_secret|api[_-]?key|(?:access|id|refresh)_token|code_verifier)=)[^\s&#"'\\]{1,8000}/gi,
    `$1${censored}`,
  ],
  // Passwords of connection strings in words: `host=db user=app password=…`. In a line, `\\n` may stand right before it.
  [/((?:password|passwd)=)(?!\*{3})(?:'[^'"\\]{1,400}'|[^\s&#"'\\;,)]{1,8000})/gi, `$1${censored}`],
  // Cookies of sessions.
  [
    /((?:__(?:Host|Secure)-)?[\w.-]{0,60}(?:session|csrf|pkce|state)[\w.-]{0,60}=)[^\s;,"'\\]{8,8000}/gi,
    `$1${censored}`,
  ],
];

/** A line of the log, or what is said to a person, without what has the shape of a token, wherever it stands: in a message, the text of an error, a stack. */
export function maskTokens(line: string): string {
  let masked = line;
  for (const [pattern, replacement] of shapes) masked = masked.replace(pattern, replacement);
  return masked;
}
