import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closePool, pool } from '@/lib/db/pool';
import type { EventListQuery } from '@/lib/events/filters';
import { listEventsStatement } from '@/lib/events/list-events';
import { migrate } from '@/server/migrate';
import { startCluster } from '@/server/postgres/cluster';
import { compare } from './compare';
import { createBaselineTable, fillEvents, sampleEvent } from './data';
import { compareDeployments } from './deployments';
import { compareDetection } from './detection';
import { compareLocks } from './locks';
import { load, request, serve, stop } from './processes';

/**
 * `npm run bench`: what the product costs against bare baselines that do the same with nothing between node:http and
 * Postgres. Everything runs on this machine, in turn, in one run; only the ratios mean anything elsewhere.
 */
const option = (name: string, otherwise: number) => {
  const found = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return found ? Number(found.split('=')[1]) : otherwise;
};
const rounds = option('rounds', 5);
const milliseconds = option('seconds', 4) * 1000;
const events = option('events', 1_000_000);
const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
const wanted = (part: string) => only === undefined || only.split(',').includes(part);

const folder = mkdtempSync(join(tmpdir(), 'shiplog-bench-'));
const ports = { product: 18_080, bare: 18_081, next: 18_082, locks: 18_083, on: 18_084, off: 18_085 };
const poolSize = '10';
const cleanUp: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];

