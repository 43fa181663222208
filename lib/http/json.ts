import { HttpError } from './http-error';

/** Deeper nesting than this is refused: no event needs it, and every walk over a body stays shallow. */
export const maxDepth = 64;

/**
 * Parses a JSON text strictly. Refuses with a 400 that says what and where: malformed JSON, a name that stands twice in one object
 * (parsers disagree on which one counts), nesting deeper than {@link maxDepth}, U+0000 and lone surrogates
 * (Postgres cannot store the one, and the other would come back changed).
 */
export function parseJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpError('malformed_body', `The body is not valid JSON: ${(error as Error).message}`);
  }
  // Without an escape no string can hold what the text does not: the common case looks at none of them.
  const isPlain = !text.includes('\\u') && text.isWellFormed();
  const names = check(value, 0, [], isPlain);
  if (names !== countNames(text)) throw duplicateName(text);
  return value;
}

/** Checks depth and, unless all are plain, strings, and counts the names of all objects. */
function check(value: unknown, depth: number, path: (string | number)[], isPlain: boolean): number {
  if (typeof value === 'string') {
    if (!isPlain) checkText(value, path);
    return 0;
  }
  if (value === null || typeof value !== 'object') return 0;
  if (depth >= maxDepth) {
    throw new HttpError('malformed_body', `The body is nested deeper than ${maxDepth} levels.`, {
      issues: [{ in: 'body', path: path.slice(0, 8), detail: `is nested deeper than ${maxDepth} levels` }],
    });
  }
  let names = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      path.push(index);
      names += check(value[index], depth + 1, path, isPlain);
      path.pop();
    }
    return names;
  }
  for (const name of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[name];
    names++;
    if (isPlain && typeof inner !== 'object') continue;
    path.push(name);
    if (!isPlain) checkText(name, path);
    names += check(inner, depth + 1, path, isPlain);
    path.pop();
  }
  return names;
}

/** Refuses a text that cannot be stored and answered unchanged. */
export function checkText(
  text: string,
  path: readonly (string | number)[],
  where: 'body' | 'query' | 'path' = 'body',
): void {
  const problem = text.includes('\u0000')
    ? 'contains U+0000, which cannot be stored'
    : text.isWellFormed()
      ? null
      : 'contains a lone surrogate, which is not Unicode text';
  if (problem === null) return;
  throw new HttpError('malformed_body', `${path.join('.') || 'The body'} ${problem}`, {
    issues: [{ in: where, path: [...path], detail: problem }],
  });
}

const whiteSpace = ' \t\n\r';

/** The names in a valid JSON text: its strings that a colon follows. By searching rather than by a regular expression, which costs four times as much. */
function countNames(text: string): number {
  let names = 0;
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = endOfString(text, at) + 1;
    while (whiteSpace.includes(text.charAt(at)) && at < text.length) at++;
    if (text.charAt(at) === ':') names++;
  }
  return names;
}

/** Where the string that begins at a quote ends: at the next quote with an even number of backslashes before it. */
function endOfString(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); ; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text.charAt(end - 1 - slashes) === '\\') slashes++;
    if (slashes % 2 === 0) return end;
  }
}

/** The slow way, only for the error text: which name stands twice in which object. */
function duplicateName(text: string): HttpError {
  const open: (Set<string> | null)[] = [];
  const scan = /"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]/g;
  for (let match = scan.exec(text); match !== null; match = scan.exec(text)) {
    const [found] = match;
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(null);
    else if (found === '}' || found === ']') open.pop();
    else if (match[1] !== undefined) {
      const name = JSON.parse(found.slice(0, found.length - match[1].length)) as string;
      const names = open.at(-1);
      if (names?.has(name)) {
        return new HttpError('malformed_body', `duplicate field ${JSON.stringify(name)}`, {
          issues: [{ in: 'body', path: [name], detail: 'stands more than once in the same object' }],
        });
      }
      names?.add(name);
    }
  }
  return new HttpError('malformed_body', 'A field stands more than once in the same object.');
}
