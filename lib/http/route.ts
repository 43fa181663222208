import type { z } from 'zod';
import { originHeader, readOrigin } from '@/lib/access/origin';
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

/**
 * Binds an operation to the code that carries it out.
 * @param places of an operation that changes something about services or environments: which ones
 */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  operation: Operation<P, Q, B>,
  handler: Handler<P, Q, B>,
  places?: Places<P, Q, B>,
): Route {
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
