import { createHash } from 'node:crypto';

/**
 * The name under which a statement stays prepared on a connection: the same text has the same name. For statements of few shapes whose planning takes as
 * long as running them; a name for each combination of filters would only fill the connections.
 */
export function statementName(kind: string, text: string): string {
  return `${kind} ${createHash('sha1').update(text).digest('base64url').slice(0, 12)}`;
}
