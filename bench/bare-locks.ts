import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { Pool, types } from 'pg';
import { acquireStatement, releaseStatement } from '@/lib/locks/call';

/**
 * The bare baseline of locks: node:http, pg and the same functions of the database, called by the same statements. It checks
 * nothing, knows its names by heart, and answers what the database answers.
 */
types.setTypeParser(types.builtins.INT8, Number);
const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
});

const services = new Map<string, number>();
async function serviceId(name: string): Promise<number> {
  const known = services.get(name);
  if (known !== undefined) return known;
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM service WHERE name_key = $1', [name]);
  const { id } = rows[0] as { id: number };
  services.set(name, id);
  return id;
}

const production = 7;

type Answered = { outcome: string; lock: { id: string; token: number } | null };

async function acquire(body: string): Promise<[number, unknown]> {
  const { service, resource, ttlSeconds } = JSON.parse(body);
  const id = await serviceId(service);
  const { rows } = await pool.query<{ answer: Answered }>({
    ...acquireStatement,
    values: [
      randomUUIDv7(),
      `${production}/${id}/${resource}/`,
      production,
      id,
      resource,
      'local',
      '',
      randomUUID(),
      null,
      false,
      ttlSeconds * 1000,
      null,
      5000,
      false,
      30_000,
    ],
  });
  const { answer } = rows[0] as { answer: Answered };
  return answer.outcome === 'acquired' ? [201, answer.lock] : [423, answer];
}

async function release(id: string, body: string): Promise<[number, unknown]> {
  const { token } = JSON.parse(body);
  const { rows } = await pool.query<{ answer: Answered }>({
    ...releaseStatement,
    values: [id, token, 'local', 'released', ''],
  });
  const { answer } = rows[0] as { answer: Answered };
  return answer.outcome === 'released' ? [200, answer.lock] : [409, answer];
}

function read(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

const server = createServer((req, res) => {
  const [, , , , id] = (req.url as string).split('/');
  read(req)
    .then((body) => (id ? release(id, body) : acquire(body)))
    .then(([status, answer]) => {
      const text = JSON.stringify(answer);
      res
        .writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text);
    })
    .catch((error: Error) => res.writeHead(500).end(error.message));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
