/**
 * The built server with a few plain answers where Next would be, for tests of how a process starts and ends.
 *
 *   POST /api/echo    answers with the body once it is complete
 *   POST /api/notes   stores the body and answers when it is committed
 *   GET  /api/notes   how many there are
 */
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { start } from '../../dist/server.mjs';

async function query(sql, values) {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  try {
    return await client.query(sql, values);
  } finally {
    await client.end();
  }
}

async function handle(req, res) {
  const chunks = [];
  process.stdout.write(`reading ${req.url}\n`);
  for await (const chunk of req) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  if (req.url === '/api/notes') await query('CREATE TABLE IF NOT EXISTS note (text text)');
  if (req.url === '/api/notes' && req.method === 'POST') await query('INSERT INTO note VALUES ($1)', [body]);
  if (req.url === '/api/notes' && req.method === 'GET') {
    const { rows } = await query('SELECT count(*)::int AS count FROM note');
    return res.end(String(rows[0].count));
  }
  res.end(body);
}

await start({
  root: fileURLToPath(new URL('../../', import.meta.url)),
  pages: async () => ({ handle, close: async () => {} }),
});
