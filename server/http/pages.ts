import type { Server } from 'node:http';
import type { Handler } from './server';

export type Pages = { handle: Handler; close(): Promise<void> };

/** What makes the pages: Next unless a test brings something smaller. */
export type PagesFactory = (options: {
  dev: boolean;
  root: string;
  server: Server;
  port: number;
}) => Promise<Pages>;

/** Next, as built (or compiling on demand with `dev`), inside this process. */
export const nextPages: PagesFactory = async ({ dev, root, server, port }) => {
  // Loaded late: it is large, and a start that fails for another reason need not wait for it.
  const { default: next } = await import('next');
  const app = next({ dev, dir: root, httpServer: server, hostname: 'localhost', port });
  await app.prepare();
  const handle = app.getRequestHandler();
  return { handle: (req, res) => handle(req, res), close: () => app.close() };
};
