import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startCluster } from './postgres/cluster';
import { freePort, killPostgres, launch, launched, postgresPid, privateFolder } from './testing/plain-server';

const settings = async (dataDir = privateFolder()) => ({ PORT: await freePort(), SHIPLOG_DATA_DIR: dataDir });

/** What a start that cannot succeed says: one message, no stack trace, no secret, and an exit code that is not 0. */
async function refusalOf(env: Record<string, string>): Promise<string> {
  const server = launch(env);
  expect(await server.ended).toBe(1);
  expect(server.output()).not.toMatch(/\n\s+at |node:internal|hunter2/);
  const [, message = server.output()] = server.output().split('✗ Shiplog could not start.');
  return message.trim();
}

describe('a start that cannot succeed says why in one message', () => {
  it('when the port is in use', async () => {
    const port = await freePort();
    const other = createServer().listen(Number(port), '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const message = await refusalOf({ ...(await settings()), PORT: port });
    expect(message).toBe(
      `Port ${port} on 127.0.0.1 is already in use. Stop the program that uses it, or choose another port: PORT=8090 npm start`,
    );
  });

  it('when Shiplog already runs on the same data, which then goes on undisturbed', async () => {
    const env = await settings();
    const first = await launched(env);
    const message = await refusalOf({ ...env, PORT: await freePort() });
    expect(message).toContain(`already running on the data in ${env.SHIPLOG_DATA_DIR}`);
    expect(message).toContain(`process ${first.child.pid}, ${first.url}`);
    expect(await post(`${first.url}/api/echo`, 'still here')).toBe('still here');
  });

  it('when the data are of a newer PostgreSQL, which it leaves as they are', async () => {
    const env = await settings();
    await stopped(await launched(env));
    const version = join(env.SHIPLOG_DATA_DIR, 'postgres/data/PG_VERSION');
    const before = readFileSync(version, 'utf8');
    writeFileSync(version, '99\n');
    expect(await refusalOf(env)).toContain('written by PostgreSQL 99, which is newer than');
    writeFileSync(version, before);
    await launched(env);
  });

  it('when the data are of a newer Shiplog, which it leaves as they are', async () => {
    const database = await cluster();
    const env = { ...(await settings()), DATABASE_URL: database.url() };
    await stopped(await launched(env));
    await query(
      database.url(),
      "UPDATE _prisma_migrations SET migration_name = '99990101000000_from_the_future'",
    );
    const tables = 'SELECT relname, relfilenode FROM pg_class ORDER BY 1';
    const before = await query(database.url(), tables);
    expect(await refusalOf(env)).toContain(
      'migrated by a newer Shiplog (it has 99990101000000_from_the_future,',
    );
    expect(await query(database.url(), tables)).toEqual(before);
  });

  it('when nothing answers at DATABASE_URL, without repeating the password', async () => {
    const url = `postgresql://ship:hunter2@127.0.0.1:${await freePort()}/ship`;
    const message = await refusalOf({ ...(await settings()), DATABASE_URL: url });
    expect(message).toContain(url.replace('hunter2', '***'));
    expect(message).toContain('nothing accepts connections there');
  });

  it('when the user or the database of DATABASE_URL does not exist', async () => {
    const database = await cluster();
    const nobody = database.url().replace('shiplog@', 'nobody:hunter2@');
    expect(await refusalOf({ ...(await settings()), DATABASE_URL: nobody })).toContain(
      'the password is refused',
    );
    const nothing = database.url('nothing');
    expect(await refusalOf({ ...(await settings()), DATABASE_URL: nothing })).toContain('does not exist');
  });

  it('when the database refuses a migration, also in words with a secret in them', async () => {
    const database = await cluster();
    await query(
      database.url(),
      `CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$
         BEGIN RAISE EXCEPTION 'no answer from postgresql://app:hunter2@db:5432/x'; END $$;
       CREATE EVENT TRIGGER refuse ON ddl_command_start EXECUTE FUNCTION refuse()`,
    );
    const message = await refusalOf({ ...(await settings()), DATABASE_URL: database.url() });
    expect(message).toContain('no answer from postgresql://***@db:5432/x');
  });

  it('when the data folder cannot be written to', async () => {
    const file = join(privateFolder(), 'file');
    writeFileSync(file, '');
    const message = await refusalOf(await settings(join(file, 'data')));
    expect(message).toContain(`The data folder ${file}/data cannot be written to`);
  });

  it('when a variable is wrong', async () => {
    const message = await refusalOf({ ...(await settings()), PORT: '80a', LOG_LEVEL: 'loud' });
    expect(message).toMatch(/PORT is "80a": expected .*\n\s*LOG_LEVEL is "loud": expected one of/);
  });
});

describe('the end', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    '%s answers what is in flight, stops PostgreSQL and exits with 0',
    async (signal) => {
      const env = await settings();
      const server = await launched(env);
      const slow = open(`${server.url}/api/echo`);
      slow.request.write('first half, ');
      await server.said('reading /api/echo');
      server.child.kill(signal);
      await server.said('finishing what is in flight');
      slow.request.end('second half');
      expect(await slow.answer).toBe('first half, second half');
      expect(await server.ended).toBe(0);
      expect(postgresPid(env.SHIPLOG_DATA_DIR)).toBeUndefined();
    },
  );

  it('comes in order when npm is stopped, whose shell passes no signal on', async () => {
    const env = await settings();
    const server = launch({ ...env, npm_lifecycle_event: 'start' }, { shell: true });
    await server.said('Shiplog is up');
    server.child.kill('SIGTERM');
    await server.ended;
    expect(server.output()).toContain('SIGTERM: finishing what is in flight');
    expect(postgresPid(env.SHIPLOG_DATA_DIR)).toBeUndefined();
  });

  it('can be asked for while the start is still under way', async () => {
    const env = await settings();
    const server = launch(env);
    await server.said('Creating the database cluster');
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(postgresPid(env.SHIPLOG_DATA_DIR)).toBeUndefined();
    await launched(env);
  });

  it('comes with an exit code when PostgreSQL is killed, and the next start recovers', async () => {
    const env = await settings();
    const server = await launched(env);
    await post(`${server.url}/api/notes`, 'kept');
    killPostgres(env.SHIPLOG_DATA_DIR);
    expect(await server.ended).toBe(1);
    expect(server.output()).toContain('PostgreSQL ended unexpectedly');
    expect(await get(`${(await launched(env)).url}/api/notes`)).toBe('1');
  });
});