try {
  console.log('Starting PostgreSQL (fsync on, as in the product) and the servers…');
  const cluster = await startCluster({ dir: join(folder, 'postgres') });
  cleanUp.unshift(() => cluster.stop());
  process.env.DATABASE_URL = cluster.url();
  await migrate(cluster.url());
  cleanUp.unshift(closePool);
  await createBaselineTable(pool());

  const env = { DATABASE_URL: cluster.url(), DATABASE_POOL_SIZE: poolSize, LOG_LEVEL: 'warn' };
  const here = import.meta.dirname;
  const product = await serve(join(here, 'bench-product.mjs'), { ...env, PORT: String(ports.product) });
  cleanUp.unshift(() => stop(product));
  const bare = await serve(join(here, 'bench-bare.mjs'), { ...env, PORT: String(ports.bare) });
  cleanUp.unshift(() => stop(bare));

  const singles = Array.from({ length: 100 }, (_, index) => sampleEvent(index));
  // The first post creates the service that the baselines point at.
  await load({
    port: ports.product,
    requests: [request('POST', '/api/v2/events', singles[0])],
    connections: 1,
    milliseconds: 5000,
    count: 1,
  });
  const perSecond = async (port: number, requests: string[], connections: number, units = 1) => {
    const result = await load({ port, requests, connections, milliseconds });
    return (result.completed * units) / result.seconds;
  };

  if (wanted('single')) {
    const next = wanted('next') ? await startNext(env) : null;
    for (const connections of [16, 64]) {
      const posts = (path: string) => singles.map((event) => request('POST', path, event));
      await compare(
        {
          title: `Single-event posts over HTTP, ${connections} connections`,
          unit: 'events/s',
          ours: {
            name: 'Shiplog: POST /api/v2/events, full path',
            round: () => perSecond(ports.product, posts('/api/v2/events'), connections),
          },
          others: [
            {
              name: '(a) bare node:http + one prepared INSERT',
              aim: 1.3,
              round: () => perSecond(ports.bare, posts('/single'), connections),
            },
            ...(next
              ? [
                  {
                    name: '(b) plain Next route handler, same INSERT',
                    aim: 8,
                    round: () => perSecond(ports.next, posts('/api/event'), connections),
                  },
                ]
              : []),
          ],
        },
        rounds,
      );
    }
    if (next) await stop(next);
  }

  if (wanted('batch')) {
    const batch = { events: Array.from({ length: 1000 }, (_, index) => sampleEvent(index)) };
    const posts = (path: string) => [request('POST', path, batch)];
    await compare(
      {
        title: 'Batches of 1,000 over HTTP, 2 connections',
        unit: 'events/s',
        ours: {
          name: 'Shiplog: POST /api/v2/events/batch',
          round: () => perSecond(ports.product, posts('/api/v2/events/batch'), 2, 1000),
        },
        others: [
          {
            name: 'bare node:http + INSERT … unnest',
            aim: 0.6,
            round: () => perSecond(ports.bare, posts('/unnest'), 2, 1000),
          },
          {
            name: 'bare node:http + COPY',
            aim: 0,
            round: () => perSecond(ports.bare, posts('/copy'), 2, 1000),
          },
        ],
      },
      rounds,
    );
  }

  if (wanted('locks')) {
    const lockPorts = { product: ports.product, bare: ports.locks };
    await compareLocks({ env, ports: lockPorts, rounds, milliseconds });
  }

  if (wanted('detection')) {
    await compareDetection({
      env,
      url: (database) => cluster.url(database),
      ports: { on: ports.on, off: ports.off },
      rounds,
      postgres: Number(readFileSync(join(folder, 'postgres/data/postmaster.pid'), 'utf8').split('\n')[0]),
    });
  }

  if (wanted('deployments')) {
    await compareDeployments({ bare, ports, rounds, events, perSecond });
  }

  if (wanted('list')) {
    console.log(`\nFilling in ${events.toLocaleString('en-US')} events…`);
    await pool().query('TRUNCATE event, bench_event, changelog_entry, change CASCADE');
    await fillEvents(pool(), events, (line) => console.log(`  ${line}`));
    const first: EventListQuery = { sort: '-at', limit: 50, total: false };
    const deep: EventListQuery = { ...first, cursor: await deepCursor(ports.product) };
    const pages: number[] = [];
    for (const { name, query } of [
      { name: 'first page', query: first },
      { name: 'deep page', query: deep },
    ]) {
      const statement = await listEventsStatement(query, Date.now());
      bare.send({ text: statement.text, values: statement.values });
      const search = new URLSearchParams({ limit: '50' });
      if (query.cursor !== undefined) search.set('cursor', query.cursor);
      const path = `/api/v2/events?${search}`;
      const own: number[] = [];
      await compare(
        {
          title: `List of 50 of ${events.toLocaleString('en-US')} events, ${name}, 8 connections`,
          unit: 'pages/s',
          ours: {
            name: `Shiplog: GET /api/v2/events, ${name}`,
            round: async () => {
              own.push(await perSecond(ports.product, [request('GET', path)], 8));
              return own.at(-1) as number;
            },
          },
          others: [
            {
              name: 'bare node:http, the same SQL',
              aim: 0.7,
              round: () => perSecond(ports.bare, [request('GET', '/list')], 8),
            },
          ],
        },
        rounds,
      );
      pages.push(own.slice(1).sort((a, b) => a - b)[Math.floor((own.length - 1) / 2)] as number);
    }
    const [shallow = 0, far = 0] = pages;
    console.log(
      `\nDeep page against first page: ${(shallow / far).toFixed(2)} times its time   aim ≤ 1.2: ${shallow / far <= 1.2 ? 'reached' : 'MISSED'}`,
    );
  }
} finally {
  for (const undo of cleanUp) await undo();
}

/** Builds (once) and starts the baseline that is a plain Next application. */
async function startNext(env: Record<string, string>) {
  const dir = join(process.cwd(), 'bench/next-app');
  console.log('Building the Next baseline…');
  const built = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build', dir], {
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    encoding: 'utf8',
  });
  if (built.status !== 0)
    throw new Error(`The Next baseline does not build:\n${built.stdout}${built.stderr}`);
  const child = await serve(join(import.meta.dirname, 'bench-next-server.mjs'), {
    ...env,
    NEXT_DIR: dir,
    PORT: String(ports.next),
  });
  cleanUp.unshift(() => stop(child));
  return child;
}

/** A cursor far down the list: the newest event of thirty days ago leads to it without walking there. */
async function deepCursor(port: number): Promise<string> {
  const { rows } = await pool().query<{ at: Date }>(`SELECT now() - interval '50 days' AS at`);
  const to = (rows[0] as { at: Date }).at.toISOString();
  const answer = await fetch(`http://localhost:${port}/api/v2/events?limit=1&to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as { nextCursor: string }).nextCursor;
}
