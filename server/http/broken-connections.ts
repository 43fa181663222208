import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { answeredIdHeader, newRequestId } from '@/lib/http/request-id';
import { apiHeaders } from './headers';

/** What Node's parser could not read is no request, so there is nobody to answer it but the connection itself. */
const statuses: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Content Too Large',
  HPE_INVALID_METHOD: '501 Not Implemented',
  HPE_INVALID_VERSION: '505 HTTP Version Not Supported',
  HPE_PAUSED_H2_UPGRADE: '505 HTTP Version Not Supported',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * Answers what is no readable request, and closes its connection. When an earlier request on it has been read whole and is still
 * being carried out, that one gets its own answer: the client would take any other for it.
 * @param inFlight the answers that are not finished
 */
export function answerBrokenConnections(server: Server, inFlight: ReadonlySet<ServerResponse>): void {
  const ending = new WeakSet<object>();
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (ending.has(socket)) return;
    ending.add(socket);
    const current = [...inFlight].find((res) => res.socket === socket);
    if (current?.req.complete) {
      if (!current.headersSent) current.setHeader('connection', 'close');
      current.once('close', () => socket.destroy());
      current.once('finish', () => (socket as Socket).destroySoon());
      return;
    }
    if (current?.headersSent || error.code === 'ECONNRESET' || !socket.writable)
      return void socket.destroy(error);
    closeWith(socket, statuses[error.code ?? ''] ?? '400 Bad Request');
  });
  // Listened for only to be answered: Node would hang up without a word.
  server.on('connect', (_, socket) => closeWith(socket, '405 Method Not Allowed', ['allow: GET, HEAD']));
}

/** The last that is said on a connection that is no request's, or no longer one's. */
export function closeWith(socket: Duplex, status: string, more: readonly string[] = []): void {
  const headers = Object.entries({
    ...apiHeaders,
    [answeredIdHeader]: newRequestId(),
    date: new Date().toUTCString(),
    'cache-control': 'no-store',
    connection: 'close',
    'content-length': '0',
  }).map(([name, value]) => `${name}: ${value}`);
  socket.on('error', () => {});
  socket.on('end', () => socket.destroy());
  socket.end([`HTTP/1.1 ${status}`, ...headers, ...more, '', ''].join('\r\n'));
  // Closing at once, with bytes unread, would take the answer away from under the client.
  socket.resume();
  setTimeout(() => socket.destroy(), 1_000).unref();
}
