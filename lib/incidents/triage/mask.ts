/**
 * Takes secrets and personal data out of a text before it leaves: what is masked too much costs a little meaning, what is masked too
 * little cannot be taken back. Every repetition is bounded, so that a hostile text costs no more than a plain one. Client-safe.
 */

const secret = '[secret]';

/** In this order: what is certain first, what merely looks like a secret last. */
const masks: readonly (readonly [RegExp, string])[] = [
  // Keys in PEM, also those that were cut off.
  [
    /-----BEGIN [A-Z ]{0,40}(?:PRIVATE KEY|CERTIFICATE)[\s\S]{0,20000}?(?:-----END [A-Z ]{0,40}-----|$)/g,
    secret,
  ],
  // User names and passwords of URLs; a password may hold an @ or a slash itself.
  [/([a-z][a-z0-9+.-]{0,30}:\/\/)[^\s"'<>]{1,400}@/gi, `$1${secret}@`],
  [
    /\b(authorization|proxy-authorization|(?:set-)?cookie)(["']?\s{0,3}[:=](?!\s{0,3}\[secret\])\s{0,3})[^\r\n]{1,1000}/gi,
    `$1$2${secret}`,
  ],
  [/\b(bearer|basic|digest|token|apikey)\s{1,3}[\w.~+/=-]{8,1000}/gi, `$1 ${secret}`],
  // What follows a name that says it is secret: key=value, JSON, YAML, headers, query parameters.
  [
    /([\w.-]{0,40}(?:passwor[dt]|passwd|passphrase|\bpwd|_pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|credentials?|session[_-]?id|signature|\bsig|client[_-]?id)[\w.-]{0,40}\\?["']?\s{0,3}[:=](?!\s{0,3}\\?["']?\[secret\])\s{0,3})(?:\\?"[^"\r\n]{1,1000}"?|'[^'\r\n]{1,1000}'?|[^\s,;&"'<>]{1,1000})/gi,
    `$1${secret}`,
  ],
  [
    /\b(password|passwort|passphrase|secret|token|api key) (is|was|of) (?!\[secret\])\S{1,400}/gi,
    `$1 $2 ${secret}`,
  ],
  // JSON web tokens, and tokens that begin as their issuers let them begin.
  [/\beyJ[\w-]{5,4000}(?:\.[\w-]{0,4000}){0,4}/g, secret],
  [
    /\b(?:sk|pk|rk|whsec)[-_][\w-]{8,400}|\b(?:gh[pousr]|github_pat|glpat|glrt|npm|hf|dop_v1|shpat|xox[a-z])[-_][\w-]{8,400}/g,
    secret,
  ],
  [/\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,100}\b|\bAIza[\w-]{20,100}|\bya29\.[\w-]{10,400}/g, secret],
  [/[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){0,8}/gu, '[mail]'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g, '[account]'],
  [/(?<![\w.:])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]?\d)/g, '[ip]'],
  [/(?<![\w:.])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])/gi, '[ip]'],
  [
    /(?<![\w:.])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?::(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){0,6})?(?![\w:])/gi,
    '[ip]',
  ],
  // Card and telephone numbers, with whatever separates their groups.
  [/(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w-])/g, '[number]'],
  [/(?<![\w.])\+\d(?:[ ()/-]{0,2}\d){7,14}\b/g, '[number]'],
  // What nobody writes by hand.
  [/\b(?:0x)?[0-9a-f]{32,4000}\b/gi, secret],
  [
    /(?<![\w+/=])(?=[\w+/-]{0,200}\d)(?=[\w+/-]{0,200}[a-z])(?=[\w+/-]{0,200}[A-Z])[\w+/-]{28,4000}={0,2}/g,
    secret,
  ],
];

/** The text without tokens, keys, passwords, mail addresses, card numbers, addresses of machines and the like. */
export function mask(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of masks) masked = masked.replace(pattern, replacement);
  return masked;
}

const secretsOnly = masks.filter(([, replacement]) => replacement.includes(secret));

/** The text without what opens a door; who and where may stand in it. For texts that stay with us and are shown more widely. */
export function maskSecrets(text: string): string {
  let masked = text;
  for (const [pattern, replacement] of secretsOnly) masked = masked.replace(pattern, replacement);
  return masked;
}

/**
 * A message masked and cut to at most `max` characters.
 * @param windowLength how much of it is looked at before it is cut: more than is kept, so that no secret is cut in two before it is seen
 */
export function maskedCut(
  message: string,
  max: number,
  how: (text: string) => string = mask,
  windowLength = 8_000,
): string {
  const seen = message.length <= windowLength ? message : withoutLastWord(message.slice(0, windowLength));
  const masked = how(seen.toWellFormed());
  return masked.length <= max ? masked : `${masked.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** What stands at the edge of the window may be the beginning of a secret that is not recognised without its end. */
function withoutLastWord(text: string): string {
  const longest = 500;
  const tail = text.slice(-longest);
  const begin = Math.max(
    ...[' ', '\n', '\t', '"', ',', ';', '&'].map((between) => tail.lastIndexOf(between)),
  );
  return text.slice(0, text.length - tail.length + begin + 1);
}
