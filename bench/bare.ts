import { randomUUIDv7 } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Pool, types } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/**
 * The bare baselines: node:http and pg and nothing between them. They store the same event in a table of the same columns,
 * constraints and indexes (`bench_event`, LIKE event INCLUDING ALL), check nothing, keep no change feed, and answer the id.
 */

types.setTypeParser(types.builtins.INT8, Number);
const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE),
});

const columns =
  'id, kind, title, message, service_id, environment_id, status, phase, priority, source, owner, at, until, starts_at, ends_at, version, sha, pull_request_url, created_at, updated_at';
const single = {
  name: 'single',
  text: `INSERT INTO bench_event (${columns})
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
};
const many = {
  name: 'many',
  text: `INSERT INTO bench_event (${columns}) SELECT * FROM unnest(
    $1::uuid[], $2::event_kind[], $3::text[], $4::text[], $5::int[], $6::int[], $7::event_status[], $8::phase[],
    $9::priority[], $10::text[], $11::text[], $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[],
    $16::text[], $17::text[], $18::text[], $19::timestamptz[], $20::timestamptz[])`,
};

interface Posted {
  kind: string;
  title: string;
  message: string;
  status: string;
  priority: string;
  source: string;
  owner: string;
  startsAt: string;
  endsAt: string;
  version: string;
  sha: string;
  pullRequestUrl: string;
}

function row(event: Posted, id: string, now: string): unknown[] {
  return [
    id,
    event.kind,
    event.title,
    event.message,
    1,
    7,
    event.status,
    'succeeded',
    event.priority,
    event.source,
    event.owner,
    event.startsAt,
    event.endsAt,
    event.startsAt,
    event.endsAt,
    event.version,
    event.sha,
    event.pullRequestUrl,
    now,
    now,
  ];
}

function read(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

const insertOne = async (body: string) => {
  const id = randomUUIDv7();
  await pool.query({ ...single, values: row(JSON.parse(body), id, new Date().toISOString()) });
  return { id };
};

function rows(body: string): unknown[][] {
  const now = new Date().toISOString();
  return (JSON.parse(body) as { events: Posted[] }).events.map((event) => row(event, randomUUIDv7(), now));
}

const insertMany = async (body: string) => {
  const all = rows(body);
  await pool.query({
    ...many,
    values: single.text.match(/\$\d+/g)?.map((_, index) => all.map((one) => one[index])),
  });
  return { stored: all.length };
};

const copyText = (value: unknown) => String(value).replaceAll(/[\\\t\n\r]/g, (char) => `\\${char}`);

const copyMany = async (body: string) => {
  const all = rows(body);
  const client = await pool.connect();
  try {
    const stream = client.query(copyFrom(`COPY bench_event (${columns}) FROM STDIN`));
    const done = new Promise((resolve, reject) => stream.on('finish', resolve).on('error', reject));
    stream.end(all.map((one) => `${one.map(copyText).join('\t')}\n`).join(''));
    await done;
  } finally {
    client.release();
  }
  return { stored: all.length };
};

/** The SQL of a list, as the product runs it, sent by the parent. */
let list = { text: '', values: [] as unknown[] };
process.on('message', (message: typeof list) => {
  list = message;
});
const select = async () => (await pool.query({ name: `list ${list.text.length}`, ...list })).rows;

const work: Record<string, (body: string) => Promise<unknown>> = {
  '/single': insertOne,
  '/unnest': insertMany,
  '/copy': copyMany,
  '/list': select,
};

const server = createServer((req: IncomingMessage, res: ServerResponse) => {
  const handle = work[req.url as string];
  if (!handle) {
    res.writeHead(404).end();
    return;
  }
  read(req)
    .then(handle)
    .then((answer) => {
      const text = JSON.stringify(answer);
      res
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
        .end(text);
    })
    .catch((error: Error) => res.writeHead(500).end(error.message));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'));
