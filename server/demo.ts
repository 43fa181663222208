import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Config, parseConfig } from '@/lib/config';
import { closePool } from '@/lib/db/pool';
import { fillDemo, removeDemo } from '@/lib/demo/store';
import { demoWorld } from '@/lib/demo/world';
import { once } from '@/lib/runtime';
import { parseTime } from '@/lib/time/expressions';
import { urlFor } from './banner';
import { checkDatabase } from './database';
import { acquireInstanceLock } from './instance-lock';
import { Lifecycle } from './lifecycle';
import { migrate } from './migrate';
import { productDatabase, startCluster } from './postgres/cluster';
import { runningClusterUrl } from './postgres/running';
import { StartError } from './start-error';

const usage = `npm run demo                              fill the demo world, as of now
npm run demo -- --seed 7                  another world
npm run demo -- --date 2026-11-21         as of 16:00 UTC on that day: always the same rows
npm run demo -- --remove                  take everything out again that the demo made`;

interface Options {
  seed: string;
  now: number;
  remove: boolean;
}

/** `npm run demo`: puts the demo world into the database that `npm start` uses, or takes it out. Ends the process. */
export async function demo({ root, args }: { root: string; args: string[] }): Promise<void> {
  const since = performance.now();
  const life = new Lifecycle('The demo could not be filled.');
  await life.boot(async () => {
    const options = parseOptions(args);
    const config = parseConfig(process.env, root);
    once('config', () => config);
    const { url, serving } = await openDatabase(life, config, root);
    process.env.DATABASE_URL = url;
    life.add('connection pool', closePool);
    if (life.isEnding) return;
    const done = options.remove ? await remove() : await fill(options);
    const home = urlFor(config.host, config.port);
    const look = serving ? `Timeline  ${serving}` : `Timeline  npm start, then ${home}`;
    say(`✓ ${done} (${((performance.now() - since) / 1000).toFixed(1)} s)`);
    say(`\n  ${look}${options.remove ? '' : '\n  Remove    npm run demo -- --remove'}\n`);
  });
  await life.end(0);
}

function parseOptions(args: string[]): Options {
  const { seed, date, remove } = parse(args);
  if (!/^[\w.-]{1,40}$/.test(seed)) {
    throw new StartError(
      `--seed is ${JSON.stringify(seed)}: expected up to 40 letters, digits, dots or dashes`,
    );
  }
  const minute = 60_000;
  if (date === undefined) return { seed, remove, now: Math.floor(Date.now() / minute) * minute };
  const midnight = /^\d{4}-\d{2}-\d{2}$/.test(date) ? parseTime(date, 0) : null;
  if (midnight === null) {
    throw new StartError(`--date is ${JSON.stringify(date)}: expected a day that exists, like 2026-11-21`);
  }
  return { seed, remove, now: midnight + 16 * 60 * minute };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        seed: { type: 'string', default: '1' },
        date: { type: 'string' },
        remove: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new StartError(`${(error as Error).message}\n\n${usage}`);
  }
}

/**
 * The database of `DATABASE_URL`, else that of the data folder: through the PostgreSQL of the Shiplog that runs on it, or
 * through one that is started for the occasion.
 */
async function openDatabase(
  life: Lifecycle,
  { databaseUrl, dataDir }: Config,
  root: string,
): Promise<{ url: string; serving?: string }> {
  const folder = join(root, 'prisma/migrations');
  const log = (line: string) => say(`• ${line}`);
  if (databaseUrl) {
    await checkDatabase(databaseUrl);
    await migrate(databaseUrl, { log, folder });
    return { url: databaseUrl };
  }
  const dir = join(dataDir, 'postgres');
  const lock = acquireInstanceLock(dataDir);
  if ('heldBy' in lock) {
    const url = runningClusterUrl(dir, productDatabase);
    if (!url || !lock.heldBy.url) {
      throw new StartError('Shiplog is just starting on these data. Try again when it is up.');
    }
    return { url, serving: lock.heldBy.url };
  }
  life.add('instance lock', () => lock.release());
  const cluster = await startCluster({ dir, log });
  life.add('PostgreSQL', () => cluster.stop());
  await migrate(cluster.url(), { log, folder });
  return { url: cluster.url() };
}

async function fill({ seed, now }: Options): Promise<string> {
  say(
    `• Drawing the world of seed ${seed} as of ${new Date(now).toISOString().slice(0, 16).replace('T', ' ')} UTC …`,
  );
  const world = demoWorld(seed, now);
  const total = world.events.length.toLocaleString('en');
  let told = 0;
  const { events, changes, services, incidents } = await fillDemo(world, (share) => {
    if (share < told + 0.25) return;
    told = share;
    say(`• ${Math.round(share * world.events.length).toLocaleString('en')} of ${total} events`);
  });
  const kinds = new Map<string, number>();
  for (const { kind } of world.events) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  const counts = [...kinds].sort((a, b) => b[1] - a[1]).map(([kind, count]) => `${count} ${kind}`);
  say(`• ${counts.join(', ')}`);
  return `${events.toLocaleString('en')} events of ${services} services with ${changes.toLocaleString('en')} changes and ${incidents} incidents are there`;
}

async function remove(): Promise<string> {
  const { events, services } = await removeDemo();
  if (events + services === 0) return 'There was no demo to remove';
  return `The demo is gone: ${events.toLocaleString('en')} events and ${services} services; everything else is as it was`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
