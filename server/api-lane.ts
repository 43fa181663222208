import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { execute, type RawRequest } from '@/lib/http/execute';
import { HttpError } from '@/lib/http/http-error';
import { badPath, pathParams } from '@/lib/http/path-params';
import { decodeBody, readBody, tooLarge } from '@/lib/http/read-body';
import { type FinishedReply, finish } from '@/lib/http/reply';
import { unknownRoute, wrongMethod } from '@/lib/http/unknown-route';
import { shutdownSignal } from '@/lib/shutdown';
import { routeFiles } from './api-routes.gen';
import { RouteTable } from './route-table';

/**
 * The lean lane: serves the API's route files straight on node:http. A handler inside Next costs about ten times a bare
 * one, and CI should not pay for pages. Protected mode has been checked by the server before.
 */

const table = new RouteTable(routeFiles);

/** Answers a request of the API without Next in the way. @returns false when it is no path of the API */
export async function handleApi(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
  const url = req.url as string;
  const search = url.indexOf('?');
  const path = search < 0 ? url : url.slice(0, search);
  const endpoints = table.find(path);
  if (!endpoints) {
    if (!path.startsWith('/api/')) return false;
    await send(req, res, unknownRoute(path));
    return true;
  }
  const method = req.method as string;
  const endpoint = endpoints.get(method === 'HEAD' ? 'GET' : method);
  if (!endpoint) {
    const allowed = [...endpoints.keys()];
    await send(
      req,
      res,
      method === 'OPTIONS'
        ? { status: 204, headers: { allow: allowed.join(', ') }, body: null }
        : wrongMethod(path, method, allowed),
    );
    return true;
  }
  const params = pathParams(endpoint.operation.path, path);
  if (!params) {
    await send(req, res, finish(endpoint.operation.dialect.renderError(badPath())));
    return true;
  }
  await send(req, res, await execute(endpoint, params, fromNode(req, res)));
  return true;
}

function fromNode(req: IncomingMessage, res: ServerResponse): RawRequest {
  let controller: AbortController | undefined;
  return {
    method: req.method as string,
    url: req.url as string,
    header: (name) => {
      const value = req.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    body: (limit) => nodeBody(req, limit),
    // Made only for the few that listen.
    get signal() {
      if (!controller) {
        const made = new AbortController();
        res.on('close', () => made.abort());
        controller = made;
      }
      return AbortSignal.any([controller.signal, shutdownSignal()]);
    },
    refused: null,
  };
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
    req.on('error', reject);
    req.on('close', () => {
      if (!req.complete) reject(new HttpError('malformed_body', 'The request ended before its body did.'));
    });
  });
}

async function send(req: IncomingMessage, res: ServerResponse, reply: FinishedReply): Promise<void> {
  // A body that nobody read to its end would be taken for the next request.
  if (!req.complete && req.headers['content-length'] !== '0' && hasBody(req))
    res.setHeader('connection', 'close');
  const { status, headers, body } = reply;
  if (body === null || req.method === 'HEAD') {
    res.writeHead(status, headers).end();
    if (body !== null && typeof body !== 'string') await body.cancel();
    return;
  }
  if (typeof body === 'string') {
    res.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body);
    return;
  }
  res.writeHead(status, headers);
  res.flushHeaders();
  // A client that goes away ends the stream; that is no failure.
  await pipeline(Readable.fromWeb(body as NodeReadableStream), res).catch(() => {});
}

const hasBody = (req: IncomingMessage) =>
  req.headers['content-length'] !== undefined || req.headers['transfer-encoding'] !== undefined;
