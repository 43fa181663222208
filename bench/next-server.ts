import { createServer } from 'node:http';
import next from 'next';

/** Serves the baseline's Next build as its own `next start` would. */
const app = next({ dev: false, dir: process.env.NEXT_DIR as string });
await app.prepare();
const handle = app.getRequestHandler();
createServer((req, res) => void handle(req, res)).listen(Number(process.env.PORT), '127.0.0.1', () =>
  process.send?.('ready'),
);
