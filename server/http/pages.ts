import type { EventEmitter } from 'node:events';
import type { Server } from 'node:http';
import type { Handler, HttpServer } from './server';

export type Pages = { handle: Handler; close(): Promise<void> };

/** What makes the pages: Next unless a test brings something smaller. */
export type PagesFactory = (options: {
  dev: boolean;
  root: string;
  /** Where web sockets come from; see {@link HttpServer.webSockets}. */
  webSockets: EventEmitter;
  port: number;
}) => Promise<Pages>;

/** Next, as built (or compiling on demand with `dev`), inside this process. */
export const nextPages: PagesFactory = async ({ dev, root, webSockets, port }) => {
  // Loaded late: it is large, and a start that fails for another reason need not wait for it.
  const { default: next } = await import('next');
  // It listens for web sockets there, and for nothing else.
  const httpServer = webSockets as Server;
  const app = next({ dev, dir: root, httpServer, hostname: 'localhost', port });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { handle: (req, res) => handle(req, res), close: () => app.close() };
};
