import type { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { markOrigin, originHeader } from '@/lib/access/origin';
import { asNextRequest, newRequestId, requestIdHeader } from '@/lib/http/request-id';
import { logFailedRequest } from '@/lib/log-failed-request';
import { StartError } from '../start-error';
import { answerBrokenConnections } from './broken-connections';
import { framingFault } from './framing';
import type { Gate } from './gate';
import {
  apiPolicy,
  newNonce,
  pagePolicy,
  setRequestHeader,
  setSecurityHeaders,
  stripInternalHeaders,
} from './headers';
import { rememberOrigin } from './origins';
import { throughPageAnswer } from './page-answer';
import { dropPageHeaders, keepPageHeaders, pageFault } from './page-requests';
import { isApiPath, type Refusal, refuse } from './refusals';
import { gateWebSockets } from './web-sockets';

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<unknown>;

export type HttpOptions = {
  /** Who comes in. */
  gate: Gate;
  dev: boolean;
  /** Answers a request of the API, or answers false to leave it to `pages`. */
  api?: (req: IncomingMessage, res: ServerResponse) => Promise<boolean>;
  pages: Handler;
};

/**
 * The HTTP server, which listens before everything behind it is up.
 * Requests that arrive early wait until {@link HttpServer.open} tells whom to hand them to.
 */
export type HttpServer = {
  server: Server;
  /** Emits `upgrade` for every web socket that was let in. */
  webSockets: EventEmitter;
  port: number;
  open(options: HttpOptions): void;
  /**
   * Answers what is in flight, accepts nothing new, and cuts off what is not done within `deadlineMs`. Connections that are kept
   * alive may ask once more until nothing is in flight, and for `quietMs` at least: what they send just now is on its way already.
   */
  drain(deadlineMs: number, quietMs?: number): Promise<void>;
};

/**
 * Takes the port.
 * @throws StartError when it is taken or not allowed, or when the address is not one of this machine
 */
export async function listen(host: string, port: number): Promise<HttpServer> {
  const opening = Promise.withResolvers<HttpOptions>();
  const inFlight = new Set<ServerResponse>();
  const connections = new Set<Socket>();
  let draining = false;
  let isQuiet = false;
  let hasWebSockets = false;

  const server = createServer(
    {
      // Clients that offer HTTP/2 on every request (Java's among them) are answered in HTTP/1.1. Only the dev server has web
      // sockets; elsewhere nothing of an upgrade may come to Next, which proxies some to where their request line says.
      shouldUpgradeCallback: ({ headers }) => hasWebSockets && /websocket/i.test(headers.upgrade ?? ''),
      // Said by us, as every other refusal.
      requireHostHeader: false,
      maxHeaderSize: 32 * 1024,
      headersTimeout: 20_000,
      // The time a whole request may take to arrive, not its answer.
      requestTimeout: 120_000,
      keepAliveTimeout: 30_000,
      noDelay: true,
    },
    (req, res) => {
      inFlight.add(res);
      res.on('close', () => {
        inFlight.delete(res);
        if (draining) closeWhenQuiet();
      });
      if (draining) res.setHeader('connection', 'close');
      opening.promise.then((options) => answer(options, req, res)).catch((error) => fail(error, req, res));
    },
  );
  // All are seen and counted, instead of some being dropped.
  server.maxHeadersCount = 0;
  answerBrokenConnections(server, inFlight);
  server.on('checkExpectation', (req, res) => {
    identify(req, false);
    refuse(res, true, {
      status: 417,
      title: 'Not to be expected',
      detail: 'The only expectation that is met is 100-continue.',
    });
  });
  const webSockets = gateWebSockets(server, async (req) => lookAtWebSocket(await opening.promise, req));
  server.on('connection', (socket: Socket) => {
    connections.add(socket);
    socket.on('close', () => connections.delete(socket));
  });
  // Node has a way to close idle connections, and closing the server takes it. It counts those as idle whose answer has been handed
  // over but is not sent yet, and would cut off whatever does not fit into the buffers: most pages.
  server.closeIdleConnections = () => {};
  const closeWhenQuiet = () => {
    if (!isQuiet || inFlight.size > 0) return;
    // After what has arrived by now was read.
    setImmediate(() => {
      if (inFlight.size === 0) for (const socket of connections) socket.destroySoon();
    });
  };
  await bind(server, host, port);

  return {
    server,
    webSockets: webSockets.accepted,
    port: (server.address() as AddressInfo).port,
    open(options) {
      hasWebSockets = options.dev;
      opening.resolve(options);
    },
    async drain(deadlineMs, quietMs = 500) {
      draining = true;
      for (const res of inFlight) if (!res.headersSent) res.setHeader('connection', 'close');
      const closed = new Promise((resolve) => server.close(resolve));
      webSockets.destroy();
      const quiet = setTimeout(() => {
        isQuiet = true;
        closeWhenQuiet();
      }, quietMs);
      const late = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(quiet);
      clearTimeout(late);
    },
  };
}

async function answer(options: HttpOptions, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const id = identify(req, options.dev);
  const { url = '', method = '' } = req;
  const isApi = isApiPath(url);
  const fault = framingFault(req, options.dev) ?? (isApi ? null : pageFault(req, options.dev));
  if (fault) return refuse(res, isApi, fault);
  const entering = options.gate(req, isApi);
  const { origin, refusal, redirect } = entering instanceof Promise ? await entering : entering;
  if (refusal) return refuse(res, isApi, refusal);
  if (redirect) return sendTo(res, redirect);
  rememberOrigin(req, origin);

  // The lane writes the security headers itself, together with its own.
  if (isApi && options.api && (await options.api(req, res))) return;
  setRequestHeader(req, originHeader, markOrigin(origin));
  setSecurityHeaders(res);
  if (isApi) {
    dropPageHeaders(req);
    res.setHeader('content-security-policy', apiPolicy);
  } else {
    if (!options.dev) keepPageHeaders(req);
    // Next takes the nonce from the request's header and puts it on every script.
    const policy = pagePolicy(newNonce(), options.dev);
    setRequestHeader(req, 'content-security-policy', policy);
    res.setHeader('content-security-policy', policy);
  }
  if (!options.dev) throughPageAnswer(req, res);
  await asNextRequest({ id, method, path: pathOf(url), isPage: !isApi }, () => options.pages(req, res));
}

/**
 * Why a web socket is refused. Nobody has to have signed in: without it the pages of the dev server, among them the one to sign in, do
 * nothing. Those of other sites are refused as for everything else here, and by Next.
 */
async function lookAtWebSocket({ dev, gate }: HttpOptions, req: IncomingMessage): Promise<Refusal | null> {
  identify(req, dev);
  return framingFault(req, dev) ?? pageFault(req, dev) ?? (await gate(req, false)).refusal ?? null;
}

/** Another page than the one that was asked for; no cache may remember that. */
function sendTo(res: ServerResponse, location: string): void {
  setSecurityHeaders(res);
  res.writeHead(303, { location, 'cache-control': 'no-store', 'content-length': '0' }).end();
}

/** Takes from a request what nobody outside may claim, and gives it its id. */
function identify(req: IncomingMessage, dev: boolean): string {
  stripInternalHeaders(req, dev);
  const id = newRequestId();
  setRequestHeader(req, requestIdHeader, id);
  return id;
}

function fail(error: unknown, req: IncomingMessage, res: ServerResponse): void {
  const requestId = String(req.headers[requestIdHeader]);
  logFailedRequest(error, { requestId, method: req.method, path: pathOf(req.url ?? '') });
  if (res.headersSent) return void res.destroy();
  refuse(res, isApiPath(req.url ?? ''), {
    status: 500,
    title: 'Something went wrong here',
    detail: `The request could not be answered. The log of the server says why, under request ${requestId}.`,
  });
}

const pathOf = (url: string) => url.split('?', 1)[0] as string;

function bind(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(bindError(error, host, port)));
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
}

function bindError(error: NodeJS.ErrnoException, host: string, port: number): StartError {
  const elsewhere = 'choose another port: PORT=8090 npm start';
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartError(
        `Port ${port} on ${host} is already in use. Stop the program that uses it, or ${elsewhere}`,
      );
    case 'EACCES':
      return new StartError(
        `This account may not listen on port ${port}. Start with the rights to, or ${elsewhere}`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartError(
        `HOST is ${JSON.stringify(host)}, which is not an address of this machine. Use 127.0.0.1 for this machine alone, or 0.0.0.0 for every network it is on.`,
      );
    default:
      return new StartError(`The HTTP server could not listen on ${host}:${port}: ${error.message}`);
  }
}
