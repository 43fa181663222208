import type { z } from 'zod';
import { refusalFor } from '@/lib/access/refusal';
import { type Endpoint, execute, type Handler, type RawRequest } from './execute';
import { HttpError } from './http-error';
import type { Operation } from './operation';
import { readBody } from './read-body';
import { finish } from './reply';

/** A Next route handler that also carries its endpoint, for the lane that serves it without Next. */
export interface Route {
  (
    request: Request,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ): Promise<Response>;
  endpoint: Endpoint;
}

/** Binds an operation to the code that carries it out. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType>(
  operation: Operation<P, Q, B>,
  handler: Handler<P, Q, B>,
): Route {
  const endpoint: Endpoint = { operation, handler };
  const next = async (
    request: Request,
    context: { params: Promise<Record<string, string | string[] | undefined>> },
  ) => {
    // Next gives a route without parameters none at all, whatever its types say.
    const params = decodedParams((await context.params) ?? {});
    const reply = params
      ? await execute(endpoint, params, fromRequest(request))
      : finish(operation.dialect.renderError(badPath()));
    return new Response(reply.body, { status: reply.status, headers: reply.headers });
  };
  return Object.assign(next, { endpoint });
}

/** Path parameters as text, or null when one is no percent-encoding of any. */
export function decodedParams(
  encoded: Record<string, string | string[] | undefined>,
): Record<string, string> | null {
  const params: Record<string, string> = {};
  try {
    for (const [name, value] of Object.entries(encoded)) {
      if (value !== undefined)
        params[name] = decodeURIComponent(Array.isArray(value) ? value.join('/') : value);
    }
    return params;
  } catch {
    return null;
  }
}

/** The refusal of a path that {@link decodedParams} cannot read. */
export function badPath(): HttpError {
  return new HttpError('malformed_body', 'The path is not valid percent-encoding.');
}

function fromRequest(request: Request): RawRequest {
  const url = new URL(request.url);
  return {
    method: request.method,
    url: url.pathname + url.search,
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
    refused: refusalFor(request.headers),
  };
}
