/** Runs the built product as `npm start` does after building, and never builds anything itself. */
import { fileURLToPath } from 'node:url';
import { start } from '../../dist/server.mjs';

await start({ root: fileURLToPath(new URL('../../', import.meta.url)) });
