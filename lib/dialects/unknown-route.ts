import { HttpError } from '@/lib/http/http-error';
import { type FinishedReply, finish } from '@/lib/http/reply';
import { dialectOf } from './by-path';

/** The answer to a path of the API that no operation is declared for. */
export function unknownRoute(path: string): FinishedReply {
  return finish(dialectOf(path).renderError(new HttpError('route_not_found', 'Not Found')));
}

/** The answer to a known path with a method that it does not have. */
export function wrongMethod(path: string, method: string, allowed: readonly string[]): FinishedReply {
  return finish(
    dialectOf(path).renderError(
      new HttpError(
        'method_not_allowed',
        `Method Not Allowed: ${method}; allowed are ${allowed.join(', ')}`,
        {
          headers: { allow: allowed.join(', ') },
        },
      ),
    ),
  );
}
