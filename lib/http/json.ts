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
  const names = check(value, 0, []);
  if (names !== countNames(text)) throw duplicateName(text);
  return value;
}

/** Checks depth and strings, and counts the names of all objects. */
function check(value: unknown, depth: number, path: (string | number)[]): number {
  if (typeof value === 'string') {
    checkText(value, path);
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
      names += check(value[index], depth + 1, path);
      path.pop();
    }
    return names;
  }
  for (const name of Object.keys(value)) {
    path.push(name);
    checkText(name, path);
    names += 1 + check((value as Record<string, unknown>)[name], depth + 1, path);
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

/** A string token of a valid JSON text, with its colon if it is a name. */
const token = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

function countNames(text: string): number {
  let names = 0;
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text))
    if (match[1] !== undefined) names++;
  return names;
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
