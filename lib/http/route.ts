import type { z } from 'zod';
import { originHeader, readOrigin } from '@/lib/access/origin';
import type { PlacedScope, Scope } from '@/lib/access/scopes';
import { type Endpoint, execute, type Handler, type Places, type RawRequest } from './execute';
import type { Operation } from './operation';
import { badPath, pathParams } from './path-params';
import { readBody } from './read-body';
import { finish } from './reply';
import { newRequestId, requestIdHeader } from './request-id';

/** A Next route handler that also carries its endpoint, for the lane that serves it without Next. */
export interface Route {
  (request: Request): Promise<Response>;
  endpoint: Endpoint;
}

/** Who changes something about services or environments has to say about which; nobody else can. */
type WhereItActs<S extends Scope, P, Q, B> = S extends PlacedScope ? [places: Places<P, Q, B>] : [];

/**
 * Binds an operation to the code that carries it out.
 * @param where of an operation whose scope is limited to services and environments: those that it touches
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, S extends Scope>(
  operation: Operation<P, Q, B, S>,
  handler: Handler<P, Q, B>,
  ...where: WhereItActs<S, P, Q, B>
): Route {
  const [places] = where as [Places<P, Q, B>?];
  const endpoint: Endpoint = { operation, handler, places };
  const next = async (request: Request) => {
    const params = pathParams(operation.path, new URL(request.url).pathname);
    const reply = params
      ? await execute(endpoint, params, fromRequest(request))
      : finish(operation.dialect.renderError(badPath()));
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
  };
  return Object.assign(next, { endpoint });
}

function fromRequest(request: Request): RawRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    url: url.pathname + url.search,
    // Under a bare `next start` no server of ours has set it.
    requestId: request.headers.get(requestIdHeader) ?? newRequestId(),
    header: (name) => request.headers.get(name) ?? undefined,
    body: (limit) =>
      request.body === null
        ? Promise.resolve('')
        : readBody(
            request.body,
            {
              encoding: request.headers.get('content-encoding') ?? undefined,
              length: request.headers.get('content-length') ?? undefined,
            },
            limit,
          ),
    signal: request.signal,
    origin: readOrigin(request.headers.get(originHeader)),
  };
}
