import { HttpError } from './http-error';

/**
 * The parameters of a path by its template: `/api/v2/events/{id}` and `/api/v2/events/42` give `{ id: '42' }`. Read from the
 * path as it was sent: whether a framework hands parameters on decoded or not is its own affair, and a name may hold a
 * percent sign or a slash. Null when one is no percent-encoding of any text.
 */
export function pathParams(template: string, path: string): Record<string, string> | null {
  const sent = path.split('/');
  const params: Record<string, string> = {};
  try {
    template.split('/').forEach((part, index) => {
      if (part.startsWith('{')) params[part.slice(1, -1)] = decodeURIComponent(sent[index] ?? '');
    });
    return params;
  } catch {
    return null;
  }
}

/** The refusal of a path that {@link pathParams} cannot read. */
export function badPath(): HttpError {
  return new HttpError('malformed_body', 'The path is not valid percent-encoding.');
}