describe('after kill -9, the next start recovers by itself and nothing acknowledged is missing', () => {
  it('of Shiplog alone', async () => {
    const env = await settings();
    const server = await launched(env);
    await post(`${server.url}/api/notes`, 'kept');
    const orphan = postgresPid(env.SHIPLOG_DATA_DIR);
    server.child.kill('SIGKILL');
    expect(await server.ended).toBe('SIGKILL');
    const next = await launched(env);
    expect(next.output()).toContain('Stopping the PostgreSQL that an earlier run left behind');
    expect(postgresPid(env.SHIPLOG_DATA_DIR)).not.toBe(orphan);
    expect(await get(`${next.url}/api/notes`)).toBe('1');
  });

  it('of everything, in the middle of writing', async () => {
    const env = await settings();
    const server = await launched(env);
    await post(`${server.url}/api/notes`, 'kept');
    let acknowledged = 1;
    const writers = Array.from({ length: 4 }, async () => {
      for (;;) {
        await post(`${server.url}/api/notes`, 'kept');
        acknowledged++;
        if (acknowledged === 60) {
          server.child.kill('SIGKILL');
          killPostgres(env.SHIPLOG_DATA_DIR);
        }
      }
    });
    await Promise.allSettled(writers);
    await server.ended;
    const next = await launched(env);
    expect(Number(await get(`${next.url}/api/notes`))).toBeGreaterThanOrEqual(acknowledged);
  });

  it('even when another process has taken over the recorded process id', async () => {
    const env = await settings();
    const server = await launched(env);
    server.child.kill('SIGKILL');
    killPostgres(env.SHIPLOG_DATA_DIR);
    await server.ended;
    const file = join(env.SHIPLOG_DATA_DIR, 'postgres/data/postmaster.pid');
    const [, ...rest] = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, [process.pid, ...rest].join('\n'));
    await launched(env);
  });
});

it('several copies that start at once on one database all come up', async () => {
  const database = await cluster();
  const copies = await Promise.all([settings(), settings(), settings()]);
  const servers = await Promise.all(copies.map((env) => launched({ ...env, DATABASE_URL: database.url() })));
  for (const { url } of servers) expect(await post(`${url}/api/echo`, 'hello')).toBe('hello');
});

async function cluster() {
  const started = await startCluster({ dir: join(privateFolder(), 'postgres'), ephemeral: true });
  onTestFinished(() => started.stop());
  return started;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

async function stopped(server: Awaited<ReturnType<typeof launched>>): Promise<void> {
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
}

function open(url: string) {
  const sending = request(url, { method: 'POST' });
  const answer = once(sending, 'response').then(async ([response]) => {
    let text = '';
    for await (const chunk of response) text += chunk;
    return text;
  });
  return { request: sending, answer };
}

const get = async (url: string) => (await fetch(url)).text();

async function post(url: string, body: string): Promise<string> {
  const response = await fetch(url, { method: 'POST', body });
  if (!response.ok) throw new Error(`answered ${response.status}`);
  return response.text();
}
