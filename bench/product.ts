import { start } from '@/server/main';

/**
 * The product as it serves its API: the same process, server, lane and checks as `npm start`. Only the pages are left
 * out: none is asked for here, and Next's build need not be there.
 */
await start({
  root: process.cwd(),
  pages: async () => ({
    handle: async (_req, res) => {
      res.writeHead(404).end();
    },
    close: async () => {},
  }),
});
process.send?.('ready');
