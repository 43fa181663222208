import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { unknownRoute, wrongMethod } from '@/lib/dialects/unknown-route';
import { type Endpoint, execute, type RawRequest } from '@/lib/http/execute';
import { badPath, pathParams } from '@/lib/http/path-params';
import { cutOff, decodeBody, readBody, tooLarge } from '@/lib/http/read-body';
import { type FinishedReply, finish } from '@/lib/http/reply';
import { answeredIdHeader, requestIdHeader } from '@/lib/http/request-id';
import { shutdownSignal } from '@/lib/shutdown';
import { routeFiles } from './api-routes.gen';
import { compressedFrom, encoded } from './http/compress';
import { apiHeaders } from './http/headers';
import { rememberedOrigin } from './http/origins';
import { RouteTable } from './route-table';

/**
 * The lean lane: serves the API's route files straight on node:http. A handler inside Next costs about ten times a bare
 * one, and CI should not pay for pages. Protected mode has been checked by the server before.
 */

const table = new RouteTable(routeFiles);

/** The routes of next-auth, which live inside Next. */
const isSignIn = /^\/api\/auth\//;

/** Answers a request of the API without Next in the way. */
export async function handleApi(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  if (isSignIn.test(req.url as string)) return false;
  const found = look(req);
  const reply =
    'reply' in found ? found.reply : await execute(found.endpoint, found.params, new NodeRequest(req, res));
  await send(req, res, reply);
  return true;
}

/**
 * Answers what Next would answer in its own words when it serves the API: a known path with another method, one that is no
 * percent-encoding, and one beside `/api/` that nothing is declared for, which would be a page. @returns false when the request is Next's to answer
 */
export async function answerForNext(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const found = look(req);
  // For the rest of what is unknown, Next has a route.
  if (!('reply' in found) || (found.reply.status === 404 && /^\/api\/[^?]/.test(req.url as string)))
    return false;
  await send(req, res, found.reply);
  return true;
}

/** The endpoint of a request, or the reply where there is none. */
function look(
  req: IncomingMessage,
): { endpoint: Endpoint; params: Record<string, string> } | { reply: FinishedReply } {
  const url = req.url as string;
  const search = url.indexOf('?');
  const path = search < 0 ? url : url.slice(0, search);
  const endpoints = table.find(path);
  if (!endpoints) return { reply: unknownRoute(path) };
  const method = req.method as string;
  const endpoint = endpoints.get(method === 'HEAD' ? 'GET' : method);
  if (!endpoint) {
    const allowed = [...endpoints.keys()];
    return {
      reply:
        method === 'OPTIONS'
          ? { status: 204, headers: { allow: allowed.join(', ') }, body: null }
          : wrongMethod(path, method, allowed),
    };
  }
  const params = pathParams(endpoint.operation.path, path);
  return params ? { endpoint, params } : { reply: finish(endpoint.operation.dialect.renderError(badPath())) };
}

/** A class, not a literal with a getter: see `OperationRequest` in lib/http/execute.ts. */
class NodeRequest implements RawRequest {
  readonly method: string;
  readonly url: string;
  readonly requestId: string;
  readonly origin: RawRequest['origin'];
  #controller: AbortController | undefined;

  constructor(
    private readonly req: IncomingMessage,
    private readonly res: ServerResponse,
  ) {
    this.method = req.method as string;
    this.url = req.url as string;
    this.requestId = req.headers[requestIdHeader] as string;
    this.origin = rememberedOrigin(req);
  }

  readonly header = (name: string): string | undefined => {
    const value = this.req.headers[name];
    return Array.isArray(value) ? value.join(', ') : value;
  };

  body(limit: number): Promise<string> {
    return nodeBody(this.req, limit);
  }

  /** Made only for the few that listen. */
  get signal(): AbortSignal {
    if (!this.#controller) {
      const made = new AbortController();
      this.res.on('close', () => made.abort());
      this.#controller = made;
    }
    return AbortSignal.any([this.#controller.signal, shutdownSignal()]);
  }
}

/** Without an encoding, which is the common case, the body is collected by plain events: a stream iterator costs more. */
function nodeBody(req: IncomingMessage, limit: number): Promise<string> {
  const { 'content-encoding': encoding, 'content-length': length } = req.headers;
  if (encoding !== undefined) return readBody(req, { encoding, length }, limit);
  if (length !== undefined && Number(length) > limit) return Promise.reject(tooLarge(limit));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > limit) {
        req.pause();
        reject(tooLarge(limit));
      } else chunks.push(chunk);
    });
    req.on('end', () => {
      try {
        resolve(decodeBody(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size)));
      } catch (error) {
        reject(error);
      }
    });
    // A client that hangs up halfway is no failure of the server's.
    req.on('error', () => reject(cutOff()));
    req.on('close', () => {
      if (!req.complete) reject(cutOff());
    });
  });
}

async function send(req: IncomingMessage, res: ServerResponse, reply: FinishedReply): Promise<void> {
  // A body that nobody read to its end would be taken for the next request.
  if (!req.complete && req.headers['content-length'] !== '0' && hasBody(req))
    res.setHeader('connection', 'close');
  const { status, body } = reply;
  const headers = { [answeredIdHeader]: req.headers[requestIdHeader] as string, ...reply.headers };
  if (body === null || req.method === 'HEAD') {
    res.writeHead(status, { ...apiHeaders, ...headers }).end();
    if (body !== null && typeof body !== 'string') await body.cancel();
    return;
  }
  if (typeof body === 'string') {
    // Nothing to wait for with the small answers, which are the common ones.
    if (body.length * 3 < compressedFrom) {
      res
        .writeHead(status, { ...apiHeaders, ...headers, 'content-length': Buffer.byteLength(body) })
        .end(body);
      return;
    }
    const sent = await encoded(body, headers, req.headers['accept-encoding'] as string | undefined);
    res.writeHead(status, { ...apiHeaders, ...sent.headers }).end(sent.body);
    return;
  }
  res.writeHead(status, { ...apiHeaders, ...headers });
  res.flushHeaders();
  // A client that goes away ends the stream; that is no failure.
  await pipeline(Readable.fromWeb(body as NodeReadableStream), res).catch(() => {});
}

const hasBody = (req: IncomingMessage) =>
  req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined;
