import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { migrate } from '@/server/migrate';
import { type Comparison, compare } from './compare';
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
}): Promise<void> {
  const { env, url, ports, rounds } = options;
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
      return { client, port: ports[detection] };
    };
    const [on, off] = [await side('on'), await side('off')];
    const acknowledged = { on: [] as number[], off: [] as number[] };

    /** Signals per second until all are acknowledged and, where that happens, detected. */
    const round = async (
      { client, port }: { client: Client; port: number },
      order: { requests: string[]; connections: number; count: number },
      detected: number[] | null,
      others: number[],
    ) => {
      await client.query(
        'TRUNCATE event, changelog_entry, change, signal, incident, incident_entry, incident_suspect, incident_verdict CASCADE',
      );
      const { seconds } = await load({ port, milliseconds: 120_000, ...order });
      const since = performance.now();
      (detected ?? others).push(signals / seconds);
      if (detected) while ((await countOf(client, 'signal')) < signals) await pause(5);
      return signals / (seconds + (performance.now() - since) / 1000);
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
        acknowledged.on = [];
        acknowledged.off = [];
        const comparison: Comparison = {
          title: `20,000 error signals on ${where}, ${how}: until acknowledged and detected`,
          unit: 'signals/s',
          ours: {
            name: 'Shiplog with detection',
            round: () => round(on, order, acknowledged.on, acknowledged.off),
          },
          others: [
            {
              name: 'the same without (until acknowledged)',
              aim: 0.8,
              round: () => round(off, order, null, acknowledged.off),
            },
          ],
        };
        await compare(comparison, rounds);
        const ratios = acknowledged.on
          .map((value, index) => value / (acknowledged.off[index] as number))
          .slice(1)
          .sort((a, b) => a - b);
        const middle = ratios[Math.floor(ratios.length / 2)] as number;
        console.log(
          `    until acknowledged alone: ratio ${middle.toFixed(2)}  (${ratios[0]?.toFixed(2)} … ${ratios.at(-1)?.toFixed(2)})`,
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

async function connect(connectionString: string): Promise<Client> {
  const client = new Client({ connectionString });
  await client.connect();
  return client;
}

async function countOf(client: Client, table: 'signal' | 'incident'): Promise<number> {
  const { rows } = await client.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return (rows[0] as { count: number }).count;
}
