import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '@/server/migrate';
import { type Comparison, compare } from './compare';
import { processorSeconds } from './cpu';
import { load, request, serve, stop } from './processes';

/** What detection costs: the product with it and without, each on a database of its own that is emptied before every round. */

const signals = 20_000;
const services = 200;

/** A typical error, one in so many of another sort. */
function sampleSignal(index: number, service: string) {
  return {
    kind: 'signal',
    title: 'Database connection failed',
    message: `Connection to orders-db-${index % 7}.internal:5432 timed out after ${3000 + (index % 500)} ms (attempt ${index % 5})`,
    service,
    environment: 'production',
    level: index % 10 === 0 ? 'critical' : 'error',
    source: 'app',
  };
}

export async function compareDetection(options: {
  env: Record<string, string>;
  url(database: string): string;
  ports: { on: number; off: number };
  rounds: number;
  /** The process id of PostgreSQL. */
  postgres: number;
}): Promise<void> {
  const { env, url, ports, rounds, postgres } = options;
  const admin = await connect(env.DATABASE_URL as string);
  const stopping: (() => Promise<unknown>)[] = [() => admin.end()];
  try {
    const side = async (detection: 'on' | 'off') => {
      const database = `detection_${detection}`;
      await admin.query(`CREATE DATABASE ${database}`);
      await migrate(url(database));
      const client = await connect(url(database));
      stopping.unshift(() => client.end());
      const product = await serve(join(import.meta.dirname, 'bench-product.mjs'), {
        ...env,
        DATABASE_URL: url(database),
        PORT: String(ports[detection]),
        SHIPLOG_DETECTION: detection,
      });
      stopping.unshift(() => stop(product));
      return { client, port: ports[detection], pid: product.pid as number };
    };
    const [on, off] = [await side('on'), await side('off')];
    type Figures = { acknowledged: number[]; microseconds: number[] };
    let figures: { on: Figures; off: Figures };
    const spent = (pid: number) => (processorSeconds(pid) ?? 0) + (processorSeconds(postgres) ?? 0);

    /** Signals per second until all are acknowledged and, where that happens, detected. */
    const round = async (
      { client, port, pid }: { client: Client; port: number; pid: number },
      order: { requests: string[]; connections: number; count: number },
      detects: boolean,
      { acknowledged, microseconds }: Figures,
    ) => {
      await empty(client);
      const before = spent(pid);
      const { seconds } = await load({ port, milliseconds: 120_000, ...order });
      const since = performance.now();
      acknowledged.push(signals / seconds);
      if (detects) while ((await countOf(client, 'signal')) < signals) await pause(5);
      const settled = (performance.now() - since) / 1000;
      microseconds.push(((spent(pid) - before) * 1e6) / signals);
      return signals / (seconds + settled);
    };

    for (const [where, names] of [
      ['one service', ['bench-detect']],
      [`${services} services`, Array.from({ length: services }, (_, n) => `bench-detect-${n}`)],
    ] as const) {
      const events = Array.from({ length: signals }, (_, n) =>
        sampleSignal(n, names[n % names.length] as string),
      );
      const batch = 100;
      const batches = Array.from({ length: signals / batch }, (_, n) =>
        request('POST', '/api/v2/events/batch', { events: events.slice(n * batch, (n + 1) * batch) }),
      );
      const singles = events.map((event) => request('POST', '/api/v2/events', event));
      for (const [how, order] of [
        ['one by one, 64 connections', { requests: singles, connections: 64, count: signals }],
        ['in batches of 100, 4 connections', { requests: batches, connections: 4, count: batches.length }],
      ] as const) {
        figures = {
          on: { acknowledged: [], microseconds: [] },
          off: { acknowledged: [], microseconds: [] },
        };
        const comparison: Comparison = {
          title: `20,000 error signals on ${where}, ${how}: until acknowledged and detected`,
          unit: 'signals/s',
          ours: {
            name: 'Shiplog with detection',
            round: () => round(on, order, true, figures.on),
          },
          others: [
            {
              name: 'the same without (until acknowledged)',
              aim: 0.8,
              round: () => round(off, order, false, figures.off),
            },
          ],
        };
        await compare(comparison, rounds);
        const { on: mine, off: other } = figures;
        say('until acknowledged alone', pairs(mine.acknowledged, other.acknowledged));
        if (processorSeconds(postgres) !== null)
          say(
            `processor time, ${Math.round(median(mine.microseconds))} against ${Math.round(median(other.microseconds))} µs per signal (Node and PostgreSQL), inverse`,
            pairs(other.microseconds, mine.microseconds),
          );
        const incidents = await countOf(on.client, 'incident');
        if (incidents !== names.length)
          throw new Error(`${incidents} incidents were opened rather than ${names.length}.`);
      }
    }
  } finally {
    for (const end of stopping) await end();
  }
}

/** The product's sweeps look at the same tables now and then. */
async function empty(client: Client): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await client.query(
        'TRUNCATE event, changelog_entry, change, signal, incident, incident_entry, incident_suspect, incident_verdict CASCADE',
      );
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== '40P01' || attempt === 10) throw error;
    }
  }
}

/** Ratios pair by pair, without the first round, which warms up. */
const pairs = (ours: readonly number[], others: readonly number[]) =>
  ours.map((value, index) => value / (others[index] as number)).slice(1);

const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] as number;

function say(what: string, ratios: readonly number[]): void {
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)];
  console.log(`    ${what}: ratio ${median(ratios).toFixed(2)}  (${least.toFixed(2)} … ${most.toFixed(2)})`);
}

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

async function countOf(client: Client, table: 'signal' | 'incident'): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return (rows[0] as { count: number }).count;
}
