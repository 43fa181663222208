import { parseArgs } from 'node:util';
import { parseConfig } from '@/lib/config';
import { closePool } from '@/lib/db/pool';
import { fillDemo, removeDemo } from '@/lib/demo/store';
import { demoWorld } from '@/lib/demo/world';
import { once } from '@/lib/runtime';
import { parseTime } from '@/lib/time/expressions';
import { urlFor } from './banner';
import { commandDatabase } from './command-database';
import { Lifecycle } from './lifecycle';
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
    const { url, serving } = await commandDatabase(life, config, root, say);
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
