import { randomUUIDv7 } from 'node:crypto';
import { Pool } from 'pg';

/** The baseline "a plain Next route handler": parse, one prepared INSERT, answer. */
const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: Number(process.env.DATABASE_POOL_SIZE ?? 10),
});

export async function POST(request: Request): Promise<Response> {
  const event = await request.json();
  const id = randomUUIDv7();
  const now = new Date().toISOString();
  await pool.query({
    name: 'single',
    text: `INSERT INTO bench_event (id, kind, title, message, service_id, environment_id, status, phase, priority, source, owner,
      at, until, starts_at, ends_at, version, sha, pull_request_url, created_at, updated_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
    values: [
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
    ],
  });
  return Response.json({ id });
}
